import Media
import Records

/// Bits of the pictures that are shown in a second.
public struct BitrateSecond: Sendable, Equatable {
  /// Where the second begins, in seconds.
  public var start: Double
  /// Bits of its pictures.
  public var bits: Int64
  /// Pictures.
  public var frames: Int
}

/// What is told of the bit rate.
public struct BitrateOptions: Sendable, Equatable {
  /// Index of the video stream; nil for the first that comes.
  public var stream: Int?
  /// Distance of keyframes in seconds from which on it is told.
  public var longGOP = 10.0

  /// The defaults.
  public init() {}
}

/// Measures how many bits the pictures take over time, and how they are grouped.
///
/// Bits count in the second in which the picture is shown; seconds begin with the first picture. Groups go from
/// keyframe to keyframe, as the container marks them.
public final class BitrateAnalyser: PacketAnalyser {
  private struct Picture {
    var time: Double
    var bits: Int64
    var isKeyframe: Bool
    var length: Double
  }

  /// Is called with each second that is complete.
  public var onSecond: ((BitrateSecond) -> Void)?
  private let options: BitrateOptions
  private var stream: Int?
  private var order = PresentationOrder<Picture>()
  private var second: BitrateSecond?
  private var bits: Int64 = 0
  private var packets = 0
  private var first: Double?
  private var previous: Double?
  private var end = -Double.infinity
  private var greatest: Int64?
  private var least: Int64?
  private var lastKeyframe: Double?
  private var keyframes = 0
  private var distances = (count: 0, sum: 0.0, least: Double.infinity, greatest: 0.0)
  private var lastDecodedKeyframe: Int64?
  private var leading = 0
  private var types: [Character: Int] = [:]
  private var row = 0
  private var longestRow = 0
  private var frames = 0

  /// Measures the packets of a video stream.
  public init(options: BitrateOptions = BitrateOptions()) {
    self.options = options
    stream = options.stream
  }

  /// Takes the next packet.
  public func add(_ packet: PacketFacts, to output: inout AnalyserOutput) {
    guard packet.kind == .video else { return }
    if stream == nil { stream = packet.stream }
    guard packet.stream == stream else { return }
    packets += 1
    if packets == 1, !packet.isKeyframe { tellMissingKeyframe(packet, &output) }
    bits += Int64(packet.size) * 8
    guard let ticks = packet.pts ?? packet.dts else {
      if packet.isKeyframe { keyframes += 1 }
      return
    }
    if packet.isKeyframe {
      lastDecodedKeyframe = ticks
    } else if let keyframe = lastDecodedKeyframe, ticks < keyframe {
      leading += 1
    }
    let picture = Picture(
      time: Timestamp(ticks, packet.timeBase).seconds, bits: Int64(packet.size) * 8,
      isKeyframe: packet.isKeyframe,
      length: Timestamp(max(0, packet.duration), packet.timeBase).seconds)
    if let next = order.add(picture, time: ticks) { settle(next, &output) }
  }

  private func settle(_ picture: Picture, _ output: inout AnalyserOutput) {
    if first == nil {
      first = picture.time
      second = BitrateSecond(start: picture.time, bits: 0, frames: 0)
    }
    let length = picture.length > 0 ? picture.length : picture.time - (previous ?? picture.time)
    end = max(end, picture.time + length)
    previous = picture.time
    advance(to: picture.time)
    second?.bits += picture.bits
    second?.frames += 1
    guard picture.isKeyframe else { return }
    keyframes += 1
    if let lastKeyframe, picture.time > lastKeyframe { group(from: lastKeyframe, to: picture.time, &output) }
    lastKeyframe = picture.time
  }

  /// Completes the seconds before a moment.
  private func advance(to time: Double) {
    guard let begun = second, time - begun.start >= 1 - 1e-9 else { return }
    complete(begun)
    // A jump of hours is no reason for as many empty seconds.
    let whole = Int64(min(1e12, (time - begun.start + 1e-9).rounded(.down)))
    for index in 1..<min(max(1, whole), 3600) {
      complete(BitrateSecond(start: begun.start + Double(index), bits: 0, frames: 0))
    }
    second = BitrateSecond(start: begun.start + Double(whole), bits: 0, frames: 0)
  }

  private func complete(_ second: BitrateSecond) {
    greatest = max(greatest ?? second.bits, second.bits)
    least = min(least ?? second.bits, second.bits)
    onSecond?(second)
  }

  private func group(from start: Double, to end: Double, _ output: inout AnalyserOutput) {
    let length = end - start
    distances.count += 1
    distances.sum += length
    distances.least = min(distances.least, length)
    distances.greatest = max(distances.greatest, length)
    tell(from: start, to: end, &output)
  }

  private func tell(from start: Double, to end: Double, _ output: inout AnalyserOutput) {
    guard end - start > options.longGOP else { return }
    var finding = FindingRecord()
    finding.finding = "gop"
    finding.severity = .info
    finding.what = "there is no keyframe for \((end - start).inSeconds): seeking and switching are slow"
    finding.start = start
    finding.end = end
    finding.stream = stream
    finding.values = ["duration": end - start]
    output.findings.append(finding)
  }

  private func tellMissingKeyframe(_ packet: PacketFacts, _ output: inout AnalyserOutput) {
    var finding = FindingRecord()
    finding.finding = "gop"
    finding.severity = .warning
    finding.what = "the video does not begin with a keyframe: its first pictures cannot be decoded"
    finding.start = (packet.pts ?? packet.dts).map { Timestamp($0, packet.timeBase).seconds }
    finding.stream = stream
    output.findings.append(finding)
  }

  /// Takes a frame's facts.
  public func add(_ frame: FrameFacts, to output: inout AnalyserOutput) {
    frames += 1
    types[frame.codingType, default: 0] += 1
    row = frame.codingType == "B" ? row + 1 : 0
    longestRow = max(longestRow, row)
  }

  /// Sums up.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    for picture in order.drain() { settle(picture, &output) }
    if let lastKeyframe { tell(from: lastKeyframe, to: self.end, &output) }
    guard packets > 0 else { return }
    var section = BitrateSummary()
    // The end of the media may be that of the sound; without any time there is nothing better.
    let stop = first == nil ? end : self.end
    let length = stop - (first ?? 0)
    if length > 0 { section.mean = Double(bits) / length }
    if let last = second, stop - last.start > 0, last.frames > 0 {
      if stop - last.start >= 1 - 1e-6 {
        complete(last)
      } else {
        onSecond?(last)
      }
    }
    // A video of less than a second has no whole one.
    section.max = greatest.map(Double.init) ?? section.mean
    section.min = least.map(Double.init) ?? section.mean
    section.keyframes = keyframes
    if distances.count > 0 {
      section.gopMean = distances.sum / Double(distances.count)
      section.gopMax = distances.greatest
      section.gopMin = distances.least
      section.isGOPFixed = distances.greatest - distances.least <= 0.0021
    }
    section.isGOPOpen = keyframes > 1 ? leading > 0 : nil
    if !types.isEmpty, types.keys.contains(where: { $0 != "?" }) {
      var counts: OrderedValues<Int> = [:]
      for type in types.keys.sorted() { counts[String(type)] = types[type] }
      section.frameTypes = counts
      section.bFramesMax = longestRow
    }
    summary.bitrate = section
  }
}
