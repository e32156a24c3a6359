import Glibc
import Media
import Records

/// Lets through what lies between a start and an end time, and counts frames against a limit.
struct ReadWindow {
  enum Decision {
    case take(StreamItem)
    case skip
    case stop
  }

  private let options: SourceOptions
  private var timeBase = Rational(1, 1)
  private var from: Timestamp?
  private var until: Timestamp?
  private var taken = 0
  /// Tracks whose sound has not reached the window's end yet.
  private var openTracks: Set<Int> = []
  /// Whether a picture at or after the window's end is still to come.
  private var videoIsOpen = false

  init(_ options: SourceOptions) { self.options = options }

  /// Fixes the window's ends, counted from the source's first frame.
  mutating func begin(_ stream: StreamRecord, firstPTS: Int64?, audioTracks: Int, hasVideo: Bool = true) {
    timeBase = stream.timeBase
    openTracks = Set(0..<audioTracks)
    videoIsOpen = hasVideo
    let origin = Timestamp(firstPTS ?? 0, stream.timeBase)
    func after(_ seconds: Rational) -> Timestamp {
      let ticks = rescale(seconds.num, from: Rational(1, seconds.den), to: timeBase, rounding: .up)
      return Timestamp(origin.ticks + ticks, timeBase)
    }
    if let start = options.start { from = after(start) }
    if let start = options.startPTS { from = Timestamp(start, timeBase) }
    if let duration = options.duration { until = after((options.start ?? .zero) + duration) }
  }

  /// Whether an item ends before the window begins.
  func isBefore(_ item: StreamItem) -> Bool {
    guard let from else { return false }
    switch item {
    case .video(let picture): return Timestamp(picture.frame.pts ?? 0, timeBase) < from
    case .audio(_, let frame):
      let base = Rational(1, Int64(max(1, frame.sampleRate)))
      return Timestamp((frame.pts ?? 0) + Int64(frame.sampleCount), base) <= from
    }
  }

  mutating func admit(_ item: StreamItem) -> Decision {
    switch item {
    case .video(let picture):
      let time = Timestamp(picture.frame.pts ?? 0, timeBase)
      if let limit = options.limit, taken >= limit, until.map({ time < $0 }) ?? true { until = time }
      if isBefore(item) { return .skip }
      if let until, time >= until {
        videoIsOpen = false
        // Sound is stored a little behind its pictures: read on for it, but not far.
        return openTracks.isEmpty || time.seconds > until.seconds + 1 ? .stop : .skip
      }
      taken += 1
      return .take(item)
    case .audio(let track, let frame):
      let base = Rational(1, Int64(max(1, frame.sampleRate)))
      let begin = Timestamp(frame.pts ?? 0, base)
      if isBefore(item) { return .skip }
      if let until, begin >= until {
        openTracks.remove(track)
        return openTracks.isEmpty && !videoIsOpen ? .stop : .skip
      }
      return .take(item)
    }
  }
}

/// Keeps a container's timeline unbroken where its timestamps jump (ISO 13818-1 discontinuities, splices,
/// a source that came back), as players do.
struct TimestampJumps {
  private let enabled: Bool
  private var offset = 0.0
  private var lastSeconds: Double?
  private var resumeAt: Double?

  /// Jumps of more than this many seconds are taken out.
  static let threshold = 10.0

  init(enabled: Bool) { self.enabled = enabled }

  /// The source was opened anew: its first timestamp goes on where the last one was, after the silence.
  mutating func sourceReturned(after seconds: Double) { resumeAt = (lastSeconds ?? 0) + seconds }

  mutating func apply(to packet: Packet, timeBase: Rational) {
    guard let ticks = packet.dts ?? packet.pts else { return }
    let seconds = Timestamp(ticks, timeBase).seconds + offset
    if let target = resumeAt {
      offset += target - seconds
      resumeAt = nil
    } else if enabled, let last = lastSeconds, abs(seconds - last) > TimestampJumps.threshold {
      offset += last - seconds
    }
    if offset != 0 {
      let shift = rescale(Int64((offset * 1e6).rounded()), from: Rational(1, 1_000_000), to: timeBase)
      packet.pts = packet.pts.map { $0 + shift }
      packet.dts = packet.dts.map { $0 + shift }
    }
    lastSeconds = Timestamp(ticks, timeBase).seconds + offset
  }
}

/// Pauses that end early when work is stopped.
public enum Clock {
  /// Sleeps in steps of at most 50 ms.
  public static func sleep(seconds: Double, unless interrupt: Interrupt) {
    let end = Interrupt.now() + UInt64(max(0, seconds) * 1e9)
    while !interrupt.isStopped {
      let now = Interrupt.now()
      guard now < end else { return }
      usleep(UInt32(min(50_000, (end - now) / 1000 + 1)))
    }
  }
}

/// Pixel formats that the frame stream carries unchanged.
enum PortableFormats {
  /// `format` itself, or the nearest one that survives the frame stream (p010le reads back wrong).
  static func carried(_ format: PixelFormat) -> PixelFormat {
    guard format.rawVideoTagIsMissing || format.name.hasPrefix("p010") else { return format }
    let name = format.bitDepth > 8 ? "yuv420p10le" : (format.isRGB ? "rgb24" : "yuv420p")
    return PixelFormat(name: name) ?? format
  }
}
