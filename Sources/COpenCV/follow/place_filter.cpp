#include "place_filter.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "gradients.hpp"

namespace follow {

/// What the power of each frequency is raised by, for each cell (Staple's value).
static constexpr float regularization = 1e-3f;

PlaceFilter::PlaceFilter(cv::Size size, double spread) : cells(size) {
  cv::createHanningWindow(taper, size, CV_32F);
  cv::Mat target(size, CV_32F);
  for (int y = 0; y < size.height; y++) {
    const double dy = y <= size.height / 2 ? y : y - size.height;
    for (int x = 0; x < size.width; x++) {
      const double dx = x <= size.width / 2 ? x : x - size.width;
      target.at<float>(y, x) = static_cast<float>(std::exp(-(dx * dx + dy * dy) / (2 * spread * spread)));
    }
  }
  cv::dft(target, wanted, cv::DFT_COMPLEX_OUTPUT);
}

void PlaceFilter::find_channels(const Patch &patch, std::vector<cv::Mat> *channels) const {
  find_gradients(patch.luma, channels);
  const auto add = [&](const cv::Mat &plane, float gain) {
    cv::Mat mean;
    find_means(plane, gain, 0, &mean);
    // The mean says nothing of the place, and the taper would make a bump of it.
    mean -= cv::mean(mean);
    channels->push_back(mean);
  };
  add(patch.luma, 1.f / 255);
  if (patch.has_color()) {
    add(patch.blue, 2.f / 255);
    add(patch.red, 2.f / 255);
  }
}

void PlaceFilter::transform(const std::vector<cv::Mat> &channels, std::vector<cv::Mat> *result) const {
  result->resize(channels.size());
  cv::Mat tapered;
  for (size_t i = 0; i < channels.size(); i++) {
    cv::multiply(channels[i], taper, tapered);
    cv::dft(tapered, (*result)[i], cv::DFT_COMPLEX_OUTPUT);
  }
}

cv::Mat PlaceFilter::response(const std::vector<cv::Mat> &channels) {
  transform(channels, &spectra);
  cv::Mat sum(cells, CV_32FC2, cv::Scalar(0, 0));
  for (size_t i = 0; i < channels.size() && i < numerators.size(); i++) {
    for (int y = 0; y < cells.height; y++) {
      const auto *n = numerators[i].ptr<cv::Vec2f>(y), *z = spectra[i].ptr<cv::Vec2f>(y);
      auto *s = sum.ptr<cv::Vec2f>(y);
      // conj(numerator) * spectrum
      for (int x = 0; x < cells.width; x++) {
        s[x][0] += n[x][0] * z[x][0] + n[x][1] * z[x][1];
        s[x][1] += n[x][0] * z[x][1] - n[x][1] * z[x][0];
      }
    }
  }
  for (int y = 0; y < cells.height; y++) {
    auto *s = sum.ptr<cv::Vec2f>(y);
    const float *d = denominator.ptr<float>(y);
    for (int x = 0; x < cells.width; x++) s[x] /= d[x];
  }
  cv::Mat response;
  cv::dft(sum, response, cv::DFT_INVERSE | cv::DFT_SCALE | cv::DFT_REAL_OUTPUT);
  return response;
}

void PlaceFilter::learn(const std::vector<cv::Mat> &channels, float rate) {
  transform(channels, &spectra);
  const bool first = numerators.empty();
  if (first) {
    numerators.resize(channels.size());
    for (auto &numerator : numerators) numerator = cv::Mat::zeros(cells, CV_32FC2);
    denominator = cv::Mat::zeros(cells, CV_32F);
    rate = 1;
  }
  cv::Mat power = cv::Mat::zeros(cells, CV_32F);
  const float keep = 1 - rate;
  for (size_t i = 0; i < channels.size() && i < numerators.size(); i++) {
    for (int y = 0; y < cells.height; y++) {
      auto *n = numerators[i].ptr<cv::Vec2f>(y);
      const auto *f = spectra[i].ptr<cv::Vec2f>(y), *g = wanted.ptr<cv::Vec2f>(y);
      float *p = power.ptr<float>(y);
      // conj(wanted) * spectrum
      for (int x = 0; x < cells.width; x++) {
        n[x][0] = keep * n[x][0] + rate * (g[x][0] * f[x][0] + g[x][1] * f[x][1]);
        n[x][1] = keep * n[x][1] + rate * (g[x][0] * f[x][1] - g[x][1] * f[x][0]);
        p[x] += f[x][0] * f[x][0] + f[x][1] * f[x][1];
      }
    }
  }
  const double floor = regularization * cells.area();
  denominator = keep * denominator + rate * (power + floor);
}

Peak find_peak(const cv::Mat &r, int rim) {
  cv::Point at;
  double value = 0;
  cv::minMaxLoc(r, nullptr, &value, nullptr, &at);
  const auto get = [&](int x, int y) {
    return r.at<float>((y + r.rows) % r.rows, (x + r.cols) % r.cols);
  };
  const auto vertex = [](float before, float middle, float after) {
    const float curve = before - 2 * middle + after;
    return curve < -1e-9f ? std::clamp(0.5f * (before - after) / curve, -0.5f, 0.5f) : 0.f;
  };
  Peak peak = {};
  peak.value = static_cast<float>(value);
  peak.x = at.x + vertex(get(at.x - 1, at.y), peak.value, get(at.x + 1, at.y));
  peak.y = at.y + vertex(get(at.x, at.y - 1), peak.value, get(at.x, at.y + 1));
  if (peak.x > r.cols / 2.0) peak.x -= r.cols;
  if (peak.y > r.rows / 2.0) peak.y -= r.rows;
  double sum = 0, squares = 0;
  int count = 0;
  for (int y = 0; y < r.rows; y++) {
    const int dy = std::min(std::abs(y - at.y), r.rows - std::abs(y - at.y));
    const float *row = r.ptr<float>(y);
    for (int x = 0; x < r.cols; x++) {
      const int dx = std::min(std::abs(x - at.x), r.cols - std::abs(x - at.x));
      if (dx <= rim && dy <= rim) continue;
      sum += row[x];
      squares += static_cast<double>(row[x]) * row[x];
      count++;
    }
  }
  if (count > 1) {
    const double mean = sum / count, deviation = std::sqrt(std::max(1e-12, squares / count - mean * mean));
    peak.sharpness = static_cast<float>((value - mean) / deviation);
  }
  return peak;
}

}  // namespace follow
