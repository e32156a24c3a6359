import Glibc
import Media
import Records

/// Opens whatever a source's name stands for, telling frames, records and encoded media apart by their
/// first bytes.
public enum SourceOpening {
  /// Opens a source.
  /// - Parameters:
  ///   - name: as it stands on the command line; see `SourceLocation`.
  ///   - options: what to read of it.
  ///   - interrupt: ends blocking reads.
  ///   - beginning: bytes of standard input that were read already.
  /// - Throws: MediaError when it cannot be opened or holds no frames.
  public static func open(
    _ name: String, options: SourceOptions, interrupt: Interrupt, beginning: [UInt8] = []
  ) throws -> any FrameSource {
    let location = SourceLocation(name, fileExists: exists)
    if case .standardInput = location {
      return try openStandardInput(options: options, interrupt: interrupt, beginning: beginning)
    }
    if case .file(let path) = location, beginsLikeNUT(path) {
      var input = inputOptions(options, location)
      input.probesStreams = false
      return try adopt(
        try Demuxer(url: path, options: input, interrupt: interrupt), options: options)
    }
    let demuxer = try openDemuxer(location, options: options, interrupt: interrupt)
    return try DecodingSource(demuxer, options: options, isLive: location.isLive) {
      try openDemuxer(location, options: options, interrupt: interrupt)
    }
  }

  /// Opens a location's container without decoding, as `probe` and a stream copy need it.
  public static func openDemuxer(_ location: SourceLocation, options: SourceOptions, interrupt: Interrupt)
    throws
    -> Demuxer
  {
    let input = inputOptions(options, location)
    switch location {
    case .standardInput: return try standardInputDemuxer(input, interrupt: interrupt)
    case .file(let path):
      guard exists(path) else { throw MediaError.system("open", path, ENOENT) }
      // The file protocol by name: a name with a colon is a file all the same.
      return try Demuxer(
        url: path.contains(":") ? "file:" + path : path, options: input, interrupt: interrupt)
    case .url(let url): return try Demuxer(url: url, options: input, interrupt: interrupt)
    case .device(_, let name):
      try Devices.load()
      return try Demuxer(url: name, options: input, interrupt: interrupt)
    }
  }

  private static func inputOptions(_ options: SourceOptions, _ location: SourceLocation) -> InputOptions {
    var input = InputOptions()
    input.format = options.format
    input.options = options.inputOptions
    switch location {
    case .url:
      input.timeout = options.timeout ?? 30
      input.isLive = location.isLive
      if case .url(let url) = location, url.hasPrefix("rtsp"), input.options["rtsp_transport"] == nil {
        input.options["rtsp_transport"] = "tcp"
      }
    case .device(let format, _):
      input.format = options.format ?? format
      input.timeout = options.timeout
    default: input.timeout = options.timeout
    }
    return input
  }

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static let nutMagic = Array("nut/multimedia container".utf8)

  private static func beginsLikeNUT(_ path: String) -> Bool {
    let file = Glibc.open(path, O_RDONLY | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: nutMagic.count)
    return read(file, &bytes, bytes.count) == bytes.count && bytes == nutMagic
  }

  private static func adopt(_ demuxer: Demuxer, options: SourceOptions) throws -> any FrameSource {
    if FrameStreamReader.recognises(demuxer) { return try FrameStreamReader(demuxer, options: options) }
    try demuxer.probeStreams()
    return try DecodingSource(demuxer, options: options)
  }

  private static func standardInputDemuxer(
    _ input: InputOptions, interrupt: Interrupt, beginning: [UInt8] = []
  ) throws -> Demuxer {
    let name = "standard input"
    if isatty(STDIN_FILENO) == 1 {
      throw MediaError(
        "read", name, cause: "it is a terminal",
        hint: "pipe frames or a file into it, or name a file instead of -")
    }
    var status = stat()
    if fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFIFO { PipeEnd.enlarge(STDIN_FILENO) }
    let head =
      beginning.count >= nutMagic.count
      ? beginning
      : try beginning
        + DescriptorSource.peek(
          STDIN_FILENO, count: nutMagic.count - beginning.count, name: name, interrupt: interrupt)
    guard !head.isEmpty else {
      throw MediaError("read", name, cause: "it is empty", hint: "the stage before it may have failed")
    }
    if head.first(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }) == UInt8(ascii: "{") {
      throw MediaError(
        "read frames from", name, cause: "it carries records (NDJSON), not frames",
        hint: "let the stage before it write frames: --emit frames")
    }
    var input = input
    input.probesStreams = !head.starts(with: nutMagic)
    let source = DescriptorSource(descriptor: STDIN_FILENO, prefix: head, name: name, interrupt: interrupt)
    return try Demuxer(source: source, name: name, options: input, interrupt: interrupt)
  }

  private static func openStandardInput(
    options: SourceOptions, interrupt: Interrupt, beginning: [UInt8]
  ) throws -> any FrameSource {
    var input = InputOptions()
    input.format = options.format
    input.options = options.inputOptions
    input.timeout = nil
    let demuxer = try standardInputDemuxer(input, interrupt: interrupt, beginning: beginning)
    if demuxer.formatName == "nut" { return try adopt(demuxer, options: options) }
    return try DecodingSource(demuxer, options: options)
  }
}
