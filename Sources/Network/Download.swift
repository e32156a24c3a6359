import Glibc
import Media

/// Brings a file from an address to disk: goes on where an earlier attempt stopped, and tries again what may
/// succeed a little later.
public struct Download: Sendable {
  /// How patient a download is.
  public struct Options: Sendable {
    /// Attempts in a row that bring nothing new before it is given up.
    public var attempts = 5
    /// Seconds to wait for a connection.
    public var connectTimeout = 15.0
    /// Seconds in which nothing may arrive.
    public var stallTimeout = 30.0
    /// The waits between attempts.
    public var backoff = Backoff()
    /// More bytes than this are refused; nil for any number.
    public var maximumBytes: Int64?
    /// What the program calls itself to servers.
    public var userAgent = "vidproc"

    /// Patience for a person who waits.
    public init() {}
  }

  /// Called with the bytes there are and the bytes there will be (nil where the server does not say).
  public typealias Progress = @Sendable (_ done: Int64, _ total: Int64?) -> Void

  private let url: String
  private let path: String
  private let options: Options
  private let interrupt: Interrupt
  private let progress: Progress?

  /// - Parameters:
  ///   - url: an HTTP or HTTPS address.
  ///   - path: the file to write; what it holds is taken for the beginning.
  ///   - interrupt: stops the download; what has come stays.
  public init(
    _ url: String, to path: String, options: Options = Options(), interrupt: Interrupt,
    progress: Progress? = nil
  ) {
    self.url = url
    self.path = path
    self.options = options
    self.interrupt = interrupt
    self.progress = progress
  }

  /// Brings the file.
  /// - Returns: its size, and whether its beginning was there before.
  /// - Throws: MediaError; what has come by then stays in the file.
  @discardableResult
  public func run() throws -> (bytes: Int64, isResumed: Bool) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw MediaError.system("write", path, errno) }
    defer { close(descriptor) }
    let begun = try size(of: descriptor)
    var furthest = begun
    var failures = 0
    while true {
      do {
        return (try attempt(descriptor), begun > 0)
      } catch let failure as TransferFailure {
        if failure.isInterrupted { throw MediaError.interrupted("download", url) }
        let reached = try size(of: descriptor)
        if reached > furthest {
          failures = 0
          furthest = reached
        }
        failures += 1
        let limit =
          switch failure.retry {
          case .never: 1
          case .once: min(2, options.attempts)
          case .patiently: options.attempts
          }
        guard failures < limit else {
          let times = failures > 1 ? " (\(failures) attempts)" : ""
          throw MediaError("download", url, cause: failure.cause + times)
        }
        try wait(
          max(
            options.backoff.delay(afterFailures: failures), min(failure.retryAfter ?? 0, options.backoff.cap))
        )
      }
    }
  }

  /// One request, from the byte where the file ends.
  private func attempt(_ descriptor: Int32) throws -> Int64 {
    let start = try size(of: descriptor)
    let transfer = Transfer(url, userAgent: options.userAgent, interrupt: interrupt)
    transfer.connectTimeout = options.connectTimeout
    transfer.stallTimeout = options.stallTimeout
    transfer.start = start
    let sink = DownloadSink(
      descriptor, path: path, start: start, limit: options.maximumBytes, progress: progress)
    let response = try transfer.perform { try sink.take($0, $1) }
    switch response.status {
    case 200, 206:
      // An answer without a body called the sink never.
      try sink.begin(response)
      return sink.position
    case 416 where start > 0:
      // More is there than the server has: another file.
      try sink.truncate()
      throw TransferFailure(cause: HTTPStatus.text(416), retry: .patiently)
    default:
      throw TransferFailure(
        cause: HTTPStatus.text(response.status),
        retry: HTTPStatus.isTransient(response.status) ? .patiently : .never,
        retryAfter: response.fields["retry-after"].flatMap { Double($0) })
    }
  }

  private func size(of descriptor: Int32) throws -> Int64 {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw MediaError.system("read", path, errno) }
    return Int64(status.st_size)
  }

  private func wait(_ seconds: Double) throws {
    let end = Interrupt.now() + UInt64(max(0, seconds) * 1e9)
    while Interrupt.now() < end {
      if interrupt.isStopped { throw MediaError.interrupted("download", url) }
      usleep(20_000)
    }
  }
}

/// Where the body of an answer goes.
private final class DownloadSink {
  private(set) var position: Int64
  private let descriptor: Int32
  private let path: String
  private let limit: Int64?
  private let progress: Download.Progress?
  private var total: Int64?
  private var hasBegun = false

  init(_ descriptor: Int32, path: String, start: Int64, limit: Int64?, progress: Download.Progress?) {
    self.descriptor = descriptor
    self.path = path
    position = start
    self.limit = limit
    self.progress = progress
  }

  /// Finds out from the head where the body belongs.
  func begin(_ response: Transfer.Response) throws {
    guard !hasBegun else { return }
    hasBegun = true
    if response.status == 206 {
      // bytes 100-199/200 (RFC 9110, section 14.4)
      let range = (response.fields["content-range"] ?? "").drop { !$0.isNumber }.split { "-/".contains($0) }
      guard range.count == 3, Int64(range[0]) == position else {
        try truncate()
        throw TransferFailure(cause: "the server sent another part than was asked for", retry: .patiently)
      }
      total = Int64(range[2])
    } else {
      if position > 0 { try truncate() }
      total = response.fields["content-length"].flatMap { Int64($0) }
    }
    if let limit, let total, total > limit { throw try tooLong(limit) }
  }

  func take(_ response: Transfer.Response, _ bytes: UnsafeRawBufferPointer) throws {
    guard response.status == 200 || response.status == 206 else { return }
    try begin(response)
    if let limit, position + Int64(bytes.count) > limit { throw try tooLong(limit) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = pwrite(descriptor, part.baseAddress, part.count, off_t(position))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw MediaError.system("write", path, errno) }
      position += Int64(count)
      rest = rest.dropFirst(count)
    }
    progress?(position, total)
  }

  /// Throws away what is there.
  func truncate() throws {
    guard ftruncate(descriptor, 0) == 0 else { throw MediaError.system("write", path, errno) }
    position = 0
  }

  /// It cannot be the file that is meant, so that nothing of it is kept.
  private func tooLong(_ limit: Int64) throws -> TransferFailure {
    try truncate()
    return TransferFailure(cause: "it is longer than the \(limit) bytes that are expected")
  }
}
