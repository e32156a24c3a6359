#pragma once

#include <opencv2/core.hpp>

#include "opencv_picture.h"

namespace follow {

/// A rectangle with edges between pixels.
struct Region {
  double left, top, width, height;
};

/// A plane of a picture as a matrix over the same bytes; empty where there is none.
cv::Mat luma_of(const vp_cv_picture &picture);
cv::Mat blue_of(const vp_cv_picture &picture);
cv::Mat red_of(const vp_cv_picture &picture);

/// Resamples a region to `size`: averages where it shrinks, bilinear in between; what lies outside repeats
/// the picture's edge.
void crop(const cv::Mat &plane, Region region, cv::Size size, cv::Mat *out);

/// The three components of a region, those of colour empty for a grey picture.
struct Patch {
  cv::Mat luma, blue, red;
  bool has_color() const { return !blue.empty(); }
};
void crop(const vp_cv_picture &picture, Region region, cv::Size size, Patch *patch);

}  // namespace follow
