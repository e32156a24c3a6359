#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace follow {

/// Side of a cell in pixels.
constexpr int cell = 4;
/// Numbers of a cell: 18 directions with sign, 9 without, 4 of how much texture there is around.
constexpr int gradient_channels = 31;

/// Histograms of oriented gradients as Felzenszwalb, Girshick, McAllester and Ramanan (2010) make them, for
/// each whole cell of a picture of bytes: `gradient_channels` planes of 32-bit floats.
void find_gradients(const cv::Mat &picture, std::vector<cv::Mat> *planes);

/// The mean of each whole cell, times `gain`, plus `offset`.
void find_means(const cv::Mat &picture, float gain, float offset, cv::Mat *plane);

}  // namespace follow
