#pragma once

#include <vector>

#include "crop.hpp"

namespace follow {

/// Small brightness pictures of the thing: the first one and the last few that were sure (as Kalal,
/// Mikolajczyk and Matas 2012 keep them: TLD).
class Remembered {
 public:
  /// For a thing of `width` x `height` pixels.
  Remembered(double width, double height);

  /// Keeps a picture of the thing at a place.
  void add(const cv::Mat &luma, double x, double y, double scale);
  /// The correlation of what is at a place with the best of the pictures.
  float compare(const cv::Mat &luma, double x, double y, double scale) const;
  /// The first picture and the last one.
  const cv::Mat &oldest() const { return pictures.front(); }
  const cv::Mat &newest() const { return pictures[latest]; }

 private:
  static constexpr size_t most = 8;
  /// Pixels by which a place may be wrong when it is compared.
  static constexpr int slack = 2;
  double width, height;
  cv::Size size;
  std::vector<cv::Mat> pictures;
  size_t latest = 0;
};

}  // namespace follow
