import Glibc
import Media

/// Reads whole resources over HTTP into memory, trying again what may succeed a little later.
public struct WebReader: Sendable {
  /// What came back.
  public struct Answer: Sendable {
    /// The body, without content coding.
    public var bytes: [UInt8] = []
    /// The media type in lower case and without parameters; nil where the server says none.
    public var contentType: String?
    /// Whether the server compressed the body.
    public var isCompressed = false
    /// Whether another address answered than was asked.
    public var isRedirected = false
  }

  /// Attempts before it is given up.
  public var attempts = 2
  /// Seconds to wait for a connection, and in which nothing may arrive.
  public var timeout = 30.0
  /// Longer bodies are refused, in bytes.
  public var maximumBytes = 1 << 30
  private let userAgent: String
  private let interrupt: Interrupt

  /// Creates a reader.
  /// - Parameters:
  ///   - userAgent: what the program calls itself to servers.
  ///   - interrupt: ends a request.
  public init(userAgent: String = "vidproc", interrupt: Interrupt) {
    self.userAgent = userAgent
    self.interrupt = interrupt
  }

  /// Reads a resource, or a part of it.
  /// - Parameters:
  ///   - address: an HTTP or HTTPS address.
  ///   - range: the bytes that are wanted; nil for all. A server that ignores it is forgiven.
  ///   - acceptsCompression: whether the server may compress the body.
  /// - Throws: MediaError.
  public func read(
    _ address: String, range: Range<Int>? = nil, acceptsCompression: Bool = false
  ) throws -> Answer {
    var failures = 0
    while true {
      do {
        return try attempt(address, range, acceptsCompression)
      } catch let failure as TransferFailure {
        if failure.isInterrupted { throw MediaError.interrupted("read", address) }
        failures += 1
        let limit: Int
        switch failure.retry {
        case .never: limit = 1
        default: limit = attempts
        }
        guard failures < limit else { throw MediaError("read", address, cause: failure.cause) }
        usleep(200_000)
      }
    }
  }

  private func attempt(_ address: String, _ range: Range<Int>?, _ compresses: Bool) throws -> Answer {
    let transfer = Transfer(address, userAgent: userAgent, interrupt: interrupt)
    transfer.connectTimeout = min(15, timeout)
    transfer.stallTimeout = timeout
    transfer.acceptsCompression = compresses
    if let range {
      transfer.start = Int64(range.lowerBound)
      transfer.end = Int64(range.upperBound)
    }
    var answer = Answer()
    let limit = maximumBytes
    let response = try transfer.perform { response, bytes in
      guard response.status == 200 || response.status == 206 else { return }
      guard answer.bytes.count + bytes.count <= limit else {
        throw TransferFailure(cause: "it is longer than \(limit) bytes")
      }
      answer.bytes.append(contentsOf: bytes)
    }
    guard response.status == 200 || response.status == 206 else {
      throw TransferFailure(
        cause: HTTPStatus.text(response.status),
        retry: HTTPStatus.isTransient(response.status) ? .patiently : .never)
    }
    if let range, response.status == 200 {
      let end = min(range.upperBound, answer.bytes.count)
      answer.bytes = range.lowerBound < end ? Array(answer.bytes[range.lowerBound..<end]) : []
    }
    answer.contentType = response.fields["content-type"].map { type in
      String(type.prefix { $0 != ";" }).lowercased().filter { !$0.isWhitespace }
    }
    answer.isCompressed = response.fields["content-encoding"].map { $0 != "identity" } ?? false
    answer.isRedirected = transfer.redirects > 0
    return answer
  }
}
