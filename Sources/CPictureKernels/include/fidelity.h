/// The inner loops of judging how much of a reference's visual information and detail a picture keeps.
///
/// Pictures are planes of floats in 8-bit levels without padding. Results do not depend on the CPU.
#ifndef VIDPROC_FIDELITY_H
#define VIDPROC_FIDELITY_H

#include <stddef.h>

/// A picture and its reference, of one size.
typedef struct vp_float_pair {
  const float *picture, *reference;
  size_t width, height;
} vp_float_pair;

/// Information of a reference, and how much of it a picture keeps, in bits.
typedef struct vp_information {
  double kept, whole;
} vp_information;

/// Visual information fidelity of one scale (Sheikh and Bovik, "Image information and visual quality", 2006)
/// in the pixel domain: under a Gaussian window of 2^(4-scale)+1 samples (sigma a fifth of it), with a noise
/// of variance 2. Where the reference is flat, a picture's own variance counts against it.
/// @param scale 0 to 3.
/// @param step every how manyth row is looked at.
/// @param scratch 12 * (width + 16) numbers.
vp_information vp_visual_information(vp_float_pair pair, int scale, size_t step, float *scratch);

/// The picture of the next scale: under the window of `scale`, every second sample of every second row.
/// @param scale the scale that is made, 1 to 3.
/// @param target (width / 2) * (height / 2) numbers.
/// @param scratch width + 16 numbers.
void vp_next_scale(
    const float *source, size_t width, size_t height, int scale, float *target, float *scratch);

/// One level of a wavelet transform: the approximation, and horizontal, vertical and diagonal detail, each of
/// (width + 1) / 2 by (height + 1) / 2 numbers.
typedef struct vp_bands {
  float *approximation, *horizontal, *vertical, *diagonal;
} vp_bands;

/// Splits a picture by Daubechies' wavelet of four taps.
/// @param scratch 2 * width + 20 numbers.
void vp_split_bands(const float *source, size_t width, size_t height, vp_bands bands, float *scratch);

/// Detail of a reference, and how much of it is seen in a picture.
typedef struct vp_detail {
  double kept, whole;
} vp_detail;

/// The detail that is left, after what was added is taken apart and its masking taken off (Li, Zhang, Ma and
/// Ngan, "Image quality assessment by separately evaluating detail losses and additive impairments", 2011),
/// weighted by the eye's sensitivity at three heights of a picture of 1080 rows (Watson et al., "Visibility
/// of wavelet quantization noise", 1997). A tenth of the picture at each edge is left out.
/// @param level 0 to 3, 0 the finest.
/// @param width of the bands; at least 2.
/// @param height of the bands; at least 2.
/// @param scratch 14 * (width + 2) numbers.
vp_detail vp_detail_kept(
    vp_bands picture, vp_bands reference, int level, size_t width, size_t height, float *scratch);

/// The mean absolute difference of a picture and the one before it, both under a Gaussian window of five
/// samples, looked at in every `step`th row.
/// @param scratch 2 * (width + 16) numbers.
double vp_blurred_change(
    const float *picture, const float *previous, size_t width, size_t height, size_t step, float *scratch);

#endif
