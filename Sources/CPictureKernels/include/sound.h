/// The inner loops of measuring sound.
#ifndef VIDPROC_SOUND_H
#define VIDPROC_SOUND_H

#include <stddef.h>
#include <stdint.h>

/// How one sample is stored.
enum {
  vp_sound_u8 = 0,
  vp_sound_s16 = 1,
  vp_sound_s32 = 2,
  vp_sound_s64 = 3,
  vp_sound_float = 4,
  vp_sound_double = 5,
};

/// Takes `count` samples that lie `step` bytes apart as numbers from -1 to 1. Samples of the floating formats
/// beyond 1e10, infinite or not a number become 0.
void vp_sound_take(const void *samples, int32_t kind, size_t step, size_t count, float *target);

/// What adds up over samples.
typedef struct vp_sound_sums {
  double sum, squares;
  float peak;
} vp_sound_sums;

/// Sum, sum of squares and highest magnitude.
vp_sound_sums vp_sound_add_up(const float *samples, size_t count);

/// Sum of the products of two channels' samples.
double vp_sound_product(const float *first, const float *second, size_t count);

/// A biquad section: `y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''`.
typedef struct vp_biquad {
  double b0, b1, b2, a1, a2;
} vp_biquad;

/// The K-weighting of ITU-R BS.1770: a high shelf, then a high pass.
typedef struct vp_k_weighting {
  vp_biquad shelf, high_pass;
} vp_k_weighting;

/// What the two sections of one channel remember (direct form II transposed).
typedef struct vp_k_state {
  double shelf[2], high_pass[2];
} vp_k_state;

/// Sum of the squares of the K-weighted samples from `start` on.
double vp_k_energy(
    const vp_k_weighting *filter, vp_k_state *state, const float *samples, size_t start, size_t count);

/// The same of two channels at once, with the same results.
typedef struct vp_k_pair {
  double first, second;
} vp_k_pair;
vp_k_pair vp_k_energies(
    const vp_k_weighting *filter, vp_k_state *first_state, vp_k_state *second_state, const float *first,
    const float *second, size_t start, size_t count);

/// Highest magnitude that a bank of interpolating filters gives. Output `i` of each filter is the sum of
/// `samples[i + k] * filters[filter * taps + k]`; `samples` holds `count + taps - 1`.
/// @param where receives the `i` of the first of 32 outputs that hold the highest magnitude.
float vp_interpolated_peak(
    const float *samples, size_t count, const float *filters, size_t filter_count, size_t taps, size_t *where);

/// How many of `count` samples from `start` on lie before the first of at least this magnitude; all where
/// there is none.
size_t vp_before_first_at_least(const float *samples, size_t start, size_t count, float magnitude);

/// How many of `count` samples from `start` on lie before the end of the last one of at least this magnitude; 0
/// where there is none.
size_t vp_until_last_at_least(const float *samples, size_t start, size_t count, float magnitude);

/// Whether three samples in a row are the same and of at least this magnitude, all that reach the ceiling
/// counted as the same.
int32_t vp_has_flat_run(const float *samples, size_t count, float magnitude, float ceiling);

#endif
