#include "comparison.h"

#include "every_cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Sums over blocks of 4x4 of one strip of four rows: of both planes, of their squares, and of their products.
typedef struct block_sums {
  int32_t *first, *second, *squares, *products;
} block_sums;

static const uint8_t *row_of(const uint8_t *base, ptrdiff_t stride, size_t row) {
  return base + (ptrdiff_t)row * stride;
}

static void sum_blocks_plainly(
    const vp_plane_pair *planes, size_t top, size_t from, size_t blocks, block_sums sums) {
  for (size_t block = from; block < blocks; block++) {
    int32_t first = 0, second = 0, squares = 0, products = 0;
    for (size_t row = top; row < top + 4; row++) {
      const uint8_t *a = row_of(planes->first, planes->first_stride, row) + 4 * block;
      const uint8_t *b = row_of(planes->second, planes->second_stride, row) + 4 * block;
      for (size_t column = 0; column < 4; column++) {
        first += a[column];
        second += b[column];
        squares += a[column] * a[column] + b[column] * b[column];
        products += a[column] * b[column];
      }
    }
    sums.first[block] = first;
    sums.second[block] = second;
    sums.squares[block] = squares;
    sums.products[block] = products;
  }
}

#if defined(__x86_64__)
// A lane of 32 bits holds the four columns of one block: even and odd ones are multiplied apart.
__attribute__((target("avx2"))) static size_t sum_blocks_wide(
    const vp_plane_pair *planes, size_t top, size_t blocks, block_sums sums) {
  const __m256i ones = _mm256_set1_epi8(1), pairs = _mm256_set1_epi16(1), low = _mm256_set1_epi16(0xFF);
  size_t block = 0;
  for (; block + 8 <= blocks; block += 8) {
    __m256i first = _mm256_setzero_si256(), second = first, squares = first, products = first;
    for (size_t row = top; row < top + 4; row++) {
      const uint8_t *a_row = row_of(planes->first, planes->first_stride, row) + 4 * block;
      const uint8_t *b_row = row_of(planes->second, planes->second_stride, row) + 4 * block;
      const __m256i a = _mm256_loadu_si256((const __m256i *)a_row);
      const __m256i b = _mm256_loadu_si256((const __m256i *)b_row);
      first = _mm256_add_epi16(first, _mm256_maddubs_epi16(a, ones));
      second = _mm256_add_epi16(second, _mm256_maddubs_epi16(b, ones));
      const __m256i a_even = _mm256_and_si256(a, low), a_odd = _mm256_srli_epi16(a, 8);
      const __m256i b_even = _mm256_and_si256(b, low), b_odd = _mm256_srli_epi16(b, 8);
      const __m256i a_squares =
          _mm256_add_epi32(_mm256_madd_epi16(a_even, a_even), _mm256_madd_epi16(a_odd, a_odd));
      const __m256i b_squares =
          _mm256_add_epi32(_mm256_madd_epi16(b_even, b_even), _mm256_madd_epi16(b_odd, b_odd));
      squares = _mm256_add_epi32(squares, _mm256_add_epi32(a_squares, b_squares));
      products = _mm256_add_epi32(
          products, _mm256_add_epi32(_mm256_madd_epi16(a_even, b_even), _mm256_madd_epi16(a_odd, b_odd)));
    }
    _mm256_storeu_si256((__m256i *)(sums.first + block), _mm256_madd_epi16(first, pairs));
    _mm256_storeu_si256((__m256i *)(sums.second + block), _mm256_madd_epi16(second, pairs));
    _mm256_storeu_si256((__m256i *)(sums.squares + block), squares);
    _mm256_storeu_si256((__m256i *)(sums.products + block), products);
  }
  return block;
}
#endif

static void sum_blocks(const vp_plane_pair *planes, size_t top, size_t blocks, block_sums sums) {
  size_t done = 0;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) done = sum_blocks_wide(planes, top, blocks, sums);
#endif
  sum_blocks_plainly(planes, top, done, blocks, sums);
}

FOR_EVERY_CPU
static uint64_t error_of_blocks(const int32_t *squares, const int32_t *products, size_t blocks) {
  uint64_t sum = 0;
  for (size_t block = 0; block < blocks; block++) {
    sum += (uint32_t)(squares[block] - 2 * products[block]);
  }
  return sum;
}

// The constants are 0.01 and 0.03 of the range, squared, in the scale of 64 samples.
static inline float similarity(int32_t first, int32_t second, int32_t squares, int32_t products) {
  const int32_t c1 = 416, c2 = 235963;
  const int32_t variances = squares * 64 - first * first - second * second;
  const int32_t covariance = products * 64 - first * second;
  return (float)(2 * first * second + c1) * (float)(2 * covariance + c2) /
         ((float)(first * first + second * second + c1) * (float)(variances + c2));
}

static inline int32_t four(const int32_t *above, const int32_t *below, size_t block) {
  return above[block] + above[block + 1] + below[block] + below[block + 1];
}

// Adds in eight lanes, so that the order does not depend on the CPU.
FOR_EVERY_CPU
static void add_similarities(block_sums above, block_sums below, size_t count, double lanes[8]) {
  size_t block = 0;
  for (; block + 8 <= count; block += 8) {
    float values[8];
    for (size_t lane = 0; lane < 8; lane++) {
      const size_t at = block + lane;
      values[lane] = similarity(
          four(above.first, below.first, at), four(above.second, below.second, at),
          four(above.squares, below.squares, at), four(above.products, below.products, at));
    }
    for (size_t lane = 0; lane < 8; lane++) lanes[lane] += values[lane];
  }
  for (; block < count; block++) {
    lanes[block % 8] += similarity(
        four(above.first, below.first, block), four(above.second, below.second, block),
        four(above.squares, below.squares, block), four(above.products, below.products, block));
  }
}

FOR_EVERY_CPU
static uint64_t row_error(const uint8_t *restrict first, const uint8_t *restrict second, size_t count) {
  uint64_t sum = 0;
  while (count > 0) {
    // As many as a sum of 32 bits holds.
    const size_t part = count < 32768 ? count : 32768;
    uint32_t part_sum = 0;
    for (size_t index = 0; index < part; index++) {
      const int16_t difference = (int16_t)(first[index] - second[index]);
      part_sum += (uint32_t)((int32_t)difference * difference);
    }
    sum += part_sum;
    first += part;
    second += part;
    count -= part;
  }
  return sum;
}

static uint64_t rectangle_error(
    const vp_plane_pair *planes, size_t left, size_t top, size_t right, size_t bottom) {
  uint64_t sum = 0;
  for (size_t row = top; row < bottom && left < right; row++) {
    sum += row_error(
        row_of(planes->first, planes->first_stride, row) + left,
        row_of(planes->second, planes->second_stride, row) + left, right - left);
  }
  return sum;
}

vp_plane_difference vp_compare_8(vp_plane_pair planes, int32_t *scratch) {
  const size_t across = planes.width / 4, down = planes.height / 4, room = across + 8;
  block_sums strips[2];
  for (size_t strip = 0; strip < 2; strip++) {
    int32_t *base = scratch + strip * 4 * room;
    strips[strip] = (block_sums){base, base + room, base + 2 * room, base + 3 * room};
  }
  vp_plane_difference result = {0, 0, 0};
  double lanes[8] = {0};
  for (size_t strip = 0; strip < down; strip++) {
    const block_sums sums = strips[strip & 1];
    sum_blocks(&planes, 4 * strip, across, sums);
    result.squared_error += error_of_blocks(sums.squares, sums.products, across);
    if (strip > 0 && across > 1) add_similarities(strips[~strip & 1], sums, across - 1, lanes);
  }
  result.squared_error += rectangle_error(&planes, 4 * across, 0, planes.width, 4 * down);
  result.squared_error += rectangle_error(&planes, 0, 4 * down, planes.width, planes.height);
  for (size_t lane = 0; lane < 8; lane++) result.ssim_sum += lanes[lane];
  if (across > 1 && down > 1) result.blocks = (across - 1) * (down - 1);
  return result;
}

uint64_t vp_squared_error_8(vp_plane_pair planes) {
  return rectangle_error(&planes, 0, 0, planes.width, planes.height);
}

FOR_EVERY_CPU
void vp_column_sums_8(
    const uint8_t *base, ptrdiff_t stride, size_t width, size_t rows, uint32_t *restrict sums) {
  for (size_t column = 0; column < width; column++) sums[column] = 0;
  for (size_t row = 0; row < rows; row++) {
    const uint8_t *samples = row_of(base, stride, row);
    for (size_t column = 0; column < width; column++) sums[column] += samples[column];
  }
}

FOR_EVERY_CPU
void vp_column_sums_16(
    const uint8_t *base, ptrdiff_t stride, size_t width, size_t rows, uint32_t *restrict sums) {
  for (size_t column = 0; column < width; column++) sums[column] = 0;
  for (size_t row = 0; row < rows; row++) {
    const uint16_t *samples = (const uint16_t *)row_of(base, stride, row);
    for (size_t column = 0; column < width; column++) sums[column] += samples[column];
  }
}
