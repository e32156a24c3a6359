#define _GNU_SOURCE
#include "CFFmpeg.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static _Atomic(vp_log_sink) log_sink;

static void log_callback(void *object, int level, const char *format, va_list arguments) {
  vp_log_sink sink = atomic_load(&log_sink);
  if (!sink || level > av_log_get_level()) return;
  // Lines arrive in pieces; each thread gathers its own.
  static _Thread_local char line[1024];
  static _Thread_local size_t used = 0;
  AVClass *class = object ? *(AVClass **)object : NULL;
  int length = vsnprintf(line + used, sizeof line - used, format, arguments);
  if (length < 0) return;
  used += (size_t)length;
  if (used >= sizeof line) used = sizeof line - 1;
  if (!(used > 0 && line[used - 1] == '\n') && used < sizeof line - 1) return;
  while (used > 0 && (line[used - 1] == '\n' || line[used - 1] == '\r')) used--;
  line[used] = 0;
  used = 0;
  const char *component = class && class->item_name ? class->item_name(object) : "libav";
  if (line[0]) sink(level, component ? component : "libav", line);
}

void vp_log_install(vp_log_sink sink, int level) {
  av_log_set_level(level);
  atomic_store(&log_sink, sink);
  av_log_set_callback(sink ? log_callback : av_log_default_callback);
}

// libavdevice's list types, laid out as its public header has them (stable within major version 59).
typedef struct {
  char *device_name;
  char *device_description;
} DeviceInfo;
typedef struct {
  DeviceInfo **devices;
  int nb_devices;
  int default_device;
} DeviceInfoList;

static void *device_library(void) {
  static void *library;
  if (!library) library = dlopen("libavdevice.so.59", RTLD_NOW | RTLD_GLOBAL);
  if (!library) library = dlopen("libavdevice.so.60", RTLD_NOW | RTLD_GLOBAL);
  if (!library) library = dlopen("libavdevice.so", RTLD_NOW | RTLD_GLOBAL);
  return library;
}

int vp_devices_register(void) {
  void *library = device_library();
  if (!library) return -1;
  void (*register_all)(void) = (void (*)(void))dlsym(library, "avdevice_register_all");
  if (!register_all) return -1;
  register_all();
  return 0;
}

char *vp_devices_list(const char *format_name, int *error) {
  *error = 0;
  void *library = device_library();
  if (!library) {
    *error = AVERROR(ENOENT);
    return NULL;
  }
  int (*list)(const AVInputFormat *, const char *, AVDictionary *, DeviceInfoList **) =
      (int (*)(const AVInputFormat *, const char *, AVDictionary *, DeviceInfoList **))dlsym(
          library, "avdevice_list_input_sources");
  void (*free_list)(DeviceInfoList **) = (void (*)(DeviceInfoList **))dlsym(library, "avdevice_free_list_devices");
  const AVInputFormat *format = av_find_input_format(format_name);
  if (!list || !free_list || !format) {
    *error = AVERROR(ENOSYS);
    return NULL;
  }
  DeviceInfoList *devices = NULL;
  int code = list(format, NULL, NULL, &devices);
  if (code < 0) {
    *error = code;
    return NULL;
  }
  size_t capacity = 1;
  for (int i = 0; i < devices->nb_devices; i++) {
    const DeviceInfo *device = devices->devices[i];
    capacity += strlen(device->device_name) + strlen(device->device_description) + 2;
  }
  char *text = av_mallocz(capacity);
  for (int i = 0; text && i < devices->nb_devices; i++) {
    const DeviceInfo *device = devices->devices[i];
    strcat(text, device->device_name);
    strcat(text, "\t");
    strcat(text, device->device_description);
    strcat(text, "\n");
  }
  free_list(&devices);
  return text;
}

int vp_frame_is_packed(const AVFrame *frame) {
  enum AVPixelFormat format = (enum AVPixelFormat)frame->format;
  int strides[4];
  if (av_image_fill_linesizes(strides, format, frame->width) < 0) return 0;
  ptrdiff_t wide[4];
  size_t sizes[4];
  for (int i = 0; i < 4; i++) wide[i] = strides[i];
  if (av_image_fill_plane_sizes(sizes, format, frame->height, wide) < 0) return 0;
  const uint8_t *next = frame->data[0];
  for (int i = 0; i < 4 && sizes[i] > 0; i++) {
    if (frame->linesize[i] != strides[i] || frame->data[i] != next) return 0;
    next += sizes[i];
  }
  return 1;
}

ssize_t vp_vmsplice(int descriptor, const void *bytes, size_t count) {
  struct iovec piece = {(void *)bytes, count};
  return vmsplice(descriptor, &piece, 1, 0);
}
