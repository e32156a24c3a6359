#include "CPictureKernels.h"

#include <string.h>

#include "every_cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#if defined(__aarch64__)
#include <arm_neon.h>
#endif

static void take_quads_plainly(
    const uint8_t *row, const vp_quad *quads, size_t count, int16_t *first, int16_t *second) {
  for (size_t quad = 0; quad < count; quad++) {
    const uint8_t *bytes = row + quads[quad].start;
    for (size_t index = 0; index < 4; index++) {
      first[4 * quad + index] = bytes[quads[quad].first[index]];
      second[4 * quad + index] = bytes[quads[quad].second[index]];
    }
  }
}

#if defined(__x86_64__)
__attribute__((target("ssse3"))) static void take_quads_shuffling(
    const uint8_t *row, const vp_quad *quads, size_t count, int16_t *first, int16_t *second) {
  const __m128i zero = _mm_setzero_si128();
  for (size_t quad = 0; quad < count; quad++) {
    // The two lists of four places lie one after the other.
    const __m128i places = _mm_loadl_epi64((const __m128i *)quads[quad].first);
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(row + quads[quad].start));
    const __m128i pairs = _mm_unpacklo_epi8(_mm_shuffle_epi8(bytes, places), zero);
    _mm_storel_epi64((__m128i *)(first + 4 * quad), pairs);
    _mm_storel_epi64((__m128i *)(second + 4 * quad), _mm_unpackhi_epi64(pairs, pairs));
  }
}
#endif

void vp_take_quads(
    const uint8_t *row, const vp_quad *quads, size_t count, int16_t *first, int16_t *second) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("ssse3")) {
    take_quads_shuffling(row, quads, count, first, second);
    return;
  }
#elif defined(__aarch64__)
  for (size_t quad = 0; quad < count; quad++) {
    const uint8x16_t bytes = vld1q_u8(row + quads[quad].start);
    const uint8x8_t places = vld1_u8(quads[quad].first);
    const uint16x8_t pairs = vmovl_u8(vqtbl1_u8(bytes, places));
    vst1_s16(first + 4 * quad, vreinterpret_s16_u16(vget_low_u16(pairs)));
    vst1_s16(second + 4 * quad, vreinterpret_s16_u16(vget_high_u16(pairs)));
  }
  return;
#endif
  take_quads_plainly(row, quads, count, first, second);
}

static inline int16_t product(int16_t value, int16_t factor) {
  return (int16_t)(((int32_t)value * factor) >> 16);
}

static inline int16_t level(int16_t value) { return value < 0 ? 0 : value > 255 ? 255 : value; }

FOR_EVERY_CPU
void vp_yuv_to_rgb(
    int16_t *restrict first, int16_t *restrict second, int16_t *restrict third, size_t count,
    vp_yuv_factors factors) {
  for (size_t index = 0; index < count; index++) {
    const int16_t y = product((int16_t)(first[index] * 8 - factors.luma_offset), factors.luma);
    const int16_t u = (int16_t)(second[index] * 8 - 1024);
    const int16_t v = (int16_t)(third[index] * 8 - 1024);
    first[index] = level((int16_t)(y + product(v, factors.red_from_v)));
    second[index] =
        level((int16_t)(y + product(u, factors.green_from_u) + product(v, factors.green_from_v)));
    third[index] = level((int16_t)(y + product(u, factors.blue_from_u)));
  }
}

FOR_EVERY_CPU
void vp_blend_columns(
    const int16_t *restrict first, const int16_t *restrict first_weights, const int16_t *restrict second,
    const int16_t *restrict second_weights, size_t count, int16_t *restrict target) {
  for (size_t index = 0; index < count; index++) {
    const int32_t sum =
        (int32_t)first[index] * first_weights[index] + (int32_t)second[index] * second_weights[index];
    target[index] = (int16_t)(sum >> 4);
  }
}

static inline uint8_t mixed(int16_t above, int16_t below, int16_t above_weight, int16_t below_weight) {
  const int16_t sum = (int16_t)(product(above, above_weight) + product(below, below_weight) + 2);
  return (uint8_t)level((int16_t)(sum >> 2));
}

FOR_EVERY_CPU
void vp_blend_rows(
    const int16_t *restrict above, const int16_t *restrict below, int16_t above_weight, int16_t below_weight,
    size_t count, uint8_t *restrict target) {
  for (size_t index = 0; index < count; index++) {
    target[index] = mixed(above[index], below[index], above_weight, below_weight);
  }
}

FOR_EVERY_CPU
void vp_blend_rows_interleaved(
    const int16_t *restrict above, const int16_t *restrict below, int16_t above_weight, int16_t below_weight,
    size_t count, uint8_t *restrict target) {
  for (size_t index = 0; index < count; index++) {
    target[3 * index] = mixed(above[index], below[index], above_weight, below_weight);
  }
}
