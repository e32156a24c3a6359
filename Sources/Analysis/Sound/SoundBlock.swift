/// What samples are like.
struct SoundFormat: Equatable, Sendable {
  /// Samples a second.
  var sampleRate = 0
  /// Short names of the channels, such as FL or LFE.
  var channels: [String] = []
  /// The highest positive number that the stored samples can hold: 1 less one step of the integer formats,
  /// that of 16 bits for the floating ones.
  var ceiling: Float = 1
  /// One step of the stored samples; that of 16 bits for all finer ones.
  var step: Float = 1 / 32768
}

/// How a block follows the one before.
enum SoundContinuity: Equatable, Sendable {
  /// Directly, or it is the first.
  case direct
  /// Samples are missing; they would have begun at this time, in seconds.
  case hole(from: Double)
  /// The time jumps back, or too far ahead to be a hole; the samples before end at this time, in seconds.
  case jump(from: Double)
}

/// Consecutive samples of one track, by channel. They never reach across a whole second.
struct SoundBlock {
  /// What they are like.
  var format = SoundFormat()
  /// Their number by channel.
  var count = 0
  /// Position of the first, in samples from time 0.
  var start: Int64 = 0
  /// How they follow the block before.
  var continuity = SoundContinuity.direct
  /// Whether the format differs from that of the block before, or this is the first.
  var hasNewFormat = true
  /// The samples by channel, -1 to 1; at least `count` each, of which the first `count` are meant.
  var channels: [[Float]] = []

  /// Position after the last sample.
  var end: Int64 { start + Int64(count) }

  /// The time of a position in seconds.
  func time(_ position: Int64) -> Double { Double(position) / Double(max(format.sampleRate, 1)) }

  /// The second that the block lies in, counted from time 0.
  var second: Int64 {
    let rate = Int64(max(format.sampleRate, 1))
    return start >= 0 ? start / rate : -((-start + rate - 1) / rate)
  }
}
