#include "COpenCV.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <vector>

struct vp_cv_hog {
  cv::HOGDescriptor descriptor;
  cv::Mat resized;
};

static void say(char *error, const char *text) {
  std::strncpy(error, text, VP_CV_ERROR_SIZE - 1);
  error[VP_CV_ERROR_SIZE - 1] = 0;
}

extern "C" {

vp_cv_hog *vp_cv_hog_new(char *error) {
  try {
    auto hog = std::make_unique<vp_cv_hog>();
    hog->descriptor.setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector());
    return hog.release();
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return nullptr;
}

void vp_cv_hog_free(vp_cv_hog *hog) { delete hog; }

int vp_cv_hog_detect(
    vp_cv_hog *hog, const uint8_t *base, ptrdiff_t stride, int width, int height, double scale,
    double minimum_weight, vp_cv_person *people, int capacity, char *error) {
  try {
    cv::Mat picture(height, width, CV_8U, const_cast<uint8_t *>(base), static_cast<size_t>(stride));
    if (scale != 1) {
      cv::resize(picture, hog->resized, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
      picture = hog->resized;
    }
    const cv::Size window = hog->descriptor.winSize;
    if (picture.cols < window.width || picture.rows < window.height) return 0;
    std::vector<cv::Rect> found;
    std::vector<double> weights;
    // Steps of 8 pixels and of 1.05 in size, and groups of at least 2 windows: OpenCV's own defaults.
    hog->descriptor.detectMultiScale(
        picture, found, weights, minimum_weight, {8, 8}, {16, 16}, 1.05, 2.0, false);
    const int count = static_cast<int>(std::min(found.size(), weights.size()));
    for (int i = 0; i < std::min(count, capacity); i++) {
      const cv::Rect &box = found[i];
      people[i] = {
          static_cast<float>(box.x / scale), static_cast<float>(box.y / scale),
          static_cast<float>(box.width / scale), static_cast<float>(box.height / scale),
          static_cast<float>(weights[i])};
    }
    return count;
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return -1;
}

}  // extern "C"
