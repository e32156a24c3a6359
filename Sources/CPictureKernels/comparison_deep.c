#include "comparison.h"

#include "every_cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Sums over blocks of 4x4 of one strip of four rows, of samples of more than 8 bits.
typedef struct block_sums {
  int64_t *first, *second, *squares, *products;
} block_sums;

static const uint16_t *row_of(const uint8_t *base, ptrdiff_t stride, size_t row) {
  return (const uint16_t *)(base + (ptrdiff_t)row * stride);
}

static void sum_blocks_plainly(
    const vp_plane_pair *planes, size_t top, size_t from, size_t blocks, block_sums sums) {
  for (size_t block = from; block < blocks; block++) {
    uint64_t first = 0, second = 0, squares = 0, products = 0;
    for (size_t row = top; row < top + 4; row++) {
      const uint16_t *a = row_of(planes->first, planes->first_stride, row) + 4 * block;
      const uint16_t *b = row_of(planes->second, planes->second_stride, row) + 4 * block;
      for (size_t column = 0; column < 4; column++) {
        const uint32_t x = a[column], y = b[column];
        first += x;
        second += y;
        squares += (uint64_t)(x * x) + y * y;
        products += x * y;
      }
    }
    sums.first[block] = (int64_t)first;
    sums.second[block] = (int64_t)second;
    sums.squares[block] = (int64_t)squares;
    sums.products[block] = (int64_t)products;
  }
}

#if defined(__x86_64__)
// Adds the two lanes of 32 bits of each block and widens the four sums.
__attribute__((target("avx2"))) static inline void store_pairs(int64_t *target, __m256i lanes) {
  const __m256i even = _mm256_and_si256(lanes, _mm256_set1_epi64x(0xFFFFFFFF));
  _mm256_storeu_si256((__m256i *)target, _mm256_add_epi64(even, _mm256_srli_epi64(lanes, 32)));
}

// For up to 12 bits: a lane of 32 bits holds two columns of four rows, 2 * 8 * 4095 * 4095 at the most.
__attribute__((target("avx2"))) static size_t sum_blocks_wide(
    const vp_plane_pair *planes, size_t top, size_t blocks, block_sums sums) {
  const __m256i pairs = _mm256_set1_epi16(1);
  size_t block = 0;
  for (; block + 4 <= blocks; block += 4) {
    __m256i first = _mm256_setzero_si256(), second = first, squares = first, products = first;
    for (size_t row = top; row < top + 4; row++) {
      const __m256i a = _mm256_loadu_si256(
          (const __m256i *)(row_of(planes->first, planes->first_stride, row) + 4 * block));
      const __m256i b = _mm256_loadu_si256(
          (const __m256i *)(row_of(planes->second, planes->second_stride, row) + 4 * block));
      first = _mm256_add_epi32(first, _mm256_madd_epi16(a, pairs));
      second = _mm256_add_epi32(second, _mm256_madd_epi16(b, pairs));
      squares = _mm256_add_epi32(
          squares, _mm256_add_epi32(_mm256_madd_epi16(a, a), _mm256_madd_epi16(b, b)));
      products = _mm256_add_epi32(products, _mm256_madd_epi16(a, b));
    }
    store_pairs(sums.first + block, first);
    store_pairs(sums.second + block, second);
    store_pairs(sums.squares + block, squares);
    store_pairs(sums.products + block, products);
  }
  return block;
}
#endif

static void sum_blocks(const vp_plane_pair *planes, int depth, size_t top, size_t blocks, block_sums sums) {
  size_t done = 0;
#if defined(__x86_64__)
  if (depth <= 12 && __builtin_cpu_supports("avx2")) done = sum_blocks_wide(planes, top, blocks, sums);
#endif
  sum_blocks_plainly(planes, top, done, blocks, sums);
}

// Whole numbers below 2^53, so that double precision holds them all.
static inline float similarity(
    double first, double second, double squares, double products, double c1, double c2) {
  const double variances = squares * 64 - first * first - second * second;
  const double covariance = products * 64 - first * second;
  return (float)(2 * first * second + c1) * (float)(2 * covariance + c2) /
         ((float)(first * first + second * second + c1) * (float)(variances + c2));
}

static inline double four(const int64_t *above, const int64_t *below, size_t block) {
  return (double)(above[block] + above[block + 1] + below[block] + below[block + 1]);
}

FOR_EVERY_CPU
static void add_similarities(
    block_sums above, block_sums below, size_t count, double c1, double c2, double lanes[8]) {
  for (size_t block = 0; block < count; block++) {
    lanes[block % 8] += similarity(
        four(above.first, below.first, block), four(above.second, below.second, block),
        four(above.squares, below.squares, block), four(above.products, below.products, block), c1, c2);
  }
}

FOR_EVERY_CPU
static uint64_t row_error(const uint16_t *restrict first, const uint16_t *restrict second, size_t count) {
  uint64_t sum = 0;
  for (size_t index = 0; index < count; index++) {
    const int32_t difference = (int32_t)first[index] - second[index];
    const uint32_t distance = (uint32_t)(difference < 0 ? -difference : difference);
    sum += distance * distance;
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

vp_plane_difference vp_compare_16(vp_plane_pair planes, int depth, int64_t *scratch) {
  const size_t across = planes.width / 4, down = planes.height / 4, room = across + 8;
  const double range = (double)((1 << depth) - 1);
  const double c1 = (double)(int64_t)(.01 * .01 * range * range * 64 + .5);
  const double c2 = (double)(int64_t)(.03 * .03 * range * range * 64 * 63 + .5);
  block_sums strips[2];
  for (size_t strip = 0; strip < 2; strip++) {
    int64_t *base = scratch + strip * 4 * room;
    strips[strip] = (block_sums){base, base + room, base + 2 * room, base + 3 * room};
  }
  vp_plane_difference result = {0, 0, 0};
  double lanes[8] = {0};
  for (size_t strip = 0; strip < down; strip++) {
    const block_sums sums = strips[strip & 1];
    sum_blocks(&planes, depth, 4 * strip, across, sums);
    for (size_t block = 0; block < across; block++) {
      result.squared_error += (uint64_t)(sums.squares[block] - 2 * sums.products[block]);
    }
    if (strip > 0 && across > 1) add_similarities(strips[~strip & 1], sums, across - 1, c1, c2, lanes);
  }
  result.squared_error += rectangle_error(&planes, 4 * across, 0, planes.width, 4 * down);
  result.squared_error += rectangle_error(&planes, 0, 4 * down, planes.width, planes.height);
  for (size_t lane = 0; lane < 8; lane++) result.ssim_sum += lanes[lane];
  if (across > 1 && down > 1) result.blocks = (across - 1) * (down - 1);
  return result;
}

uint64_t vp_squared_error_16(vp_plane_pair planes) {
  return rectangle_error(&planes, 0, 0, planes.width, planes.height);
}
