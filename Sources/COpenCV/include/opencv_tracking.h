#ifndef VIDPROC_OPENCV_TRACKING_H
#define VIDPROC_OPENCV_TRACKING_H

#include "opencv_picture.h"

#ifdef __cplusplus
extern "C" {
#endif

/// How the picture moved as a whole: x' = a x + b y + tx, y' = c x + d y + ty, in pixels of the full picture
/// counted from its upper left corner.
typedef struct vp_camera_motion {
  double a, b, tx, c, d, ty;
  /// Corners that were followed, and how many of them moved that way; 0 where nothing could be told.
  int followed, agreeing;
} vp_camera_motion;

/// What is kept of the picture before.
typedef struct vp_camera vp_camera;

/// NULL with a text in `error`.
vp_camera *vp_camera_new(int width, int height, int columns, char *error);
void vp_camera_free(vp_camera *camera);

/// Compares a picture with the one before. `foreground` are the boxes of things in the one before that may
/// move by themselves; corners in them are not followed. The first picture gives the identity.
int vp_camera_update(
    vp_camera *camera, const vp_cv_picture *picture, const vp_cv_rect *foreground, int count,
    vp_camera_motion *motion, char *error);

#ifdef __cplusplus
}
#endif

#endif
