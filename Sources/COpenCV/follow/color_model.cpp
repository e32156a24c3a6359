#include "color_model.hpp"

#include <algorithm>
#include <cmath>

namespace follow {

/// 16 levels of brightness, 32 of each colour difference, whose middle half is divided finely.
static constexpr int bins = 16 * 32 * 32;

static inline int chroma_bin(int value) { return std::clamp((value - 64) / 4, 0, 31); }

static inline int bin_of(int luma, int blue, int red) {
  return (luma >> 4) * 1024 + chroma_bin(blue) * 32 + chroma_bin(red);
}

template <class Visit>
static void visit(const Patch &patch, Visit body) {
  for (int y = 0; y < patch.luma.rows; y++) {
    const uint8_t *l = patch.luma.ptr<uint8_t>(y);
    if (patch.has_color()) {
      const uint8_t *b = patch.blue.ptr<uint8_t>(y), *r = patch.red.ptr<uint8_t>(y);
      for (int x = 0; x < patch.luma.cols; x++) body(x, y, bin_of(l[x], b[x], r[x]));
    } else {
      for (int x = 0; x < patch.luma.cols; x++) body(x, y, bin_of(l[x], 128, 128));
    }
  }
}

void ColorModel::learn(const Patch &patch, cv::Size2d size, float rate) {
  if (inside.empty()) {
    inside.assign(bins, 0);
    around.assign(bins, 0);
    share.assign(bins, 0.5f);
    rate = 1;
  }
  thread_local std::vector<float> in, out;
  in.assign(bins, 0);
  out.assign(bins, 0);
  const double mx = patch.luma.cols / 2.0, my = patch.luma.rows / 2.0;
  int ins = 0, outs = 0;
  visit(patch, [&](int x, int y, int bin) {
    const double dx = std::abs(x + 0.5 - mx) / size.width, dy = std::abs(y + 0.5 - my) / size.height;
    // The corners of a box are seldom the thing's, and near its edge nobody knows.
    if (dx < 0.4 && dy < 0.4)
      in[static_cast<size_t>(bin)]++, ins++;
    else if (dx > 0.55 || dy > 0.55)
      out[static_cast<size_t>(bin)]++, outs++;
  });
  if (ins == 0 || outs == 0) return;
  for (size_t i = 0; i < bins; i++) {
    inside[i] += rate * (in[i] / ins - inside[i]);
    around[i] += rate * (out[i] / outs - around[i]);
    constexpr float doubt = 2e-4f;
    share[i] = (inside[i] + doubt / 2) / (inside[i] + around[i] + doubt);
  }
}

void ColorModel::find_shares(const Patch &patch, cv::Mat *shares) const {
  shares->create(patch.luma.size(), CV_32F);
  visit(patch, [&](int x, int y, int bin) { shares->at<float>(y, x) = share[static_cast<size_t>(bin)]; });
}

}  // namespace follow
