/// The inner loops of finding shot boundaries: what two small pictures have in common.
#ifndef VIDPROC_SCENES_H
#define VIDPROC_SCENES_H

#include <stddef.h>
#include <stdint.h>

/// Pixels along the side of a block.
#define VP_SCENE_BLOCK 8

/// Copies a plane without gaps into the middle of one with `margin` pixels around it, in which the nearest pixel is
/// repeated. `target` holds `height + 2 * margin` rows of `stride` pixels, `width + 2 * margin` at least.
void vp_scene_pad(
    const uint8_t *plane, size_t width, size_t height, uint8_t *target, size_t stride, size_t margin);

/// The means of squares of 2x2 pixels, `(width + 1) / 2` by `(height + 1) / 2`; the last column and row are repeated
/// where they are odd.
void vp_scene_halve(const uint8_t *plane, size_t width, size_t height, uint8_t *target);

/// What differs from the surroundings: each pixel minus the mean of the 9x9 around it, over 3 plus their standard
/// deviation from it, times 40, around 128. A change of brightness or contrast leaves it as it is.
/// - Parameter scratch: `3 * (width + 8) * (height + 8) + width + 8` numbers.
void vp_scene_normalise(const uint8_t *plane, size_t width, size_t height, uint8_t *target, float *scratch);

/// Searches every block of 8x8 of `picture` in `other`, shifted by up to `range` pixels each way.
///
/// Both point at the upper left pixel of planes of the same `stride`, `columns` * 8 pixels wide and `rows` * 8
/// high, with at least `range` readable pixels around `other`, and 24 more to the right of both.
/// - Parameter least: receives the least sum of absolute differences of each block, row by row, in rows of
///   `columns` rounded up to a multiple of 4.
void vp_scene_search(
    const uint8_t *picture, const uint8_t *other, size_t stride, size_t columns, size_t rows, int range,
    uint32_t *least);

/// The sum of absolute deviations of each block of 8x8 from its mean, and the sum of its pixels; the layout is
/// that of `vp_scene_search`.
void vp_scene_blocks(
    const uint8_t *picture, size_t stride, size_t columns, size_t rows, uint32_t *deviations, uint32_t *sums);

/// Counts pixels of luma by 8 levels (32 counts).
void vp_scene_luma_histogram(const uint8_t *luma, size_t count, uint32_t *counts);

/// Counts pixels of chroma by 8 levels of each difference from 64 to 191 (256 counts); what is beyond counts at the
/// end.
void vp_scene_chroma_histogram(const uint8_t *blue, const uint8_t *red, size_t count, uint32_t *counts);

/// How a picture lies between two others: sums over all pixels.
typedef struct vp_scene_mixture {
  /// (end - start)^2
  int64_t whole;
  /// (middle - start)(end - start)
  int64_t part;
  /// (middle - start)^2
  int64_t passed;
} vp_scene_mixture;

/// Sums over `count` pixels of three pictures.
vp_scene_mixture vp_scene_mix(const uint8_t *start, const uint8_t *middle, const uint8_t *end, size_t count);

#endif
