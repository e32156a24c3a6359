/// Reads big-endian bit fields; past the end it reads zeros and remembers that it did.
struct BitReader {
  private let bytes: [UInt8]
  private(set) var position = 0
  private(set) var overran = false

  init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// The number of bits left.
  var remaining: Int { max(0, bytes.count * 8 - position) }

  mutating func read(_ count: Int) -> Int {
    var value = 0
    for _ in 0..<count {
      let index = position >> 3
      if index >= bytes.count { overran = true }
      let bit = index < bytes.count ? bytes[index] >> (7 - UInt8(position & 7)) & 1 : 0
      value = value << 1 | Int(bit)
      position += 1
    }
    return value
  }

  mutating func flag() -> Bool { read(1) == 1 }

  mutating func skip(_ count: Int) {
    position += count
    if position > bytes.count * 8 { overran = true }
  }
}
