import Records
import Testing

@testable import Vision

@Suite struct RasterizerTests {
  private func coverage(_ path: Path, _ window: PixelRect) -> [Int] {
    var rasterizer = Rasterizer()
    rasterizer.rasterize(path, in: window)
    return rasterizer.coverage.prefix(window.width * window.height).map { Int($0) }
  }

  private let window = PixelRect(x: 0, y: 0, width: 40, height: 40)

  @Test func wholePixelsAreWhollyCovered() {
    var path = Path()
    path.addRoundedRectangle(Box(x: 3, y: 4, width: 5, height: 6), radius: 0)
    let found = coverage(path, window)
    for y in 0..<40 {
      for x in 0..<40 {
        let inside = (3..<8).contains(x) && (4..<10).contains(y)
        #expect(found[y * 40 + x] == (inside ? 255 : 0), "\(x), \(y)")
      }
    }
  }

  @Test func partsOfPixelsCountByTheirArea() {
    var path = Path()
    path.addRoundedRectangle(Box(x: 2.5, y: 3.25, width: 2, height: 1), radius: 0)
    let found = coverage(path, window)
    #expect(found[3 * 40 + 2] == 96)  // 0.5 x 0.75
    #expect(found[3 * 40 + 3] == 191)
    #expect(found[4 * 40 + 3] == 64)
    #expect(found[4 * 40 + 4] == 32)
  }

  @Test(arguments: [Float(0.8), 3, 9.3, 17])
  func aDiscHasADiscsArea(radius: Float) {
    var path = Path()
    path.addDisc(Point(x: 20.3, y: 19.6), radius: radius)
    let sum = coverage(path, window).reduce(0, +)
    let area = Double(radius * radius) * Double.pi
    #expect(abs(Double(sum) / 255 - area) < max(0.3, area * 0.03))
  }

  @Test func aLineHasItsWidthInEveryDirection() {
    for end in [Point(x: 35, y: 20), Point(x: 35, y: 33), Point(x: 6, y: 34), Point(x: 20, y: 4)] {
      let start = Point(x: 19, y: 18)
      var path = Path()
      path.addLine(start, end, width: 3)
      let length = ((end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y))
        .squareRoot()
      let area = Double(length * 3) + Double.pi * 2.25
      let sum = Double(coverage(path, window).reduce(0, +)) / 255
      #expect(abs(sum - area) < area * 0.04, "\(end)")
    }
  }

  @Test func aHoleIsLeftOut() {
    var path = Path()
    path.addRoundedRectangle(Box(x: 2, y: 2, width: 30, height: 30), radius: 6)
    path.addRoundedRectangle(Box(x: 4, y: 4, width: 26, height: 26), radius: 4, isHole: true)
    let found = coverage(path, window)
    #expect(found[16 * 40 + 16] == 0)
    #expect(found[16 * 40 + 2] == 255)
    #expect(found[2 * 40 + 2] == 0, "the corner is round")
  }

  @Test func whatLiesOutsideTheWindowDoesNotReachIn() {
    var path = Path()
    path.addPolygon([Point(x: -30, y: -20), Point(x: 70, y: 11), Point(x: 60, y: 90), Point(x: -9, y: 50)])
    let whole = coverage(path, PixelRect(x: -40, y: -40, width: 140, height: 140))
    let part = coverage(path, PixelRect(x: 5, y: 7, width: 20, height: 13))
    for y in 0..<13 {
      for x in 0..<20 {
        #expect(abs(part[y * 20 + x] - whole[(y + 47) * 140 + x + 45]) <= 1, "\(x), \(y)")
      }
    }
  }

  @Test func numbersThatAreNoneAreLeftOut() {
    var path = Path()
    path.addPolygon([Point(x: .nan, y: 0), Point(x: 5, y: 5), Point(x: 0, y: 9)])
    path.addDisc(Point(x: .infinity, y: 3), radius: 4)
    path.addLine(Point(x: 1, y: 1), Point(x: .nan, y: 3), width: 2)
    #expect(coverage(path, window).allSatisfy { $0 == 0 || $0 <= 255 })
    #expect(path.columns(in: 0..<40).count <= 40)
  }

  @Test func theColumnsOfRowsHoldAllThatIsCovered() {
    var path = Path()
    path.addLine(Point(x: 2, y: 3), Point(x: 37, y: 36), width: 4)
    let found = coverage(path, window)
    for y in 0..<40 {
      let columns = path.columns(in: y..<(y + 1))
      for x in 0..<40 where found[y * 40 + x] > 0 { #expect(columns.contains(x), "\(x), \(y)") }
    }
    #expect(path.columns(in: 4..<8).upperBound < 15)
  }
}
