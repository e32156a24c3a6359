#include "sound.h"

#include <math.h>
#include <string.h>

#include "every_cpu.h"

typedef double pair __attribute__((vector_size(16)));

static inline float sane(double value) { return fabs(value) <= 1e10 ? (float)value : 0; }

static inline void take(
    const uint8_t *restrict bytes, int32_t kind, size_t step, size_t count, float *restrict target) {
  switch (kind) {
  case vp_sound_u8:
    for (size_t i = 0; i < count; i++) target[i] = (float)(bytes[i * step] - 128) / 128;
    break;
  case vp_sound_s16:
    for (size_t i = 0; i < count; i++) {
      int16_t value;
      memcpy(&value, bytes + i * step, sizeof value);
      target[i] = (float)value / 32768;
    }
    break;
  case vp_sound_s32:
    for (size_t i = 0; i < count; i++) {
      int32_t value;
      memcpy(&value, bytes + i * step, sizeof value);
      target[i] = (float)value / 2147483648.0f;
    }
    break;
  case vp_sound_s64:
    for (size_t i = 0; i < count; i++) {
      int64_t value;
      memcpy(&value, bytes + i * step, sizeof value);
      target[i] = (float)value / 9223372036854775808.0f;
    }
    break;
  case vp_sound_float:
    for (size_t i = 0; i < count; i++) {
      float value;
      memcpy(&value, bytes + i * step, sizeof value);
      target[i] = fabsf(value) <= 1e10f ? value : 0;
    }
    break;
  case vp_sound_double:
    for (size_t i = 0; i < count; i++) {
      double value;
      memcpy(&value, bytes + i * step, sizeof value);
      target[i] = sane(value);
    }
    break;
  default:
    memset(target, 0, count * sizeof *target);
  }
}

FOR_EVERY_CPU
void vp_sound_take(const void *samples, int32_t kind, size_t step, size_t count, float *target) {
  const uint8_t *bytes = samples;
  // Steps that the compiler knows make vectors.
  if (kind == vp_sound_float && step == 4) {
    take(bytes, vp_sound_float, 4, count, target);
  } else if (kind == vp_sound_s16 && step == 2) {
    take(bytes, vp_sound_s16, 2, count, target);
  } else if (kind == vp_sound_s16 && step == 4) {
    take(bytes, vp_sound_s16, 4, count, target);
  } else if (kind == vp_sound_float && step == 8) {
    take(bytes, vp_sound_float, 8, count, target);
  } else {
    take(bytes, kind, step, count, target);
  }
}

FOR_EVERY_CPU
vp_sound_sums vp_sound_add_up(const float *samples, size_t count) {
  double sums[8] = {0}, squares[8] = {0};
  float peaks[8] = {0};
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (size_t lane = 0; lane < 8; lane++) {
      const float value = samples[i + lane];
      const float magnitude = fabsf(value);
      sums[lane] += value;
      squares[lane] += (double)value * value;
      peaks[lane] = magnitude > peaks[lane] ? magnitude : peaks[lane];
    }
  }
  for (; i < count; i++) {
    const float value = samples[i];
    sums[0] += value;
    squares[0] += (double)value * value;
    peaks[0] = fmaxf(peaks[0], fabsf(value));
  }
  vp_sound_sums all = {0, 0, 0};
  for (size_t lane = 0; lane < 8; lane++) {
    all.sum += sums[lane];
    all.squares += squares[lane];
    all.peak = fmaxf(all.peak, peaks[lane]);
  }
  return all;
}

FOR_EVERY_CPU
double vp_sound_product(const float *first, const float *second, size_t count) {
  double sums[8] = {0};
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (size_t lane = 0; lane < 8; lane++) sums[lane] += (double)first[i + lane] * second[i + lane];
  }
  for (; i < count; i++) sums[0] += (double)first[i] * second[i];
  double sum = 0;
  for (size_t lane = 0; lane < 8; lane++) sum += sums[lane];
  return sum;
}

vp_k_pair vp_k_energies(
    const vp_k_weighting *filter, vp_k_state *first_state, vp_k_state *second_state, const float *first,
    const float *second, size_t start, size_t count) {
  const vp_biquad shelf = filter->shelf, pass = filter->high_pass;
  pair s0 = {first_state->shelf[0], second_state->shelf[0]};
  pair s1 = {first_state->shelf[1], second_state->shelf[1]};
  pair p0 = {first_state->high_pass[0], second_state->high_pass[0]};
  pair p1 = {first_state->high_pass[1], second_state->high_pass[1]};
  pair energy = {0, 0};
  for (size_t i = start; i < start + count; i++) {
    const pair x = {first[i], second[i]};
    const pair y = shelf.b0 * x + s0;
    s0 = shelf.b1 * x - shelf.a1 * y + s1;
    s1 = shelf.b2 * x - shelf.a2 * y;
    const pair z = pass.b0 * y + p0;
    p0 = pass.b1 * y - pass.a1 * z + p1;
    p1 = pass.b2 * y - pass.a2 * z;
    energy += z * z;
  }
  // A state that dies away would end in numbers that are slow to compute with.
  for (int lane = 0; lane < 2; lane++) {
    vp_k_state *state = lane == 0 ? first_state : second_state;
    state->shelf[0] = fabs(s0[lane]) < 1e-30 ? 0 : s0[lane];
    state->shelf[1] = fabs(s1[lane]) < 1e-30 ? 0 : s1[lane];
    state->high_pass[0] = fabs(p0[lane]) < 1e-30 ? 0 : p0[lane];
    state->high_pass[1] = fabs(p1[lane]) < 1e-30 ? 0 : p1[lane];
  }
  return (vp_k_pair){energy[0], energy[1]};
}

double vp_k_energy(
    const vp_k_weighting *filter, vp_k_state *state, const float *samples, size_t start, size_t count) {
  vp_k_state copy = *state;
  return vp_k_energies(filter, state, &copy, samples, samples, start, count).first;
}

FOR_EVERY_CPU
float vp_interpolated_peak(
    const float *samples, size_t count, const float *filters, size_t filter_count, size_t taps, size_t *where) {
  float peak = 0;
  size_t i = 0;
  *where = 0;
  // Each lane is one output, so that the order of its additions is the same on every CPU.
  for (; i + 32 <= count; i += 32) {
    float highest[32] = {0};
    for (size_t filter = 0; filter < filter_count; filter++) {
      const float *factors = filters + filter * taps;
      float sums[32] = {0};
      for (size_t k = 0; k < taps; k++) {
        const float factor = factors[k], *x = samples + i + k;
        for (size_t lane = 0; lane < 32; lane++) sums[lane] += x[lane] * factor;
      }
      for (size_t lane = 0; lane < 32; lane++) {
        const float magnitude = fabsf(sums[lane]);
        highest[lane] = magnitude > highest[lane] ? magnitude : highest[lane];
      }
    }
    float most = 0;
    for (size_t lane = 0; lane < 32; lane++) most = highest[lane] > most ? highest[lane] : most;
    if (most > peak) {
      peak = most;
      *where = i;
    }
  }
  for (; i < count; i++) {
    for (size_t filter = 0; filter < filter_count; filter++) {
      float sum = 0;
      for (size_t k = 0; k < taps; k++) sum += samples[i + k] * filters[filter * taps + k];
      if (fabsf(sum) > peak) {
        peak = fabsf(sum);
        *where = i;
      }
    }
  }
  return peak;
}

static inline int any_at_least(const float *samples, float magnitude) {
  int any = 0;
  for (size_t lane = 0; lane < 32; lane++) any |= fabsf(samples[lane]) >= magnitude;
  return any;
}

FOR_EVERY_CPU
size_t vp_before_first_at_least(const float *samples, size_t start, size_t count, float magnitude) {
  samples += start;
  size_t i = 0;
  while (i + 32 <= count && !any_at_least(samples + i, magnitude)) i += 32;
  while (i < count && !(fabsf(samples[i]) >= magnitude)) i++;
  return i;
}

FOR_EVERY_CPU
size_t vp_until_last_at_least(const float *samples, size_t start, size_t count, float magnitude) {
  samples += start;
  size_t i = count;
  while (i >= 32 && !any_at_least(samples + i - 32, magnitude)) i -= 32;
  while (i > 0 && !(fabsf(samples[i - 1]) >= magnitude)) i--;
  return i;
}

FOR_EVERY_CPU
int32_t vp_has_flat_run(const float *samples, size_t count, float magnitude, float ceiling) {
  int32_t any = 0;
  for (size_t i = 0; i + 2 < count; i++) {
    const float a = fmaxf(-ceiling, fminf(ceiling, samples[i]));
    const float b = fmaxf(-ceiling, fminf(ceiling, samples[i + 1]));
    const float c = fmaxf(-ceiling, fminf(ceiling, samples[i + 2]));
    any |= (a == b) & (b == c) & (fabsf(b) >= magnitude);
  }
  return any;
}
