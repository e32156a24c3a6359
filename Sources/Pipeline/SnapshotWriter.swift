import Media
import Records

/// Writes pictures of a stream as PNG or JPEG files, each whole before it gets its name.
public final class SnapshotWriter {
  private enum Kind { case png, jpeg }

  private let pattern: String
  private let names: NumberedName
  private let kind: Kind
  private let every: Rational?
  private let stream: StreamRecord
  private let published: (FileRecord) -> Void
  private var firstPTS: Int64?
  private var nextShot: Int64 = 0
  private var taken = 0
  private var graph: FilterGraph?

  /// Prepares to write snapshots.
  /// - Parameters:
  ///   - pattern: where to; .png, .jpg or .jpeg. `%d` or `%05d` stands for the frame's number, counted from 1;
  ///     without it only the first picture is written.
  ///   - every: seconds between pictures, from the first one on; nil for every frame.
  ///   - stream: what the frames are: time base, colour, shape of pixels.
  ///   - published: told of each file that is whole.
  /// - Throws: MediaError when the name tells no picture format or the directory cannot be written to.
  public init(
    pattern: String, every: Rational?, stream: StreamRecord, published: @escaping (FileRecord) -> Void
  ) throws {
    self.pattern = pattern
    self.every = every
    self.stream = stream
    self.published = published
    names = NumberedName(pattern)
    switch pattern.lowercased().split(separator: ".").last {
    case "png": kind = .png
    case "jpg", "jpeg": kind = .jpeg
    default:
      throw MediaError(
        "write snapshots to", pattern, cause: "its ending tells no picture format", hint: "use .png or .jpg")
    }
    if let every, every <= .zero {
      throw MediaError("write snapshots to", pattern, cause: "the time between them must be longer than 0")
    }
    try PendingFile(path: names.name(1)).checkDirectory()
  }

  /// Writes a picture if it is its turn: the first one, then the first at or after each multiple of the interval.
  /// - Throws: MediaError when it cannot be converted or written.
  public func take(_ item: VideoItem) throws {
    guard isDue(item.frame) else { return }
    let file = PendingFile(path: names.name(item.record.frame + 1))
    do {
      try file.write(try encode(item.frame))
      let (bytes, sha256) = try file.publish()
      var record = FileRecord(
        root: file.directory, path: file.name, role: .snapshot, bytes: bytes, sha256: sha256)
      record.index = taken
      record.start = item.record.time
      taken += 1
      published(record)
    } catch {
      file.discard()
      throw error
    }
  }

  private func isDue(_ frame: Frame) -> Bool {
    if taken > 0, !names.isNumbered { return false }
    guard let every else { return true }
    let pts = frame.pts ?? 0
    let first = firstPTS ?? pts
    firstPTS = first
    func shot(_ number: Int64) -> Int64 {
      first + rescale(number, from: every, to: stream.timeBase, rounding: .up)
    }
    guard pts >= shot(nextShot) else { return false }
    while pts >= shot(nextShot) { nextShot += 1 }
    return true
  }
}

// MARK: Pictures

extension SnapshotWriter {
  private func encode(_ frame: Frame) throws -> [UInt8] {
    let picture = try converted(frame)
    picture.pts = 0
    picture.forceKeyframe(true)
    var color = ColorDescription()
    if kind == .jpeg {
      color.range = "pc"
      color.space = "bt470bg"
    }
    // Quantiser 2 of 31 is the finest that the encoder gives without being told to be wasteful.
    let options = kind == .jpeg ? ["qmin": "2", "qmax": "2"] : [:]
    let encoder = try Encoder(
      video: VideoEncoding(
        encoder: kind == .jpeg ? "mjpeg" : "png", width: picture.width, height: picture.height,
        pixelFormat: picture.pixelFormat, timeBase: Rational(1, 25), frameRate: nil,
        sampleAspect: Rational(1), color: color, bitRate: nil, maxRate: nil, bufferSize: nil, gop: nil,
        threads: 1, options: options,
        globalHeader: false))
    try encoder.send(picture)
    try encoder.send(nil)
    var bytes: [UInt8] = []
    while let packet = try encoder.receive() { bytes += packet.bytes }
    guard !bytes.isEmpty else {
      throw MediaError("encode", "a snapshot to \(pattern)", cause: "the encoder gave nothing")
    }
    return bytes
  }

  /// The picture in square pixels and in the colours that the file format means.
  private func converted(_ frame: Frame) throws -> Frame {
    let aspect = frame.sampleAspect ?? stream.sampleAspect
    let color = color(of: frame)
    let chain = chain(for: frame, aspect: aspect, color: color)
    if graph == nil || !graphTakes(frame) {
      graph = try FilterGraph(
        .video(
          width: frame.width, height: frame.height, format: frame.pixelFormat, timeBase: stream.timeBase,
          sampleAspect: aspect, frameRate: nil), chain: chain)
    }
    let input = try frame.reference()
    input.color = color
    try graph?.push(input)
    guard let picture = try graph?.pull() else {
      throw MediaError("convert", "a snapshot to \(pattern)", cause: "the filters gave no picture")
    }
    return picture
  }

  private func graphTakes(_ frame: Frame) -> Bool {
    guard case .video(let width, let height, let format, _, let aspect, _)? = graph?.input else {
      return false
    }
    return width == frame.width && height == frame.height && format == frame.pixelFormat
      && aspect == (frame.sampleAspect ?? stream.sampleAspect)
  }

  /// The frame's own word, then the stream's, then what is usual for the size.
  private func color(of frame: Frame) -> ColorDescription {
    let own = frame.color
    let known = stream.color
    let isHDR = SourceProbe.hdrFormat(own) != nil || SourceProbe.hdrFormat(known) != nil
    let usual =
      isHDR ? "bt2020nc" : frame.height >= 720 || frame.width >= 1280 ? "bt709" : "smpte170m"
    return ColorDescription(
      range: own.range ?? known.range ?? (frame.pixelFormat.isRGB ? "pc" : "tv"),
      space: frame.pixelFormat.isRGB ? "gbr" : own.space ?? known.space ?? usual,
      primaries: own.primaries ?? known.primaries ?? (isHDR ? "bt2020" : nil),
      transfer: own.transfer ?? known.transfer,
      chromaLocation: own.chromaLocation ?? known.chromaLocation)
  }

  private func chain(for frame: Frame, aspect: Rational?, color: ColorDescription) -> String {
    let size = SquarePixels.size(width: frame.width, height: frame.height, sampleAspect: aspect)
    var filters: [String] = []
    var matrix = SnapshotWriter.matrix(color.space)
    var range = color.range ?? "tv"
    if SourceProbe.hdrFormat(color) != nil, Libav.hasFilter("zscale") {
      // Unmapped, high dynamic range would come out flat and grey (ITU-R BT.2390: 203 cd/m2 is white).
      filters = [
        "zscale=t=linear:npl=203", "format=gbrpf32le", "zscale=p=bt709", "tonemap=mobius:desat=0",
        "zscale=t=bt709:m=bt709:r=tv", "format=yuv444p",
      ]
      matrix = "bt709"
      range = "tv"
    }
    var scale = "scale=\(size.width):\(size.height):flags=bicubic+accurate_rnd+full_chroma_int"
    if !frame.pixelFormat.isRGB || !filters.isEmpty {
      scale += ":in_color_matrix=\(matrix):in_range=\(range)"
    }
    switch kind {
    case .png: filters += [scale + ":out_range=pc", "format=rgb24", "setsar=1"]
    // JFIF means the matrix of BT.601 and full range, whatever the source had.
    case .jpeg: filters += [scale + ":out_color_matrix=bt601:out_range=pc", "format=yuvj420p", "setsar=1"]
    }
    return filters.joined(separator: ",")
  }

  /// swscale's name of a matrix.
  private static func matrix(_ space: String?) -> String {
    switch space {
    case "bt709": "bt709"
    case "bt2020nc", "bt2020c": "bt2020"
    case "smpte240m": "smpte240m"
    case "fcc": "fcc"
    default: "bt601"
    }
  }
}
