#include "scale_filter.hpp"

#include <algorithm>
#include <cmath>

#include "gradients.hpp"

namespace follow {

ScaleFilter::ScaleFilter(double w, double h) : width(w), height(h) {
  constexpr double area = 640;
  const double factor = std::min(1.5, std::sqrt(area / (w * h)));
  const auto whole = [](double length) {
    return std::clamp(static_cast<int>(std::lround(length / cell)), 2, 24) * cell;
  };
  model = {whole(w * factor), whole(h * factor)};
  taper.create(1, sizes, CV_32F);
  cv::Mat target(1, sizes, CV_32F);
  const double spread = sizes / std::sqrt(33.0) / 4;
  for (int i = 0; i < sizes; i++) {
    taper.at<float>(i) = static_cast<float>(0.5 * (1 - std::cos(2 * CV_PI * (i + 1) / (sizes + 1))));
    const double d = i - sizes / 2;
    target.at<float>(i) = static_cast<float>(std::exp(-d * d / (2 * spread * spread)));
  }
  cv::dft(target, wanted, cv::DFT_COMPLEX_OUTPUT);
}

cv::Mat ScaleFilter::spectra(const cv::Mat &luma, double x, double y, double scale) const {
  // One patch of the largest size, from which the others are taken.
  const double most = std::pow(step, sizes / 2);
  const double across = width * scale * most, down = height * scale * most;
  const Region whole = {x - across / 2, y - down / 2, across, down};
  const auto fitting = [most](int length) { return static_cast<int>(std::ceil(length * most * 1.2)); };
  const cv::Size base(fitting(model.width), fitting(model.height));
  cv::Mat patch, part;
  crop(luma, whole, base, &patch);
  std::vector<cv::Mat> planes;
  const int cells = (model.width / cell) * (model.height / cell);
  cv::Mat samples(cells * gradient_channels, sizes, CV_32F);
  for (int i = 0; i < sizes; i++) {
    const double share = std::pow(step, i - sizes / 2) / most;
    const double w = base.width * share, h = base.height * share;
    crop(patch, {(base.width - w) / 2, (base.height - h) / 2, w, h}, model, &part);
    find_gradients(part, &planes);
    int row = 0;
    for (const auto &plane : planes) {
      for (int k = 0; k < cells; k++)
        samples.at<float>(row++, i) = plane.ptr<float>()[k] * taper.at<float>(i);
    }
  }
  cv::Mat result;
  cv::dft(samples, result, cv::DFT_ROWS | cv::DFT_COMPLEX_OUTPUT);
  return result;
}

double ScaleFilter::locate(const cv::Mat &luma, double x, double y, double scale) {
  if (numerator.empty()) return 1;
  const cv::Mat z = spectra(luma, x, y, scale);
  cv::Mat sum = cv::Mat::zeros(1, sizes, CV_32FC2), response;
  auto *s = sum.ptr<cv::Vec2f>();
  for (int row = 0; row < z.rows; row++) {
    const auto *n = numerator.ptr<cv::Vec2f>(row), *f = z.ptr<cv::Vec2f>(row);
    for (int i = 0; i < sizes; i++) {
      s[i][0] += n[i][0] * f[i][0] + n[i][1] * f[i][1];
      s[i][1] += n[i][0] * f[i][1] - n[i][1] * f[i][0];
    }
  }
  for (int i = 0; i < sizes; i++) s[i] /= denominator.at<float>(i);
  cv::dft(sum, response, cv::DFT_INVERSE | cv::DFT_SCALE | cv::DFT_REAL_OUTPUT);
  const float *r = response.ptr<float>();
  const int best = static_cast<int>(std::max_element(r, r + sizes) - r);
  double at = best;
  if (best > 0 && best < sizes - 1) {
    const float curve = r[best - 1] - 2 * r[best] + r[best + 1];
    if (curve < -1e-9f) at += std::clamp(0.5f * (r[best - 1] - r[best + 1]) / curve, -0.5f, 0.5f);
  }
  return std::pow(step, at - sizes / 2);
}

void ScaleFilter::learn(const cv::Mat &luma, double x, double y, double scale, float rate) {
  const cv::Mat f = spectra(luma, x, y, scale);
  if (numerator.empty()) {
    numerator = cv::Mat::zeros(f.size(), CV_32FC2);
    denominator = cv::Mat::zeros(1, sizes, CV_32F);
    rate = 1;
  }
  const float keep = 1 - rate;
  const auto *g = wanted.ptr<cv::Vec2f>();
  cv::Mat power = cv::Mat::zeros(1, sizes, CV_32F);
  float *p = power.ptr<float>();
  for (int row = 0; row < f.rows; row++) {
    auto *n = numerator.ptr<cv::Vec2f>(row);
    const auto *z = f.ptr<cv::Vec2f>(row);
    for (int i = 0; i < sizes; i++) {
      n[i][0] = keep * n[i][0] + rate * (g[i][0] * z[i][0] + g[i][1] * z[i][1]);
      n[i][1] = keep * n[i][1] + rate * (g[i][0] * z[i][1] - g[i][1] * z[i][0]);
      p[i] += z[i][0] * z[i][0] + z[i][1] * z[i][1];
    }
  }
  const double floor = 1e-2 * f.rows / gradient_channels;
  denominator = keep * denominator + rate * (power + floor);
}

}  // namespace follow
