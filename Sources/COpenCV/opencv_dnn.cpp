#include "COpenCV.h"

#include <cstring>
#include <exception>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>
#include <string>
#include <vector>

struct vp_cv_net {
  cv::dnn::Net net;
  std::vector<std::string> names;
  std::vector<cv::Mat> outputs;
};

static void say(char *error, const char *text) {
  std::strncpy(error, text, VP_CV_ERROR_SIZE - 1);
  error[VP_CV_ERROR_SIZE - 1] = 0;
}

extern "C" {

const char *vp_cv_version(void) { return CV_VERSION; }

void vp_cv_set_threads(int threads) { cv::setNumThreads(threads > 0 ? threads : -1); }

vp_cv_net *vp_cv_net_read(const char *path, const char *config, char *error) {
  // Refusals come back as exceptions; OpenCV would print them as well.
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  cv::redirectError([](int, const char *, const char *, const char *, int, void *) { return 0; });
  try {
    auto net = std::make_unique<vp_cv_net>();
    net->net = config && *config ? cv::dnn::readNet(path, config) : cv::dnn::readNet(path);
    if (net->net.empty()) {
      say(error, "the file holds no network");
      return nullptr;
    }
    net->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    net->net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    net->names = net->net.getUnconnectedOutLayersNames();
    return net.release();
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return nullptr;
}

void vp_cv_net_free(vp_cv_net *net) { delete net; }

int vp_cv_net_output_count(const vp_cv_net *net) { return static_cast<int>(net->names.size()); }

const char *vp_cv_net_output_name(const vp_cv_net *net, int index) { return net->names[index].c_str(); }

int vp_cv_net_run(vp_cv_net *net, const float *input, const int *shape, int rank, char *error) {
  try {
    const cv::Mat blob(rank, shape, CV_32F, const_cast<float *>(input));
    net->net.setInput(blob);
    net->net.forward(net->outputs, net->names);
    return 0;
  } catch (const std::exception &failure) {
    say(error, failure.what());
  } catch (...) {
    say(error, "an unknown exception");
  }
  return -1;
}

int vp_cv_net_output(const vp_cv_net *net, int index, const float **values, int *shape, int *rank) {
  if (index < 0 || index >= static_cast<int>(net->outputs.size())) return -1;
  const cv::Mat &mat = net->outputs[index];
  if (mat.type() != CV_32F || !mat.isContinuous() || mat.dims > 8) return -1;
  *values = mat.ptr<float>();
  *rank = mat.dims;
  for (int axis = 0; axis < mat.dims; axis++) shape[axis] = mat.size[axis];
  return 0;
}

}  // extern "C"
