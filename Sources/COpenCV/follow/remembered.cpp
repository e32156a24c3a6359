#include "remembered.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace follow {

Remembered::Remembered(double w, double h) : width(w), height(h) {
  const double factor = std::min(1.0, std::sqrt(500 / (w * h)));
  const auto whole = [](double length) { return std::clamp(static_cast<int>(std::lround(length)), 6, 64); };
  size = {whole(w * factor), whole(h * factor)};
}

void Remembered::add(const cv::Mat &luma, double x, double y, double scale) {
  cv::Mat picture;
  crop(luma, {x - width * scale / 2, y - height * scale / 2, width * scale, height * scale}, size, &picture);
  if (pictures.size() < most) {
    pictures.push_back(picture);
    latest = pictures.size() - 1;
    return;
  }
  // The first one stays; the others take turns.
  latest = latest + 1 < most ? latest + 1 : 1;
  pictures[latest] = picture;
}

float Remembered::compare(const cv::Mat &luma, double x, double y, double scale) const {
  const cv::Size wide(size.width + 2 * slack, size.height + 2 * slack);
  const double w = width * scale * wide.width / size.width, h = height * scale * wide.height / size.height;
  cv::Mat picture, scores;
  crop(luma, {x - w / 2, y - h / 2, w, h}, wide, &picture);
  float best = -1;
  for (const auto &kept : pictures) {
    cv::matchTemplate(picture, kept, scores, cv::TM_CCOEFF_NORMED);
    double score = 0;
    cv::minMaxLoc(scores, nullptr, &score);
    // A picture without any texture correlates with nothing.
    best = std::max(best, std::isfinite(score) ? static_cast<float>(std::clamp(score, -1.0, 1.0)) : 0.f);
  }
  return best;
}

}  // namespace follow
