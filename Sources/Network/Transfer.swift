import CCurl
import Glibc
import Media

/// Why an exchange failed.
struct TransferFailure: Error {
  /// Whether another attempt may succeed.
  enum Retry {
    /// The same would come of it.
    case never
    /// Nobody answers, which seldom changes while a person waits.
    case once
    /// It may well.
    case patiently
  }

  /// In words.
  var cause: String
  /// Whether another attempt may succeed.
  var retry = Retry.never
  /// Whether the work was stopped on request.
  var isInterrupted = false
  /// Seconds that the server asks to wait.
  var retryAfter: Double?
}

/// One HTTP request and its answer, by libcurl: redirects are followed, proxies are taken from the
/// environment as libcurl does (`HTTPS_PROXY`, `NO_PROXY`), only HTTP and HTTPS are spoken.
final class Transfer {
  /// The head of an answer.
  struct Response {
    /// The status code.
    var status = 0
    /// The header fields, with names in lower case.
    var fields: [String: String] = [:]
  }

  /// Seconds to wait for a connection.
  var connectTimeout = 15.0
  /// Seconds in which nothing may arrive.
  var stallTimeout = 30.0
  /// The first byte that is wanted; 0 for all.
  var start: Int64 = 0
  /// The byte after the last that is wanted; nil for all.
  var end: Int64?
  /// Whether the server may compress the body on the way.
  var acceptsCompression = false
  /// Redirects that were followed.
  private(set) var redirects = 0

  private let url: String
  private let interrupt: Interrupt
  private let userAgent: String
  private var response = Response()
  private var receive: (Response, UnsafeRawBufferPointer) throws -> Void = { _, _ in }
  private var refusal: (any Error)?
  /// The monotonic time of the last bytes, and how many there were by then.
  private var heard: (at: UInt64, bytes: Int64) = (0, 0)
  private var isStalled = false
  /// libcurl's handle, for the time of the request.
  private var handle: UnsafeMutableRawPointer?

  init(_ url: String, userAgent: String, interrupt: Interrupt) {
    self.url = url
    self.userAgent = userAgent
    self.interrupt = interrupt
  }

  /// libcurl's own set-up, once in a process.
  private static let isReady = vp_curl_global_init() == CURLE_OK

  /// Sends the request and hands the body of the last answer to `receive`, piece by piece, whatever its
  /// status.
  /// - Throws: TransferFailure, or what `receive` throws.
  func perform(_ receive: @escaping (Response, UnsafeRawBufferPointer) throws -> Void) throws -> Response {
    guard Transfer.isReady, let handle = curl_easy_init() else {
      throw TransferFailure(cause: "libcurl cannot be set up")
    }
    defer {
      self.handle = nil
      curl_easy_cleanup(handle)
    }
    self.receive = receive
    var message = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
    let code = message.withUnsafeMutableBufferPointer { text -> CURLcode in
      let set = configure(handle)
      guard set == CURLE_OK else { return set }
      // The buffer is libcurl's until the request is over.
      vp_curl_set_error_buffer(handle, text.baseAddress)
      defer { vp_curl_set_error_buffer(handle, nil) }
      return curl_easy_perform(handle)
    }
    self.receive = { _, _ in }
    if let refusal { throw refusal }
    if interrupt.isStopped { throw TransferFailure(cause: "interrupted", isInterrupted: true) }
    guard code != CURLE_OK else { return response }
    if isStalled {
      throw TransferFailure(cause: "nothing came for \(Int(stallTimeout.rounded(.up))) s", retry: .once)
    }
    let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    throw failure(code, text)
  }

  private func configure(_ handle: UnsafeMutableRawPointer) -> CURLcode {
    let context = Unmanaged.passUnretained(self).toOpaque()
    self.handle = handle
    var settings = [
      vp_curl_set_text(handle, CURLOPT_URL, url), vp_curl_set_http_only(handle),
      vp_curl_set_text(handle, CURLOPT_USERAGENT, userAgent),
      vp_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 1), vp_curl_set_long(handle, CURLOPT_MAXREDIRS, 10),
      // Signals belong to the program, not to libcurl's name look-up.
      vp_curl_set_long(handle, CURLOPT_NOSIGNAL, 1),
      vp_curl_set_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
      vp_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Int(connectTimeout * 1000)),
      vp_curl_set_body(handle, Transfer.bodyReceiver, context),
      vp_curl_set_header(handle, Transfer.headerReceiver, context),
      vp_curl_set_watcher(handle, Transfer.watcher, context),
    ]
    if let end {
      settings.append(vp_curl_set_text(handle, CURLOPT_RANGE, "\(start)-\(max(start, end - 1))"))
    } else if start > 0 {
      settings.append(vp_curl_set_text(handle, CURLOPT_RANGE, "\(start)-"))
    }
    // An empty list stands for all codings that libcurl knows.
    if acceptsCompression { settings.append(vp_curl_set_text(handle, CURLOPT_ACCEPT_ENCODING, "")) }
    // The curl program reads these; the library leaves them to its callers.
    for name in ["CURL_CA_BUNDLE", "SSL_CERT_FILE"] {
      guard let path = getenv(name), path.pointee != 0 else { continue }
      settings.append(vp_curl_set_text(handle, CURLOPT_CAINFO, path))
      break
    }
    return settings.first { $0 != CURLE_OK } ?? CURLE_OK
  }

  private func failure(_ code: CURLcode, _ text: String) -> TransferFailure {
    let cause = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
      return TransferFailure(cause: cause, retry: .once)
    case CURLE_OPERATION_TIMEDOUT: return TransferFailure(cause: "no connection in \(Int(connectTimeout)) s")
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2,
      CURLE_HTTP2_STREAM:
      return TransferFailure(cause: "the connection was cut: \(cause)", retry: .patiently)
    default: return TransferFailure(cause: cause)
    }
  }
}

// MARK: - What libcurl calls

extension Transfer {
  private static let bodyReceiver: vp_curl_receiver = { bytes, one, count, context in
    guard let context else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    do {
      try transfer.receive(transfer.response, UnsafeRawBufferPointer(start: bytes, count: one * count))
      return one * count
    } catch {
      transfer.refusal = error
      return 0
    }
  }

  private static let headerReceiver: vp_curl_receiver = { bytes, one, count, context in
    guard let context else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: one * count), as: UTF8.self)
    transfer.take(line)
    return one * count
  }

  private static let watcher: vp_curl_watcher = { context, _, received, _, _ in
    guard let context else { return 1 }
    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().shouldEnd(Int64(received)) ? 1 : 0
  }

  /// Whether the request should be given up: libcurl asks at least once a second. Its own limit for slow
  /// transfers goes by the mean of five seconds.
  private func shouldEnd(_ received: Int64) -> Bool {
    if interrupt.isStopped { return true }
    let now = Interrupt.now()
    let isConnected = handle.map { vp_curl_connect_time($0) > 0 } ?? false
    if !isConnected || heard.at == 0 || received != heard.bytes { heard = (now, received) }
    isStalled = Double(now - heard.at) > stallTimeout * 1e9
    return isStalled
  }

  /// Takes a line of an answer's head; a redirect's head is followed by that of the next answer.
  private func take(_ line: String) {
    if line.hasPrefix("HTTP/") {
      let parts = line.split(whereSeparator: \.isWhitespace)
      if (300..<400).contains(response.status) { redirects += 1 }
      response = Response(status: parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    } else if let colon = line.firstIndex(of: ":") {
      var value = line[line.index(after: colon)...]
      while value.last?.isWhitespace == true { value.removeLast() }
      response.fields[line[..<colon].lowercased()] = String(value.drop(while: \.isWhitespace))
    }
  }
}
