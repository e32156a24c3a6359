import CFFmpeg
import Records

/// How an input is opened.
public struct InputOptions: Sendable {
  /// The container or device format by libav's name; nil to find out.
  public var format: String?
  /// Seconds that one blocking call may take; nil for no limit.
  public var timeout: Double?
  /// Further options of the protocol or format.
  public var options: [String: String] = [:]
  /// Looks at packets to learn what the headers leave out (libav's stream probing).
  public var probesStreams = true
  /// Prefers little delay over certainty.
  public var isLive = false

  /// The usual: find the format out, no time limit.
  public init() {}
}

/// One owner of an AVFormatContext that reads: a file, a URL, a device or a custom source of bytes.
///
/// Used from one thread at a time.
public final class Demuxer: @unchecked Sendable {
  private var raw: UnsafeMutablePointer<AVFormatContext>?
  private let io: CustomIO?
  private let timeout: Double?
  private var isProbed = false
  private var hasExpired = false
  /// Ends a blocking read.
  public let interrupt: Interrupt
  /// What messages call it.
  public let name: String
  /// Its elementary streams; more may appear while reading.
  public private(set) var streams: [StreamInfo] = []

  /// Opens a file, URL or device.
  /// - Throws: MediaError when it cannot be opened or holds nothing that libav knows.
  public convenience init(url: String, options: InputOptions = InputOptions(), interrupt: Interrupt)
    throws(MediaError)
  {
    try self.init(location: url, name: url, io: nil, options: options, interrupt: interrupt)
  }

  /// Opens what `source` delivers.
  public convenience init(
    source: any ByteSource, name: String, options: InputOptions = InputOptions(), interrupt: Interrupt
  ) throws(MediaError) {
    try self.init(
      location: "", name: name, io: CustomIO(source: source), options: options, interrupt: interrupt)
  }

  private init(location: String, name: String, io: CustomIO?, options: InputOptions, interrupt: Interrupt)
    throws(MediaError)
  {
    self.io = io
    self.name = name
    self.interrupt = interrupt
    timeout = options.timeout
    let context = try Libav.allocated(avformat_alloc_context(), "an input")
    context.pointee.interrupt_callback = interrupt.callback
    context.pointee.pb = io?.raw
    if options.isLive { context.pointee.flags |= AVFMT_FLAG_NOBUFFER }
    var format: UnsafePointer<AVInputFormat>?
    if let wanted = options.format {
      format = UnsafePointer(av_find_input_format(wanted))
      if format == nil {
        avformat_free_context(context)
        throw MediaError("open", name, cause: "libavformat has no input format \(wanted)")
      }
    }
    var dictionary = Options(options.options)
    interrupt.arm(seconds: timeout)
    var opened: UnsafeMutablePointer<AVFormatContext>? = context
    // Frees the context on failure.
    let code = avformat_open_input(&opened, location, format, &dictionary.raw)
    guard code >= 0 else { throw explain(code, "open") }
    raw = opened
    if let unknown = dictionary.leftOver.first {
      throw MediaError("open", name, cause: "nothing here has an option \(unknown)")
    }
    if options.probesStreams { try probeStreams() } else { try refreshStreams() }
  }

  /// Looks at packets to learn what the headers leave out.
  public func probeStreams() throws(MediaError) {
    guard !isProbed else { return }
    isProbed = true
    interrupt.arm(seconds: timeout.map { $0 * 2 })
    let found = avformat_find_stream_info(raw, nil)
    interrupt.arm(seconds: nil)
    if interrupt.isStopped || interrupt.isExpired { throw explain(found, "read the streams of") }
    guard found >= 0 else { throw explain(found, "read the streams of") }
    try refreshStreams()
  }

  deinit { avformat_close_input(&raw) }

  private func explain(_ code: Int32, _ operation: String) -> MediaError {
    if let failure = io?.failure { return failure }
    if interrupt.isStopped { return MediaError(operation, name, cause: "interrupted", code: vp_error_exit) }
    if interrupt.isExpired || hasExpired {
      return MediaError(
        operation, name, cause: "no answer within \(timeout ?? 0) seconds", code: vp_error_timeout,
        hint: "--timeout sets the limit")
    }
    if code == vp_error_invalid_data {
      return MediaError(
        operation, name, cause: "it is not media that libavformat knows, or it is damaged at its start",
        code: code)
    }
    return MediaError(operation, name, code: code)
  }

  /// Reads the streams' descriptions anew.
  public func refreshStreams() throws(MediaError) {
    guard let raw else { return }
    var found: [StreamInfo] = []
    for index in 0..<raw.pointee.nb_streams {
      guard let stream = vp_stream(raw, index) else { continue }
      found.append(try StreamInfo(stream, in: raw))
    }
    streams = found
  }

  /// Short name of the container ("mov,mp4,m4a,3gp,3g2,mj2").
  public var formatName: String { Libav.string(raw?.pointee.iformat.pointee.name) ?? "" }

  /// Name of the container for people.
  public var formatLongName: String { Libav.string(raw?.pointee.iformat.pointee.long_name) ?? "" }

  /// Whether timestamps may jump within the stream (MPEG-TS and the like).
  public var mayJump: Bool { (raw?.pointee.iformat.pointee.flags ?? 0) & AVFMT_TS_DISCONT != 0 }

  /// Length in seconds; nil when unknown.
  public var duration: Double? {
    guard let raw, raw.pointee.duration != vp_no_pts, raw.pointee.duration > 0 else { return nil }
    return Double(raw.pointee.duration) / Double(AV_TIME_BASE)
  }

  /// Start in seconds; nil when unknown.
  public var startTime: Double? {
    guard let raw, raw.pointee.start_time != vp_no_pts else { return nil }
    return Double(raw.pointee.start_time) / Double(AV_TIME_BASE)
  }

  /// Bits a second over all streams; nil when unknown.
  public var bitRate: Int64? { raw.flatMap { $0.pointee.bit_rate > 0 ? $0.pointee.bit_rate : nil } }

  /// Bytes of the whole; nil when unknown.
  public var byteCount: Int64? {
    guard let io = raw?.pointee.pb else { return nil }
    let size = avio_size(io)
    return size > 0 ? size : nil
  }

  /// Whether it can be read from another place.
  public var isSeekable: Bool { (raw?.pointee.pb?.pointee.seekable ?? 0) & AVIO_SEEKABLE_NORMAL != 0 }

  /// The container's tags.
  public var tags: [(String, String)] { Options.pairs(raw?.pointee.metadata) }

  /// Keeps only these streams' packets.
  public func select(_ indices: Set<Int>) {
    guard let raw else { return }
    for index in 0..<raw.pointee.nb_streams {
      vp_stream(raw, index)?.pointee.discard =
        indices.contains(Int(index)) ? AVDISCARD_DEFAULT : AVDISCARD_ALL
    }
  }

  /// Reads the next packet into `packet`; false at the end.
  public func read(into packet: Packet) throws(MediaError) -> Bool {
    guard let raw else { return false }
    packet.clear()
    // Not every format asks the interrupt: generators and devices do not.
    if interrupt.isStopped { throw MediaError.interrupted("read", name) }
    interrupt.arm(seconds: timeout)
    let code = av_read_frame(raw, packet.raw)
    // A deadline can pass inside a read that still delivers; the one after it then fails at once.
    if interrupt.isExpired { hasExpired = true }
    if code >= 0 { return true }
    if let failure = io?.failure { throw failure }
    if interrupt.isStopped || interrupt.isExpired { throw explain(code, "read") }
    if code == vp_error_eof {
      // An I/O error that ended the file early hides behind end-of-file.
      if let problem = raw.pointee.pb?.pointee.error, problem < 0, problem != vp_error_eof {
        throw explain(problem, "read")
      }
      return false
    }
    throw explain(code, "read")
  }

  /// Goes to the last keyframe at or before `timestamp`, in the ticks of stream `index`.
  public func seek(stream index: Int, to timestamp: Int64) throws(MediaError) {
    let code = avformat_seek_file(raw, Int32(index), Int64.min, timestamp, timestamp, 0)
    guard code < 0 else { return }
    try Libav.check(
      av_seek_frame(raw, Int32(index), timestamp, AVSEEK_FLAG_BACKWARD), "seek in", name)
  }
}
