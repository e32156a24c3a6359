import Glibc
import Records
import Vision

/// How good a picture looks, judged without a reference.
///
/// Each fault takes a share of the quality that is left, so that the score never falls under 0 and every step of
/// any fault lowers it: `score = 100 * product(1 - loss)`. With levels as parts of the nominal range from black to
/// white, the level of the brightest part `high` (mean of the 98th percentile and that of 99.8 %) and that of the
/// darkest `low` (2nd percentile), the losses are
///
/// - blur: `0.75 * (1 - exp(-((edgeWidth - 1) / 3.6)^2))`, the edges' width in pixels (the sharpest tenth, as in
///   P. Marziliano and others, "A no-reference perceptual blur metric", 2002), so that what is out of focus
///   behind something sharp costs nothing, nor do smooth surfaces between sharp outlines;
/// - noise: `0.8 * (1 - exp(-(sigma - 1) / 12))` from 1 level up, sigma being raised by
///   `(200 / (219 * (high - low)))^0.7` where contrast is low;
/// - blocking: `0.85 * blockiness / 100`;
/// - banding: `0.4 * banding / 100`;
/// - detail: `0.15 * exp(-detail / 0.25)`, the fine structures that coarse quantisation takes first;
/// - exposure: `1 - (1 - dark) * (1 - flat) * (1 - bright)` with `dark = 0.45 * exp(-high / 0.2)`,
///   `flat = 0.3 * exp(-(high - low) / 0.12)`, `bright = 0.4 * (1 - exp(-(share - 0.1) / 0.3))` from a tenth of
///   the pixels at white up.
///
/// The points that a fault costs are its part of the sum of the losses' logarithms.
struct PictureQuality: Sendable, Equatable {
  /// 0 to 100.
  var score: Double
  /// Points lost, by fault; with `score` they add up to 100.
  var parts: [Double]

  /// Names of the faults, in the order of `parts`.
  static let faults = ["blur", "noise", "blocking", "banding", "detail", "exposure"]

  /// Judges a picture; nil where there is next to nothing to be seen in it: 99 % of the pixels lie within 4 levels
  /// (black and white frames, for example).
  init?(_ measures: PictureMeasures, in format: PictureFormat) {
    guard measures.level(at: 0.995) - measures.level(at: 0.005) >= 4 else { return nil }
    let nominal = format.white - format.black
    let high = ((measures.level(at: 0.98) + measures.level(at: 0.998)) / 2 - format.black) / nominal
    let low = (measures.level(at: 0.02) - format.black) / nominal
    let contrast = max(high - low, 0.05)
    let blur = ((measures.edgeWidth ?? 1) - 1) / 3.6
    let noise = measures.noise * pow(max(1, 200 / (219 * contrast)), 0.7)
    let white = measures.share(of: Int(format.white)...255)
    let dark = 0.45 * exp(-max(0, high) / 0.2)
    let flat = 0.3 * exp(-contrast / 0.12)
    let bright = 0.4 * (1 - exp(-max(0, white - 0.1) / 0.3))
    let losses = [
      0.75 * (1 - exp(-blur * blur)),
      0.8 * (1 - exp(-max(0, noise - 1) / 12)),
      0.85 * measures.blockiness / 100,
      0.4 * measures.banding / 100,
      0.15 * exp(-measures.detail / 0.25),
      1 - (1 - dark) * (1 - flat) * (1 - bright),
    ]
    let logarithms = losses.map { -log(1 - $0) }
    let sum = logarithms.reduce(0, +)
    let score = 100 * exp(-sum)
    self.score = score
    parts = logarithms.map { sum > 0 ? (100 - score) * $0 / sum : 0 }
  }
}
