#pragma once

#include <vector>

#include "color_model.hpp"
#include "opencv_follow.h"
#include "remembered.hpp"

namespace follow {

/// Looks for a thing of `size` pixels in a region, up to `reach` times as small and as large too: correlation
/// of brightness with the remembered pictures and the share of the thing's colours, on a picture so small
/// that the thing has a few hundred pixels. At most `capacity` places, the best first, `scale` in units of
/// `size`.
std::vector<vp_follow_candidate> search(
    const vp_cv_picture &picture, Region region, cv::Size2d size, double reach, const Remembered &remembered,
    const ColorModel &color, int capacity);

}  // namespace follow
