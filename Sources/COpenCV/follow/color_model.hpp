#pragma once

#include <vector>

#include "crop.hpp"

namespace follow {

/// How the colours of a thing and those around it are spread, and so which pixels are probably its own
/// (Bertinetto et al. 2016: Staple).
class ColorModel {
 public:
  /// Moves the histograms by `rate` towards those of a window with the thing of `size` in its middle.
  void learn(const Patch &patch, cv::Size2d size, float rate);
  /// The probability that each pixel is the thing's.
  void find_shares(const Patch &patch, cv::Mat *shares) const;

 private:
  std::vector<float> inside, around, share;
};

}  // namespace follow
