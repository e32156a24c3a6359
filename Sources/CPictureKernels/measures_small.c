#include "measures.h"

#include "every_cpu.h"

enum { most_columns = 1024 };

/// Writes the rounded means of cells out of the sums of their columns.
static inline void write_means(
    const uint32_t *restrict columns, size_t cells, size_t cell, double scale, uint8_t *restrict target) {
  // The quarter keeps halves from being rounded down by the reciprocal's error.
  const double factor = 1 / scale, half = scale / 2 + 0.25;
  for (size_t index = 0; index < cells; index++) {
    uint32_t sum = 0;
    if (cell == 8) {
      for (size_t x = 0; x < 8; x++) sum += columns[index * 8 + x];
    } else {
      for (size_t x = 0; x < cell; x++) sum += columns[index * cell + x];
    }
    const int32_t mean = (int32_t)((sum + half) * factor);
    target[index] = mean > 255 ? 255 : (uint8_t)mean;
  }
}

FOR_EVERY_CPU
void vp_box_means_8(
    const uint8_t *base, ptrdiff_t stride, size_t across, size_t down, size_t cell, uint8_t *target) {
  // Four rows are added at once, so that the sums are loaded and stored less often.
  uint32_t columns[most_columns];
  uint16_t narrow[most_columns];
  const size_t most_cells = most_columns / cell;
  for (size_t row = 0; row < down; row++) {
    for (size_t first = 0; first < across; first += most_cells) {
      const size_t cells = across - first < most_cells ? across - first : most_cells;
      const size_t count = cells * cell;
      const uint8_t *line = base + (ptrdiff_t)(row * cell) * stride + first * cell;
      size_t y = 0;
      // 16 bits hold the sum of 257 rows.
      for (size_t x = 0; x < count; x++) columns[x] = 0;
      while (y < cell) {
        const size_t end = cell - y < 256 ? cell : y + 256;
        for (size_t x = 0; x < count; x++) narrow[x] = 0;
        for (; y + 4 <= end; y += 4) {
          const uint8_t *restrict a = line;
          const uint8_t *restrict b = line + stride;
          const uint8_t *restrict c = line + 2 * stride;
          const uint8_t *restrict d = line + 3 * stride;
          for (size_t x = 0; x < count; x++) narrow[x] += (uint16_t)(a[x] + b[x] + c[x] + d[x]);
          line += 4 * stride;
        }
        for (; y < end; y++) {
          for (size_t x = 0; x < count; x++) narrow[x] += line[x];
          line += stride;
        }
        for (size_t x = 0; x < count; x++) columns[x] += narrow[x];
      }
      write_means(columns, cells, cell, (double)(cell * cell), target + row * across + first);
    }
  }
}

FOR_EVERY_CPU
void vp_box_means_16(
    const uint8_t *base, ptrdiff_t stride, size_t across, size_t down, size_t cell, int depth, uint8_t *target) {
  uint32_t columns[most_columns];
  const size_t most_cells = most_columns / cell;
  const double scale = (double)(cell * cell << (depth - 8));
  for (size_t row = 0; row < down; row++) {
    for (size_t first = 0; first < across; first += most_cells) {
      const size_t cells = across - first < most_cells ? across - first : most_cells;
      const size_t count = cells * cell;
      for (size_t x = 0; x < count; x++) columns[x] = 0;
      for (size_t y = 0; y < cell; y++) {
        const uint16_t *line =
            (const uint16_t *)(const void *)(base + (ptrdiff_t)(row * cell + y) * stride) + first * cell;
        for (size_t x = 0; x < count; x++) columns[x] += line[x];
      }
      write_means(columns, cells, cell, scale, target + row * across + first);
    }
  }
}
