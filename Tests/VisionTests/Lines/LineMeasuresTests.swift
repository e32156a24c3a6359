import Media
import Testing

@testable import Vision

@Suite("Lines of pictures") struct LineMeasuresTests {
  private func frame(_ format: String, _ width: Int, _ height: Int, _ level: (Int, Int) -> Int) throws
    -> Frame
  {
    let pixels = try #require(PixelFormat(name: format))
    let frame = try Frame.picture(width: width, height: height, format: pixels)
    frame.withPlane(0) { plane in
      for y in 0..<height {
        let row = UnsafeMutableRawPointer(plane.base + y * plane.stride)
        for x in 0..<width {
          if pixels.bitDepth > 8 {
            row.storeBytes(of: UInt16(level(x, y)), toByteOffset: 2 * x, as: UInt16.self)
          } else {
            row.storeBytes(of: UInt8(level(x, y)), toByteOffset: x, as: UInt8.self)
          }
        }
      }
    }
    return frame
  }

  private func level(_ x: Int, _ y: Int, _ seed: Int = 0) -> Int {
    var state = UInt32(truncatingIfNeeded: x &* 73_856_093 ^ y &* 19_349_663 ^ seed &* 83_492_791 | 1)
    state ^= state << 13
    state ^= state >> 17
    state ^= state << 5
    return Int(state % 256)
  }

  @Test("means and deviations of rows and columns", arguments: [(7, 5), (64, 48), (133, 61), (1, 1)])
  func levels(width: Int, height: Int) throws {
    for format in ["gray", "gray10le", "yuv420p"] {
      let shift = format == "gray10le" ? 2 : 0
      let picture = try frame(format, width, height) { level($0, $1) << shift }
      let measures = LineMeasures.measure(picture, previous: nil)
      #expect(measures.fields == nil)
      for y in 0..<height {
        let row = (0..<width).map { Double(level($0, y)) }
        let mean = row.reduce(0, +) / Double(width)
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
        #expect(abs(Double(measures.rowMeans[y]) - mean) < 0.01)
        #expect(abs(Double(measures.rowDeviations[y]) - variance.squareRoot()) < 0.05)
      }
      for x in 0..<width {
        let column = (0..<height).map { Double(level(x, $0)) }
        #expect(abs(Double(measures.columnMeans[x]) - column.reduce(0, +) / Double(height)) < 0.01)
      }
    }
  }

  /// The same sums over all moving runs of eight, plainly.
  private func fields(_ width: Int, _ height: Int, _ now: (Int, Int) -> Int, _ before: (Int, Int) -> Int)
    -> FieldMeasures
  {
    var sums = [Double](repeating: 0, count: 6)
    var (moving, runs) = (0, 0)
    for top in stride(from: 2, to: height - 2, by: 4) {
      for left in stride(from: 0, to: width / 8 * 8, by: 8) {
        runs += 1
        func sum(_ row: Int, _ value: (Int) -> Int) -> Double {
          Double((left..<left + 8).reduce(0) { $0 + abs(value($1)) })
        }
        func mean(_ picture: (Int, Int) -> Int, _ x: Int, _ y: Int) -> Int {
          (picture(x, y - 1) + picture(x, y + 1) + 1) / 2
        }
        let upper = sum(top) { now($0, top) - before($0, top) }
        let lower = sum(top + 1) { now($0, top + 1) - before($0, top + 1) }
        guard upper + lower > 64 else { continue }
        moving += 1
        let odd = top + 1
        sums[0] +=
          sum(odd) { before($0, odd) - mean(now, $0, odd) }
          + sum(top) { now($0, top) - mean(before, $0, top) }
        sums[1] +=
          sum(top) { before($0, top) - mean(now, $0, top) }
          + sum(odd) { now($0, odd) - mean(before, $0, odd) }
        sums[2] +=
          sum(top) { now($0, top) - mean(now, $0, top) } + sum(odd) { now($0, odd) - mean(now, $0, odd) }
        sums[3] +=
          sum(top) { before($0, top) - mean(before, $0, top) }
          + sum(odd) { before($0, odd) - mean(before, $0, odd) }
        sums[4] += upper
        sums[5] += lower
      }
    }
    var fields = FieldMeasures()
    fields.moving = Double(moving) / Double(runs)
    let samples = Double(moving) * 8
    fields.lowerToUpper = sums[0] / 2 / samples
    fields.upperToLower = sums[1] / 2 / samples
    fields.within = sums[2] / 2 / samples
    fields.withinBefore = sums[3] / 2 / samples
    fields.upperChange = sums[4] / samples
    fields.lowerChange = sums[5] / samples
    return fields
  }

  @Test(
    "fields against each other, in whole vectors and the rest of a row",
    arguments: [(24, 12), (75, 34), (160, 90)])
  func combing(width: Int, height: Int) throws {
    // The left half stands still.
    func now(_ x: Int, _ y: Int) -> Int { x < width / 2 ? level(x, y) : level(x, y, 1) }
    func before(_ x: Int, _ y: Int) -> Int { x < width / 2 ? level(x, y) : level(x, y, 2) }
    let expected = fields(width, height, now, before)
    for (format, shift) in [("gray", 0), ("gray12le", 4)] {
      let measured = LineMeasures.measure(
        try frame(format, width, height) { now($0, $1) << shift },
        previous: try frame(format, width, height) { before($0, $1) << shift })
      let found = try #require(measured.fields)
      #expect(found == expected)
      #expect(found.moving > 0.4)
      #expect(found.moving < 0.7)
    }
  }

  @Test("small pictures and other sizes have no fields") func small() throws {
    let tiny = try frame("gray", 16, 4) { _, _ in 50 }
    #expect(LineMeasures.measure(tiny, previous: tiny).fields == nil)
    let wide = try frame("gray", 32, 16) { _, _ in 50 }
    #expect(LineMeasures.measure(wide, previous: tiny).fields == nil)
    #expect(LineMeasures.measure(wide, previous: wide).fields?.moving == 0)
  }
}
