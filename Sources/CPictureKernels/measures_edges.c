#include "every_cpu.h"
#include "measures_rows.h"

#include <stdlib.h>
#include <string.h>

enum { reach = 6, group = 4, window = reach + 1, span = 2 * window };

// The greatest and the least of seven: [0, 4) and [3, 7).
#define EXTREME(better, first, second) ((first) better (second) ? (first) : (second))

// One line of edges: `at` is the step from `lines[reach]` to the next, all lines being `count` long.
// For edges along rows the lines are one row shifted by a pixel each.
static inline __attribute__((always_inline)) void mark_edges(
    const int16_t *const lines[span], size_t count, int least, uint8_t *restrict widths) {
  const int16_t *restrict a0 = lines[0], *restrict a1 = lines[1], *restrict a2 = lines[2];
  const int16_t *restrict a3 = lines[3], *restrict a4 = lines[4], *restrict a5 = lines[5];
  const int16_t *restrict a6 = lines[6], *restrict b0 = lines[7], *restrict b1 = lines[8];
  const int16_t *restrict b2 = lines[9], *restrict b3 = lines[10], *restrict b4 = lines[11];
  const int16_t *restrict b5 = lines[12], *restrict b6 = lines[13];
#define GREATER(x, y) EXTREME(>, x, y)
#define LESS(x, y) EXTREME(<, x, y)
  for (size_t x = 0; x < count; x++) {
    const int16_t before_high = GREATER(
        GREATER(GREATER(a0[x], a1[x]), GREATER(a2[x], a3[x])), GREATER(GREATER(a4[x], a5[x]), a6[x]));
    const int16_t before_low =
        LESS(LESS(LESS(a0[x], a1[x]), LESS(a2[x], a3[x])), LESS(LESS(a4[x], a5[x]), a6[x]));
    const int16_t after_high = GREATER(
        GREATER(GREATER(b0[x], b1[x]), GREATER(b2[x], b3[x])), GREATER(GREATER(b4[x], b5[x]), b6[x]));
    const int16_t after_low =
        LESS(LESS(LESS(b0[x], b1[x]), LESS(b2[x], b3[x])), LESS(LESS(b4[x], b5[x]), b6[x]));
    const int16_t step = (int16_t)(b0[x] - a6[x]);
    const int16_t left = (int16_t)(a6[x] - a5[x]), right = (int16_t)(b1[x] - b0[x]);
    const int16_t size = (int16_t)(step < 0 ? -step : step);
    const int16_t left_size = (int16_t)(left < 0 ? -left : left);
    const int16_t right_size = (int16_t)(right < 0 ? -right : right);
    const int16_t rise = (int16_t)(step < 0 ? before_high - after_low : after_high - before_low);
    const int is_edge = (rise >= least) & (size > 0) & (size >= left_size) & (size > right_size);
    const float width = (float)(16 * (int32_t)rise) / (float)(size | 1);
    const int32_t bin = width > 255 ? 255 : (int32_t)width;
    widths[x] = (uint8_t)(is_edge ? bin : 0);
  }
}

// Most places are no edges: eight of them are passed over at once.
static size_t count_widths(const uint8_t *widths, size_t count, uint32_t bins[vp_edge_bins]) {
  size_t x = 0, edges = 0;
  for (; x + 8 <= count; x += 8) {
    uint64_t eight = 0;
    for (size_t place = 0; place < 8; place++) eight |= (uint64_t)widths[x + place] << 8 * place;
    while (eight != 0) {
      const unsigned shift = (unsigned)__builtin_ctzll(eight) & ~7u;
      bins[eight >> shift & 255]++;
      edges++;
      eight &= ~((uint64_t)255 << shift);
    }
  }
  for (; x < count; x++) {
    bins[widths[x]]++;
    edges += widths[x] != 0;
  }
  return edges;
}

FOR_EVERY_CPU
static void mark_line(const int16_t *const lines[span], size_t count, int least, uint8_t *widths) {
  mark_edges(lines, count, least, widths);
}

/// The sum of four rows from `row`, of every column.
FOR_EVERY_CPU
static void sum_rows(const vp_luma *luma, size_t row, int16_t *restrict scratch, int16_t *restrict sum) {
  memset(sum, 0, luma->width * sizeof *sum);
  for (size_t y = row; y < row + group; y++) {
    vp_load_row(luma, y, luma->width, scratch);
    for (size_t x = 0; x < luma->width; x++) sum[x] = (int16_t)(sum[x] + scratch[x]);
  }
}

/// The sums of four columns from every `step`th one of a row.
FOR_EVERY_CPU
static void sum_columns(
    const vp_luma *luma, size_t row, size_t step, size_t count, int16_t *restrict scratch,
    int16_t *restrict sums) {
  vp_load_row(luma, row, luma->width, scratch);
  for (size_t index = 0; index < count; index++) {
    const int16_t *four = scratch + index * step;
    sums[index] = (int16_t)(four[0] + four[1] + four[2] + four[3]);
  }
}

bool vp_count_edges(
    const vp_luma *luma, int least, uint32_t across[vp_edge_bins], uint32_t along[vp_edge_bins]) {
  memset(across, 0, vp_edge_bins * sizeof *across);
  memset(along, 0, vp_edge_bins * sizeof *along);
  const size_t width = luma->width, height = luma->height, shorter = width < height ? width : height;
  if (shorter < span + 1) return true;
  // About 80 lines each way, whatever the size.
  const size_t step = shorter / 80 > 1 ? shorter / 80 : 1;
  const size_t columns = (width - group) / step + 1, length = width + 64;
  int16_t *rows = malloc((span + 2) * length * sizeof *rows);
  uint8_t *widths = malloc(length);
  if (!rows || !widths) {
    free(rows);
    free(widths);
    return false;
  }
  const int threshold = least * group * vp_scale(luma);
  int16_t *scratch = rows + span * length, *sum = rows + (span + 1) * length;
  const int16_t *lines[span];
  for (size_t y = 0; y + group <= height; y += step) {
    sum_rows(luma, y, scratch, sum);
    for (size_t line = 0; line < span; line++) lines[line] = sum + line;
    mark_line(lines, width - span + 1, threshold, widths);
    count_widths(widths, width - span + 1, across);
  }
  for (size_t y = 0; y < height; y++) {
    sum_columns(luma, y, step, columns, scratch, rows + y % span * length);
    if (y + 1 < span) continue;
    for (size_t line = 0; line < span; line++) lines[line] = rows + (y + 1 + line) % span * length;
    mark_line(lines, columns, threshold, widths);
    // A line through the whole picture is the border of a bar, not of anything in the picture.
    uint32_t bins[vp_edge_bins] = {0};
    if (count_widths(widths, columns, bins) > columns * 6 / 10) continue;
    for (size_t bin = 0; bin < vp_edge_bins; bin++) along[bin] += bins[bin];
  }
  across[0] = along[0] = 0;
  free(rows);
  free(widths);
  return true;
}
