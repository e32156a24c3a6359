#include "every_cpu.h"
#include "measures_rows.h"

#include <string.h>

// Neighbours are often equal: eight tables, so that an addition need not wait for the one before.
static void count_bytes(const uint8_t *row, size_t width, uint32_t tables[8][256]) {
  size_t x = 0;
  for (; x + 8 <= width; x += 8) {
    uint64_t eight;
    memcpy(&eight, row + x, 8);
    for (size_t place = 0; place < 8; place++) tables[place][eight >> 8 * place & 255]++;
  }
  for (; x < width; x++) tables[0][row[x]]++;
}

void vp_count_levels(const vp_luma *luma, uint32_t counts[256], uint64_t *sum, uint64_t *squares) {
  enum { part = 512 };
  uint32_t tables[8][256];
  memset(tables, 0, sizeof tables);
  *sum = *squares = 0;
  for (size_t y = 0; y < luma->height; y++) {
    const uint8_t *line = luma->base + (ptrdiff_t)y * luma->stride;
    if (luma->depth == 8) {
      count_bytes(line, luma->width, tables);
      continue;
    }
    for (size_t x = 0; x < luma->width; x += part) {
      int16_t codes[part];
      const size_t count = luma->width - x < part ? luma->width - x : part;
      vp_luma from = *luma;
      from.base += 2 * x;
      vp_load_row(&from, y, count, codes);
      for (size_t index = 0; index < count; index++) {
        const uint32_t code = (uint32_t)codes[index];
        tables[index & 7][code >> 2]++;
        *sum += code;
        *squares += code * code;
      }
    }
  }
  for (size_t code = 0; code < 256; code++) {
    counts[code] = 0;
    for (size_t table = 0; table < 8; table++) counts[code] += tables[table][code];
    if (luma->depth == 8) {
      *sum += (uint64_t)counts[code] * code;
      *squares += (uint64_t)counts[code] * code * code;
    }
  }
}
