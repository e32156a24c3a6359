/// The inner loops of sampling pictures, in C for what Swift cannot say: instructions that not every CPU has,
/// chosen when the program starts.
#ifndef VIDPROC_CPICTUREKERNELS_H
#define VIDPROC_CPICTUREKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Four pairs of bytes out of sixteen that begin at `start`: which byte is each pair's first, and which its
/// second.
typedef struct vp_quad {
  int32_t start;
  uint8_t first[4];
  uint8_t second[4];
} vp_quad;

/// Takes `4 * count` pairs of bytes out of a row, as 16-bit numbers.
void vp_take_quads(
    const uint8_t *row, const vp_quad *quads, size_t count, int16_t *first, int16_t *second);

/// What luma and chroma are multiplied with, in 8192ths.
typedef struct vp_yuv_factors {
  int16_t luma, luma_offset, red_from_v, green_from_u, green_from_v, blue_from_u;
} vp_yuv_factors;

/// Turns luma and chroma into red, green and blue, 0 to 255, in place. Every product is cut down to a whole
/// number, as libswscale does (libswscale/x86/yuv_2_rgb.asm).
void vp_yuv_to_rgb(int16_t *first, int16_t *second, int16_t *third, size_t count, vp_yuv_factors factors);

/// `first * first_weight + second * second_weight` with weights in 2048ths, in 128ths.
void vp_blend_columns(
    const int16_t *first, const int16_t *first_weights, const int16_t *second, const int16_t *second_weights,
    size_t count, int16_t *target);

/// The sum of two rows (in 128ths) by their weights (in 2048ths) as bytes; each product is cut down, as
/// `cv::resize` does.
void vp_blend_rows(
    const int16_t *above, const int16_t *below, int16_t above_weight, int16_t below_weight, size_t count,
    uint8_t *target);

/// The same into every third byte.
void vp_blend_rows_interleaved(
    const int16_t *above, const int16_t *below, int16_t above_weight, int16_t below_weight, size_t count,
    uint8_t *target);

#include "lines.h"
#include "sound.h"
#include "comparison.h"
#include "fidelity.h"
#include "measures.h"
#include "scenes.h"

#endif
