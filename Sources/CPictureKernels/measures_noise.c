#include "every_cpu.h"
#include "measures_rows.h"

#include <stdlib.h>
#include <string.h>

FOR_EVERY_CPU
bool vp_count_noise(const vp_luma *luma, int lowest, int highest, uint32_t counts[vp_noise_bins]) {
  enum { side = 16, looked_at = 8 };
  memset(counts, 0, vp_noise_bins * sizeof *counts);
  const size_t width = luma->width;
  if (width < side + 2 || luma->height < side + 2) return true;
  const size_t length = width + 16, blocks = (width - 2) / side, inner = blocks * side;
  int16_t *rows = calloc(6 * length, sizeof *rows);
  if (!rows) return false;
  int16_t *restrict above = rows, *restrict here = rows + length, *restrict below = rows + 2 * length;
  int16_t *restrict bend = rows + 3 * length;
  // 16 bits hold eight rows of both: 8 * 8 * 1023 at most.
  uint16_t *restrict bends = (uint16_t *)(rows + 4 * length), *restrict levels = bends + length;
  const int scale = vp_scale(luma);
  // Half of the blocks tell enough of a big picture.
  const size_t step = luma->height >= 480 ? 2 * side : side;
  for (size_t top = 1; top + side < luma->height; top += step) {
    memset(bends, 0, 2 * length * sizeof *bends);
    for (size_t y = top; y < top + side; y += side / looked_at) {
      vp_load_row(luma, y - 1, width, above);
      vp_load_row(luma, y, width, here);
      vp_load_row(luma, y + 1, width, below);
      for (size_t x = 0; x < width; x++) bend[x] = (int16_t)(above[x] - 2 * here[x] + below[x]);
      for (size_t x = 0; x < inner; x++) {
        const int16_t value = (int16_t)(bend[x] - 2 * bend[x + 1] + bend[x + 2]);
        bends[x] = (uint16_t)(bends[x] + (value < 0 ? -value : value));
        levels[x] = (uint16_t)(levels[x] + here[x + 1]);
      }
    }
    for (size_t block = 0; block < blocks; block++) {
      uint32_t bent = 0, level = 0;
      for (size_t x = block * side; x < (block + 1) * side; x++) {
        bent += bends[x];
        level += levels[x];
      }
      const uint32_t unit = (uint32_t)(side * looked_at * scale);
      if (level < (uint32_t)lowest * unit || level > (uint32_t)highest * unit) continue;
      const uint32_t bin = (4 * bent + unit / 2) / unit;
      counts[bin < vp_noise_bins ? bin : vp_noise_bins - 1]++;
    }
  }
  free(rows);
  return true;
}
