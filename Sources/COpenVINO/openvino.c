#define _GNU_SOURCE
#include "COpenVINO.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The declarations of openvino/c/*.h (2025.0 and newer) that are used here.

typedef struct ov_core ov_core_t;
typedef struct ov_model ov_model_t;
typedef struct ov_compiled_model ov_compiled_model_t;
typedef struct ov_infer_request ov_infer_request_t;
typedef struct ov_tensor ov_tensor_t;
typedef struct ov_port ov_port_t;
typedef struct ov_layout ov_layout_t;
typedef struct ov_ppp ov_ppp_t;
typedef struct ov_ppp_input ov_ppp_input_t;
typedef struct ov_ppp_tensor ov_ppp_tensor_t;
typedef struct ov_ppp_model ov_ppp_model_t;
typedef struct ov_ppp_steps ov_ppp_steps_t;
typedef struct ov_ppp_output ov_ppp_output_t;
typedef struct ov_ppp_output_tensor ov_ppp_output_tensor_t;
typedef struct { int64_t rank; int64_t *dims; } ov_shape_t;
typedef struct { int64_t min, max; } ov_dimension_t;
typedef struct { ov_dimension_t rank; ov_dimension_t *dims; } ov_partial_shape_t;
typedef struct { const char *build_number; const char *description; } ov_version_t;

// ov_element_type_e; checked against the sizes of tensors when the library is opened.
enum { OV_F16 = 3, OV_F32 = 4, OV_I8 = 7, OV_I32 = 9, OV_I64 = 10, OV_U8 = 16 };

#define FUNCTIONS(X) \
  X(int, ov_get_openvino_version, (ov_version_t *)) \
  X(const char *, ov_get_last_err_msg, (void)) \
  X(void, ov_free, (const char *)) \
  X(int, ov_core_create, (ov_core_t **)) \
  X(int, ov_core_read_model, (const ov_core_t *, const char *, const char *, ov_model_t **)) \
  X(int, ov_core_compile_model, \
    (const ov_core_t *, const ov_model_t *, const char *, size_t, ov_compiled_model_t **, ...)) \
  X(void, ov_model_free, (ov_model_t *)) \
  X(int, ov_model_inputs_size, (const ov_model_t *, size_t *)) \
  X(int, ov_model_outputs_size, (const ov_model_t *, size_t *)) \
  X(int, ov_model_const_input_by_index, (const ov_model_t *, size_t, ov_port_t **)) \
  X(int, ov_model_const_output_by_index, (const ov_model_t *, size_t, ov_port_t **)) \
  X(int, ov_model_reshape_single_input, (const ov_model_t *, ov_partial_shape_t)) \
  X(int, ov_partial_shape_create_static, (int64_t, const int64_t *, ov_partial_shape_t *)) \
  X(void, ov_partial_shape_free, (ov_partial_shape_t *)) \
  X(int, ov_port_get_any_name, (const ov_port_t *, char **)) \
  X(int, ov_port_get_partial_shape, (const ov_port_t *, ov_partial_shape_t *)) \
  X(int, ov_port_get_element_type, (const ov_port_t *, int *)) \
  X(void, ov_output_const_port_free, (ov_port_t *)) \
  X(int, ov_layout_create, (const char *, ov_layout_t **)) \
  X(void, ov_layout_free, (ov_layout_t *)) \
  X(int, ov_preprocess_prepostprocessor_create, (const ov_model_t *, ov_ppp_t **)) \
  X(void, ov_preprocess_prepostprocessor_free, (ov_ppp_t *)) \
  X(int, ov_preprocess_prepostprocessor_get_input_info_by_index, \
    (const ov_ppp_t *, size_t, ov_ppp_input_t **)) \
  X(void, ov_preprocess_input_info_free, (ov_ppp_input_t *)) \
  X(int, ov_preprocess_input_info_get_tensor_info, (const ov_ppp_input_t *, ov_ppp_tensor_t **)) \
  X(void, ov_preprocess_input_tensor_info_free, (ov_ppp_tensor_t *)) \
  X(int, ov_preprocess_input_tensor_info_set_element_type, (ov_ppp_tensor_t *, int)) \
  X(int, ov_preprocess_input_tensor_info_set_layout, (ov_ppp_tensor_t *, ov_layout_t *)) \
  X(int, ov_preprocess_input_info_get_preprocess_steps, (const ov_ppp_input_t *, ov_ppp_steps_t **)) \
  X(void, ov_preprocess_preprocess_steps_free, (ov_ppp_steps_t *)) \
  X(int, ov_preprocess_preprocess_steps_convert_element_type, (ov_ppp_steps_t *, int)) \
  X(int, ov_preprocess_preprocess_steps_mean_multi_channels, (ov_ppp_steps_t *, const float *, int32_t)) \
  X(int, ov_preprocess_preprocess_steps_scale_multi_channels, (ov_ppp_steps_t *, const float *, int32_t)) \
  X(int, ov_preprocess_input_info_get_model_info, (const ov_ppp_input_t *, ov_ppp_model_t **)) \
  X(void, ov_preprocess_input_model_info_free, (ov_ppp_model_t *)) \
  X(int, ov_preprocess_input_model_info_set_layout, (ov_ppp_model_t *, ov_layout_t *)) \
  X(int, ov_preprocess_prepostprocessor_get_output_info_by_index, \
    (const ov_ppp_t *, size_t, ov_ppp_output_t **)) \
  X(void, ov_preprocess_output_info_free, (ov_ppp_output_t *)) \
  X(int, ov_preprocess_output_info_get_tensor_info, (const ov_ppp_output_t *, ov_ppp_output_tensor_t **)) \
  X(void, ov_preprocess_output_tensor_info_free, (ov_ppp_output_tensor_t *)) \
  X(int, ov_preprocess_output_set_element_type, (ov_ppp_output_tensor_t *, int)) \
  X(int, ov_preprocess_prepostprocessor_build, (const ov_ppp_t *, ov_model_t **)) \
  X(int, ov_compiled_model_inputs_size, (const ov_compiled_model_t *, size_t *)) \
  X(int, ov_compiled_model_outputs_size, (const ov_compiled_model_t *, size_t *)) \
  X(int, ov_compiled_model_input_by_index, (const ov_compiled_model_t *, size_t, ov_port_t **)) \
  X(int, ov_compiled_model_output_by_index, (const ov_compiled_model_t *, size_t, ov_port_t **)) \
  X(int, ov_compiled_model_create_infer_request, (const ov_compiled_model_t *, ov_infer_request_t **)) \
  X(int, ov_compiled_model_get_property, (const ov_compiled_model_t *, const char *, char **)) \
  X(void, ov_compiled_model_free, (ov_compiled_model_t *)) \
  X(int, ov_infer_request_get_input_tensor_by_index, (const ov_infer_request_t *, size_t, ov_tensor_t **)) \
  X(int, ov_infer_request_get_output_tensor_by_index, (const ov_infer_request_t *, size_t, ov_tensor_t **)) \
  X(int, ov_infer_request_infer, (ov_infer_request_t *)) \
  X(void, ov_infer_request_free, (ov_infer_request_t *)) \
  X(int, ov_tensor_create, (int, ov_shape_t, ov_tensor_t **)) \
  X(int, ov_tensor_get_shape, (const ov_tensor_t *, ov_shape_t *)) \
  X(int, ov_shape_free, (ov_shape_t *)) \
  X(int, ov_tensor_get_byte_size, (const ov_tensor_t *, size_t *)) \
  X(int, ov_tensor_data, (const ov_tensor_t *, void **)) \
  X(void, ov_tensor_free, (ov_tensor_t *))

#define DECLARE(result, name, arguments) result(*name) arguments;

struct vp_ov {
  FUNCTIONS(DECLARE)
  ov_core_t *core;
  char version[128];
};

struct vp_ov_model {
  vp_ov *ov;
  ov_model_t *raw;
};

struct vp_ov_compiled {
  vp_ov *ov;
  ov_compiled_model_t *raw;
};

struct vp_ov_request {
  vp_ov *ov;
  ov_infer_request_t *raw;
  ov_tensor_t *input;
  ov_tensor_t **outputs;
  size_t output_count;
};

// OpenVINO's messages are many lines: which source file threw, which check failed, and then what is wrong.
// The latter go on, in one line.
static void say_text(char *error, const char *text) {
  static const char *const passed_over[] = {
      "Exception from", "Check '", "FrontEnd API failed", "Summary:", "While validating", NULL};
  size_t used = 0;
  for (const char *line = text; *line;) {
    size_t length = strcspn(line, "\n");
    const char *start = line;
    size_t rest = length;
    line += length + (line[length] == '\n');
    while (rest > 0 && (*start == ' ' || *start == '-')) {
      start++;
      rest--;
    }
    bool skipped = rest == 0;
    for (int index = 0; !skipped && passed_over[index]; index++) {
      size_t prefix = strlen(passed_over[index]);
      skipped = rest >= prefix && memcmp(start, passed_over[index], prefix) == 0;
    }
    if (skipped || used + rest + 2 > VP_OV_ERROR_SIZE - 1) continue;
    if (used > 0) error[used++] = ' ';
    memcpy(error + used, start, rest);
    used += rest;
  }
  error[used] = 0;
  if (used == 0) snprintf(error, VP_OV_ERROR_SIZE, "%.*s", (int)strcspn(text, "\n"), text);
}

static int fail(const vp_ov *ov, char *error) {
  const char *text = ov->ov_get_last_err_msg();
  say_text(error, text && *text ? text : "OpenVINO gives no reason");
  return -1;
}

// Types are numbers in the C API, and have moved between releases: the sizes tell whether these are they.
static bool element_types_are_known(vp_ov *ov) {
  static const struct { int type; size_t size; } expected[] = {
      {OV_F16, 2}, {OV_F32, 4}, {OV_F32 + 1, 8}, {OV_U8, 1}, {OV_U8 + 1, 2}, {OV_U8 + 2, 4}, {OV_U8 + 3, 8}};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    int64_t one = 1;
    ov_tensor_t *tensor = NULL;
    size_t size = 0;
    if (ov->ov_tensor_create(expected[i].type, (ov_shape_t){1, &one}, &tensor) != 0) return false;
    ov->ov_tensor_get_byte_size(tensor, &size);
    ov->ov_tensor_free(tensor);
    if (size != expected[i].size) return false;
  }
  return true;
}

vp_ov *vp_ov_open(const char *path, char *error) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    snprintf(error, VP_OV_ERROR_SIZE, "%s", dlerror());
    return NULL;
  }
  vp_ov *ov = calloc(1, sizeof *ov);
  if (!ov) abort();
#define LOOK_UP(result, name, arguments) \
  *(void **)&ov->name = dlsym(library, #name); \
  if (!ov->name) { \
    snprintf(error, VP_OV_ERROR_SIZE, "it lacks %s; version 2025.0 or newer is needed", #name); \
    free(ov); \
    return NULL; \
  }
  FUNCTIONS(LOOK_UP)
  ov_version_t version = {0};
  if (ov->ov_get_openvino_version(&version) == 0 && version.build_number) {
    snprintf(ov->version, sizeof ov->version, "%s", version.build_number);
  }
  if (!element_types_are_known(ov)) {
    snprintf(error, VP_OV_ERROR_SIZE, "version %s is not supported; 2025.0 or newer is needed", ov->version);
    free(ov);
    return NULL;
  }
  if (ov->ov_core_create(&ov->core) != 0) {
    fail(ov, error);
    free(ov);
    return NULL;
  }
  // The library stays open to the end of the process: its threads may outlive any one user.
  return ov;
}

const char *vp_ov_version(const vp_ov *ov) { return ov->version; }

vp_ov_model *vp_ov_read(vp_ov *ov, const char *path, char *error) {
  ov_model_t *raw = NULL;
  if (ov->ov_core_read_model(ov->core, path, NULL, &raw) != 0) {
    fail(ov, error);
    return NULL;
  }
  vp_ov_model *model = malloc(sizeof *model);
  if (!model) abort();
  model->ov = ov;
  model->raw = raw;
  return model;
}

void vp_ov_model_free(vp_ov_model *model) {
  if (!model) return;
  model->ov->ov_model_free(model->raw);
  free(model);
}

static int describe(const vp_ov *ov, ov_port_t *raw, vp_ov_port *port, char *error) {
  memset(port, 0, sizeof *port);
  char *name = NULL;
  if (ov->ov_port_get_any_name(raw, &name) == 0 && name) {
    snprintf(port->name, sizeof port->name, "%s", name);
    ov->ov_free(name);
  }
  int type = 0;
  ov_partial_shape_t shape;
  int failed = ov->ov_port_get_element_type(raw, &type) != 0 || ov->ov_port_get_partial_shape(raw, &shape) != 0;
  ov->ov_output_const_port_free(raw);
  if (failed) return fail(ov, error);
  switch (type) {
    case OV_F32: port->element = VP_OV_F32; break;
    case OV_F16: port->element = VP_OV_F16; break;
    case OV_U8: port->element = VP_OV_U8; break;
    case OV_I8: port->element = VP_OV_I8; break;
    case OV_I32: port->element = VP_OV_I32; break;
    case OV_I64: port->element = VP_OV_I64; break;
    default: port->element = VP_OV_OTHER;
  }
  bool known = shape.rank.min == shape.rank.max && shape.rank.min <= VP_OV_MAX_RANK;
  port->rank = known ? (int)shape.rank.min : -1;
  for (int axis = 0; axis < port->rank; axis++) {
    ov_dimension_t size = shape.dims[axis];
    port->shape[axis] = size.min == size.max ? size.min : -1;
  }
  ov->ov_partial_shape_free(&shape);
  return 0;
}

int vp_ov_port_count(const vp_ov_model *model, int of_outputs) {
  size_t count = 0;
  if (of_outputs) {
    model->ov->ov_model_outputs_size(model->raw, &count);
  } else {
    model->ov->ov_model_inputs_size(model->raw, &count);
  }
  return (int)count;
}

int vp_ov_port_get(const vp_ov_model *model, int of_outputs, int index, vp_ov_port *port, char *error) {
  const vp_ov *ov = model->ov;
  ov_port_t *raw = NULL;
  int failed = of_outputs ? ov->ov_model_const_output_by_index(model->raw, (size_t)index, &raw)
                          : ov->ov_model_const_input_by_index(model->raw, (size_t)index, &raw);
  return failed ? fail(ov, error) : describe(ov, raw, port, error);
}

// Bytes in, conversion and normalisation first in the graph, 32-bit floats out.
static int add_conversions(
    const vp_ov *ov, const vp_ov_options *options, ov_ppp_t *ppp, size_t outputs, char *error) {
  ov_ppp_input_t *input = NULL;
  ov_ppp_tensor_t *tensor = NULL;
  ov_ppp_model_t *model = NULL;
  ov_ppp_steps_t *steps = NULL;
  ov_layout_t *layout = NULL;
  bool normalises = false;
  for (int channel = 0; channel < 3; channel++) {
    normalises |= options->mean[channel] != 0 || options->deviation[channel] != 1;
  }
  int failed = ov->ov_preprocess_prepostprocessor_get_input_info_by_index(ppp, 0, &input) ||
               ov->ov_preprocess_input_info_get_tensor_info(input, &tensor) ||
               ov->ov_preprocess_input_info_get_model_info(input, &model) ||
               ov->ov_preprocess_input_info_get_preprocess_steps(input, &steps) ||
               ov->ov_layout_create(options->interleaved ? "NHWC" : "NCHW", &layout) ||
               ov->ov_preprocess_input_tensor_info_set_element_type(tensor, OV_U8) ||
               ov->ov_preprocess_input_tensor_info_set_layout(tensor, layout) ||
               ov->ov_preprocess_input_model_info_set_layout(model, layout);
  if (!failed && normalises) {
    failed = ov->ov_preprocess_preprocess_steps_convert_element_type(steps, OV_F32) ||
             ov->ov_preprocess_preprocess_steps_mean_multi_channels(steps, options->mean, 3) ||
             ov->ov_preprocess_preprocess_steps_scale_multi_channels(steps, options->deviation, 3);
  }
  for (size_t index = 0; !failed && index < outputs; index++) {
    ov_ppp_output_t *output = NULL;
    ov_ppp_output_tensor_t *result = NULL;
    failed = ov->ov_preprocess_prepostprocessor_get_output_info_by_index(ppp, index, &output) ||
             ov->ov_preprocess_output_info_get_tensor_info(output, &result) ||
             ov->ov_preprocess_output_set_element_type(result, OV_F32);
    if (result) ov->ov_preprocess_output_tensor_info_free(result);
    if (output) ov->ov_preprocess_output_info_free(output);
  }
  if (layout) ov->ov_layout_free(layout);
  if (steps) ov->ov_preprocess_preprocess_steps_free(steps);
  if (model) ov->ov_preprocess_input_model_info_free(model);
  if (tensor) ov->ov_preprocess_input_tensor_info_free(tensor);
  if (input) ov->ov_preprocess_input_info_free(input);
  return failed ? fail(ov, error) : 0;
}

vp_ov_compiled *vp_ov_compile(vp_ov *ov, vp_ov_model *model, const vp_ov_options *options, char *error) {
  int64_t planes[] = {options->batch, 3, options->height, options->width};
  int64_t pixels[] = {options->batch, options->height, options->width, 3};
  ov_partial_shape_t shape;
  if (ov->ov_partial_shape_create_static(4, options->interleaved ? pixels : planes, &shape) != 0) {
    fail(ov, error);
    return NULL;
  }
  int failed = ov->ov_model_reshape_single_input(model->raw, shape);
  ov->ov_partial_shape_free(&shape);
  if (failed) {
    fail(ov, error);
    return NULL;
  }
  ov_ppp_t *ppp = NULL;
  ov_model_t *whole = NULL;
  failed = ov->ov_preprocess_prepostprocessor_create(model->raw, &ppp) != 0;
  if (failed) {
    fail(ov, error);
    return NULL;
  }
  failed = add_conversions(ov, options, ppp, (size_t)vp_ov_port_count(model, 1), error);
  if (!failed && ov->ov_preprocess_prepostprocessor_build(ppp, &whole) != 0) failed = fail(ov, error);
  ov->ov_preprocess_prepostprocessor_free(ppp);
  if (failed) return NULL;

  char threads[16], streams[16];
  snprintf(threads, sizeof threads, "%d", options->threads);
  snprintf(streams, sizeof streams, "%d", options->streams);
  ov_compiled_model_t *raw = NULL;
  // A property that is set to the library's own choice would be another one: the last is left out instead.
  const char *cache = options->cache && *options->cache ? options->cache : "";
  size_t arguments = options->full_precision ? 8 : 6;
  failed = ov->ov_core_compile_model(
      ov->core, whole, "CPU", arguments, &raw, "NUM_STREAMS", streams, "INFERENCE_NUM_THREADS", threads,
      "CACHE_DIR", cache, "INFERENCE_PRECISION_HINT", "f32");
  ov->ov_model_free(whole);
  if (failed) {
    fail(ov, error);
    return NULL;
  }
  vp_ov_compiled *compiled = malloc(sizeof *compiled);
  if (!compiled) abort();
  compiled->ov = ov;
  compiled->raw = raw;
  return compiled;
}

void vp_ov_compiled_free(vp_ov_compiled *compiled) {
  if (!compiled) return;
  compiled->ov->ov_compiled_model_free(compiled->raw);
  free(compiled);
}

int vp_ov_compiled_port_count(const vp_ov_compiled *compiled, int of_outputs) {
  size_t count = 0;
  if (of_outputs) {
    compiled->ov->ov_compiled_model_outputs_size(compiled->raw, &count);
  } else {
    compiled->ov->ov_compiled_model_inputs_size(compiled->raw, &count);
  }
  return (int)count;
}

int vp_ov_compiled_port_get(
    const vp_ov_compiled *compiled, int of_outputs, int index, vp_ov_port *port, char *error) {
  const vp_ov *ov = compiled->ov;
  ov_port_t *raw = NULL;
  int failed = of_outputs ? ov->ov_compiled_model_output_by_index(compiled->raw, (size_t)index, &raw)
                          : ov->ov_compiled_model_input_by_index(compiled->raw, (size_t)index, &raw);
  return failed ? fail(ov, error) : describe(ov, raw, port, error);
}

void vp_ov_compiled_precision(const vp_ov_compiled *compiled, char *text, int size) {
  char *value = NULL;
  text[0] = 0;
  if (compiled->ov->ov_compiled_model_get_property(compiled->raw, "INFERENCE_PRECISION_HINT", &value) != 0) return;
  if (!value) return;
  // Older releases say "element::f32" or "<Type: 'float32'>".
  snprintf(text, (size_t)size, "%s", strstr(value, "bf16") ? "bf16" : strstr(value, "f16") ? "f16" : "f32");
  compiled->ov->ov_free(value);
}

vp_ov_request *vp_ov_request_create(vp_ov_compiled *compiled, char *error) {
  vp_ov *ov = compiled->ov;
  vp_ov_request *request = calloc(1, sizeof *request);
  if (!request) abort();
  request->ov = ov;
  request->output_count = (size_t)vp_ov_compiled_port_count(compiled, 1);
  request->outputs = calloc(request->output_count + 1, sizeof *request->outputs);
  if (!request->outputs) abort();
  if (ov->ov_compiled_model_create_infer_request(compiled->raw, &request->raw) != 0 ||
      ov->ov_infer_request_get_input_tensor_by_index(request->raw, 0, &request->input) != 0) {
    fail(ov, error);
    vp_ov_request_free(request);
    return NULL;
  }
  return request;
}

static void release_outputs(vp_ov_request *request) {
  for (size_t index = 0; index < request->output_count; index++) {
    if (request->outputs[index]) request->ov->ov_tensor_free(request->outputs[index]);
    request->outputs[index] = NULL;
  }
}

void vp_ov_request_free(vp_ov_request *request) {
  if (!request) return;
  release_outputs(request);
  free(request->outputs);
  if (request->input) request->ov->ov_tensor_free(request->input);
  if (request->raw) request->ov->ov_infer_request_free(request->raw);
  free(request);
}

uint8_t *vp_ov_request_input(vp_ov_request *request, size_t *size) {
  void *data = NULL;
  *size = 0;
  if (request->ov->ov_tensor_get_byte_size(request->input, size) != 0) return NULL;
  if (request->ov->ov_tensor_data(request->input, &data) != 0) return NULL;
  return data;
}

int vp_ov_request_run(vp_ov_request *request, char *error) {
  release_outputs(request);
  return request->ov->ov_infer_request_infer(request->raw) == 0 ? 0 : fail(request->ov, error);
}

int vp_ov_request_output(
    vp_ov_request *request, int index, const float **values, int64_t *shape, int *rank, char *error) {
  vp_ov *ov = request->ov;
  ov_tensor_t **tensor = &request->outputs[index];
  if (!*tensor &&
      ov->ov_infer_request_get_output_tensor_by_index(request->raw, (size_t)index, tensor) != 0) {
    return fail(ov, error);
  }
  ov_shape_t sizes = {0};
  void *data = NULL;
  if (ov->ov_tensor_get_shape(*tensor, &sizes) != 0) return fail(ov, error);
  *rank = (int)(sizes.rank < VP_OV_MAX_RANK ? sizes.rank : VP_OV_MAX_RANK);
  for (int axis = 0; axis < *rank; axis++) shape[axis] = sizes.dims[axis];
  ov->ov_shape_free(&sizes);
  if (ov->ov_tensor_data(*tensor, &data) != 0) return fail(ov, error);
  *values = data;
  return 0;
}
