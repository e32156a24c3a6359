import CPictureKernels
import Media

/// Turns frames of any sample format into blocks of numbers, and keeps the time.
///
/// Positions are counted in samples from the first timestamp on, so that timestamps that were rounded do no
/// harm; a timestamp that differs by more than 20 ms from the count sets it anew. Samples missing for up to a
/// minute are a hole, all else is a jump.
struct SoundReader {
  private var block = SoundBlock()
  private var next: Int64?
  private var isFirst = true

  /// Most samples of a block.
  static let longest = 4096

  /// Hands a frame's samples to `body`, block by block. Frames without samples are passed over.
  /// - Throws: MediaError where the frame's format is not known; what `body` throws is passed on.
  mutating func read(_ frame: Frame, _ body: (inout SoundBlock) throws(MediaError) -> Void) throws(MediaError)
  {
    let total = frame.sampleCount
    guard total > 0 else { return }
    let format = try format(of: frame)
    block.hasNewFormat = isFirst || format != block.format
    block.continuity = place(frame.pts, oldRate: block.format.sampleRate, rate: format.sampleRate)
    block.format = format
    isFirst = false
    if block.channels.count != format.channels.count {
      block.channels = Array(
        repeating: [Float](repeating: 0, count: Self.longest), count: format.channels.count)
    }
    var done = 0
    var position = next ?? 0
    let rate = Int64(format.sampleRate)
    while done < total {
      let intoSecond = ((position % rate) + rate) % rate
      let count = min(total - done, Self.longest, Int(rate - intoSecond))
      for channel in block.channels.indices {
        frame.withSamples(channel: channel) { bytes in
          vp_sound_take(
            bytes.base + done * bytes.step, bytes.kind.rawValue, bytes.step, count, &block.channels[channel])
        }
      }
      block.start = position
      block.count = count
      try body(&block)
      block.hasNewFormat = false
      block.continuity = .direct
      done += count
      position += Int64(count)
    }
    next = position
  }

  private func format(of frame: Frame) throws(MediaError) -> SoundFormat {
    let names = frame.channelNames
    guard let kind = frame.sampleFormat.kind, frame.sampleRate > 0, !names.isEmpty else {
      throw MediaError(
        "measure", "sound",
        cause: "\(frame.sampleFormat) at \(frame.sampleRate) Hz with \(frame.channels) channels is not known")
    }
    var format = SoundFormat(sampleRate: frame.sampleRate, channels: names)
    switch kind {
    case .u8: format.step = 1 / 128
    case .s16, .s32, .s64, .float, .double: format.step = 1 / 32768
    }
    format.ceiling = 1 - format.step
    return format
  }

  /// Sets the position of the frame and says how it follows the samples before.
  private mutating func place(_ pts: Int64?, oldRate: Int, rate: Int) -> SoundContinuity {
    guard let expected = next else {
      next = pts ?? 0
      return .direct
    }
    let time = Double(expected) / Double(max(oldRate, 1))
    if oldRate != rate {
      next = pts ?? Int64(time * Double(rate))
      return .jump(from: time)
    }
    guard let pts else { return .direct }
    let (ahead, overflow) = pts.subtractingReportingOverflow(expected)
    guard overflow || ahead.magnitude > UInt64(max(rate / 50, 1)) else { return .direct }
    next = pts
    return !overflow && ahead > 0 && ahead <= 60 * Int64(rate) ? .hole(from: time) : .jump(from: time)
  }
}
