/// Big-endian bytes of ISO base media boxes under construction (ISO/IEC 14496-12 section 4.2).
struct BoxWriter {
  private(set) var bytes: [UInt8] = []

  mutating func u16(_ value: UInt16) { append(UInt64(value), bytes: 2) }
  mutating func u32(_ value: UInt32) { append(UInt64(value), bytes: 4) }
  mutating func u64(_ value: UInt64) { append(value, bytes: 8) }
  mutating func i32(_ value: Int32) { u32(UInt32(bitPattern: value)) }

  /// Four characters, which are ASCII here.
  mutating func code(_ value: String) { bytes.append(contentsOf: value.utf8) }

  /// Writes a box with what `body` writes in it.
  mutating func box(_ type: String, _ body: (inout BoxWriter) -> Void) {
    let start = bytes.count
    u32(0)
    code(type)
    body(&self)
    let size = UInt32(truncatingIfNeeded: bytes.count - start)
    for index in 0..<4 { bytes[start + index] = UInt8(truncatingIfNeeded: size >> (24 - 8 * UInt32(index))) }
  }

  /// Writes a full box: a box that begins with a version and 24 bits of flags.
  mutating func fullBox(_ type: String, version: UInt8, flags: UInt32, _ body: (inout BoxWriter) -> Void) {
    box(type) { writer in
      writer.u32(UInt32(version) << 24 | flags)
      body(&writer)
    }
  }

  private mutating func append(_ value: UInt64, bytes count: UInt64) {
    for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }
}
