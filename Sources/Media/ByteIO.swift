import CFFmpeg
import Glibc

/// Where a demuxer's bytes come from when they are neither a file nor a URL.
public protocol ByteSource: AnyObject {
  /// Reads up to `buffer.count` bytes; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int
}

/// Where a muxer's bytes go when they do not go to a file or a URL.
public protocol ByteSink: AnyObject {
  /// Writes all of `bytes`.
  func write(_ bytes: UnsafeRawBufferPointer) throws(MediaError)
}

/// One owner of a custom AVIOContext, its (possibly replaced) buffer, and the Swift object behind it.
final class CustomIO {
  private(set) var raw: UnsafeMutablePointer<AVIOContext>?
  private let source: (any ByteSource)?
  private let sink: (any ByteSink)?
  /// What the Swift side threw inside a callback; libav only sees an I/O error.
  private(set) var failure: MediaError?

  init(source: any ByteSource, bufferSize: Int = 1 << 16) throws(MediaError) {
    self.source = source
    sink = nil
    try open(bufferSize: bufferSize, writing: false)
  }

  init(sink: any ByteSink, bufferSize: Int = 1 << 16) throws(MediaError) {
    source = nil
    self.sink = sink
    try open(bufferSize: bufferSize, writing: true)
  }

  private func open(bufferSize: Int, writing: Bool) throws(MediaError) {
    guard let buffer = av_malloc(bufferSize) else {
      throw MediaError("open", "a stream", code: vp_error_no_memory)
    }
    let opaque = Unmanaged.passUnretained(self).toOpaque()
    raw = avio_alloc_context(
      buffer.assumingMemoryBound(to: UInt8.self), Int32(bufferSize), writing ? 1 : 0, opaque,
      { opaque, bytes, size in CustomIO.from(opaque)?.read(bytes, size) ?? vp_error_io },
      { opaque, bytes, size in CustomIO.from(opaque)?.write(bytes, size) ?? vp_error_io },
      nil)
    guard raw != nil else {
      av_free(buffer)
      throw MediaError("open", "a stream", code: vp_error_no_memory)
    }
    raw?.pointee.seekable = 0
  }

  private static func from(_ opaque: UnsafeMutableRawPointer?) -> CustomIO? {
    opaque.map { Unmanaged<CustomIO>.fromOpaque($0).takeUnretainedValue() }
  }

  private func read(_ bytes: UnsafeMutablePointer<UInt8>?, _ size: Int32) -> Int32 {
    guard let source, let bytes else { return vp_error_io }
    do {
      let count = try source.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: Int(size)))
      return count == 0 ? vp_error_eof : Int32(count)
    } catch {
      failure = error
      return error.code ?? vp_error_io
    }
  }

  private func write(_ bytes: UnsafeMutablePointer<UInt8>?, _ size: Int32) -> Int32 {
    guard let sink, let bytes else { return vp_error_io }
    do {
      try sink.write(UnsafeRawBufferPointer(start: bytes, count: Int(size)))
      return size
    } catch {
      failure = error
      return error.code ?? vp_error_io
    }
  }

  /// Hands large writes to the sink as they are, instead of through libav's buffer.
  func writeDirectly() { raw?.pointee.direct = 1 }

  func flush() { if let raw { avio_flush(raw) } }

  deinit {
    if let context = raw { av_freep(&context.pointee.buffer) }
    avio_context_free(&raw)
  }
}

/// Collects what a muxer writes.
public final class ByteCollector: ByteSink {
  /// Everything written since the last `take`.
  public private(set) var bytes: [UInt8] = []

  /// An empty collector.
  public init() {}

  /// Takes bytes.
  public func write(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

  /// What was collected; the collector is empty afterwards.
  public func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}

/// Reads a file descriptor, after bytes that were already taken from it to see what it holds.
public final class DescriptorSource: ByteSource {
  private let descriptor: Int32
  private var prefix: [UInt8]
  private var prefixOffset = 0
  private let interrupt: Interrupt
  private let name: String

  /// Reads `descriptor` (not owned) after `prefix`; ends when `interrupt` says so.
  public init(descriptor: Int32, prefix: [UInt8], name: String, interrupt: Interrupt) {
    self.descriptor = descriptor
    self.prefix = prefix
    self.name = name
    self.interrupt = interrupt
  }

  /// Reads up to the buffer's size; 0 at the end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int {
    if prefixOffset < prefix.count {
      let count = min(buffer.count, prefix.count - prefixOffset)
      buffer.copyBytes(from: prefix[prefixOffset..<prefixOffset + count])
      prefixOffset += count
      if prefixOffset == prefix.count {
        prefix = []
        prefixOffset = 0
      }
      return count
    }
    return try DescriptorSource.read(descriptor, into: buffer, name: name, interrupt: interrupt)
  }

  /// One read that waits for bytes but never past an interrupt; 0 at the end.
  static func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, name: String, interrupt: Interrupt
  ) throws(MediaError) -> Int {
    while true {
      if interrupt.shouldEnd() { throw MediaError("read", name, cause: "interrupted", code: vp_error_exit) }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, 100)
      if ready == 0 { continue }
      if ready < 0 && errno == EINTR { continue }
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno == EINTR || errno == EAGAIN { continue }
      throw MediaError("read", name, code: vp_error_from_errno(errno))
    }
  }

  /// Reads up to `count` bytes without going on: what a stream begins with.
  public static func peek(_ descriptor: Int32, count: Int, name: String, interrupt: Interrupt)
    throws(MediaError) -> [UInt8]
  {
    var bytes = [UInt8](repeating: 0, count: count)
    var used = 0
    while used < count {
      var failure: MediaError?
      let more = bytes.withUnsafeMutableBytes { buffer -> Int in
        do throws(MediaError) {
          return try read(
            descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[used...]), name: name,
            interrupt: interrupt)
        } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      if more == 0 { break }
      used += more
    }
    return Array(bytes[..<used])
  }
}
