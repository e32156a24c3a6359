import Media
import Records

/// What x264's first pass found out about a row of frames, summed up: bits at its constant rate factor.
///
/// Read from the statistics file (x264 encoder/ratecontrol.c: one line a frame, "in:0 out:0 type:I dur:2
/// cpbdur:2 q:19.50 aq:12.63 tex:2043 mv:136 misc:101 imb:25 pmb:0 smb:0 d:- ref:0 ;").
struct PassStatistics: Codable, Sendable, Hashable {
  /// Frames.
  var frames = 0
  /// Bits of the transform coefficients; they go with about the -1.1st power of the quantiser step.
  var texture: Int64 = 0
  /// Bits of motion; they go with about its square root.
  var motion: Int64 = 0
  /// Bits that hardly change.
  var other: Int64 = 0

  /// Reads a statistics file's text.
  /// - Throws: MediaError when a line is none of x264's, or there is none.
  init(_ bytes: [UInt8], named path: String) throws {
    for line in bytes.split(separator: 10) where line.first != UInt8(ascii: "#") {
      var found: [String: Int64] = [:]
      for field in line.split(separator: UInt8(ascii: " ")) {
        let halves = field.split(separator: UInt8(ascii: ":"), maxSplits: 1)
        guard halves.count == 2, let value = Int64(String(decoding: halves[1], as: UTF8.self)) else {
          continue
        }
        found[String(decoding: halves[0], as: UTF8.self)] = value
      }
      guard let tex = found["tex"], let mv = found["mv"], let misc = found["misc"] else {
        throw MediaError("read", path, cause: "a line of it is no statistics of x264's")
      }
      frames += 1
      texture += tex
      motion += mv
      other += misc
    }
    guard frames > 0 else { throw MediaError("read", path, cause: "it has no frames") }
  }

  /// The bits that the frames would take with every quantiser step `1 / fineness` times as large, coded at a
  /// size that takes `size` times the bits (x264's own model, ratecontrol.c qscale2bits).
  func bits(fineness: Double, size: Double) -> Double {
    let root = fineness.squareRoot()
    return (Double(texture) * power(fineness) + Double(motion) * root + Double(other)) * size
  }

  /// The 1.1st power, in operations that round the same on every machine.
  private func power(_ value: Double) -> Double {
    // x^1.1 = x * x^0.1, and x^0.1 is near x^(1/8) / x^(1/40); 1.125 - 0.025 by four square roots and a blend.
    let eighth = value.squareRoot().squareRoot().squareRoot()
    let thirtySecond = eighth.squareRoot().squareRoot()
    return value * eighth / (0.8 * (thirtySecond - 1) + 1)
  }
}
