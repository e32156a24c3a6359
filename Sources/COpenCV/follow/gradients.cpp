#include "gradients.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace follow {

namespace {

constexpr int directions = 18;

/// The nearest of 18 directions of every gradient between bytes.
struct Directions {
  std::vector<uint8_t> table = std::vector<uint8_t>(511 * 511);

  Directions() {
    for (int dy = -255; dy <= 255; dy++) {
      for (int dx = -255; dx <= 255; dx++) {
        const double turn = std::atan2(dy, dx) / (2 * CV_PI) * directions;
        table[static_cast<size_t>((dy + 255) * 511 + dx + 255)] =
            static_cast<uint8_t>((static_cast<int>(std::lround(turn)) + directions) % directions);
      }
    }
  }
  uint8_t of(int dx, int dy) const { return table[static_cast<size_t>((dy + 255) * 511 + dx + 255)]; }
};

/// Spreads each pixel's gradient over the four cells around it; the cells have a rim of one on each side.
void bin(const cv::Mat &picture, int across, int down, std::vector<float> *histogram) {
  static const Directions table;
  histogram->assign(static_cast<size_t>((across + 2) * (down + 2) * directions), 0.f);
  const int row_length = (across + 2) * directions;
  for (int y = 0; y < down * cell; y++) {
    const uint8_t *row = picture.ptr<uint8_t>(y), *above = picture.ptr<uint8_t>(std::max(y - 1, 0));
    const uint8_t *below = picture.ptr<uint8_t>(std::min(y + 1, picture.rows - 1));
    const float fy = (y + 0.5f) / cell + 0.5f;
    const int cy = static_cast<int>(fy);
    const float wy = fy - cy;
    float *upper = histogram->data() + static_cast<ptrdiff_t>(cy) * row_length, *lower = upper + row_length;
    for (int x = 0; x < across * cell; x++) {
      const int dx = row[std::min(x + 1, picture.cols - 1)] - row[std::max(x - 1, 0)];
      const int dy = below[x] - above[x];
      const float strength = std::sqrt(static_cast<float>(dx * dx + dy * dy));
      const float fx = (x + 0.5f) / cell + 0.5f;
      const int cx = static_cast<int>(fx);
      const float wx = fx - cx;
      const int at = cx * directions + table.of(dx, dy);
      upper[at] += strength * (1 - wx) * (1 - wy);
      upper[at + directions] += strength * wx * (1 - wy);
      lower[at] += strength * (1 - wx) * wy;
      lower[at + directions] += strength * wx * wy;
    }
  }
}

}  // namespace

void find_gradients(const cv::Mat &picture, std::vector<cv::Mat> *planes) {
  const int across = picture.cols / cell, down = picture.rows / cell, wide = across + 2;
  thread_local std::vector<float> histogram, energy;
  bin(picture, across, down, &histogram);
  energy.assign(static_cast<size_t>(wide * (down + 2)), 0.f);
  for (size_t i = 0; i < energy.size(); i++) {
    const float *h = histogram.data() + i * directions;
    float sum = 0;
    for (int k = 0; k < directions / 2; k++) sum += (h[k] + h[k + 9]) * (h[k] + h[k + 9]);
    energy[i] = sum;
  }
  planes->resize(gradient_channels);
  for (auto &plane : *planes) plane.create(down, across, CV_32F);
  for (int y = 0; y < down; y++) {
    float *out[gradient_channels];
    for (int k = 0; k < gradient_channels; k++) out[k] = (*planes)[static_cast<size_t>(k)].ptr<float>(y);
    for (int x = 0; x < across; x++) {
      const int at = (y + 1) * wide + x + 1;
      const float *h = histogram.data() + static_cast<ptrdiff_t>(at) * directions, *e = energy.data() + at;
      // The four blocks of 2 x 2 cells that this cell is in.
      const int corners[4] = {-wide - 1, -wide, -1, 0};
      float scale[4];
      for (int k = 0; k < 4; k++) {
        const float *b = e + corners[k];
        scale[k] = 1 / std::sqrt(b[0] + b[1] + b[wide] + b[wide + 1] + 1e-2f);
      }
      float texture[4] = {0, 0, 0, 0};
      for (int k = 0; k < directions; k++) {
        float sum = 0;
        for (int n = 0; n < 4; n++) {
          const float value = std::min(h[k] * scale[n], 0.2f);
          sum += value;
          texture[n] += value;
        }
        out[k][x] = 0.5f * sum;
      }
      for (int k = 0; k < directions / 2; k++) {
        float sum = 0;
        for (int n = 0; n < 4; n++) sum += std::min((h[k] + h[k + 9]) * scale[n], 0.2f);
        out[directions + k][x] = 0.5f * sum;
      }
      for (int n = 0; n < 4; n++) out[27 + n][x] = 0.2357f * texture[n];
    }
  }
}

void find_means(const cv::Mat &picture, float gain, float offset, cv::Mat *plane) {
  cv::Mat means;
  const cv::Size cells(picture.cols / cell, picture.rows / cell);
  const cv::Rect whole({0, 0}, cells * cell);
  cv::resize(picture(whole), means, cells, 0, 0, cv::INTER_AREA);
  means.convertTo(*plane, CV_32F, gain, offset);
}

}  // namespace follow
