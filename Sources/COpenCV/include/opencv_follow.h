#ifndef VIDPROC_OPENCV_FOLLOW_H
#define VIDPROC_OPENCV_FOLLOW_H

#include "opencv_picture.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A place of the thing that is followed: its middle in pixels from the picture's upper left corner, and its
/// size in units of what it was at first.
typedef struct vp_follow_place {
  double x, y, scale;
} vp_follow_place;

/// What speaks for the thing being at a place.
typedef struct vp_follow_evidence {
  /// How many standard deviations the correlation filter's response rises over that elsewhere.
  float sharpness;
  /// The correlation of the place's brightness with the best of the remembered pictures, -1 to 1.
  float likeness;
} vp_follow_evidence;

/// A place to look at more closely, with a score that only compares places of one search.
typedef struct vp_follow_candidate {
  vp_follow_place place;
  float score;
} vp_follow_candidate;

/// How much of a picture goes into what is known of the thing, 0 to 1 each.
typedef struct vp_follow_rates {
  float filter, color, scale;
  /// Whether a picture of the thing is added to those remembered.
  int remember;
} vp_follow_rates;

/// What is known of the thing.
typedef struct vp_follow vp_follow;

/// Learns the thing in a box of a picture. NULL with a text in `error`.
vp_follow *vp_follow_new(const vp_cv_picture *picture, const vp_cv_rect *box, char *error);
void vp_follow_free(vp_follow *follow);

/// The pixels around a place (across and down, for a scale of 1) that one call of vp_follow_locate sees.
void vp_follow_window(const vp_follow *follow, double *width, double *height);

/// Finds the thing near `place`, its size too where `with_scale`, and says how sure that is.
int vp_follow_locate(
    vp_follow *follow, const vp_cv_picture *picture, vp_follow_place *place, int with_scale,
    vp_follow_evidence *evidence, char *error);

/// Learns what the thing looks like at `place`.
int vp_follow_learn(
    vp_follow *follow, const vp_cv_picture *picture, const vp_follow_place *place,
    const vp_follow_rates *rates, char *error);

/// Looks for the thing in a region, at `scale` and up to `reach` times as small and as large; the best places
/// first. Returns their number, or -1.
int vp_follow_search(
    vp_follow *follow, const vp_cv_picture *picture, const vp_cv_rect *region, double scale,
    double reach, vp_follow_candidate *candidates, int capacity, char *error);

#ifdef __cplusplus
}
#endif

#endif
