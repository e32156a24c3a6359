#pragma once

#include <vector>

#include "crop.hpp"

namespace follow {

/// A correlation filter over gradients and colour that answers with a narrow peak where the thing is: ridge
/// regression in the frequency domain (Bolme et al. 2010; Henriques et al. 2015; Danelljan et al. 2017).
class PlaceFilter {
 public:
  /// For windows of `cells`, with a peak `spread` cells wide.
  PlaceFilter(cv::Size cells, double spread);

  /// The filter's channels of a window.
  void find_channels(const Patch &patch, std::vector<cv::Mat> *channels) const;

  /// The response of each shift in cells; that of no shift is at the origin, negative ones are at the end.
  cv::Mat response(const std::vector<cv::Mat> &channels);

  /// Moves the filter by `rate` towards one that answers to this window with a peak in its middle.
  void learn(const std::vector<cv::Mat> &channels, float rate);

 private:
  cv::Size cells;
  cv::Mat taper, wanted;
  std::vector<cv::Mat> numerators;
  cv::Mat denominator;

  void transform(const std::vector<cv::Mat> &channels, std::vector<cv::Mat> *spectra) const;
  std::vector<cv::Mat> spectra;
};

/// The highest place of a response, in cells (with fractions) from no shift, its value, and by how many
/// standard deviations it rises over what is more than `rim` cells away.
struct Peak {
  double x, y;
  float value, sharpness;
};
Peak find_peak(const cv::Mat &response, int rim);

}  // namespace follow
