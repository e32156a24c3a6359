#include <math.h>

#include "fidelity.h"
#include "fidelity_window.h"

static const float low[4] = {0.482962913f, 0.836516304f, 0.224143868f, -0.129409523f};
static const float high[4] = {-0.129409523f, -0.224143868f, 0.836516304f, -0.482962913f};

// What a coefficient is multiplied with so that one is just visible: of levels 0 (finest) to 3, horizontal
// and vertical, then diagonal.
static const float sensitivity[4][2] = {
    {0.0173815342f, 0.00589068656f},
    {0.0319848145f, 0.0142990667f},
    {0.0433726647f, 0.0243969129f},
    {0.04567341f, 0.0313127351f},
};

FOR_EVERY_CPU
static void split_rows(
    const float *restrict r0, const float *restrict r1, const float *restrict r2, const float *restrict r3,
    size_t width, float *restrict lows, float *restrict highs) {
  for (size_t x = 0; x < width; x++) {
    lows[x] = r0[x] * low[0] + r1[x] * low[1] + r2[x] * low[2] + r3[x] * low[3];
    highs[x] = r0[x] * high[0] + r1[x] * high[1] + r2[x] * high[2] + r3[x] * high[3];
  }
}

// The samples 2x - 1 to 2x + 2 make one of either.
FOR_EVERY_CPU
static void split_columns(
    const float *restrict row, size_t count, float *restrict lows, float *restrict highs) {
  for (size_t x = 0; x < count; x++) {
    const float a = row[(ptrdiff_t)(2 * x) - 1], b = row[2 * x], c = row[2 * x + 1], d = row[2 * x + 2];
    lows[x] = a * low[0] + b * low[1] + c * low[2] + d * low[3];
    highs[x] = a * high[0] + b * high[1] + c * high[2] + d * high[3];
  }
}

void vp_split_bands(const float *source, size_t width, size_t height, vp_bands bands, float *scratch) {
  const size_t across = (width + 1) / 2, down = (height + 1) / 2;
  float *const lows = scratch + 4, *const highs = scratch + width + 12;
  for (size_t y = 0; y < down; y++) {
    const float *rows[4];
    for (size_t tap = 0; tap < 4; tap++) {
      rows[tap] = source + mirror((ptrdiff_t)(2 * y + tap) - 1, height) * width;
    }
    split_rows(rows[0], rows[1], rows[2], rows[3], width, lows, highs);
    pad_row(lows, width, 2);
    pad_row(highs, width, 2);
    const size_t at = y * across;
    split_columns(lows, across, bands.approximation + at, bands.vertical + at);
    split_columns(highs, across, bands.horizontal + at, bands.diagonal + at);
  }
}

static inline float absolute(float value) { return value < 0 ? -value : value; }
static inline float between(float value, float least, float most) {
  return value < least ? least : value > most ? most : value;
}

// The part of a coefficient that is the reference's: it goes the same way, and no further.
static inline float restored(float picture, float reference) {
  return reference >= 0 ? between(picture, 0.0f, reference) : between(picture, reference, 0.0f);
}

// Where the gradient's direction is the same, a changed contrast is no impairment: all of it is the
// reference's.
static inline float with_contrast(float part, float picture) {
  if (part > 0) return picture < 100.0f * part ? picture : 100.0f * part;
  if (part < 0) return picture > 100.0f * part ? picture : 100.0f * part;
  return part;
}


// Takes a row apart: visible detail by its three directions, and all that was added.
FOR_EVERY_CPU
static void take_apart(
    const float *restrict ph, const float *restrict pv, const float *restrict pd, const float *restrict rh,
    const float *restrict rv, const float *restrict rd, float side, float diagonal, size_t count,
    float *restrict h, float *restrict v, float *restrict d, float *restrict added) {
  // The square of the cosine of one degree.
  const float aligned = 0.99969541f;
  for (size_t x = 0; x < count; x++) {
    const float along = rh[x] * ph[x] + rv[x] * pv[x];
    const float magnitudes = (rh[x] * rh[x] + rv[x] * rv[x]) * (ph[x] * ph[x] + pv[x] * pv[x]);
    const int same = (along >= 0.0f) & (along * along >= aligned * magnitudes);
    const float h0 = restored(ph[x], rh[x]), v0 = restored(pv[x], rv[x]), d0 = restored(pd[x], rd[x]);
    const float h1 = same ? with_contrast(h0, ph[x]) : h0;
    const float v1 = same ? with_contrast(v0, pv[x]) : v0;
    const float d1 = same ? with_contrast(d0, pd[x]) : d0;
    added[x] = side * (absolute(ph[x] - h1) + absolute(pv[x] - v1)) + diagonal * absolute(pd[x] - d1);
    h[x] = side * absolute(h1);
    v[x] = side * absolute(v1);
    d[x] = diagonal * absolute(d1);
  }
}

// What was added masks around it: in a window of 3 by 3, the middle twice.
FOR_EVERY_CPU
static void mask(
    const float *restrict above, const float *restrict row, const float *restrict below, size_t count,
    float *restrict target) {
  for (size_t x = 0; x < count; x++) {
    const float left = above[x] + row[x] + below[x];
    const float middle = above[x + 1] + 2.0f * row[x + 1] + below[x + 1];
    const float right = above[x + 2] + row[x + 2] + below[x + 2];
    target[x] = (left + middle + right) * (1.0f / 30.0f);
  }
}

FOR_EVERY_CPU
static void cube_beyond(
    const float *restrict values, const float *restrict threshold, size_t count, float *restrict target) {
  for (size_t x = 0; x < count; x++) {
    const float seen = values[x] - threshold[x];
    target[x] = seen > 0 ? seen * seen * seen : 0.0f;
  }
}

FOR_EVERY_CPU
static void cube(const float *restrict values, float factor, size_t count, float *restrict target) {
  for (size_t x = 0; x < count; x++) {
    const float value = factor * absolute(values[x]);
    target[x] = value * value * value;
  }
}

vp_detail vp_detail_kept(
    vp_bands picture, vp_bands reference, int level, size_t width, size_t height, float *scratch) {
  const float side = sensitivity[level][0], diagonal = sensitivity[level][1];
  // A tenth, rounded as a tenth less a half is.
  const size_t left = width >= 15 ? (size_t)((double)width * 0.1 - 0.5) : 0;
  const size_t top = height >= 15 ? (size_t)((double)height * 0.1 - 0.5) : 0;
  const size_t count = width - 2 * left, rows = height - 2 * top;
  // Three rows of what was added, each with one place more at both ends, and of the visible detail.
  float *added[3], *parts[3][3];
  for (size_t slot = 0; slot < 3; slot++) {
    float *base = scratch + slot * 4 * (width + 2);
    added[slot] = base;
    for (size_t part = 0; part < 3; part++) parts[slot][part] = base + (part + 1) * (width + 2);
  }
  float *const threshold = scratch + 12 * (width + 2), *const cubes = scratch + 13 * (width + 2);
  double kept[3] = {0}, whole[3] = {0};
  for (size_t step = 0; step < rows + 2; step++) {
    // One row and column around are needed; the picture's own edge is repeated.
    const size_t row = top + step > 0 ? top + step - 1 : 0, y = row < height ? row : height - 1;
    const size_t from = left > 0 ? left - 1 : 0, to = left + count < width ? left + count + 1 : width;
    const size_t slot = step % 3, at = y * width + from, shift = left > 0 ? 0 : 1;
    take_apart(
        picture.horizontal + at, picture.vertical + at, picture.diagonal + at, reference.horizontal + at,
        reference.vertical + at, reference.diagonal + at, side, diagonal, to - from, parts[slot][0] + shift,
        parts[slot][1] + shift, parts[slot][2] + shift, added[slot] + shift);
    if (left == 0) {
      added[slot][0] = added[slot][1];
      added[slot][count + 1] = added[slot][count];
    }
    if (step < 2) continue;
    const size_t middle = (step - 1) % 3, inner = (top + step - 2) * width + left;
    mask(added[(step - 2) % 3], added[middle], added[slot], count, threshold);
    const float *const own[3] = {
        reference.horizontal + inner, reference.vertical + inner, reference.diagonal + inner};
    for (size_t part = 0; part < 3; part++) {
      cube_beyond(parts[middle][part] + 1, threshold, count, cubes);
      kept[part] += lane_sum(cubes, count);
      cube(own[part], part < 2 ? side : diagonal, count, cubes);
      whole[part] += lane_sum(cubes, count);
    }
  }
  vp_detail result = {0, 0};
  const double least = 3 * cbrt((double)count * (double)rows / 32.0);
  for (size_t part = 0; part < 3; part++) {
    result.kept += cbrt(kept[part]);
    result.whole += cbrt(whole[part]);
  }
  result.kept += least;
  result.whole += least;
  return result;
}
