/// Levels of rows and columns, and how the fields of two pictures lie against each other.
#ifndef VIDPROC_LINES_H
#define VIDPROC_LINES_H

#include <stddef.h>
#include <stdint.h>

/// The samples of one plane: bytes, or 16-bit samples of which the upper 8 of `shift + 8` bits are taken.
typedef struct vp_lines_plane {
  const uint8_t *base;
  ptrdiff_t stride;
  int32_t width, height, shift;
} vp_lines_plane;

/// Mean and standard deviation of each row over all its samples, and of each column over every `row_step`th
/// row. `scratch` holds three times `width` numbers.
void vp_line_levels(
    vp_lines_plane plane, int32_t row_step, uint32_t *scratch, float *row_means, float *row_deviations,
    float *column_means, float *column_deviations);

/// Sums over runs of eight samples in two neighbouring rows that move between two pictures: absolute
/// differences of a row and the mean of its upper and lower neighbour, by the row's parity (0: even).
typedef struct vp_lines_combing {
  /// Rows of the picture before against the neighbours in the picture.
  uint64_t previous[2];
  /// Rows of the picture against the neighbours in the picture before.
  uint64_t next[2];
  /// Rows of the picture against its own neighbours.
  uint64_t own[2];
  /// Rows of the picture before against its own neighbours.
  uint64_t own_previous[2];
  /// Rows of the picture against the same rows of the picture before.
  uint64_t change[2];
  /// Moving runs, and all that were looked at.
  uint64_t moving, runs;
} vp_lines_combing;

/// Compares the fields of two pictures of one size in two rows out of each `row_step`. A run moves when its
/// sixteen samples differ by more than `threshold` together. `scratch` holds eight times `width` bytes; it is
/// only used for samples of 16 bits.
void vp_line_combing(
    vp_lines_plane picture, vp_lines_plane previous, int32_t row_step, int32_t threshold, uint8_t *scratch,
    vp_lines_combing *combing);

#endif
