#include "every_cpu.h"
#include "measures_rows.h"

#include <stdlib.h>
#include <string.h>

enum { lanes = 8, part = 256 };
typedef int32_t whole __attribute__((vector_size(32)));
typedef float real __attribute__((vector_size(32)));

// Sums are kept in lanes of their own in an order that every CPU follows, so that all get the same.
static inline __attribute__((always_inline)) void sum_magnitudes(
    const int16_t *restrict across, const int16_t *restrict down, size_t count, vp_gradient_sums *sums) {
  for (size_t start = 0; start < count; start += part) {
    const size_t end = count - start < part ? count : start + part;
    whole squares = {0};
    real magnitudes = {0};
    for (size_t x = start; x < end; x += lanes) {
      whole square;
      for (size_t lane = 0; lane < lanes; lane++) {
        square[lane] = across[x + lane] * across[x + lane] + down[x + lane] * down[x + lane];
      }
      squares += square;
      magnitudes += __builtin_elementwise_sqrt(__builtin_convertvector(square, real));
    }
    for (size_t lane = 0; lane < lanes; lane++) {
      sums->sum += (double)magnitudes[lane];
      sums->squares += (uint64_t)squares[lane];
    }
  }
}

FOR_EVERY_CPU
bool vp_sum_gradients(const vp_luma *luma, vp_gradient_sums *sums) {
  const size_t width = luma->width, inner = width - 2;
  memset(sums, 0, sizeof *sums);
  if (width < 3 || luma->height < 3) return true;
  // The rows of gradients are filled up with nought to whole vectors.
  const size_t length = width + lanes;
  int16_t *rows = calloc(7 * length, sizeof *rows);
  if (!rows) return false;
  int16_t *above = rows, *here = rows + length, *below = rows + 2 * length;
  int16_t *smooth = rows + 3 * length, *change = rows + 4 * length;
  int16_t *restrict across = rows + 5 * length, *restrict down = rows + 6 * length;
  const int scale = vp_scale(luma);
  for (size_t y = 0; y < luma->height; y++) {
    vp_load_row(luma, y, width, below);
    if (!luma->is_full_range) vp_spread_range(below, width, scale);
    if (y >= 2) {
      for (size_t x = 0; x < width; x++) {
        smooth[x] = (int16_t)(above[x] + 2 * here[x] + below[x]);
        change[x] = (int16_t)(below[x] - above[x]);
      }
      for (size_t x = 0; x < inner; x++) {
        across[x] = (int16_t)(smooth[x + 2] - smooth[x]);
        down[x] = (int16_t)(change[x] + 2 * change[x + 1] + change[x + 2]);
      }
      sum_magnitudes(across, down, inner, sums);
    }
    int16_t *first = above;
    above = here;
    here = below;
    below = first;
  }
  free(rows);
  return true;
}

FOR_EVERY_CPU
bool vp_sum_changes(const vp_luma *luma, const vp_luma *previous, vp_change_sums *sums) {
  const size_t width = luma->width;
  memset(sums, 0, sizeof *sums);
  int16_t *rows = calloc(3 * (width + 16), sizeof *rows);
  if (!rows) return false;
  int16_t *restrict now = rows, *restrict before = rows + width + 16;
  uint16_t *restrict columns = (uint16_t *)(rows + 2 * (width + 16));
  const int scale = vp_scale(luma);
  for (size_t y = 0; y < luma->height; y++) {
    vp_load_row(luma, y, width, now);
    vp_load_row(previous, y, width, before);
    for (size_t x = 0; x < width; x++) {
      const int16_t change = (int16_t)(now[x] - before[x]);
      columns[x] = (uint16_t)(columns[x] + (change < 0 ? -change : change));
    }
    if (y % 16 == 15 || y + 1 == luma->height) {
      for (size_t x = 0; x < width; x += 16) {
        const size_t end = width - x < 16 ? width : x + 16;
        uint32_t sum = 0;
        for (size_t column = x; column < end; column++) sum += columns[column];
        sums->absolute += sum;
        if (y % 16 == 15 && end == x + 16 && sum > sums->greatest) sums->greatest = sum;
      }
      memset(columns, 0, width * sizeof *columns);
    }
    if (!luma->is_full_range) {
      vp_spread_range(now, width, scale);
      vp_spread_range(before, width, scale);
    }
    for (size_t start = 0; start < width; start += part) {
      const size_t end = width - start < part ? width : start + part;
      int32_t sum = 0, squares = 0;
      for (size_t x = start; x < end; x++) {
        const int16_t change = (int16_t)(now[x] - before[x]);
        sum += change;
        squares += change * change;
      }
      sums->sum += sum;
      sums->squares += (uint64_t)squares;
    }
  }
  free(rows);
  return true;
}
