import Testing
import Vision

@testable import Analysis

@Suite("Bars of one picture")
struct DarkBarsTests {
  /// A grey picture of 16x9 cells, some of them changed.
  private func picture(_ change: (Int, Int) -> UInt8?) -> SmallPicture {
    var small = SmallPicture(cell: 1, width: 16, height: 9, luma: Array(repeating: 100, count: 144))
    for y in 0..<9 {
      for x in 0..<16 { if let value = change(x, y) { small.luma[y * 16 + x] = value } }
    }
    return small
  }

  private func found(_ small: SmallPicture, black: Double = 16) -> [Double]? {
    DarkBars.picture(in: small, black: black).map { [$0.x * 16, $0.y * 9, $0.width * 16, $0.height * 9] }
  }

  @Test("bars above and below, at the sides, and both")
  func bars() throws {
    let letterbox = try #require(found(picture { _, y in y < 2 || y > 6 ? 16 : nil }))
    #expect(zip(letterbox, [0, 2, 16, 5]).allSatisfy { abs($0 - $1) < 1e-9 })
    let pillarbox = try #require(found(picture { x, _ in x < 3 || x > 12 ? 24 : nil }))
    #expect(zip(pillarbox, [3, 0, 10, 9]).allSatisfy { abs($0 - $1) < 1e-9 })
    let window = try #require(found(picture { x, y in x < 2 || x > 13 || y < 1 || y > 7 ? 16 : nil }))
    #expect(zip(window, [2, 1, 12, 7]).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test("dark parts of a picture are no bars")
  func none() {
    #expect(found(picture { _, _ in nil }) == nil)
    #expect(found(picture { _, y in y < 3 ? 16 : nil }) == nil)
    #expect(found(picture { _, _ in 16 }) == nil)
    // A star in the sky, which is more than a codec's ringing.
    #expect(found(picture { x, y in y < 2 || y > 6 ? (x == 3 ? 49 : 16) : nil }) == nil)
    #expect(found(picture { x, y in y < 2 || y > 6 ? (x == 3 ? 48 : 16) : nil }) != nil)
    #expect(found(picture { x, y in (y < 2 || y > 6) && x > 0 ? 16 : nil }) == nil)
    #expect(found(picture { _, y in y < 2 || y > 6 ? 25 : nil }) == nil)
    #expect(found(picture { _, y in y < 2 || y > 6 ? 24 : nil }, black: 0) == nil)
    #expect(found(picture { _, y in y < 4 || y > 4 ? 16 : nil }) == nil)
  }

  @Test("nothing of nothing")
  func empty() {
    #expect(found(SmallPicture(cell: 1, width: 0, height: 0, luma: [])) == nil)
    #expect(found(SmallPicture(cell: 1, width: 4, height: 4, luma: [1])) == nil)
  }
}
