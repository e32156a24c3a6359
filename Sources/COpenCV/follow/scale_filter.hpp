#pragma once

#include <vector>

#include "crop.hpp"

namespace follow {

/// A one-dimensional correlation filter over sizes (Danelljan, Häger, Khan and Felsberg 2014: DSST).
class ScaleFilter {
 public:
  /// For a thing of `width` x `height` pixels.
  ScaleFilter(double width, double height);

  /// The factor by which the thing at a place is larger than `scale` says.
  double locate(const cv::Mat &luma, double x, double y, double scale);
  /// Moves the filter by `rate` towards this picture.
  void learn(const cv::Mat &luma, double x, double y, double scale, float rate);

 private:
  static constexpr int sizes = 17;
  static constexpr double step = 1.025;
  double width, height;
  cv::Size model;
  cv::Mat taper, wanted, numerator, denominator;

  /// A row of spectra over the sizes for each number of the cells.
  cv::Mat spectra(const cv::Mat &luma, double x, double y, double scale) const;
};

}  // namespace follow
