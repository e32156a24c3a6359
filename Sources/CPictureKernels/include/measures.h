/// The inner loops of measuring pictures. Levels of more than 8 bits are taken as 10-bit ones: `scale` times
/// 8-bit levels, `scale` being 1 or 4.
#ifndef VIDPROC_MEASURES_H
#define VIDPROC_MEASURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The mean of each square of `cell` by `cell` samples, rounded, row by row. `cell` is 1 to 1024.
/// @param stride bytes from one row to the next.
void vp_box_means_8(
    const uint8_t *base, ptrdiff_t stride, size_t across, size_t down, size_t cell, uint8_t *target);

/// The same of samples of 9 to 16 bits, as 8-bit values.
/// @param depth bits of a sample.
void vp_box_means_16(
    const uint8_t *base, ptrdiff_t stride, size_t across, size_t down, size_t cell, int depth, uint8_t *target);

/// The luma of a picture.
typedef struct vp_luma {
  /// First byte of the first row.
  const uint8_t *base;
  /// Bytes from one row to the next.
  ptrdiff_t stride;
  size_t width, height;
  /// Bits of a sample: 8, or 9 to 16 in two bytes.
  int depth;
  /// Whether codes reach from 0 to the highest.
  bool is_full_range;
} vp_luma;

/// Counts pixels by 8-bit code, and adds up the levels and their squares.
void vp_count_levels(const vp_luma *luma, uint32_t counts[256], uint64_t *sum, uint64_t *squares);

/// Sums over the Sobel magnitudes of the inner pixels, in levels of the full range.
typedef struct vp_gradient_sums {
  double sum;
  uint64_t squares;
} vp_gradient_sums;

/// Adds up Sobel magnitudes. Nothing for pictures of less than 3 by 3. False where memory is short.
bool vp_sum_gradients(const vp_luma *luma, vp_gradient_sums *sums);

/// Sums over the differences of two pictures.
typedef struct vp_change_sums {
  /// Of the differences and their squares in levels of the full range.
  int64_t sum;
  uint64_t squares;
  /// Of the absolute differences of codes.
  uint64_t absolute;
  /// The greatest of these sums in any 16 by 16 pixels on a grid; 0 where no such block fits.
  uint32_t greatest;
} vp_change_sums;

/// Adds up the differences of two pictures of one size, depth and range. False where memory is short.
bool vp_sum_changes(const vp_luma *luma, const vp_luma *previous, vp_change_sums *sums);

enum { vp_noise_bins = 1024 };

/// Counts blocks of 16 by 16 whose mean lies between two levels by the mean magnitude of
/// [1 -2 1; -2 4 -2; 1 -2 1] in every second row, in quarters of a level. False where memory is short.
bool vp_count_noise(const vp_luma *luma, int lowest, int highest, uint32_t counts[vp_noise_bins]);

enum { vp_edge_bins = 256 };

/// Counts edges by their width in 16ths of a pixel: the rise within 6 pixels to both sides over the steepest
/// step. Rows (columns) are looked at in sums of four.
/// @param least the least rise of an edge, in levels.
/// @param across edges that rise along rows.
/// @param along edges that rise along columns.
/// @return false where memory is short.
bool vp_count_edges(
    const vp_luma *luma, int least, uint32_t across[vp_edge_bins], uint32_t along[vp_edge_bins]);

/// Sums of absolute differences of neighbours, none counted higher than `most` levels.
/// @param columns for each column but the first, over every second row; `width` sums.
/// @param rows for each row but the first; `height` sums.
/// @return false where memory is short.
bool vp_sum_steps(const vp_luma *luma, int most, uint32_t *columns, uint32_t *rows);

/// Counts steps of 1 to `most` levels between flat runs of 8 pixels and more along some rows and columns.
typedef struct vp_band_counts {
  /// Places that were looked at.
  uint64_t places;
  /// Places in flat runs.
  uint64_t flat;
  /// Steps by height in 8-bit levels, up to 20.
  uint64_t steps[21];
} vp_band_counts;

/// Counts bands. False where memory is short.
bool vp_count_bands(const vp_luma *luma, vp_band_counts *counts);

#endif
