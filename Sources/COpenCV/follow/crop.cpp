#include "crop.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace follow {

static cv::Mat plane_of(const uint8_t *base, ptrdiff_t stride, int width, int height) {
  if (!base) return {};
  return cv::Mat(height, width, CV_8U, const_cast<uint8_t *>(base), static_cast<size_t>(stride));
}

static int shifted(int length, int shift) { return (length + (1 << shift) - 1) >> shift; }

cv::Mat luma_of(const vp_cv_picture &p) { return plane_of(p.luma, p.luma_stride, p.width, p.height); }

cv::Mat blue_of(const vp_cv_picture &p) {
  return plane_of(p.blue, p.blue_stride, shifted(p.width, p.shift_x), shifted(p.height, p.shift_y));
}

cv::Mat red_of(const vp_cv_picture &p) {
  return plane_of(p.red, p.red_stride, shifted(p.width, p.shift_x), shifted(p.height, p.shift_y));
}

/// One axis of a reduction by a whole factor: the pixels that are read.
struct Run {
  int first, count;
};

static Run find_run(double start, double length, int factor, int limit) {
  int first = static_cast<int>(std::floor(std::clamp(start, -1e6, 1e6))) - factor;
  int last = static_cast<int>(std::ceil(std::clamp(start + length, -1e6, 1e6))) + factor;
  first = std::clamp(first, 0, std::max(0, limit - factor));
  last = std::clamp(last, std::min(limit, first + factor), limit);
  const int count = std::max(1, (last - first) / factor) * factor;
  return {first, std::min(count, limit - first)};
}

void crop(const cv::Mat &plane, Region r, cv::Size size, cv::Mat *out) {
  const int kx = std::clamp(static_cast<int>(r.width / size.width), 1, std::max(1, plane.cols / 2));
  const int ky = std::clamp(static_cast<int>(r.height / size.height), 1, std::max(1, plane.rows / 2));
  cv::Mat source = plane;
  if (kx > 1 || ky > 1) {
    const Run x = find_run(r.left, r.width, kx, plane.cols), y = find_run(r.top, r.height, ky, plane.rows);
    cv::Mat reduced;
    cv::resize(
        plane(cv::Rect(x.first, y.first, x.count, y.count)), reduced,
        {std::max(1, x.count / kx), std::max(1, y.count / ky)}, 0, 0, cv::INTER_AREA);
    r = {(r.left - x.first) / kx, (r.top - y.first) / ky, r.width / kx, r.height / ky};
    source = reduced;
  }
  const double fx = r.width / size.width, fy = r.height / size.height;
  const cv::Matx23d map(fx, 0, r.left + 0.5 * fx - 0.5, 0, fy, r.top + 0.5 * fy - 0.5);
  cv::warpAffine(
      source, *out, map, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
}

void crop(const vp_cv_picture &picture, Region r, cv::Size size, Patch *patch) {
  crop(luma_of(picture), r, size, &patch->luma);
  if (!picture.blue || !picture.red) {
    patch->blue.release();
    patch->red.release();
    return;
  }
  const double fx = 1.0 / (1 << picture.shift_x), fy = 1.0 / (1 << picture.shift_y);
  const Region part = {r.left * fx, r.top * fy, r.width * fx, r.height * fy};
  crop(blue_of(picture), part, size, &patch->blue);
  crop(red_of(picture), part, size, &patch->red);
}

}  // namespace follow
