#ifndef VIDPROC_OPENCV_MOTION_H
#define VIDPROC_OPENCV_MOTION_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A background model beside OpenCV's own, which take several times as long and take a change of light for
// motion (MotionDetector says more).

/// Where one component of a picture lies in memory.
typedef struct vp_motion_plane {
  const uint8_t *base;
  /// Bytes from row to row, and from sample to sample.
  ptrdiff_t stride;
  int step;
  /// 1, or 2 for samples in the machine's byte order.
  int bytes;
  /// What a sample is multiplied by; over all components added it makes levels of 0 to 255.
  float weight;
} vp_motion_plane;

/// How a picture is compared with the background.
typedef struct vp_motion_settings {
  /// Seconds since the picture before; 0 for the first.
  float seconds;
  /// A pixel moves where it differs by more than the largest of `floor` levels, `pixel_factor` times the mean
  /// deviation of that pixel, and `picture_factor` times the standard deviation of the whole picture.
  float floor, pixel_factor, picture_factor;
  /// Seconds in which the background follows, in which the deviations follow, and in which the background's
  /// brightness follows the picture's.
  float background_time, deviation_time, light_time;
  /// Seconds after which something new that stands still belongs to the background.
  float still_time;
  /// Side of a cell in pixels.
  int cell;
} vp_motion_settings;

/// What a comparison found.
typedef struct vp_motion_report {
  /// The picture's brightness is `gain * background + offset`.
  float gain, offset;
  /// Standard deviation of the picture from the background, without what moves, in levels.
  float noise;
  /// Median difference of the means of squares of 8 pixels, in levels: small for noise however strong, large
  /// where the whole picture shows something else.
  float unlike;
  /// Share of the pixels that differ, 0 to 1.
  float moving;
} vp_motion_report;

/// The moving pixels of a square of the picture.
typedef struct vp_motion_cell {
  /// How many there are, and the sum of how many times their threshold they differ.
  int count;
  float ratio;
  /// The first and last column and row that has one, in pixels of the picture.
  int left, top, right, bottom;
} vp_motion_cell;

/// A background of one brightness picture, with what each pixel's deviation is.
typedef struct vp_motion vp_motion;

/// NULL where there is no memory.
vp_motion *vp_motion_new(int columns, int rows);
void vp_motion_free(vp_motion *motion);

/// Fills the next picture with averages of `factor` x `factor` samples of the planes.
int vp_motion_load(
    vp_motion *motion, const vp_motion_plane *planes, int count, int factor, char *error);

/// The loaded picture, row by row, in levels of 0 to 255.
const float *vp_motion_picture(const vp_motion *motion);

/// Makes the loaded picture the background.
void vp_motion_reset(vp_motion *motion);

/// Compares the loaded picture with the background, and lets the background follow it. `cells` has room for
/// the cells of the picture, row by row, `count` in all; the last of a row and the last row may be cut. Fails
/// where there are more or fewer.
int vp_motion_update(
    vp_motion *motion, const vp_motion_settings *settings, vp_motion_cell *cells, int count,
    vp_motion_report *report, char *error);

#ifdef __cplusplus
}
#endif

#endif
