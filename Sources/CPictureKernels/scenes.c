#include "scenes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "every_cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

void vp_scene_pad(
    const uint8_t *plane, size_t width, size_t height, uint8_t *target, size_t stride, size_t margin) {
  for (size_t row = 0; row < height; row++) {
    uint8_t *line = target + (row + margin) * stride;
    memset(line, plane[row * width], margin);
    memcpy(line + margin, plane + row * width, width);
    memset(line + margin + width, plane[row * width + width - 1], stride - margin - width);
  }
  for (size_t row = 0; row < margin; row++) {
    memcpy(target + row * stride, target + margin * stride, stride);
    memcpy(target + (height + margin + row) * stride, target + (height + margin - 1) * stride, stride);
  }
}

FOR_EVERY_CPU
void vp_scene_halve(const uint8_t *plane, size_t width, size_t height, uint8_t *target) {
  const size_t across = (width + 1) / 2;
  for (size_t row = 0; row < (height + 1) / 2; row++) {
    const uint8_t *above = plane + 2 * row * width;
    const uint8_t *below = 2 * row + 1 < height ? above + width : above;
    for (size_t x = 0; x < width / 2; x++) {
      target[row * across + x] =
          (uint8_t)((above[2 * x] + above[2 * x + 1] + below[2 * x] + below[2 * x + 1] + 2) >> 2);
    }
    if (width % 2 != 0) target[row * across + across - 1] = (uint8_t)((above[width - 1] + below[width - 1] + 1) >> 1);
  }
}

enum { REACH = 4, SIDE = 2 * REACH + 1 };

// The means of the 9x9 around each pixel of a padded plane of `width + 8` by `height + 8`, written without padding
// in rows of `width + 8`.
FOR_EVERY_CPU
static void box_means(const float *padded, size_t width, size_t height, float *columns, float *means) {
  const size_t stride = width + 2 * REACH;
  for (size_t x = 0; x < stride; x++) columns[x] = 0;
  for (size_t row = 0; row + 1 < SIDE; row++) {
    for (size_t x = 0; x < stride; x++) columns[x] += padded[row * stride + x];
  }
  for (size_t row = 0; row < height; row++) {
    for (size_t x = 0; x < stride; x++) columns[x] += padded[(row + SIDE - 1) * stride + x];
    for (size_t x = 0; x < width; x++) {
      float sum = 0;
      for (size_t step = 0; step < SIDE; step++) sum += columns[x + step];
      means[row * stride + x] = sum * (1.0f / (SIDE * SIDE));
    }
    for (size_t x = 0; x < stride; x++) columns[x] -= padded[row * stride + x];
  }
}

static inline size_t within(size_t place, size_t count) {
  return place < REACH ? 0 : place - REACH < count ? place - REACH : count - 1;
}

void vp_scene_normalise(const uint8_t *plane, size_t width, size_t height, uint8_t *target, float *scratch) {
  const size_t stride = width + 2 * REACH, rows = height + 2 * REACH;
  float *padded = scratch, *means = padded + stride * rows, *squares = means + stride * rows;
  float *columns = squares + stride * rows;
  for (size_t row = 0; row < rows; row++) {
    const uint8_t *line = plane + within(row, height) * width;
    for (size_t x = 0; x < stride; x++) padded[row * stride + x] = line[within(x, width)];
  }
  box_means(padded, width, height, columns, means);
  // The squares of the differences, padded again.
  for (size_t row = 0; row < rows; row++) {
    const size_t from = within(row, height);
    for (size_t x = 0; x < stride; x++) {
      const size_t column = within(x, width);
      const float difference = plane[from * width + column] - means[from * stride + column];
      padded[row * stride + x] = difference * difference;
    }
  }
  for (size_t row = 0; row < height; row++) {
    for (size_t x = 0; x < width; x++) {
      means[row * stride + x] = plane[row * width + x] - means[row * stride + x];
    }
  }
  box_means(padded, width, height, columns, squares);
  for (size_t row = 0; row < height; row++) {
    for (size_t x = 0; x < width; x++) {
      const float square = squares[row * stride + x];
      const float deviation = sqrtf(square > 0 ? square : 0);
      const float value = 128.5f + 40 * means[row * stride + x] / (deviation + 3);
      target[row * width + x] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
    }
  }
}

static void search_plainly(
    const uint8_t *picture, const uint8_t *other, size_t stride, size_t columns, size_t rows, int range,
    uint32_t *least) {
  const size_t line = (columns + 3) & ~(size_t)3;
  for (size_t row = 0; row < rows; row++) {
    for (size_t column = 0; column < columns; column++) {
      const size_t start = row * VP_SCENE_BLOCK * stride + column * VP_SCENE_BLOCK;
      uint32_t best = UINT32_MAX;
      for (int dy = -range; dy <= range; dy++) {
        for (int dx = -range; dx <= range; dx++) {
          const uint8_t *first = picture + start;
          const uint8_t *second = other + (ptrdiff_t)start + dy * (ptrdiff_t)stride + dx;
          uint32_t sum = 0;
          for (size_t y = 0; y < VP_SCENE_BLOCK; y++) {
            for (size_t x = 0; x < VP_SCENE_BLOCK; x++) {
              sum += (uint32_t)abs((int)first[y * stride + x] - (int)second[y * stride + x]);
            }
          }
          best = sum < best ? sum : best;
        }
      }
      least[row * line + column] = best;
    }
  }
}

#if defined(__x86_64__)
// Four blocks at a time: each 64-bit lane of a sum of absolute differences is a row of one block.
__attribute__((target("avx2"))) static void search_in_fours(
    const uint8_t *picture, const uint8_t *other, size_t stride, size_t columns, size_t rows, int range,
    uint32_t *least) {
  const size_t line = (columns + 3) & ~(size_t)3;
  for (size_t row = 0; row < rows; row++) {
    for (size_t column = 0; column < columns; column += 4) {
      const size_t start = row * VP_SCENE_BLOCK * stride + column * VP_SCENE_BLOCK;
      const uint8_t *first = picture + start;
      __m256i lines[VP_SCENE_BLOCK];
      for (size_t y = 0; y < VP_SCENE_BLOCK; y++) {
        lines[y] = _mm256_loadu_si256((const __m256i *)(first + y * stride));
      }
      __m256i best = _mm256_set1_epi64x(UINT32_MAX >> 1);
      for (int dy = -range; dy <= range; dy++) {
        const uint8_t *second = other + (ptrdiff_t)start + dy * (ptrdiff_t)stride;
        for (int dx = -range; dx <= range; dx++) {
          __m256i sum = _mm256_setzero_si256();
          for (size_t y = 0; y < VP_SCENE_BLOCK; y++) {
            const __m256i pixels = _mm256_loadu_si256((const __m256i *)(second + y * stride + dx));
            sum = _mm256_add_epi32(sum, _mm256_sad_epu8(lines[y], pixels));
          }
          best = _mm256_min_epu32(best, sum);
        }
      }
      const __m256i low = _mm256_permutevar8x32_epi32(best, _mm256_setr_epi32(0, 2, 4, 6, 0, 0, 0, 0));
      _mm_storeu_si128((__m128i *)(least + row * line + column), _mm256_castsi256_si128(low));
    }
  }
}
#endif

void vp_scene_search(
    const uint8_t *picture, const uint8_t *other, size_t stride, size_t columns, size_t rows, int range,
    uint32_t *least) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    search_in_fours(picture, other, stride, columns, rows, range, least);
    return;
  }
#endif
  search_plainly(picture, other, stride, columns, rows, range, least);
}

FOR_EVERY_CPU
void vp_scene_blocks(
    const uint8_t *picture, size_t stride, size_t columns, size_t rows, uint32_t *deviations, uint32_t *sums) {
  const size_t line = (columns + 3) & ~(size_t)3;
  for (size_t row = 0; row < rows; row++) {
    for (size_t column = 0; column < columns; column++) {
      const uint8_t *first = picture + row * VP_SCENE_BLOCK * stride + column * VP_SCENE_BLOCK;
      uint32_t sum = 0;
      for (size_t y = 0; y < VP_SCENE_BLOCK; y++) {
        for (size_t x = 0; x < VP_SCENE_BLOCK; x++) sum += first[y * stride + x];
      }
      const int mean = (int)((sum + 32) / 64);
      uint32_t deviation = 0;
      for (size_t y = 0; y < VP_SCENE_BLOCK; y++) {
        for (size_t x = 0; x < VP_SCENE_BLOCK; x++) deviation += (uint32_t)abs((int)first[y * stride + x] - mean);
      }
      deviations[row * line + column] = deviation;
      sums[row * line + column] = sum;
    }
  }
}

void vp_scene_luma_histogram(const uint8_t *luma, size_t count, uint32_t *counts) {
  // Two tables, so that equal neighbours do not wait for each other.
  uint32_t even[32] = {0}, odd[32] = {0};
  for (size_t index = 0; index + 1 < count; index += 2) {
    even[luma[index] >> 3]++;
    odd[luma[index + 1] >> 3]++;
  }
  if (count % 2 != 0) even[luma[count - 1] >> 3]++;
  for (size_t index = 0; index < 32; index++) counts[index] = even[index] + odd[index];
}

static inline size_t chroma_level(uint8_t value) {
  return value < 64 ? 0 : value > 191 ? 15 : (size_t)(value - 64) >> 3;
}

void vp_scene_chroma_histogram(const uint8_t *blue, const uint8_t *red, size_t count, uint32_t *counts) {
  memset(counts, 0, 256 * sizeof(uint32_t));
  for (size_t index = 0; index < count; index++) {
    counts[chroma_level(blue[index]) * 16 + chroma_level(red[index])]++;
  }
}

FOR_EVERY_CPU
vp_scene_mixture vp_scene_mix(
    const uint8_t *start, const uint8_t *middle, const uint8_t *end, size_t count) {
  vp_scene_mixture sums = {0, 0, 0};
  // 16384 squares of 255 fit into 31 bits.
  for (size_t from = 0; from < count; from += 16384) {
    const size_t to = from + 16384 < count ? from + 16384 : count;
    int32_t whole = 0, part = 0, passed = 0;
    for (size_t index = from; index < to; index++) {
      const int32_t way = end[index] - start[index], done = middle[index] - start[index];
      whole += way * way;
      part += done * way;
      passed += done * done;
    }
    sums.whole += whole;
    sums.part += part;
    sums.passed += passed;
  }
  return sums;
}
