import CFFmpeg
import Records

/// One owner of an AVPacket: a piece of encoded media with its times.
///
/// Sendable because its bytes are reference counted by libav and nobody writes to them once it is filled;
/// its fields are set only by the stage that holds it, before it is handed on.
public final class Packet: @unchecked Sendable {
  let raw: UnsafeMutablePointer<AVPacket>

  /// An empty packet.
  public init() throws(MediaError) {
    raw = try Libav.allocated(av_packet_alloc(), "a packet")
  }

  /// A packet with a copy of `bytes`.
  public convenience init(bytes: [UInt8]) throws(MediaError) {
    try self.init()
    try Libav.check(av_new_packet(raw, Int32(bytes.count)), "allocate", "a packet of \(bytes.count) bytes")
    bytes.withUnsafeBytes { source in
      if let base = source.baseAddress {
        raw.pointee.data.update(from: base.assumingMemoryBound(to: UInt8.self), count: source.count)
      }
    }
  }

  deinit {
    var raw: UnsafeMutablePointer<AVPacket>? = raw
    av_packet_free(&raw)
  }

  /// Index of its stream in the container.
  public var streamIndex: Int {
    get { Int(raw.pointee.stream_index) }
    set { raw.pointee.stream_index = Int32(newValue) }
  }

  /// Presentation timestamp in the stream's time base.
  public var pts: Int64? {
    get { raw.pointee.pts == vp_no_pts ? nil : raw.pointee.pts }
    set { raw.pointee.pts = newValue ?? vp_no_pts }
  }

  /// Decoding timestamp in the stream's time base.
  public var dts: Int64? {
    get { raw.pointee.dts == vp_no_pts ? nil : raw.pointee.dts }
    set { raw.pointee.dts = newValue ?? vp_no_pts }
  }

  /// Duration in the stream's time base; 0 when unknown.
  public var duration: Int64 {
    get { raw.pointee.duration }
    set { raw.pointee.duration = newValue }
  }

  /// Whether decoding can start here.
  public var isKeyframe: Bool {
    get { raw.pointee.flags & AV_PKT_FLAG_KEY != 0 }
    set {
      if newValue { raw.pointee.flags |= AV_PKT_FLAG_KEY } else { raw.pointee.flags &= ~AV_PKT_FLAG_KEY }
    }
  }

  /// Whether the container says that the bytes are damaged.
  public var isCorrupt: Bool { raw.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 }

  /// Whether it is decoded but not shown (it lies before an edit list's start).
  public var isDiscarded: Bool { raw.pointee.flags & AV_PKT_FLAG_DISCARD != 0 }

  /// Number of bytes.
  public var size: Int { Int(raw.pointee.size) }

  /// A copy of the bytes.
  public var bytes: [UInt8] {
    guard let data = raw.pointee.data, size > 0 else { return [] }
    return Array(UnsafeBufferPointer(start: data, count: size))
  }

  /// Lends the bytes to `body`.
  public func withBytes<R>(_ body: (Span<UInt8>) throws -> R) rethrows -> R {
    let buffer = UnsafeBufferPointer(
      start: UnsafePointer(raw.pointee.data), count: raw.pointee.data == nil ? 0 : size)
    return try body(buffer.span)
  }

  /// Whether `bytes` are this packet's own memory.
  public func holds(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let data = raw.pointee.data else { return false }
    return bytes.baseAddress == UnsafeRawPointer(data) && bytes.count == size
  }

  /// Another packet over the same bytes.
  public func reference() throws(MediaError) -> Packet {
    let copy = try Packet()
    try Libav.check(av_packet_ref(copy.raw, raw), "reference", "a packet")
    return copy
  }

  /// Expresses its times in another time base.
  public func rescale(from: Rational, to: Rational) {
    av_packet_rescale_ts(raw, from.libav, to.libav)
  }

  /// Lets go of its bytes.
  public func clear() { av_packet_unref(raw) }
}

extension Rational {
  /// The same as libav's rational; both terms are reduced to 32 bits where they do not fit.
  var libav: AVRational {
    if let num = Int32(exactly: num), let den = Int32(exactly: den) { return AVRational(num: num, den: den) }
    var n: Int32 = 0
    var d: Int32 = 1
    av_reduce(&n, &d, num, den, Int64(Int32.max))
    return AVRational(num: n, den: d)
  }

  /// libav's rational; nil when it stands for "unknown".
  init?(known value: AVRational) {
    guard value.num > 0, value.den > 0 else { return nil }
    self.init(Int64(value.num), Int64(value.den))
  }
}
