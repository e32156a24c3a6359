#include "lines.h"

#include <math.h>
#include <string.h>

#include "every_cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

FOR_EVERY_CPU
static void narrow(const uint16_t *row, size_t count, int32_t shift, uint8_t *restrict target) {
  for (size_t index = 0; index < count; index++) {
    const uint16_t level = (uint16_t)(row[index] >> shift);
    target[index] = (uint8_t)(level > 255 ? 255 : level);
  }
}

static const uint8_t *row_of(vp_lines_plane plane, int32_t row, uint8_t *scratch) {
  const uint8_t *bytes = plane.base + (ptrdiff_t)row * plane.stride;
  if (plane.shift == 0) return bytes;
  narrow((const uint16_t *)bytes, (size_t)plane.width, plane.shift, scratch);
  return scratch;
}

FOR_EVERY_CPU
static void sums_plainly(const uint8_t *row, size_t count, uint64_t *sum, uint64_t *squares) {
  uint32_t levels = 0, products = 0;
  for (size_t index = 0; index < count; index++) {
    levels += row[index];
    products += (uint32_t)row[index] * row[index];
  }
  *sum += levels;
  *squares += products;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static uint64_t total(__m256i lanes) {
  uint64_t parts[4];
  _mm256_storeu_si256((__m256i *)parts, lanes);
  return parts[0] + parts[1] + parts[2] + parts[3];
}

__attribute__((target("avx2"))) static void sums_in_lanes(
    const uint8_t *row, size_t count, uint64_t *sum, uint64_t *squares) {
  const __m256i zero = _mm256_setzero_si256();
  __m256i levels = zero, products = zero;
  size_t index = 0;
  for (; index + 32 <= count; index += 32) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(row + index));
    const __m256i low = _mm256_unpacklo_epi8(bytes, zero), high = _mm256_unpackhi_epi8(bytes, zero);
    levels = _mm256_add_epi64(levels, _mm256_sad_epu8(bytes, zero));
    products = _mm256_add_epi32(
        products, _mm256_add_epi32(_mm256_madd_epi16(low, low), _mm256_madd_epi16(high, high)));
  }
  // Each 32-bit sum holds a 16th of the row or less, so that it holds for rows of half a million samples.
  *sum += total(levels);
  *squares += total(_mm256_add_epi64(
      _mm256_and_si256(products, _mm256_set1_epi64x(0xFFFFFFFF)), _mm256_srli_epi64(products, 32)));
  sums_plainly(row + index, count - index, sum, squares);
}
#endif

static void sums(const uint8_t *row, size_t count, uint64_t *sum, uint64_t *squares) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    sums_in_lanes(row, count, sum, squares);
    return;
  }
#endif
  sums_plainly(row, count, sum, squares);
}

FOR_EVERY_CPU
static void add_columns(
    const uint8_t *row, size_t count, uint32_t *restrict levels, uint32_t *restrict products) {
  for (size_t index = 0; index < count; index++) {
    levels[index] += row[index];
    products[index] += (uint32_t)row[index] * row[index];
  }
}

static float deviation(double sum, double squares, double count) {
  const double mean = sum / count, variance = squares / count - mean * mean;
  return variance > 0 ? (float)sqrt(variance) : 0;
}

void vp_line_levels(
    vp_lines_plane plane, int32_t row_step, uint32_t *scratch, float *row_means, float *row_deviations,
    float *column_means, float *column_deviations) {
  const size_t width = (size_t)plane.width;
  uint32_t *levels = scratch, *products = scratch + width;
  uint32_t sampled = 0;
  memset(scratch, 0, 2 * width * sizeof(uint32_t));
  for (int32_t row = 0; row < plane.height; row++) {
    const uint8_t *bytes = row_of(plane, row, (uint8_t *)(scratch + 2 * width));
    uint64_t sum = 0, squares = 0;
    sums(bytes, width, &sum, &squares);
    row_means[row] = (float)((double)sum / (double)width);
    row_deviations[row] = deviation((double)sum, (double)squares, (double)width);
    if (row % row_step == row_step / 2 || plane.height <= row_step) {
      add_columns(bytes, width, levels, products);
      sampled++;
    }
  }
  for (size_t column = 0; column < width; column++) {
    column_means[column] = (float)levels[column] / (float)sampled;
    column_deviations[column] = deviation(levels[column], products[column], sampled);
  }
}

/// Four rows of each picture: the upper neighbour, an even and an odd row, the lower neighbour.
typedef struct quartet {
  const uint8_t *picture[4], *previous[4];
} quartet;

static uint32_t against_mean(const uint8_t *row, const uint8_t *above, const uint8_t *below) {
  uint32_t sum = 0;
  for (size_t index = 0; index < 8; index++) {
    const int32_t mean = (above[index] + below[index] + 1) >> 1;
    const int32_t difference = row[index] - mean;
    sum += (uint32_t)(difference < 0 ? -difference : difference);
  }
  return sum;
}

static void compare_plainly(
    const quartet *rows, size_t from, size_t count, uint32_t threshold, vp_lines_combing *combing) {
  for (size_t index = from; index + 8 <= count; index += 8) {
    const uint8_t *a[4], *b[4];
    for (size_t row = 0; row < 4; row++) {
      a[row] = rows->picture[row] + index;
      b[row] = rows->previous[row] + index;
    }
    const uint32_t change[2] = {against_mean(a[1], b[1], b[1]), against_mean(a[2], b[2], b[2])};
    combing->runs++;
    if (change[0] + change[1] <= threshold) continue;
    combing->moving++;
    for (size_t parity = 0; parity < 2; parity++) {
      combing->change[parity] += change[parity];
      combing->previous[parity] += against_mean(b[parity + 1], a[parity], a[parity + 2]);
      combing->next[parity] += against_mean(a[parity + 1], b[parity], b[parity + 2]);
      combing->own[parity] += against_mean(a[parity + 1], a[parity], a[parity + 2]);
      combing->own_previous[parity] += against_mean(b[parity + 1], b[parity], b[parity + 2]);
    }
  }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static size_t compare_in_lanes(
    const quartet *rows, size_t count, uint32_t threshold, vp_lines_combing *combing) {
  const __m256i zero = _mm256_setzero_si256(), limit = _mm256_set1_epi64x(threshold);
  __m256i previous[2] = {zero, zero}, next[2] = {zero, zero}, own[2] = {zero, zero};
  __m256i own_previous[2] = {zero, zero}, change[2] = {zero, zero}, moving = zero;
  size_t index = 0;
  for (; index + 32 <= count; index += 32) {
    __m256i a[4], b[4];
    for (size_t row = 0; row < 4; row++) {
      a[row] = _mm256_loadu_si256((const __m256i *)(rows->picture[row] + index));
      b[row] = _mm256_loadu_si256((const __m256i *)(rows->previous[row] + index));
    }
    const __m256i even = _mm256_sad_epu8(a[1], b[1]), odd = _mm256_sad_epu8(a[2], b[2]);
    const __m256i moves = _mm256_cmpgt_epi64(_mm256_add_epi64(even, odd), limit);
    moving = _mm256_sub_epi64(moving, moves);
    change[0] = _mm256_add_epi64(change[0], _mm256_and_si256(even, moves));
    change[1] = _mm256_add_epi64(change[1], _mm256_and_si256(odd, moves));
    for (size_t parity = 0; parity < 2; parity++) {
      const __m256i around = _mm256_avg_epu8(a[parity], a[parity + 2]);
      const __m256i around_before = _mm256_avg_epu8(b[parity], b[parity + 2]);
      const __m256i row = a[parity + 1], row_before = b[parity + 1];
      previous[parity] = _mm256_add_epi64(
          previous[parity], _mm256_and_si256(moves, _mm256_sad_epu8(row_before, around)));
      next[parity] =
          _mm256_add_epi64(next[parity], _mm256_and_si256(moves, _mm256_sad_epu8(row, around_before)));
      own[parity] = _mm256_add_epi64(own[parity], _mm256_and_si256(moves, _mm256_sad_epu8(row, around)));
      own_previous[parity] = _mm256_add_epi64(
          own_previous[parity], _mm256_and_si256(moves, _mm256_sad_epu8(row_before, around_before)));
    }
  }
  for (size_t parity = 0; parity < 2; parity++) {
    combing->previous[parity] += total(previous[parity]);
    combing->next[parity] += total(next[parity]);
    combing->own[parity] += total(own[parity]);
    combing->own_previous[parity] += total(own_previous[parity]);
    combing->change[parity] += total(change[parity]);
  }
  combing->moving += total(moving);
  combing->runs += index / 8;
  return index;
}
#endif

void vp_line_combing(
    vp_lines_plane picture, vp_lines_plane previous, int32_t row_step, int32_t threshold, uint8_t *scratch,
    vp_lines_combing *combing) {
  const size_t width = (size_t)picture.width;
  memset(combing, 0, sizeof(*combing));
  // Each pair begins with an even row.
  for (int32_t row = 2; row + 2 < picture.height; row += row_step) {
    quartet rows;
    for (int32_t index = 0; index < 4; index++) {
      rows.picture[index] = row_of(picture, row - 1 + index, scratch + (size_t)index * width);
      rows.previous[index] = row_of(previous, row - 1 + index, scratch + (size_t)(index + 4) * width);
    }
    size_t done = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) done = compare_in_lanes(&rows, width, (uint32_t)threshold, combing);
#endif
    compare_plainly(&rows, done, width, (uint32_t)threshold, combing);
  }
}
