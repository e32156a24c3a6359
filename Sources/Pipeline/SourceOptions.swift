import Media
import Records

/// What a stage asks of its input.
public struct SourceOptions: Sendable {
  /// Where to begin, in seconds from the source's first frame; nil for its beginning.
  public var start: Rational?
  /// Where to begin, as a timestamp of the video stream; frames before it are decoded but not delivered.
  public var startPTS: Int64?
  /// How much to read, in seconds; nil for all.
  public var duration: Rational?
  /// Frames at the most; nil for all.
  public var limit: Int?
  /// Whether audio tracks are read.
  public var audio = true
  /// Whether video is read; without it only audio comes, and damaged pictures do not matter.
  public var video = true
  /// Whether a source without pictures is refused; where it is not, its sound alone is read.
  public var requiresVideo = true
  /// Sees each packet that is decoded, as it stands in the container; called on the reading thread.
  public var onPacket: (@Sendable (Packet, StreamInfo) -> Void)?
  /// Seconds that the source may keep silent; nil for the default (none for files, 30 for the network).
  public var timeout: Double?
  /// Goes on when a network source drops, instead of ending.
  public var reconnects = false
  /// Container or device format, where it cannot be told from the name.
  public var format: String?
  /// Options for the protocol or device.
  public var inputOptions: [String: String] = [:]
  /// Where the source's packets are stored as they are, beside decoding; nil for nowhere.
  public var recording: Recording?
  /// Decoder threads; 0 for one a core.
  public var threads = 0
  /// Whether pictures may be decoded faster and less exactly, as for an analysis.
  public var isDraft = false

  /// All of the source.
  public init() {}

  /// A stream copy of the source.
  public struct Recording: Sendable {
    /// The file, or a pattern for its pieces.
    public var path: String
    /// Length of a piece in seconds; nil for one file.
    public var segment: Rational?

    /// Names the file, and the length of its pieces.
    public init(path: String, segment: Rational?) {
      self.path = path
      self.segment = segment
    }
  }
}

/// Where a source's name points.
public enum SourceLocation: Sendable, Equatable {
  /// Standard input.
  case standardInput
  /// A file on disk.
  case file(String)
  /// An address that a protocol of libavformat opens.
  case url(String)
  /// A device or generator that libavdevice opens: format and name.
  case device(format: String, name: String)

  /// Reads a source's name as it stands on the command line.
  ///
  /// `-` is standard input; `/dev/video0` a V4L2 device; `:0` or `x11://:0` an X11 screen; `lavfi:GRAPH`, or a
  /// name that is no file and begins like a generator of libavfilter (`testsrc2=size=640x360`), a synthetic
  /// source; `scheme://...` an address; all else a file.
  public init(_ name: String, fileExists: (String) -> Bool) {
    let generators = [
      "testsrc", "testsrc2", "smptebars", "smptehdbars", "color", "mandelbrot", "life", "rgbtestsrc",
      "nullsrc", "yuvtestsrc", "gradients", "sine",
    ]
    if name == "-" || name == "pipe:0" || name == "/dev/stdin" {
      self = .standardInput
    } else if name.hasPrefix("/dev/video") {
      self = .device(format: "v4l2", name: name)
    } else if name.hasPrefix("x11://") {
      self = .device(format: "x11grab", name: String(name.dropFirst(6)))
    } else if name.hasPrefix("lavfi:") {
      self = .device(format: "lavfi", name: String(name.dropFirst(6)))
    } else if fileExists(name) {
      self = .file(name)
    } else if name.hasPrefix(":"), name.dropFirst().first?.isNumber == true {
      self = .device(format: "x11grab", name: name)
    } else if name.contains("://") {
      self = .url(name)
    } else if generators.contains(where: { name == $0 || name.hasPrefix($0 + "=") }) {
      self = .device(format: "lavfi", name: name)
    } else {
      self = .file(name)
    }
  }

  /// Whether frames come at their own pace and cannot wait.
  public var isLive: Bool {
    switch self {
    case .url(let url):
      ["rtsp", "rtsps", "rtmp", "rtmps", "srt", "udp", "rtp", "tcp"].contains { url.hasPrefix($0 + "://") }
    case .device(let format, _): format != "lavfi"
    default: false
    }
  }
}
