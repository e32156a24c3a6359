#include "every_cpu.h"
#include "measures_rows.h"

#include <stdlib.h>
#include <string.h>

FOR_EVERY_CPU
bool vp_sum_steps(const vp_luma *luma, int most, uint32_t *columns, uint32_t *rows) {
  const size_t width = luma->width, height = luma->height;
  memset(columns, 0, width * sizeof *columns);
  memset(rows, 0, height * sizeof *rows);
  int16_t *buffer = calloc(3 * (width + 16), sizeof *buffer);
  if (!buffer) return false;
  int16_t *here = buffer, *above = buffer + width + 16;
  uint16_t *restrict sums = (uint16_t *)(buffer + 2 * (width + 16));
  const int16_t limit = (int16_t)(most * vp_scale(luma));
  size_t added = 0;
  for (size_t y = 0; y < height; y++) {
    vp_load_row(luma, y, width, here);
    if (y > 0) {
      uint32_t sum = 0;
      for (size_t x = 0; x < width; x++) {
        const int16_t step = (int16_t)(here[x] - above[x]);
        const int16_t size = (int16_t)(step < 0 ? -step : step);
        sum += (uint32_t)(size < limit ? size : limit);
      }
      rows[y] = sum;
    }
    if (y % 2 == 0) {
      for (size_t x = 1; x < width; x++) {
        const int16_t step = (int16_t)(here[x] - here[x - 1]);
        const int16_t size = (int16_t)(step < 0 ? -step : step);
        sums[x] = (uint16_t)(sums[x] + (size < limit ? size : limit));
      }
      added++;
    }
    // 16 bits hold 256 rows of up to 255.
    if (added == 256 || y + 1 == height) {
      for (size_t x = 0; x < width; x++) columns[x] += sums[x];
      memset(sums, 0, width * sizeof *sums);
      added = 0;
    }
    int16_t *other = above;
    above = here;
    here = other;
  }
  free(buffer);
  return true;
}

enum { flat_run = 8, highest_step = 20 };

// Counts steps of a line that have flat runs on both sides.
FOR_EVERY_CPU
static void count_line(
    const int16_t *restrict line, size_t count, int scale, uint8_t *restrict flat, uint8_t *restrict run,
    vp_band_counts *counts) {
  if (count < 2 * flat_run + 2) return;
  const size_t steps = count - 1, runs = steps - flat_run + 1;
  for (size_t x = 0; x < steps; x++) flat[x] = line[x] == line[x + 1];
  // run[x]: the steps from x on, eight of them, are all nought.
  for (size_t x = 0; x < runs; x++) {
    run[x] = flat[x] & flat[x + 1] & flat[x + 2] & flat[x + 3] & flat[x + 4] & flat[x + 5] & flat[x + 6]
        & flat[x + 7];
  }
  uint32_t flats = 0;
  for (size_t x = 0; x < runs; x++) flats += run[x];
  const size_t last = runs - flat_run - 1;
  for (size_t x = 0; x < last; x++) flat[x] = run[x] & run[x + flat_run + 1] & !flat[x + flat_run];
  for (size_t x = 0; x < last; x++) {
    if (!flat[x]) continue;
    const int step = line[x + flat_run + 1] - line[x + flat_run], size = step < 0 ? -step : step;
    if (size <= highest_step * scale) counts->steps[(size + scale - 1) / scale]++;
  }
  counts->places += last;
  counts->flat += flats;
}

bool vp_count_bands(const vp_luma *luma, vp_band_counts *counts) {
  memset(counts, 0, sizeof *counts);
  const size_t width = luma->width, height = luma->height, shorter = width < height ? width : height;
  // About 30 lines each way, whatever the size.
  const size_t every = shorter / 30 > 1 ? shorter / 30 : 1;
  const size_t columns = width / every, longer = (width > height ? width : height) + 16;
  int16_t *lines = malloc((columns * height + longer) * sizeof *lines);
  uint8_t *marks = malloc(2 * longer);
  if (!lines || !marks) {
    free(lines);
    free(marks);
    return false;
  }
  int16_t *row = lines + columns * height;
  for (size_t y = 0; y < height; y++) {
    vp_load_row(luma, y, width, row);
    for (size_t column = 0; column < columns; column++) lines[column * height + y] = row[column * every + every / 2];
    if (y % every == every / 2) count_line(row, width, vp_scale(luma), marks, marks + longer, counts);
  }
  for (size_t column = 0; column < columns; column++) {
    count_line(lines + column * height, height, vp_scale(luma), marks, marks + longer, counts);
  }
  free(lines);
  free(marks);
  return true;
}
