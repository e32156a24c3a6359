#include "COpenCV.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <memory>
#include <stdexcept>
#include <vector>

struct vp_motion {
  int columns, rows;
  /// The loaded picture, the background, the mean deviation of each pixel from it, a short average, and the
  /// seconds for which a pixel has differed from the background but not from the short average.
  std::vector<float> picture, background, deviation, recent, still;
  std::vector<uint8_t> raw, mask, sums;
  std::vector<float> ratio, samples;
  std::vector<uint16_t> line;
};

static void say(char *error, const char *text) {
  std::strncpy(error, text, VP_CV_ERROR_SIZE - 1);
  error[VP_CV_ERROR_SIZE - 1] = 0;
}

/// Adds runs of `factor` sums of a line to a row of the picture. The common factors are compiled by
/// themselves, so that their inner loop is unrolled.
template <int FACTOR>
static void add_runs(const uint16_t *line, int factor, float weight, int columns, float *out) {
  const int run = FACTOR ? FACTOR : factor;
  for (int x = 0; x < columns; x++) {
    uint32_t sum = 0;
    for (int i = 0; i < run; i++) sum += line[x * run + i];
    out[x] += static_cast<float>(sum) * weight;
  }
}

static void load_bytes(vp_motion *m, const vp_motion_plane &plane, int factor) {
  const int width = m->columns * factor;
  const float weight = plane.weight / static_cast<float>(factor * factor);
  m->line.resize(static_cast<size_t>(width));
  uint16_t *line = m->line.data();
  for (int y = 0; y < m->rows; y++) {
    const uint8_t *row = plane.base + static_cast<ptrdiff_t>(y) * factor * plane.stride;
    for (int x = 0; x < width; x++) line[x] = row[x];
    for (int i = 1; i < factor; i++) {
      row += plane.stride;
      for (int x = 0; x < width; x++) line[x] = static_cast<uint16_t>(line[x] + row[x]);
    }
    float *out = m->picture.data() + static_cast<size_t>(y) * m->columns;
    switch (factor) {
      case 1: add_runs<1>(line, factor, weight, m->columns, out); break;
      case 2: add_runs<2>(line, factor, weight, m->columns, out); break;
      case 3: add_runs<3>(line, factor, weight, m->columns, out); break;
      case 4: add_runs<4>(line, factor, weight, m->columns, out); break;
      case 6: add_runs<6>(line, factor, weight, m->columns, out); break;
      default: add_runs<0>(line, factor, weight, m->columns, out);
    }
  }
}

/// Every second sample of every second row is enough of a format that has to be picked apart.
static void load_samples(vp_motion *m, const vp_motion_plane &plane, int factor) {
  const int skip = factor >= 4 ? 2 : 1, taps = (factor + skip - 1) / skip;
  const float weight = plane.weight / static_cast<float>(taps * taps);
  for (int y = 0; y < m->rows; y++) {
    float *out = m->picture.data() + static_cast<size_t>(y) * m->columns;
    for (int i = 0; i < factor; i += skip) {
      const uint8_t *row = plane.base + static_cast<ptrdiff_t>(y * factor + i) * plane.stride;
      for (int x = 0; x < m->columns; x++) {
        uint32_t sum = 0;
        for (int k = 0; k < factor; k += skip) {
          const uint8_t *sample = row + static_cast<ptrdiff_t>(x * factor + k) * plane.step;
          uint16_t value = *sample;
          if (plane.bytes == 2) std::memcpy(&value, sample, 2);
          sum += value;
        }
        out[x] += static_cast<float>(sum) * weight;
      }
    }
  }
}

static float median(std::vector<float> &values) {
  if (values.empty()) return 0;
  auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The least and the greatest level, in lanes that the compiler can keep in one register.
static void find_range(const std::vector<float> &values, float *low, float *high) {
  constexpr size_t lanes = 8;
  float least[lanes], most[lanes];
  std::fill(least, least + lanes, values[0]);
  std::fill(most, most + lanes, values[0]);
  for (size_t i = 0; i + lanes <= values.size(); i += lanes) {
    for (size_t k = 0; k < lanes; k++) {
      const float value = values[i + k];
      least[k] = value < least[k] ? value : least[k];
      most[k] = value > most[k] ? value : most[k];
    }
  }
  *low = *std::min_element(least, least + lanes);
  *high = *std::max_element(most, most + lanes);
}

/// Sets each pixel of a row that is among a majority of the 3 x 3 around it, so that single pixels vanish and
/// holes of one pixel close. The first and last column are left out. Returns how many are set.
static int majority(
    const uint8_t *row, bool has_above, bool has_below, int columns, uint8_t *__restrict sums,
    uint8_t *__restrict mask) {
  const uint8_t *above = has_above ? row - columns : row, *below = has_below ? row + columns : row;
  for (int x = 0; x < columns; x++) sums[x] = static_cast<uint8_t>(above[x] + row[x] + below[x]);
  mask[0] = mask[columns - 1] = 0;
  for (int x = 1; x < columns - 1; x++) mask[x] = sums[x - 1] + sums[x] + sums[x + 1] >= 5 ? 1 : 0;
  int set = 0;
  for (int x = 0; x < columns; x++) set += mask[x];
  return set;
}

/// Fits `picture = gain * background + offset` over a grid of pixels, leaving out those that differ by more
/// than 3 standard deviations (least trimmed squares, two rounds from the median difference).
static void fit_light(vp_motion *m, vp_motion_report *report) {
  constexpr int spacing = 6;
  float gain = 1, offset = 0, limit = 0;
  for (int round = 0; round < 3; round++) {
    m->samples.clear();
    double n = 0, sb = 0, sp = 0, sbb = 0, sbp = 0;
    for (int y = spacing / 2; y < m->rows; y += spacing) {
      const size_t row = static_cast<size_t>(y) * m->columns;
      for (int x = spacing / 2; x < m->columns; x += spacing) {
        const float b = m->background[row + x], p = m->picture[row + x];
        const float r = p - gain * b - offset;
        if (round == 0) {
          m->samples.push_back(r);
          continue;
        }
        m->samples.push_back(std::fabs(r));
        // Clipped values say nothing of the light.
        if (std::fabs(r) > limit || p < 4 || p > 251) continue;
        n += 1, sb += b, sp += p, sbb += static_cast<double>(b) * b, sbp += static_cast<double>(b) * p;
      }
    }
    if (round == 0) {
      const size_t count = m->samples.size();
      offset = median(m->samples);
      for (size_t i = 0; i < count; i++) m->samples[i] = std::fabs(m->samples[i] - offset);
      limit = 1 + 3 * 1.4826f * median(m->samples);
      continue;
    }
    // The spread decides: where few pixels agree, or all are alike, the gain is left as it is.
    const double variance = n > 0 ? sbb / n - (sb / n) * (sb / n) : 0;
    if (n >= 32 && variance > 25) {
      const double slope = (sbp / n - (sb / n) * (sp / n)) / variance;
      gain = static_cast<float>(std::clamp(slope, 0.25, 4.0));
    }
    if (n >= 32) offset = static_cast<float>(sp / n - gain * (sb / n));
    const float spread = 1.4826f * median(m->samples);
    report->noise = spread;
    limit = 1 + 3 * spread;
  }
  report->gain = gain;
  report->offset = offset;
}

/// The median difference of the means of squares, each taken from a quarter of its pixels.
static float find_unlike(vp_motion *m, float gain, float offset) {
  constexpr int side = 8, step = 2, taps = (side / step) * (side / step);
  m->samples.clear();
  for (int y = 0; y + side <= m->rows; y += side) {
    for (int x = 0; x + side <= m->columns; x += side) {
      float sum = 0;
      for (int i = 0; i < side; i += step) {
        const size_t row = static_cast<size_t>(y + i) * m->columns + x;
        for (int k = 0; k < side; k += step)
          sum += m->picture[row + k] - gain * m->background[row + k] - offset;
      }
      m->samples.push_back(std::fabs(sum) / taps);
    }
  }
  return median(m->samples);
}

extern "C" {

vp_motion *vp_motion_new(int columns, int rows) {
  try {
    auto motion = std::make_unique<vp_motion>();
    const size_t count = static_cast<size_t>(columns) * static_cast<size_t>(rows);
    motion->columns = columns;
    motion->rows = rows;
    for (auto *plane : {&motion->picture, &motion->background, &motion->deviation, &motion->recent,
                        &motion->still, &motion->ratio})
      plane->resize(count);
    for (auto *plane : {&motion->raw, &motion->mask}) plane->resize(count);
    motion->sums.resize(static_cast<size_t>(columns));
    return motion.release();
  } catch (...) {
    return nullptr;
  }
}

void vp_motion_free(vp_motion *motion) { delete motion; }

int vp_motion_load(
    vp_motion *m, const vp_motion_plane *planes, int count, int factor, char *error) {
  try {
    std::fill(m->picture.begin(), m->picture.end(), 0.f);
    for (int i = 0; i < count; i++) {
      if (planes[i].step == 1 && planes[i].bytes == 1 && factor <= 256)
        load_bytes(m, planes[i], factor);
      else
        load_samples(m, planes[i], factor);
    }
    return 0;
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return -1;
}

const float *vp_motion_picture(const vp_motion *motion) { return motion->picture.data(); }

void vp_motion_reset(vp_motion *m) {
  m->background = m->picture;
  m->recent = m->picture;
  std::fill(m->deviation.begin(), m->deviation.end(), 1.f);
  std::fill(m->still.begin(), m->still.end(), 0.f);
}

int vp_motion_update(
    vp_motion *m, const vp_motion_settings *s, vp_motion_cell *cells, int cell_count,
    vp_motion_report *report, char *error) {
  try {
    const int cell = s->cell, across = (m->columns + cell - 1) / cell, down = (m->rows + cell - 1) / cell;
    if (across * down != cell_count) throw std::invalid_argument("the cells do not cover the picture");
    *report = {1, 0, 0, 0, 0};
    fit_light(m, report);
    report->unlike = find_unlike(m, report->gain, report->offset);
    const int count = m->columns * m->rows;
    const float dt = s->seconds;
    const auto rate = [dt](float time) { return 1 - std::exp(-dt / std::max(time, 1e-3f)); };
    const float follow = rate(s->background_time), spread = rate(s->deviation_time);
    const float light = rate(s->light_time), short_rate = rate(0.2f);
    const float scale = 1 / report->gain, offset = report->offset;
    const float light_gain = 1 + light * (report->gain - 1), light_offset = light * offset;
    const float least = std::max(s->floor, s->picture_factor * report->noise * scale);
    // The planes are apart; the compiler vectorises only when it is told.
    const float *__restrict picture = m->picture.data();
    float *__restrict background = m->background.data(), *__restrict deviation = m->deviation.data();
    float *__restrict recent = m->recent.data(), *__restrict still = m->still.data();
    float *__restrict ratio = m->ratio.data();
    uint8_t *__restrict raw = m->raw.data();
    const float factor = s->pixel_factor, still_time = s->still_time;
    float low, high;
    find_range(m->picture, &low, &high);
    const float gain = report->gain;
    for (int i = 0; i < count; i++) {
      const float b = background[i], d = deviation[i], lit = gain * b + offset;
      // What the light would push out of the picture's range is clipped there.
      const float over = lit > low ? lit : low, expected = over < high ? over : high;
      const float difference = (picture[i] - expected) * scale, r = std::fabs(difference);
      const float value = b + difference;
      const float wide = factor * d, threshold = wide > least ? wide : least;
      const float moves = r > threshold ? 1.f : 0.f, rests = 1 - moves;
      const float same = std::fabs(value - recent[i]) < 0.5f * threshold ? moves : 0.f;
      recent[i] += short_rate * (value - recent[i]);
      // A pixel that stays different is taken over; one that moves widens its deviation slowly, so that
      // leaves and water quieten down.
      const float age = same * (still[i] + dt), settled = age > still_time ? 1.f : 0.f;
      still[i] = (1 - settled) * age;
      const float capped = r < 40.f ? r : 40.f;
      deviation[i] = d + (rests + 0.125f * moves) * spread * (capped - d);
      background[i] = light_gain * (b + (settled + rests * follow) * difference) + light_offset;
      ratio[i] = r / threshold;
    }
    for (int i = 0; i < count; i++) raw[i] = ratio[i] > 1 ? 1 : 0;
    std::fill(cells, cells + cell_count, vp_motion_cell{});
    int total = 0;
    for (int y = 0; y < m->rows; y++) {
      const size_t row = static_cast<size_t>(y) * m->columns;
      uint8_t *__restrict mask = m->mask.data() + row;
      const int moving = majority(raw + row, y > 0, y + 1 < m->rows, m->columns, m->sums.data(), mask);
      if (moving == 0) continue;
      total += moving;
      for (int x = 0; x < m->columns; x++) {
        if (!mask[x]) continue;
        vp_motion_cell &c = cells[(y / cell) * across + x / cell];
        if (c.count++ == 0) c.left = c.right = x, c.top = y;
        c.left = std::min(c.left, x);
        c.right = std::max(c.right, x);
        c.bottom = y;
        c.ratio += m->ratio[row + x];
      }
    }
    report->moving = static_cast<float>(total) / static_cast<float>(count);
    return 0;
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return -1;
}

}  // extern "C"
