#include "COpenCV.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <memory>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>
#include <stdexcept>
#include <vector>

struct vp_camera {
  int width, height;
  cv::Size size;
  /// Small brightness pictures: the one before and this one, with their pyramids.
  cv::Mat before, now, mask;
  std::vector<cv::Mat> pyramid_before, pyramid_now;
  std::vector<cv::Point2f> corners, moved, from, to;
  std::vector<uint8_t> found, agrees;
};

namespace {

constexpr int levels = 3;
const cv::Size window(15, 15);

void say(char *error, const char *text) {
  std::strncpy(error, text, VP_CV_ERROR_SIZE - 1);
  error[VP_CV_ERROR_SIZE - 1] = 0;
}

/// Blackens the foreground, with a rim, because a corner is as large as its window.
void make_mask(vp_camera *m, const vp_cv_rect *foreground, int count) {
  m->mask.create(m->size, CV_8U);
  m->mask.setTo(255);
  const float fx = static_cast<float>(m->size.width) / m->width;
  const float fy = static_cast<float>(m->size.height) / m->height;
  for (int i = 0; i < count; i++) {
    const vp_cv_rect &box = foreground[i];
    if (!std::isfinite(box.x + box.y + box.width + box.height)) continue;
    const auto limit = [](float value, int most) {
      return static_cast<int>(std::clamp(value, 0.f, static_cast<float>(most)));
    };
    const int left = limit(box.x * fx - 2, m->size.width), top = limit(box.y * fy - 2, m->size.height);
    const int right = limit((box.x + box.width) * fx + 3, m->size.width);
    const int bottom = limit((box.y + box.height) * fy + 3, m->size.height);
    if (right <= left || bottom <= top) continue;
    m->mask(cv::Rect(left, top, right - left, bottom - top)).setTo(0);
  }
}

/// Keeps the corners that are found again, in pixels of the full picture.
void follow(vp_camera *m) {
  cv::goodFeaturesToTrack(m->before, m->corners, 200, 0.01, 7, m->mask, 3);
  m->from.clear();
  m->to.clear();
  if (m->corners.empty()) return;
  cv::calcOpticalFlowPyrLK(
      m->pyramid_before, m->pyramid_now, m->corners, m->moved, m->found, cv::noArray(), window, levels,
      cv::TermCriteria(cv::TermCriteria::COUNT + cv::TermCriteria::EPS, 20, 0.01), 0, 1e-3);
  const float fx = static_cast<float>(m->width) / m->size.width;
  const float fy = static_cast<float>(m->height) / m->size.height;
  const auto whole = [fx, fy](cv::Point2f p) { return cv::Point2f((p.x + 0.5f) * fx, (p.y + 0.5f) * fy); };
  for (size_t i = 0; i < m->corners.size(); i++) {
    const cv::Point2f &p = m->moved[i];
    // At the edge a window sees what was not there before.
    if (!m->found[i] || p.x < 2 || p.y < 2 || p.x > m->size.width - 3 || p.y > m->size.height - 3) continue;
    m->from.push_back(whole(m->corners[i]));
    m->to.push_back(whole(p));
  }
}

/// Whether a camera can have made this motion between two frames.
bool is_plausible(const vp_camera *m, const vp_camera_motion &motion) {
  const double scale = std::hypot(motion.a, motion.c), turn = std::atan2(motion.c, motion.a);
  const double x = motion.a * m->width / 2 + motion.b * m->height / 2 + motion.tx - m->width / 2.0;
  const double y = motion.c * m->width / 2 + motion.d * m->height / 2 + motion.ty - m->height / 2.0;
  return scale > 0.7 && scale < 1.43 && std::fabs(turn) < 0.5 && std::fabs(x) < m->width / 2.0
      && std::fabs(y) < m->height / 2.0;
}

/// The farthest that a corner of the picture moves, in pixels.
double farthest(const vp_camera *m, const vp_camera_motion &motion) {
  double most = 0;
  for (int i = 0; i < 4; i++) {
    const double x = i & 1 ? m->width : 0, y = i & 2 ? m->height : 0;
    const double dx = motion.a * x + motion.b * y + motion.tx - x;
    const double dy = motion.c * x + motion.d * y + motion.ty - y;
    most = std::max(most, std::hypot(dx, dy));
  }
  return most;
}

void estimate(vp_camera *m, vp_camera_motion *motion) {
  constexpr int least = 12;
  const int followed = static_cast<int>(m->from.size());
  motion->followed = followed;
  if (followed < least) return;
  // Within a pixel of the small picture.
  const double reach = static_cast<double>(m->width) / m->size.width;
  const cv::Mat matrix =
      cv::estimateAffinePartial2D(m->from, m->to, m->agrees, cv::RANSAC, reach, 500, 0.995, 10);
  if (matrix.empty() || matrix.type() != CV_64F) return;
  const int agreeing = cv::countNonZero(m->agrees);
  if (agreeing < least || agreeing * 10 < followed * 4) return;
  const double *v = matrix.ptr<double>();
  vp_camera_motion result = {v[0], v[1], v[2], v[3], v[4], v[5], followed, agreeing};
  if (!is_plausible(m, result)) return;
  // Less is the corners' own noise: a camera that stands still is to give the identity itself.
  if (farthest(m, result) < 0.1) result = {1, 0, 0, 0, 1, 0, followed, agreeing};
  *motion = result;
}

}  // namespace

extern "C" {

vp_camera *vp_camera_new(int width, int height, int columns, char *error) {
  try {
    auto camera = std::make_unique<vp_camera>();
    camera->width = width;
    camera->height = height;
    const int factor = std::max(1, static_cast<int>(std::lround(static_cast<double>(width) / columns)));
    camera->size = {std::max(1, width / factor), std::max(1, height / factor)};
    return camera.release();
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return nullptr;
}

void vp_camera_free(vp_camera *camera) { delete camera; }

int vp_camera_update(
    vp_camera *m, const vp_cv_picture *picture, const vp_cv_rect *foreground, int count,
    vp_camera_motion *motion, char *error) {
  try {
    if (picture->width != m->width || picture->height != m->height)
      throw std::invalid_argument("its size is not that of the frames before");
    *motion = {1, 0, 0, 0, 1, 0, 0, 0};
    const cv::Mat luma(
        picture->height, picture->width, CV_8U, const_cast<uint8_t *>(picture->luma),
        static_cast<size_t>(picture->luma_stride));
    std::swap(m->before, m->now);
    std::swap(m->pyramid_before, m->pyramid_now);
    cv::resize(luma, m->now, m->size, 0, 0, cv::INTER_AREA);
    cv::buildOpticalFlowPyramid(m->now, m->pyramid_now, window, levels);
    if (m->before.empty()) return 0;
    make_mask(m, foreground, count);
    follow(m);
    estimate(m, motion);
    return 0;
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return -1;
}

}  // extern "C"
