import Media
import Records

/// What `FilteredSource` does to pictures.
public struct PictureChanges: Sendable {
  /// Filters in libavfilter's syntax; run first.
  public var filter: String?
  /// Frames a second: frames are dropped or doubled to keep it.
  public var frameRate: Rational?
  /// Width in pixels; nil to follow from the height.
  public var width: Int?
  /// Height in pixels; nil to follow from the width.
  public var height: Int?
  /// Pixel format by libav's name.
  public var pixelFormat: String?

  /// No change.
  public init() {}

  /// Whether there is nothing to do.
  public var isEmpty: Bool {
    filter == nil && frameRate == nil && width == nil && height == nil && pixelFormat == nil
  }

  /// The whole as one chain.
  var chain: String {
    var filters: [String] = []
    if let filter { filters.append(filter) }
    if let frameRate { filters.append("fps=\(frameRate.num)/\(frameRate.den)") }
    switch (width, height) {
    case (let width?, let height?):
      // A box: the aspect ratio is kept inside it, for the pixels as they are shown.
      filters.append(
        "scale=w=\(width):h=\(height):force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic"
      )
    case (let width?, nil): filters.append("scale=w=\(width):h=-2:flags=bicubic")
    case (nil, let height?): filters.append("scale=w=-2:h=\(height):flags=bicubic")
    case (nil, nil): break
    }
    if let pixelFormat { filters.append("format=\(pixelFormat)") }
    return filters.joined(separator: ",")
  }
}

/// Runs another source's pictures through filters; records stay with their pictures, boxes are scaled along.
public final class FilteredSource: FrameSource {
  /// What is read.
  public private(set) var stream: StreamRecord

  private let source: any FrameSource
  private let graph: FilterGraph
  private let inputStream: StreamRecord
  private var waiting: [VideoItem] = []
  private var ready: [StreamItem] = []
  private var flushed = false
  private var delivered = 0

  /// Applies `changes` to `source`.
  /// - Throws: MediaError when libavfilter refuses the filters.
  public init(_ source: any FrameSource, changes: PictureChanges) throws {
    self.source = source
    inputStream = source.stream
    stream = source.stream
    guard let format = PixelFormat(name: stream.pixelFormat) else {
      throw MediaError("filter", stream.source, cause: "pixel format \(stream.pixelFormat) is unknown")
    }
    if let wanted = changes.pixelFormat, PixelFormat(name: wanted) == nil {
      throw MediaError(
        "convert", stream.source, cause: "there is no pixel format \(wanted)",
        hint: "`ffmpeg -pix_fmts` lists them")
    }
    graph = try FilterGraph(
      .video(
        width: stream.width, height: stream.height, format: format, timeBase: stream.timeBase,
        sampleAspect: stream.sampleAspect, frameRate: stream.isVariable ? nil : stream.frameRate),
      chain: changes.chain, threads: 0)
    stream.width = graph.outputWidth
    stream.height = graph.outputHeight
    stream.pixelFormat = graph.outputPixelFormat.name
    stream.sampleAspect = graph.outputSampleAspect
    stream.timeBase = graph.outputTimeBase
    if let rate = changes.frameRate {
      stream.frameRate = rate
      stream.isVariable = false
      stream.frames = stream.duration.map { Int(($0 * rate.doubleValue).rounded()) }
    } else if let rate = graph.outputFrameRate, rate != inputStream.frameRate, !stream.isVariable {
      stream.frameRate = rate
      stream.frames = nil
    }
    if let start = stream.startPTS {
      stream.startPTS = rescale(start, from: inputStream.timeBase, to: stream.timeBase)
    }
    if changes.filter?.contains("bwdif") == true || changes.filter?.contains("yadif") == true {
      stream.fieldOrder = .progressive
    }
  }

  /// The next item; nil at the end of what arrived.
  public func next() throws -> StreamItem? {
    while true {
      if !ready.isEmpty {
        let item = ready.removeFirst()
        if case .video = item { delivered += 1 }
        return item
      }
      if flushed { return nil }
      switch try source.next() {
      case .audio(let track, let frame): return .audio(track: track, frame)
      case .video(let item):
        waiting.append(item)
        try graph.push(item.frame)
        try collect()
      case nil:
        flushed = true
        let frame = inputStream.frameRate.map { rescale(1, from: $0.inverse, to: inputStream.timeBase) } ?? 1
        try graph.finish(at: waiting.last?.frame.pts.map { $0 + frame })
        try collect()
      }
    }
  }

  private func collect() throws {
    while let frame = try graph.pull() {
      let pts = frame.pts ?? 0
      let time = Timestamp(pts, stream.timeBase)
      // The picture carries the record of the latest source frame at or before it.
      while waiting.count > 1, Timestamp(waiting[1].frame.pts ?? 0, inputStream.timeBase) <= time {
        waiting.removeFirst()
      }
      guard let origin = waiting.first else { continue }
      var record = origin.record
      record.pts = pts
      record.time = time.seconds
      if stream.width != inputStream.width || stream.height != inputStream.height { scaleBoxes(&record) }
      ready.append(.video(VideoItem(frame: frame, record: record, otherLines: origin.otherLines)))
    }
  }

  private func scaleBoxes(_ record: inout FrameRecord) {
    let x = Float(stream.width) / Float(max(1, inputStream.width))
    let y = Float(stream.height) / Float(max(1, inputStream.height))
    record.objects = record.objects?.map { $0.scaled(x: x, y: y) }
  }

  /// How the input ended.
  public var end: EndRecord {
    var end = source.end
    end.frames = delivered
    return end
  }

  /// Places that were damaged, since the last call.
  public func takeProblems() -> [ProblemRecord] { source.takeProblems() }
}
