// Gaussian windows, from their middle outward, and rows under them.
#ifndef VIDPROC_FIDELITY_WINDOW_H
#define VIDPROC_FIDELITY_WINDOW_H

#include <stddef.h>

#include "every_cpu.h"

enum { most_half = 8 };

// Sigma is a fifth of the length: 17, 9, 5 and 3 samples.
static const float gaussian[4][most_half + 1] = {
    {0.118773937f, 0.113746084f, 0.099904113f, 0.080475107f, 0.059452619f, 0.040282067f, 0.025031319f,
     0.014265501f, 0.007456269f},
    {0.224173605f, 0.192116052f, 0.120920904f, 0.055898175f, 0.018978084f},
    {0.402619947f, 0.244201342f, 0.054488685f},
    {0.667243004f, 0.166378498f},
};

static inline size_t half_of(int scale) { return (size_t)8 >> scale; }

// The place that a place beyond an edge mirrors.
static inline size_t mirror(ptrdiff_t place, size_t count) {
  const ptrdiff_t end = (ptrdiff_t)count;
  while (place < 0 || place >= end) place = place < 0 ? -place : 2 * end - place - 1;
  return (size_t)place;
}

// Fills the places beyond both ends of a row of `count` numbers, `half` at each.
static inline void pad_row(float *row, size_t count, size_t half) {
  for (ptrdiff_t step = 1; step <= (ptrdiff_t)half; step++) {
    row[-step] = row[mirror(-step, count)];
    row[(ptrdiff_t)count - 1 + step] = row[mirror((ptrdiff_t)count - 1 + step, count)];
  }
}

// Adds up in eight lanes, so that the order does not depend on the CPU.
static inline double lane_sum(const float *values, size_t count) {
  float lanes[8] = {0};
  size_t index = 0;
  for (; index + 8 <= count; index += 8) {
    for (size_t lane = 0; lane < 8; lane++) lanes[lane] += values[index + lane];
  }
  for (; index < count; index++) lanes[index % 8] += values[index];
  double sum = 0;
  for (size_t lane = 0; lane < 8; lane++) sum += lanes[lane];
  return sum;
}

#endif
