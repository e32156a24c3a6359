// Rows of luma as 16-bit numbers.
#ifndef VIDPROC_MEASURES_ROWS_H
#define VIDPROC_MEASURES_ROWS_H

#include "measures.h"

static inline int vp_scale(const vp_luma *luma) { return luma->depth > 8 ? 4 : 1; }

// Takes the first `count` samples of a row as codes of 8 or 10 bits.
static inline void vp_load_row(const vp_luma *luma, size_t row, size_t count, int16_t *restrict target) {
  const uint8_t *line = luma->base + (ptrdiff_t)row * luma->stride;
  if (luma->depth == 8) {
    for (size_t x = 0; x < count; x++) target[x] = line[x];
  } else if (luma->depth == 9) {
    const uint16_t *wide = (const uint16_t *)(const void *)line;
    for (size_t x = 0; x < count; x++) target[x] = (int16_t)((wide[x] << 1) & 1023);
  } else {
    const uint16_t *wide = (const uint16_t *)(const void *)line;
    const int shift = luma->depth - 10;
    for (size_t x = 0; x < count; x++) target[x] = (int16_t)((wide[x] >> shift) & 1023);
  }
}

// Spreads codes of the limited range over the full one, as libavfilter's siti does: what is left over of the
// division by 219 is cut off.
static inline void vp_spread_range(int16_t *restrict row, size_t count, int scale) {
  if (scale == 1) {
    // 255 / 219 is 1 + 12 / 73.
    for (size_t x = 0; x < count; x++) {
      const int16_t above = row[x] < 16 ? 0 : (int16_t)(row[x] - 16);
      const uint16_t level = (uint16_t)(above > 219 ? 219 : above);
      row[x] = (int16_t)(level + (uint16_t)(((uint32_t)level * 10774u) >> 16));
    }
  } else {
    // 1023 / 876 is 1 + 49 / 292.
    for (size_t x = 0; x < count; x++) {
      const int16_t above = row[x] < 64 ? 0 : (int16_t)(row[x] - 64);
      const uint16_t level = (uint16_t)(above > 876 ? 876 : above);
      row[x] = (int16_t)(level + (uint16_t)(((uint32_t)level * 175960u) >> 20));
    }
  }
}

#endif
