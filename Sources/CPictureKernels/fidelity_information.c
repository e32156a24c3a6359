#include <stdint.h>
#include <string.h>

#include "fidelity.h"
#include "fidelity_window.h"

enum { maps = 5 };

// Adds a pair of rows, one above and one below the middle, to the rows of both means, squares and products.
FOR_EVERY_CPU
static void add_rows(
    const float *restrict a, const float *restrict a2, const float *restrict b, const float *restrict b2,
    float weight, size_t width, float *restrict m1, float *restrict m2, float *restrict s1,
    float *restrict s2, float *restrict s12) {
  for (size_t x = 0; x < width; x++) {
    m1[x] += (a[x] + a2[x]) * weight;
    m2[x] += (b[x] + b2[x]) * weight;
    s1[x] += (a[x] * a[x] + a2[x] * a2[x]) * weight;
    s2[x] += (b[x] * b[x] + b2[x] * b2[x]) * weight;
    s12[x] += (a[x] * b[x] + a2[x] * b2[x]) * weight;
  }
}

FOR_EVERY_CPU
static void filter_row(
    const float *restrict row, size_t count, const float *restrict weights, size_t half,
    float *restrict target) {
  for (size_t x = 0; x < count; x++) target[x] = row[x] * weights[0];
  for (size_t step = 1; step <= half; step++) {
    const float weight = weights[step];
    for (size_t x = 0; x < count; x++) {
      target[x] += (row[(ptrdiff_t)x - (ptrdiff_t)step] + row[x + step]) * weight;
    }
  }
}

// The logarithm to base 2 of a number of 1 or more, to about 1e-6.
static inline float log2_of(float value) {
  int32_t bits;
  memcpy(&bits, &value, sizeof bits);
  // The mantissa lies around 1: from the root of a half on.
  const int32_t exponent = (bits - 0x3F3504F3) >> 23;
  bits -= exponent * (1 << 23);
  float m;
  memcpy(&m, &bits, sizeof m);
  const float s = (m - 1.0f) / (m + 1.0f), s2 = s * s;
  return (float)exponent +
         s * (2.8853900818f + s2 * (0.9617966939f + s2 * (0.5770780164f + s2 * 0.4121985832f)));
}

// The information of each place: m are means, s mean squares and products; 1 the reference, 2 the picture.
FOR_EVERY_CPU
static void informations(
    const float *restrict m1, const float *restrict m2, const float *restrict s1, const float *restrict s2,
    const float *restrict s12, size_t width, float *restrict kept, float *restrict whole) {
  const float noise = 2.0f, least = 1e-10f, flat_loss = 4.0f / (255.0f * 255.0f);
  for (size_t x = 0; x < width; x++) {
    const float raw1 = s1[x] - m1[x] * m1[x], raw2 = s2[x] - m2[x] * m2[x];
    const float cross = s12[x] - m1[x] * m2[x];
    const float v1 = raw1 > 0.0f ? raw1 : 0.0f, v2 = raw2 > 0.0f ? raw2 : 0.0f;
    const float gain = cross > 0.0f ? cross / (v1 + least) : 0.0f;
    const float rest = v2 - gain * cross;
    const float ratio = gain * gain * v1 / ((rest > least ? rest : least) + noise);
    const int flat = v1 < noise;
    const float detail_kept = log2_of(1.0f + (v2 < least ? 0.0f : ratio));
    const float detail = log2_of(1.0f + v1 / noise);
    kept[x] = flat ? 1.0f - v2 * flat_loss : detail_kept;
    whole[x] = flat ? 1.0f : detail;
  }
}

vp_information vp_visual_information(vp_float_pair pair, int scale, size_t step, float *scratch) {
  vp_information result = {0, 0};
  const size_t width = pair.width, height = pair.height, room = width + 16, half = half_of(scale);
  if (width == 0 || height == 0) return result;
  float *sums[maps], *means[maps];
  for (size_t map = 0; map < maps; map++) {
    sums[map] = scratch + map * room + most_half;
    means[map] = scratch + (maps + map) * room;
  }
  float *const kept = scratch + 10 * room, *const whole = scratch + 11 * room;
  for (size_t y = (step - 1) / 2; y < height; y += step) {
    memset(scratch, 0, maps * room * sizeof(float));
    for (size_t k = 0; k <= half; k++) {
      const size_t above = mirror((ptrdiff_t)y - (ptrdiff_t)k, height) * width;
      const size_t below = mirror((ptrdiff_t)(y + k), height) * width;
      // The middle row is added to itself.
      add_rows(
          pair.reference + above, pair.reference + below, pair.picture + above, pair.picture + below,
          gaussian[scale][k] * (k == 0 ? 0.5f : 1.0f), width, sums[0], sums[1], sums[2], sums[3], sums[4]);
    }
    for (size_t map = 0; map < maps; map++) {
      pad_row(sums[map], width, half);
      filter_row(sums[map], width, gaussian[scale], half, means[map]);
    }
    informations(means[0], means[1], means[2], means[3], means[4], width, kept, whole);
    result.kept += lane_sum(kept, width);
    result.whole += lane_sum(whole, width);
  }
  return result;
}

FOR_EVERY_CPU
static void add_pair(
    const float *restrict above, const float *restrict below, float weight, size_t width,
    float *restrict target) {
  for (size_t x = 0; x < width; x++) target[x] += (above[x] + below[x]) * weight;
}

static void filter_column(
    const float *source, size_t width, size_t height, size_t y, int scale, float *row) {
  memset(row, 0, width * sizeof(float));
  for (size_t k = 0; k <= half_of(scale); k++) {
    add_pair(
        source + mirror((ptrdiff_t)y - (ptrdiff_t)k, height) * width,
        source + mirror((ptrdiff_t)(y + k), height) * width, gaussian[scale][k] * (k == 0 ? 0.5f : 1.0f),
        width, row);
  }
}

FOR_EVERY_CPU
static void filter_every_second(
    const float *restrict row, size_t count, const float *restrict weights, size_t half,
    float *restrict target) {
  for (size_t x = 0; x < count; x++) target[x] = row[2 * x] * weights[0];
  for (size_t step = 1; step <= half; step++) {
    const float weight = weights[step];
    for (size_t x = 0; x < count; x++) {
      target[x] += (row[(ptrdiff_t)(2 * x) - (ptrdiff_t)step] + row[2 * x + step]) * weight;
    }
  }
}

void vp_next_scale(
    const float *source, size_t width, size_t height, int scale, float *target, float *scratch) {
  const size_t across = width / 2, down = height / 2;
  float *const row = scratch + most_half;
  for (size_t y = 0; y < down; y++) {
    filter_column(source, width, height, 2 * y, scale, row);
    pad_row(row, width, half_of(scale));
    filter_every_second(row, across, gaussian[scale], half_of(scale), target + y * across);
  }
}

FOR_EVERY_CPU
static void take_absolutes(float *restrict values, size_t count) {
  for (size_t x = 0; x < count; x++) values[x] = values[x] < 0 ? -values[x] : values[x];
}

// Filtering is linear: the difference is filtered instead of both.
double vp_blurred_change(
    const float *picture, const float *previous, size_t width, size_t height, size_t step, float *scratch) {
  enum { five_taps = 2, half = 2 };
  float *const row = scratch + most_half, *const blurred = scratch + width + 16;
  double sum = 0;
  size_t rows = 0;
  for (size_t y = (step - 1) / 2; y < height; y += step, rows++) {
    memset(row, 0, width * sizeof(float));
    for (size_t k = 0; k <= half; k++) {
      const float weight = gaussian[five_taps][k] * (k == 0 ? 0.5f : 1.0f);
      const size_t above = mirror((ptrdiff_t)y - (ptrdiff_t)k, height) * width;
      const size_t below = mirror((ptrdiff_t)(y + k), height) * width;
      add_pair(picture + above, picture + below, weight, width, row);
      add_pair(previous + above, previous + below, -weight, width, row);
    }
    pad_row(row, width, half);
    filter_row(row, width, gaussian[five_taps], half, blurred);
    take_absolutes(blurred, width);
    sum += lane_sum(blurred, width);
  }
  return rows > 0 && width > 0 ? sum / ((double)rows * (double)width) : 0;
}
