#ifndef VIDPROC_OPENCV_HOG_H
#define VIDPROC_OPENCV_HOG_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A person that the histogram of oriented gradients found, in pixels of the picture given.
typedef struct vp_cv_person {
  float x, y, width, height;
  /// Distance from the support vector machine's border; more is surer.
  float weight;
} vp_cv_person;

/// OpenCV's HOG descriptor with its default people detector (64x128 windows).
typedef struct vp_cv_hog vp_cv_hog;

/// NULL with a text in `error`.
vp_cv_hog *vp_cv_hog_new(char *error);
void vp_cv_hog_free(vp_cv_hog *hog);

/// Looks for people in 8-bit brightness, after resizing it by `scale`. Windows of one person are grouped.
/// - Returns: how many were found, the first `capacity` of them in `people`; -1 with a text in `error`.
int vp_cv_hog_detect(
    vp_cv_hog *hog, const uint8_t *base, ptrdiff_t stride, int width, int height, double scale,
    double minimum_weight, vp_cv_person *people, int capacity, char *error);

#ifdef __cplusplus
}
#endif

#endif
