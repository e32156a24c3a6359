#ifndef VIDPROC_OPENCV_PICTURE_H
#define VIDPROC_OPENCV_PICTURE_H

#include <stddef.h>
#include <stdint.h>

/// A picture of 8-bit planes, lent for the length of a call.
typedef struct vp_cv_picture {
  int width, height;
  /// Brightness, a byte a pixel.
  const uint8_t *luma;
  ptrdiff_t luma_stride;
  /// The two colour differences (Cb and Cr), each a byte for 2^shift_x x 2^shift_y pixels; NULL where grey.
  const uint8_t *blue, *red;
  ptrdiff_t blue_stride, red_stride;
  int shift_x, shift_y;
} vp_cv_picture;

/// A rectangle in pixels: the left and top edge, the width and the height.
typedef struct vp_cv_rect {
  float x, y, width, height;
} vp_cv_rect;

#endif
