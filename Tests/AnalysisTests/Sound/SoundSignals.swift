import Glibc
import Media
import Records

@testable import Analysis

/// Frames of made sound.
enum SoundSignals {
  /// A frame of these samples, one list a channel, stored in any of libav's formats.
  static func frame(
    _ channels: [[Double]], rate: Int = 48000, layout: String? = nil, format: String = "fltp",
    pts: Int64? = nil
  ) throws -> Frame {
    let count = channels[0].count
    let layout = layout ?? ["mono", "stereo", "3.0", "quad", "5.0", "5.1", "6.1", "7.1"][channels.count - 1]
    let frame = try Frame.silence(samples: count, sampleRate: rate, layout: layout, format: format)
    for (index, samples) in channels.enumerated() {
      frame.withSamples(channel: index) { bytes in
        for n in 0..<count { store(samples[n], at: bytes.base + n * bytes.step, bytes.kind) }
      }
    }
    frame.pts = pts
    return frame
  }

  private static func store(_ value: Double, at place: UnsafeMutableRawPointer, _ kind: SampleKind) {
    switch kind {
    case .u8: place.storeBytes(of: UInt8(max(0, min(255, (value * 128).rounded() + 128))), as: UInt8.self)
    case .s16:
      place.storeBytes(of: Int16(max(-32768, min(32767, (value * 32768).rounded()))), as: Int16.self)
    case .s32:
      place.storeBytes(of: Int32(max(-0x1p31, min(0x1p31 - 1, (value * 0x1p31).rounded()))), as: Int32.self)
    case .s64:
      place.storeBytes(of: Int64(max(-0x1p62, min(0x1p62, (value * 0x1p63).rounded()))), as: Int64.self)
    case .float: place.storeBytes(of: Float(value), as: Float.self)
    case .double: place.storeBytes(of: value, as: Double.self)
    }
  }

  /// Samples of a sine of this peak level in dBFS.
  static func sine(
    _ decibels: Double, count: Int, frequency: Double = 1000, rate: Int = 48000, phase: Double = 0
  ) -> [Double] {
    let amplitude = pow(10, decibels / 20)
    return (0..<count).map { amplitude * sin(2 * .pi * frequency * Double($0) / Double(rate) + phase) }
  }

  /// Uniform noise between -1 and 1.
  static func noise(count: Int, seed: UInt64 = 1) -> [Double] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(Int64(bitPattern: state)) / 0x1p63
    }
  }
}

extension SoundAnalyser {
  /// Takes frames, ends, and gives the summary and the findings.
  func analyse(_ frames: [Frame], end: Double = 0) throws -> (
    summary: SummaryRecord, findings: [FindingRecord]
  ) {
    var output = AnalyserOutput()
    for frame in frames { try add(frame, to: &output) }
    var summary = SummaryRecord(command: "analyze", frames: 0)
    finish(at: end, into: &summary, output: &output)
    return (summary, output.findings)
  }
}
