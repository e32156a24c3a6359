#include "COpenCV.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "follow/color_model.hpp"
#include "follow/gradients.hpp"
#include "follow/place_filter.hpp"
#include "follow/remembered.hpp"
#include "follow/scale_filter.hpp"
#include "follow/search.hpp"

namespace {

/// The window's sizes: of the thing and of what is seen around it.
struct Geometry {
  /// The thing and its window in pixels of the picture, at a scale of 1.
  double width, height, window_width, window_height;
  /// The window in cells, and the pixels of the model for one of the picture.
  cv::Size cells;
  double zoom;

  Geometry(double w, double h) : width(w), height(h) {
    constexpr double margin = 0.75, area = 160 * 160;
    const double wide = w + margin * (w + h), high = h + margin * (w + h);
    zoom = std::min(2.5, std::sqrt(area / (wide * high)));
    const auto fitting = [this](double length) {
      return cv::getOptimalDFTSize(std::max(8, static_cast<int>(std::lround(length * zoom / follow::cell))));
    };
    cells = {fitting(wide), fitting(high)};
    window_width = cells.width * follow::cell / zoom;
    window_height = cells.height * follow::cell / zoom;
  }
  double spread() const { return std::max(0.6, std::sqrt(width * height) * zoom / follow::cell / 16); }
  cv::Size pixels() const { return cells * follow::cell; }
  cv::Size2d size() const { return {width * zoom, height * zoom}; }
  follow::Region window(const vp_follow_place &p) const {
    const double w = window_width * p.scale, h = window_height * p.scale;
    return {p.x - w / 2, p.y - h / 2, w, h};
  }
};

void say(char *error, const char *text) {
  std::strncpy(error, text, VP_CV_ERROR_SIZE - 1);
  error[VP_CV_ERROR_SIZE - 1] = 0;
}

}  // namespace

struct vp_follow {
  Geometry geometry;
  follow::PlaceFilter filter;
  follow::ScaleFilter sizes;
  follow::ColorModel color;
  follow::Remembered remembered;
  follow::Patch patch;
  std::vector<cv::Mat> channels;

  vp_follow(double width, double height)
      : geometry(width, height), filter(geometry.cells, geometry.spread()), sizes(width, height),
        remembered(width, height) {}

  void learn(const vp_cv_picture &picture, const vp_follow_place &place, const vp_follow_rates &rates) {
    const cv::Mat luma = follow::luma_of(picture);
    follow::crop(picture, geometry.window(place), geometry.pixels(), &patch);
    if (rates.filter > 0) {
      filter.find_channels(patch, &channels);
      filter.learn(channels, rates.filter);
    }
    if (rates.color > 0) color.learn(patch, geometry.size(), rates.color);
    if (rates.scale > 0) sizes.learn(luma, place.x, place.y, place.scale, rates.scale);
    if (rates.remember) remembered.add(luma, place.x, place.y, place.scale);
  }

  /// The mean share of the thing's colours in its box at each shift in cells; no shift is in the middle.
  cv::Mat color_response() {
    cv::Mat shares, cell_shares;
    color.find_shares(patch, &shares);
    cv::resize(shares, cell_shares, geometry.cells, 0, 0, cv::INTER_AREA);
    // A window of an even number of cells has its middle between two of them, as a box of an even number has.
    const auto whole = [](double length, int count) {
      const int odd = count % 2;
      return std::max(2 - odd, 2 * static_cast<int>(std::lround((length / follow::cell - odd) / 2)) + odd);
    };
    const cv::Size2d size = geometry.size();
    const cv::Size box(whole(size.width, geometry.cells.width), whole(size.height, geometry.cells.height));
    cv::Mat means;
    cv::boxFilter(
        cell_shares, means, CV_32F, box, {box.width / 2, box.height / 2}, true, cv::BORDER_REPLICATE);
    return means;
  }

  vp_follow_evidence locate(const vp_cv_picture &picture, vp_follow_place *place, bool with_scale) {
    follow::crop(picture, geometry.window(*place), geometry.pixels(), &patch);
    filter.find_channels(patch, &channels);
    const cv::Mat response = filter.response(channels);
    const cv::Mat means = color_response();
    // No shift is at the origin of one and in the middle of the other.
    constexpr float color_weight = 0.3f;
    cv::Mat merged(response.size(), CV_32F);
    const int rows = response.rows, columns = response.cols;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        const float share = means.at<float>((y + rows / 2) % rows, (x + columns / 2) % columns);
        merged.at<float>(y, x) = (1 - color_weight) * response.at<float>(y, x) + color_weight * share;
      }
    }
    const int rim = static_cast<int>(std::ceil(3 * geometry.spread()));
    const follow::Peak best = follow::find_peak(merged, rim);
    const double unit = follow::cell / geometry.zoom * place->scale;
    vp_follow_evidence evidence = {};
    evidence.sharpness = follow::find_peak(response, rim).sharpness;
    place->x += best.x * unit;
    place->y += best.y * unit;
    const cv::Mat luma = follow::luma_of(picture);
    if (with_scale) place->scale *= sizes.locate(luma, place->x, place->y, place->scale);
    evidence.likeness = remembered.compare(luma, place->x, place->y, place->scale);
    return evidence;
  }
};

extern "C" {

vp_follow *vp_follow_new(const vp_cv_picture *picture, const vp_cv_rect *box, char *error) {
  try {
    auto thing = std::make_unique<vp_follow>(box->width, box->height);
    const vp_follow_place place = {box->x + box->width / 2.0, box->y + box->height / 2.0, 1};
    thing->learn(*picture, place, {1, 1, 1, 1});
    return thing.release();
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return nullptr;
}

void vp_follow_free(vp_follow *thing) { delete thing; }

void vp_follow_window(const vp_follow *thing, double *width, double *height) {
  *width = thing->geometry.window_width;
  *height = thing->geometry.window_height;
}

int vp_follow_locate(
    vp_follow *thing, const vp_cv_picture *picture, vp_follow_place *place, int with_scale,
    vp_follow_evidence *evidence, char *error) {
  try {
    *evidence = thing->locate(*picture, place, with_scale != 0);
    return 0;
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return -1;
}

int vp_follow_learn(
    vp_follow *thing, const vp_cv_picture *picture, const vp_follow_place *place,
    const vp_follow_rates *rates, char *error) {
  try {
    thing->learn(*picture, *place, *rates);
    return 0;
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return -1;
}

int vp_follow_search(
    vp_follow *thing, const vp_cv_picture *picture, const vp_cv_rect *region, double scale,
    double reach, vp_follow_candidate *candidates, int capacity, char *error) {
  try {
    const follow::Region area = {region->x, region->y, region->width, region->height};
    const cv::Size2d size(thing->geometry.width * scale, thing->geometry.height * scale);
    auto found = follow::search(*picture, area, size, reach, thing->remembered, thing->color, capacity);
    for (size_t i = 0; i < found.size(); i++) {
      found[i].place.scale *= scale;
      candidates[i] = found[i];
    }
    return static_cast<int>(found.size());
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return -1;
}

}  // extern "C"
