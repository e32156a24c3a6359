#include "comparison.h"


#include "every_cpu.h"

enum { window_length = 11, window_half = 5, filter_half = 4 };

// The window's weights from its middle outward, to six decimals as libvmaf has them.
static const float window[window_half + 1] = {
    0.266012f, 0.213006f, 0.109361f, 0.036001f, 0.007599f, 0.001028f};

// The low-pass filter's weights from its middle outward.
static const float low_pass[filter_half + 1] = {0.602914f, 0.266846f, -0.078201f, -0.016828f, 0.026727f};

FOR_EVERY_CPU
static void take_8(const uint8_t *restrict row, size_t width, float *restrict target) {
  for (size_t column = 0; column < width; column++) target[column] = row[column];
}

FOR_EVERY_CPU
static void take_16(const uint16_t *restrict row, size_t width, float scale, float *restrict target) {
  for (size_t column = 0; column < width; column++) target[column] = (float)row[column] * scale;
}

void vp_take_plane(
    const uint8_t *base, ptrdiff_t stride, size_t width, size_t height, int depth, float *target) {
  for (size_t row = 0; row < height; row++) {
    const uint8_t *samples = base + (ptrdiff_t)row * stride;
    if (depth > 8) {
      take_16((const uint16_t *)samples, width, 1.0f / (float)(1 << (depth - 8)), target + row * width);
    } else {
      take_8(samples, width, target + row * width);
    }
  }
}

// Filters a row where the window fits.
FOR_EVERY_CPU
static void filter_row(const float *restrict row, size_t count, float *restrict target) {
  for (size_t column = 0; column < count; column++) {
    const float *middle = row + column + window_half;
    float sum = middle[0] * window[0];
    for (size_t step = 1; step <= window_half; step++) {
      sum += (middle[-(ptrdiff_t)step] + middle[step]) * window[step];
    }
    target[column] = sum;
  }
}

FOR_EVERY_CPU
static void filter_column(float *const rows[window_length], size_t count, float *restrict target) {
  const float *r0 = rows[0], *r1 = rows[1], *r2 = rows[2], *r3 = rows[3], *r4 = rows[4], *r5 = rows[5],
              *r6 = rows[6], *r7 = rows[7], *r8 = rows[8], *r9 = rows[9], *r10 = rows[10];
  for (size_t column = 0; column < count; column++) {
    target[column] = r5[column] * window[0] + (r4[column] + r6[column]) * window[1] +
                     (r3[column] + r7[column]) * window[2] + (r2[column] + r8[column]) * window[3] +
                     (r1[column] + r9[column]) * window[4] + (r0[column] + r10[column]) * window[5];
  }
}

FOR_EVERY_CPU
static void multiply(
    const float *restrict first, const float *restrict second, size_t count, float *restrict target) {
  for (size_t index = 0; index < count; index++) target[index] = first[index] * second[index];
}

static inline float no_less_than_zero(float value) { return value > 0 ? value : 0; }

// The three parts of the similarity of a row of places, from its filtered samples, squares and products.
// Sums go to eight lanes, so that the order does not depend on the CPU.
FOR_EVERY_CPU
static void add_parts(
    const float *restrict first, const float *restrict second, const float *restrict first_squares,
    const float *restrict second_squares, const float *restrict products, size_t count, double lanes[3][8]) {
  const float c1 = 6.5025f, c2 = 58.5225f, c3 = 29.26125f;
  for (size_t start = 0; start < count; start += 8) {
    const size_t part = count - start < 8 ? count - start : 8;
    float luminance[8] = {0}, contrast[8] = {0}, structure[8] = {0};
    for (size_t lane = 0; lane < part; lane++) {
      const size_t at = start + lane;
      const float a = first[at], b = second[at];
      const float a_variance = no_less_than_zero(first_squares[at] - a * a);
      const float b_variance = no_less_than_zero(second_squares[at] - b * b);
      const float deviations = __builtin_elementwise_sqrt(a_variance * b_variance);
      const float covariance = products[at] - a * b;
      // Rounding makes the covariance of flat places negative.
      const float shared = covariance < 0 && deviations <= 0 ? 0 : covariance;
      luminance[lane] = (2 * a * b + c1) / (a * a + b * b + c1);
      contrast[lane] = (2 * deviations + c2) / (a_variance + b_variance + c2);
      structure[lane] = (shared + c3) / (deviations + c3);
    }
    for (size_t lane = 0; lane < 8; lane++) {
      lanes[0][lane] += luminance[lane];
      lanes[1][lane] += contrast[lane];
      lanes[2][lane] += structure[lane];
    }
  }
}

vp_similarity vp_windowed_similarity(
    const float *first, const float *second, size_t width, size_t height, float *scratch) {
  vp_similarity result = {1, 1, 1};
  if (width < window_length || height < window_length) return result;
  const size_t count = width - window_length + 1;
  double lanes[3][8] = {{0}};
  // Eleven filtered rows of each of the five, then one row filtered both ways of each.
  float *const filtered = scratch, *const sums = scratch + 55 * width;
  for (size_t row = 0; row < height; row++) {
    const float *a = first + row * width, *b = second + row * width;
    const size_t slot = row % window_length;
    float *const rows = filtered + slot * 5 * width;
    float *const product = sums;
    filter_row(a, count, rows);
    filter_row(b, count, rows + width);
    multiply(a, a, width, product);
    filter_row(product, count, rows + 2 * width);
    multiply(b, b, width, product);
    filter_row(product, count, rows + 3 * width);
    multiply(a, b, width, product);
    filter_row(product, count, rows + 4 * width);
    if (row + 1 < window_length) continue;
    for (size_t kind = 0; kind < 5; kind++) {
      float *window_rows[window_length];
      for (size_t step = 0; step < window_length; step++) {
        window_rows[step] = filtered + ((row + 1 + step) % window_length * 5 + kind) * width;
      }
      filter_column(window_rows, count, sums + kind * width);
    }
    add_parts(sums, sums + width, sums + 2 * width, sums + 3 * width, sums + 4 * width, count, lanes);
  }
  const double places = (double)count * (double)(height - window_length + 1);
  double totals[3] = {0};
  for (size_t part = 0; part < 3; part++) {
    for (size_t lane = 0; lane < 8; lane++) totals[part] += lanes[part][lane];
  }
  result.luminance = totals[0] / places;
  result.contrast = totals[1] / places;
  result.structure = totals[2] / places;
  return result;
}

// The place that a place beyond an edge mirrors.
static size_t mirrored(ptrdiff_t place, size_t count) {
  const ptrdiff_t end = (ptrdiff_t)count;
  while (place < 0 || place >= end) place = place < 0 ? -1 - place : 2 * end - 1 - place;
  return (size_t)place;
}

FOR_EVERY_CPU
static void low_pass_columns(const float *const rows[9], size_t width, float *restrict target) {
  const float *r0 = rows[0], *r1 = rows[1], *r2 = rows[2], *r3 = rows[3], *r4 = rows[4], *r5 = rows[5],
              *r6 = rows[6], *r7 = rows[7], *r8 = rows[8];
  for (size_t column = 0; column < width; column++) {
    target[column] = r4[column] * low_pass[0] + (r3[column] + r5[column]) * low_pass[1] +
                     (r2[column] + r6[column]) * low_pass[2] + (r1[column] + r7[column]) * low_pass[3] +
                     (r0[column] + r8[column]) * low_pass[4];
  }
}

FOR_EVERY_CPU
static void low_pass_row(const float *restrict padded, size_t count, float *restrict target) {
  for (size_t column = 0; column < count; column++) {
    const float *middle = padded + 2 * column + filter_half;
    target[column] = middle[0] * low_pass[0] + (middle[-1] + middle[1]) * low_pass[1] +
                     (middle[-2] + middle[2]) * low_pass[2] + (middle[-3] + middle[3]) * low_pass[3] +
                     (middle[-4] + middle[4]) * low_pass[4];
  }
}

void vp_halve(const float *source, size_t width, size_t height, float *target, float *scratch) {
  if (width == 0 || height == 0) return;
  const size_t across = (width + 1) / 2, down = (height + 1) / 2;
  float *const row = scratch + filter_half;
  for (size_t y = 0; y < down; y++) {
    const float *rows[9];
    for (size_t step = 0; step < 9; step++) {
      rows[step] = source + mirrored((ptrdiff_t)(2 * y + step) - filter_half, height) * width;
    }
    low_pass_columns(rows, width, row);
    for (ptrdiff_t step = 1; step <= filter_half; step++) {
      row[-step] = row[mirrored(-step, width)];
      row[(ptrdiff_t)width - 1 + step] = row[mirrored((ptrdiff_t)width - 1 + step, width)];
    }
    low_pass_row(scratch, across, target + y * across);
  }
}
