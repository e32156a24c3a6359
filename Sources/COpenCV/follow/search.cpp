#include "search.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <tuple>

namespace follow {

/// The mean of each rectangle of `size` that fits.
static cv::Mat find_means(const cv::Mat &values, cv::Size size) {
  cv::Mat means;
  cv::boxFilter(values, means, CV_32F, size, {0, 0}, true, cv::BORDER_REPLICATE);
  return means(cv::Rect(0, 0, values.cols - size.width + 1, values.rows - size.height + 1));
}

std::vector<vp_follow_candidate> search(
    const vp_cv_picture &picture, Region region, cv::Size2d size, double reach, const Remembered &remembered,
    const ColorModel &color, int capacity) {
  std::vector<vp_follow_candidate> found;
  // No larger than 120,000 pixels, whatever is looked for.
  double factor = std::min(1.0, std::sqrt(250 / (size.width * size.height)));
  factor = std::min(factor, std::sqrt(1.2e5 / (region.width * region.height)));
  const auto reduced = [factor](double length) { return static_cast<int>(std::lround(length * factor)); };
  const cv::Size small(reduced(region.width), reduced(region.height));
  if (small.width < 8 || small.height < 8) return found;
  Patch patch;
  crop(picture, region, small, &patch);
  cv::Mat shares;
  color.find_shares(patch, &shares);
  // Steps of about 1.25, which is what the filter over sizes reaches.
  const int steps = static_cast<int>(std::lround(std::log(reach) / std::log(1.25)));
  for (int step = -steps; step <= steps; step++) {
    const double scale = steps > 0 ? std::pow(reach, static_cast<double>(step) / steps) : 1;
    const cv::Size box(
        std::max(4, static_cast<int>(std::lround(size.width * factor * scale))),
        std::max(4, static_cast<int>(std::lround(size.height * factor * scale))));
    if (box.width >= small.width || box.height >= small.height) continue;
    cv::Mat scores, other, likeness;
    cv::resize(remembered.newest(), other, box, 0, 0, cv::INTER_AREA);
    cv::matchTemplate(patch.luma, other, scores, cv::TM_CCOEFF_NORMED);
    cv::resize(remembered.oldest(), other, box, 0, 0, cv::INTER_AREA);
    cv::matchTemplate(patch.luma, other, likeness, cv::TM_CCOEFF_NORMED);
    cv::patchNaNs(scores, 0);
    cv::patchNaNs(likeness, 0);
    cv::max(scores, likeness, scores);
    scores += find_means(shares, box);
    for (int i = 0; i < capacity; i++) {
      cv::Point at;
      double score = 0;
      cv::minMaxLoc(scores, nullptr, &score, nullptr, &at);
      if (score < 0) break;
      const double x = region.left + (at.x + box.width / 2.0) / factor;
      const double y = region.top + (at.y + box.height / 2.0) / factor;
      found.push_back({{x, y, scale}, static_cast<float>(score)});
      const cv::Rect taken(
          at.x - box.width / 3, at.y - box.height / 3, 2 * box.width / 3 + 1, 2 * box.height / 3 + 1);
      scores(taken & cv::Rect({0, 0}, scores.size())).setTo(-2);
    }
  }
  std::sort(found.begin(), found.end(), [](const auto &a, const auto &b) {
    return std::tie(b.score, a.place.y, a.place.x, a.place.scale)
         < std::tie(a.score, b.place.y, b.place.x, b.place.scale);
  });
  // The same place at several sizes counts once.
  std::vector<vp_follow_candidate> kept;
  for (const auto &candidate : found) {
    const bool is_new = std::none_of(kept.begin(), kept.end(), [&](const auto &other) {
      return std::fabs(other.place.x - candidate.place.x) < size.width / 3
          && std::fabs(other.place.y - candidate.place.y) < size.height / 3;
    });
    if (is_new && static_cast<int>(kept.size()) < capacity) kept.push_back(candidate);
  }
  return kept;
}

}  // namespace follow
