import CPictureKernels
import Glibc

/// The frequency weighting of ITU-R BS.1770-4, Annex 1, for any sample rate.
///
/// The recommendation gives coefficients for 48 kHz only. These are of the analogue filters behind them,
/// brought to the sample rate by the bilinear transform (B. De Man, "Evaluation of implementations of the EBU
/// R128 loudness measurement", AES 145); at 48 kHz they are the recommendation's to ten digits.
enum KWeighting {
  /// The filter for a sample rate in hertz.
  static func filter(sampleRate: Int) -> vp_k_weighting {
    vp_k_weighting(shelf: shelf(sampleRate), high_pass: highPass(sampleRate))
  }

  /// A high shelf of +4 dB: the head's effect.
  private static func shelf(_ rate: Int) -> vp_biquad {
    let (frequency, gain, q) = (1681.974450955533, 3.999843853973347, 0.7071752369554196)
    // Below that rate the shelf lies beyond what the samples can hold.
    guard Double(rate) > 2.2 * frequency else { return vp_biquad(b0: 1, b1: 0, b2: 0, a1: 0, a2: 0) }
    let k = tan(.pi * frequency / Double(rate))
    let high = pow(10, gain / 20)
    let band = pow(high, 0.4996667741545416)
    let a0 = 1 + k / q + k * k
    return vp_biquad(
      b0: (high + band * k / q + k * k) / a0, b1: 2 * (k * k - high) / a0,
      b2: (high - band * k / q + k * k) / a0, a1: 2 * (k * k - 1) / a0, a2: (1 - k / q + k * k) / a0)
  }

  /// The revised low-frequency B-curve.
  private static func highPass(_ rate: Int) -> vp_biquad {
    let (frequency, q) = (38.13547087602444, 0.5003270373238773)
    guard Double(rate) > 2.2 * frequency else { return vp_biquad(b0: 1, b1: 0, b2: 0, a1: 0, a2: 0) }
    let k = tan(.pi * frequency / Double(rate))
    let a0 = 1 + k / q + k * k
    return vp_biquad(b0: 1, b1: -2, b2: 1, a1: 2 * (k * k - 1) / a0, a2: (1 - k / q + k * k) / a0)
  }

  /// Weights of the channels (ITU-R BS.1770-4, Annex 1, table 3 and Annex 3, table 4).
  ///
  /// 1.41 for surround channels at 60 to 120 degrees, 0 for low-frequency effects, 1 for all others. Back
  /// channels are the surround channels where the layout has none at the sides (5.1); where it has (7.1), they
  /// lie beyond 120 degrees.
  /// - Parameters:
  ///   - channels: libav's short names.
  ///   - isDualMono: whether a single channel is to count as two (EBU Tech 3341, 2.11: played on two
  ///     loudspeakers).
  static func weights(_ channels: [String], isDualMono: Bool = false) -> [Double] {
    if channels.count == 1 { return [isDualMono ? 2 : 1] }
    let hasSides = channels.contains("SL") || channels.contains("SR")
    return channels.map { name in
      switch name {
      case "LFE", "LFE2": 0
      case "SL", "SR", "SDL", "SDR": 1.41
      case "BL", "BR": hasSides ? 1 : 1.41
      default: 1
      }
    }
  }
}
