#ifndef VIDPROC_OPENCV_DNN_H
#define VIDPROC_OPENCV_DNN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// OpenCV's version, such as "4.6.0".
const char *vp_cv_version(void);

/// Sets the number of threads that OpenCV uses in this process; 0 for its default.
void vp_cv_set_threads(int threads);

/// A network of OpenCV's DNN module.
typedef struct vp_cv_net vp_cv_net;

/// Reads a model file (ONNX, or TensorFlow with its graph text in `config`). NULL with a text in `error`.
vp_cv_net *vp_cv_net_read(const char *path, const char *config, char *error);
void vp_cv_net_free(vp_cv_net *net);

/// The number of outputs, and the name of one.
int vp_cv_net_output_count(const vp_cv_net *net);
const char *vp_cv_net_output_name(const vp_cv_net *net, int index);

/// Runs the network on `input` (32-bit floats of the shape given). The outputs stay the network's until the
/// next run.
int vp_cv_net_run(vp_cv_net *net, const float *input, const int *shape, int rank, char *error);

/// One output of the last run: its numbers and shape (up to 8 axes).
int vp_cv_net_output(const vp_cv_net *net, int index, const float **values, int *shape, int *rank);

#ifdef __cplusplus
}
#endif

#endif
