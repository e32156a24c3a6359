/// The parts of OpenCV that vidproc uses, as C: no C++ type and no exception crosses this header.
///
/// Functions that can fail return 0, or -1 with a text in `error` (of `VP_CV_ERROR_SIZE` bytes).
#ifndef VIDPROC_COPENCV_H
#define VIDPROC_COPENCV_H

#define VP_CV_ERROR_SIZE 1024

#include "opencv_dnn.h"
#include "opencv_follow.h"
#include "opencv_hog.h"
#include "opencv_motion.h"
#include "opencv_picture.h"
#include "opencv_tracking.h"

#endif
