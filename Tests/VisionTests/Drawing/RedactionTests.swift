import Media
import Records
import Testing

@testable import Vision

@Suite struct RedactionTests {
  /// A picture of large tiles of 16x16 whose insides differ in detail only.
  private func picture(detail: (Int, Int) -> Int) throws -> Frame {
    let frame = try Pictures.plain("yuv420p", width: 160, height: 160)
    frame.forEachRow(0..<160, plane: 0) { y, row in
      for x in 0..<160 {
        let base = 60 + (x / 16 * 7 + y / 16 * 11) % 100
        row[x] = UInt8(base + detail(x % 16, y % 16))
      }
    }
    return frame
  }

  @Test(arguments: RedactionStyle.allCases)
  func detailDoesNotSurvive(style: RedactionStyle) throws {
    // Both patterns have an average of zero: whoever sees the result cannot tell which it was.
    let one = try picture { x, y in (x + y) % 2 == 0 ? 20 : -20 }
    let other = try picture { x, _ in x < 8 ? 15 : -15 }
    #expect(try one.pictureBytes() != other.pictureBytes())
    let box = Box(x: 16, y: 16, width: 112, height: 112)
    for frame in [one, other] {
      let canvas = try Pictures.canvas(frame)
      try canvas.draw(on: frame) { canvas.redact(box, style: style) }
    }
    let (a, b) = (Pictures.rows(one), Pictures.rows(other))
    for y in 16..<128 { #expect(a[y][16..<128] == b[y][16..<128]) }
    #expect(a[10][10] != b[10][10])
  }

  @Test func onlyTheRegionIsTouched() throws {
    let before = Pictures.rows(try picture { x, y in (x * y) % 20 })
    let frame = try picture { x, y in (x * y) % 20 }
    let canvas = try Pictures.canvas(frame)
    try canvas.draw(on: frame) {
      canvas.redact(Box(x: 40, y: 50, width: 30, height: 20), style: .blur)
    }
    let after = Pictures.rows(frame)
    for y in 0..<160 {
      for x in 0..<160 where !(40..<70).contains(x) || !(50..<70).contains(y) {
        #expect(after[y][x] == before[y][x])
      }
    }
    #expect(after[60][45..<65] != before[60][45..<65])
  }

  @Test func aFaceIsLeftWithFewSquares() throws {
    let frame = try picture { x, y in (x * 13 + y * 7) % 40 - 20 }
    let canvas = try Pictures.canvas(frame)
    try canvas.draw(on: frame) {
      canvas.redact(Box(x: 20, y: 20, width: 100, height: 120), style: .pixelate)
    }
    let rows = Pictures.rows(frame)
    let changesAcross = (21..<120).count { rows[60][$0] != rows[60][$0 - 1] }
    let changesDown = (21..<140).count { rows[$0][60] != rows[$0 - 1][60] }
    #expect(changesAcross <= 6)
    #expect(changesDown <= 6)
    #expect(changesAcross > 1, "squares, not one colour")
  }
}
