import CFFmpeg

/// What went wrong with media, in the four parts that every error message here has.
public struct MediaError: Error, Sendable, CustomStringConvertible {
  /// What was being done, as an infinitive: "open", "decode", "write".
  public var operation: String
  /// To what: a file, a URL, a stream, an option.
  public var subject: String
  /// Why it failed.
  public var cause: String
  /// libav's return code, where it was libav that refused.
  public var code: Int32?
  /// What to try, where something is known to help.
  public var hint: String?

  /// Makes an error from its parts.
  public init(_ operation: String, _ subject: String, cause: String, code: Int32? = nil, hint: String? = nil)
  {
    self.operation = operation
    self.subject = subject
    self.cause = cause
    self.code = code
    self.hint = hint
  }

  /// Makes an error from a libav return code; its text is made only when shown.
  public init(_ operation: String, _ subject: String, code: Int32, hint: String? = nil) {
    self.init(operation, subject, cause: "", code: code, hint: hint)
  }

  /// One line: "cannot OPERATION SUBJECT: CAUSE (HINT)".
  public var description: String {
    let reason = cause.isEmpty ? (code.map(Libav.text) ?? "unknown error") : cause
    return "cannot \(operation) \(subject): \(reason)" + (hint.map { " (\($0))" } ?? "")
  }

  /// The work was stopped on request.
  public static func interrupted(_ operation: String, _ subject: String) -> MediaError {
    MediaError(operation, subject, cause: "interrupted", code: vp_error_exit)
  }

  /// The system refused, with this errno.
  public static func system(_ operation: String, _ subject: String, _ code: Int32, hint: String? = nil)
    -> MediaError
  {
    MediaError(operation, subject, code: vp_error_from_errno(code), hint: hint)
  }

  /// True when the reader of a pipe has gone.
  public var isBrokenPipe: Bool { code == vp_error_pipe }

  /// True when the work was stopped on request or ran out of time, not refused.
  public var isInterruption: Bool { code == vp_error_exit }
}

/// libav's conventions, in Swift's terms.
public enum Libav {
  /// libav's text for a return code.
  static func text(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: Int(vp_error_text_size))
    guard av_strerror(code, &buffer, buffer.count) == 0 else { return "libav error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Passes a non-negative return code on and turns any other into an error.
  @discardableResult
  static func check(
    _ code: Int32, _ operation: String, _ subject: @autoclosure () -> String, hint: String? = nil
  ) throws(MediaError) -> Int32 {
    guard code < 0 else { return code }
    throw MediaError(operation, subject(), code: code, hint: hint)
  }

  /// An owned pointer, or "out of memory".
  static func allocated<T>(_ pointer: UnsafeMutablePointer<T>?, _ what: String) throws(MediaError)
    -> UnsafeMutablePointer<T>
  {
    guard let pointer else { throw MediaError("allocate", what, code: vp_error_no_memory) }
    return pointer
  }

  /// "FFmpeg 5.1.9", as the loaded libraries report it.
  public static var version: String { String(cString: av_version_info()) }

  /// A C string, nil when absent or empty.
  static func string(_ text: UnsafePointer<CChar>?) -> String? {
    guard let text else { return nil }
    let value = String(cString: text)
    return value.isEmpty ? nil : value
  }

  /// True when libavcodec has an encoder of this name.
  public static func hasEncoder(_ name: String) -> Bool { avcodec_find_encoder_by_name(name) != nil }

  /// True when libavfilter has a filter of this name.
  public static func hasFilter(_ name: String) -> Bool { avfilter_get_by_name(name) != nil }
}

/// An AVDictionary for the length of one call.
struct Options: ~Copyable {
  var raw: OpaquePointer?

  init(_ values: [String: String] = [:]) {
    for (key, value) in values { av_dict_set(&raw, key, value, 0) }
  }

  mutating func set(_ key: String, _ value: String) { av_dict_set(&raw, key, value, 0) }

  /// Keys that the call left over: nobody knew them.
  var leftOver: [String] { Options.pairs(raw).map(\.0) }

  static func pairs(_ dictionary: OpaquePointer?) -> [(String, String)] {
    var pairs: [(String, String)] = []
    var entry: UnsafeMutablePointer<AVDictionaryEntry>?
    while let next = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX) {
      pairs.append((String(cString: next.pointee.key), String(cString: next.pointee.value)))
      entry = next
    }
    return pairs
  }

  deinit {
    var raw = raw
    av_dict_free(&raw)
  }
}
