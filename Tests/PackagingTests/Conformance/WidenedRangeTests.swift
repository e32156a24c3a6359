import Media
import Testing

@testable import Packaging

@Suite struct WidenedRangeTests {
  private let key = [UInt8](0..<16)
  private let vector = [UInt8](100..<116)
  private let plain = (0..<1003).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 251) }

  @Test(arguments: [
    (0, 16, 0, 16), (0, 5, 0, 16), (5, 20, 0, 32), (16, 16, 0, 32), (31, 1, 0, 32), (32, 1, 16, 32),
    (100, 300, 80, 320), (1000, 3, 976, 32),
  ])
  func aRangeGrowsToBlocksAndOneBefore(offset: Int, length: Int, start: Int, count: Int) throws {
    let widened = WidenedRange(ByteRange(offset: offset, length: length))
    #expect(widened.range == ByteRange(offset: start, length: count))
    let encrypted = try AES128.encrypt([plain], key: key, iv: vector)
    let blocks = Array(encrypted[widened.range.offset..<widened.range.end])
    let decrypted = try AES128.decrypt(blocks: blocks, key: key, iv: vector)
    #expect(widened.narrowed(decrypted) == Array(plain[offset..<offset + length]))
  }

  @Test func theVectorMattersForTheFirstBlockAlone() throws {
    let encrypted = try AES128.encrypt([plain], key: key, iv: vector)
    let other = [UInt8](repeating: 0, count: 16)
    for (offset, isSame) in [(0, false), (10, false), (16, true), (500, true)] {
      let widened = WidenedRange(ByteRange(offset: offset, length: 40))
      let blocks = Array(encrypted[widened.range.offset..<widened.range.end])
      let decrypted = widened.narrowed(try AES128.decrypt(blocks: blocks, key: key, iv: other))
      #expect((decrypted == Array(plain[offset..<offset + 40])) == isSame, "\(offset)")
    }
  }

  @Test func blocksAreWhole() {
    #expect(throws: MediaError.self) {
      try AES128.decrypt(blocks: [UInt8](repeating: 1, count: 31), key: key, iv: vector)
    }
  }
}
