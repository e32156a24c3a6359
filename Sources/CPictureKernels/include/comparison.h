/// The inner loops of comparing a picture with a reference.
#ifndef VIDPROC_COMPARISON_H
#define VIDPROC_COMPARISON_H

#include <stddef.h>
#include <stdint.h>

/// Two planes of the same size. Strides are in bytes.
typedef struct vp_plane_pair {
  const uint8_t *first, *second;
  ptrdiff_t first_stride, second_stride;
  size_t width, height;
} vp_plane_pair;

/// How far two planes are apart.
typedef struct vp_plane_difference {
  /// The squared differences of all samples.
  uint64_t squared_error;
  /// The sum of the structural similarity of all overlapping blocks of 8x8, four samples apart.
  double ssim_sum;
  /// How many blocks there are: (width / 4 - 1) * (height / 4 - 1), or 0.
  size_t blocks;
} vp_plane_difference;

/// Squared error and structural similarity of planes of 8 bits.
///
/// The similarity is that of libavfilter's filter `ssim`: the sums of blocks of 4x4 are whole numbers, four of
/// them make a block of 8x8, and its similarity is computed in single precision.
/// @param scratch 8 * (width / 4 + 8) numbers.
vp_plane_difference vp_compare_8(vp_plane_pair planes, int32_t *scratch);

/// The same of 9 to 16 bits, little endian, in samples of 16 bits.
/// @param scratch 8 * (width / 4 + 8) numbers.
vp_plane_difference vp_compare_16(vp_plane_pair planes, int depth, int64_t *scratch);

/// The squared error alone, of 8 bits.
uint64_t vp_squared_error_8(vp_plane_pair planes);
/// The squared error alone, of 9 to 16 bits.
uint64_t vp_squared_error_16(vp_plane_pair planes);

/// Adds rows of 8-bit samples up, column by column.
/// @param sums `width` numbers, which are set.
void vp_column_sums_8(const uint8_t *base, ptrdiff_t stride, size_t width, size_t rows, uint32_t *sums);
/// The same of samples of 16 bits.
void vp_column_sums_16(const uint8_t *base, ptrdiff_t stride, size_t width, size_t rows, uint32_t *sums);

/// The means of luminance, contrast and structure over one scale of a picture.
typedef struct vp_similarity {
  double luminance, contrast, structure;
} vp_similarity;

/// Samples as numbers of 8 bits with fractions.
/// @param target width * height numbers, without padding.
void vp_take_plane(
    const uint8_t *base, ptrdiff_t stride, size_t width, size_t height, int depth, float *target);

/// The structural similarity of two planes by its three parts, under a Gaussian window of 11x11 (sigma 1.5),
/// at all places where the window fits.
/// @param scratch 60 * width numbers.
vp_similarity vp_windowed_similarity(
    const float *first, const float *second, size_t width, size_t height, float *scratch);

/// Half the picture in both directions: filtered by the 9-tap low-pass of the biorthogonal 9/7 wavelet, mirrored
/// at the edges, and every second sample of every second row taken.
/// @param target (width + 1) / 2 * ((height + 1) / 2) numbers.
/// @param scratch width + 8 numbers.
void vp_halve(const float *source, size_t width, size_t height, float *target, float *scratch);

#endif
