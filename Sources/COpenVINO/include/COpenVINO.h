/// The few calls of OpenVINO's C API that are used, looked up when the library is opened at run time: this
/// builds and runs where there is none.
///
/// Functions that can fail return NULL or -1 with one line of text in `error` (of `VP_OV_ERROR_SIZE` bytes).
#ifndef VIDPROC_COPENVINO_H
#define VIDPROC_COPENVINO_H

#include <stddef.h>
#include <stdint.h>

#define VP_OV_ERROR_SIZE 1024
#define VP_OV_NAME_SIZE 256
#define VP_OV_MAX_RANK 8

/// The opened library with its core.
typedef struct vp_ov vp_ov;
/// A model as it was read.
typedef struct vp_ov_model vp_ov_model;
/// A model that is ready to run.
typedef struct vp_ov_compiled vp_ov_compiled;
/// A place to run it.
typedef struct vp_ov_request vp_ov_request;

/// Opens the library at `path` (or of that name, where the system knows it).
vp_ov *vp_ov_open(const char *path, char *error);
/// The library's version, such as "2026.4.1-22982-...".
const char *vp_ov_version(const vp_ov *ov);

/// Reads ONNX, OpenVINO's own, TFLite, or a frozen TensorFlow graph.
vp_ov_model *vp_ov_read(vp_ov *ov, const char *path, char *error);
void vp_ov_model_free(vp_ov_model *model);

/// What numbers a port carries.
enum vp_ov_element {
  VP_OV_OTHER, VP_OV_F32, VP_OV_F16, VP_OV_U8, VP_OV_I8, VP_OV_I32, VP_OV_I64
};

/// An input or output: its name and the sizes of its axes (-1 where free).
typedef struct vp_ov_port {
  char name[VP_OV_NAME_SIZE];
  int64_t shape[VP_OV_MAX_RANK];
  /// Number of axes; -1 where even that is free.
  int rank;
  enum vp_ov_element element;
} vp_ov_port;

int vp_ov_port_count(const vp_ov_model *model, int of_outputs);
int vp_ov_port_get(const vp_ov_model *model, int of_outputs, int index, vp_ov_port *port, char *error);

/// How a model is made ready: bytes go in, and are converted and normalised inside the model's graph.
typedef struct vp_ov_options {
  int batch;
  int width;
  int height;
  /// 1 where the channels of a pixel lie together (NHWC), 0 for planes (NCHW).
  int interleaved;
  float mean[3];
  float deviation[3];
  /// Threads in all; 0 for the library's choice.
  int threads;
  /// Inferences side by side.
  int streams;
  /// 1 to compute in 32-bit floats, 0 for what the library finds quickest on this CPU (bfloat16 where it is).
  int full_precision;
  /// Folder for compiled models, or NULL.
  const char *cache;
} vp_ov_options;

vp_ov_compiled *vp_ov_compile(vp_ov *ov, vp_ov_model *model, const vp_ov_options *options, char *error);
void vp_ov_compiled_free(vp_ov_compiled *compiled);

/// As for a model, with the sizes that the ports have when run.
int vp_ov_compiled_port_count(const vp_ov_compiled *compiled, int of_outputs);
int vp_ov_compiled_port_get(
    const vp_ov_compiled *compiled, int of_outputs, int index, vp_ov_port *port, char *error);

/// The numbers that it computes with: "f32", "bf16"; empty where the library does not say.
void vp_ov_compiled_precision(const vp_ov_compiled *compiled, char *text, int size);

vp_ov_request *vp_ov_request_create(vp_ov_compiled *compiled, char *error);
void vp_ov_request_free(vp_ov_request *request);

/// The bytes of the input, the request's own for as long as it lives.
uint8_t *vp_ov_request_input(vp_ov_request *request, size_t *size);
/// Runs and waits.
int vp_ov_request_run(vp_ov_request *request, char *error);
/// An output of the last run: 32-bit floats, valid until the next.
int vp_ov_request_output(
    vp_ov_request *request, int index, const float **values, int64_t *shape, int *rank, char *error);

#endif
