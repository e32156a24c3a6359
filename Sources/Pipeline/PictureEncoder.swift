import Media
import Records

/// Makes the bytes of PNG and JPEG files from a stream's pictures, in square pixels and in the colours that
/// the file format means. One thread uses it at a time.
public final class PictureEncoder {
  /// A picture file's format.
  public enum Format: Sendable {
    /// Without loss.
    case png
    /// At the finest usual quality.
    case jpeg

    /// The format that a name's ending tells: .png, .jpg or .jpeg.
    public init?(fileName: String) {
      switch fileName.lowercased().split(separator: ".").last {
      case "png": self = .png
      case "jpg", "jpeg": self = .jpeg
      default: return nil
      }
    }
  }

  private let format: Format
  private let stream: StreamRecord
  private let name: String
  private let quantiser: Int
  private var graph: FilterGraph?

  /// Makes an encoder for pictures of a stream.
  /// - Parameters:
  ///   - name: what messages call the picture.
  ///   - quantiser: JPEG's, from 2 (fine) to 31; PNG has none.
  public init(_ format: Format, stream: StreamRecord, name: String, quantiser: Int = 2) {
    self.quantiser = quantiser
    self.format = format
    self.stream = stream
    self.name = name
  }

  /// The bytes of a picture's file.
  /// - Throws: MediaError where the picture cannot be converted or encoded.
  public func encode(_ frame: Frame) throws -> [UInt8] {
    let picture = try converted(frame)
    picture.pts = 0
    picture.forceKeyframe(true)
    var color = ColorDescription()
    if format == .jpeg {
      color.range = "pc"
      color.space = "bt470bg"
    }
    // Quantiser 2 of 31 is the finest that the encoder gives without being told to be wasteful.
    let options = format == .jpeg ? ["qmin": "\(quantiser)", "qmax": "\(quantiser)"] : [:]
    let encoder = try Encoder(
      video: VideoEncoding(
        encoder: format == .jpeg ? "mjpeg" : "png", width: picture.width, height: picture.height,
        pixelFormat: picture.pixelFormat, timeBase: Rational(1, 25), frameRate: nil,
        sampleAspect: Rational(1), color: color, bitRate: nil, maxRate: nil, bufferSize: nil, gop: nil,
        threads: 1, options: options,
        globalHeader: false))
    try encoder.send(picture)
    try encoder.send(nil)
    var bytes: [UInt8] = []
    while let packet = try encoder.receive() { bytes += packet.bytes }
    guard !bytes.isEmpty else {
      throw MediaError("encode", name, cause: "the encoder gave nothing")
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
      throw MediaError("convert", name, cause: "the filters gave no picture")
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
    var matrix = PictureEncoder.matrix(color.space)
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
    switch format {
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
