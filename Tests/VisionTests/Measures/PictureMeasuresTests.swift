import Glibc
import Media
import Testing

@testable import Vision

@Suite("Measures of pictures") struct PictureMeasuresTests {
  /// Spatial and temporal information by their definition, of the levels of one and of two pictures.
  private func information(_ now: [[Double]], _ before: [[Double]]?) -> (spatial: Double, temporal: Double) {
    func deviation(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }
    var magnitudes: [Double] = []
    for y in 1..<(now.count - 1) {
      for x in 1..<(now[0].count - 1) {
        let across =
          now[y - 1][x + 1] + 2 * now[y][x + 1] + now[y + 1][x + 1] - now[y - 1][x - 1] - 2 * now[y][x - 1]
          - now[y + 1][x - 1]
        let down =
          now[y + 1][x - 1] + 2 * now[y + 1][x] + now[y + 1][x + 1] - now[y - 1][x - 1] - 2 * now[y - 1][x]
          - now[y - 1][x + 1]
        magnitudes.append((across * across + down * down).squareRoot())
      }
    }
    guard let before else { return (deviation(magnitudes), 0) }
    return (deviation(magnitudes), deviation(zip(now, before).flatMap { zip($0, $1).map { $0 - $1 } }))
  }

  /// Random levels, and a frame of them.
  private func random(_ seed: UInt64, width: Int, height: Int, format: String, range: String?) throws
    -> (levels: [[Double]], frame: Frame)
  {
    var numbers = SeededNumbers(seed)
    let depth = try #require(PixelFormat(name: format)).bitDepth
    let steps = Double(1 << (depth - 8))
    let levels = (0..<height).map { _ in
      (0..<width).map { _ in Double(Int.random(in: 0..<(256 << (depth - 8)), using: &numbers)) / steps }
    }
    let frame = try TestPictures.make(width: width, height: height, format: format, range: range) { x, y in
      levels[y][x]
    }
    return (levels, frame)
  }

  @Test(
    "spatial and temporal information are those of P.910, limited range being spread over the full one",
    arguments: [("gray", "pc"), ("yuv420p", "tv"), ("yuv422p10le", "pc"), ("yuv420p10le", "tv")])
  func information(format: String, range: String) throws {
    let (width, height) = (301, 37)
    let now = try random(1, width: width, height: height, format: format, range: range)
    let before = try random(2, width: width, height: height, format: format, range: range)
    let steps = format.contains("10") ? 4.0 : 1
    func spread(_ levels: [[Double]]) -> [[Double]] {
      guard range == "tv" else { return levels }
      return levels.map { $0.map { floor((256 * steps - 1) * min(max($0 - 16, 0), 219) / 219) / steps } }
    }
    let expected = information(spread(now.levels), spread(before.levels))
    let found = PictureMeasures.measure(now.frame, previous: before.frame)
    #expect(abs(found.spatialInformation - expected.spatial) < 1e-3)
    #expect(abs(try #require(found.temporalInformation) - expected.temporal) < 1e-6)
  }

  @Test("the histogram, its mean and its deviation", arguments: ["gray", "yuv420p10le", "gray16le"])
  func histogram(format: String) throws {
    let (levels, frame) = try random(3, width: 203, height: 31, format: format, range: nil)
    let found = PictureMeasures.measure(frame, previous: nil)
    var counts = [UInt32](repeating: 0, count: 256)
    for level in levels.joined() { counts[Int(level)] += 1 }
    #expect(found.histogram == counts)
    // Of 16 bits, 10 are looked at.
    let seen = levels.joined().map { format == "gray16le" ? floor($0 * 4) / 4 : $0 }
    let mean = seen.reduce(0, +) / Double(seen.count)
    let variance = seen.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(seen.count)
    #expect(abs(found.mean - mean) < 1e-9)
    #expect(abs(found.deviation - variance.squareRoot()) < 1e-9)
    #expect(found.temporalInformation == nil && found.difference == nil && found.greatestDifference == nil)
  }

  @Test("the greatest difference is that of the block which changed")
  func greatestDifference() throws {
    let before = try TestPictures.make(width: 200, height: 100) { _, _ in 100 }
    let now = try TestPictures.make(width: 200, height: 100) { x, y in
      (48..<64).contains(x) && (32..<48).contains(y) ? 140 : 100
    }
    let found = PictureMeasures.measure(now, previous: before)
    #expect(found.greatestDifference == 40)
    #expect(abs(try #require(found.difference) - 40.0 * 256 / 20000) < 1e-12)
    #expect(PictureMeasures.measure(now, previous: now).temporalInformation == 0)
  }

  @Test("pictures of another size or format are not compared")
  func otherSize() throws {
    let frame = try TestPictures.make(width: 64, height: 48, format: "yuv420p") { x, _ in Double(x) }
    for (width, format) in [(62, "yuv420p"), (64, "yuv420p10le")] {
      let other = try TestPictures.make(width: width, height: 48, format: format) { x, _ in Double(x) }
      #expect(PictureMeasures.measure(frame, previous: other).temporalInformation == nil)
    }
  }

  @Test("noise is found as it was added, whatever the picture", arguments: [2.0, 5, 10, 20])
  func noise(sigma: Double) throws {
    var numbers = SeededNumbers(7)
    let frame = try TestPictures.make(width: 320, height: 240) { x, y in
      TestPictures.scene(x, y) * 0.7 + sigma * numbers.normal()
    }
    let found = PictureMeasures.measure(frame, previous: nil).noise
    #expect(abs(found - sigma) < 0.15 * sigma)
    let deep = try TestPictures.make(width: 320, height: 240, format: "gray10le") { x, y in
      TestPictures.scene(x, y) * 0.7 + sigma * numbers.normal()
    }
    #expect(abs(PictureMeasures.measure(deep, previous: nil).noise - sigma) < 0.15 * sigma)
  }

  @Test("blur widens edges; noise and darkness do not change their width by much")
  func sharpness() throws {
    func measures(_ level: @escaping (Int, Int) -> Double) throws -> PictureMeasures {
      PictureMeasures.measure(try TestPictures.make(width: 240, height: 180, level), previous: nil)
    }
    let sharp = try measures(TestPictures.scene)
    let widths = try (1...4).map { radius in
      try #require(try measures(TestPictures.blurred(radius, TestPictures.scene)).edgeWidth)
    }
    let width = try #require(sharp.edgeWidth)
    #expect(width < 1.5 && sharp.sharpness > 95)
    #expect(zip([width] + widths, widths).allSatisfy { $0 < $1 })
    // The step of a box of 2r + 1 pixels is that many pixels wide.
    for (radius, found) in zip(1...4, widths) { #expect(abs(found - Double(2 * radius + 1)) < 1.6) }
    var numbers = SeededNumbers(3)
    let noisy = try measures { x, y in
      TestPictures.blurred(2, TestPictures.scene)(x, y) + 4 * numbers.normal()
    }
    #expect(abs(try #require(noisy.edgeWidth) - widths[1]) < 1.5)
    let dark = try measures { x, y in 16 + (TestPictures.blurred(2, TestPictures.scene)(x, y) - 16) * 0.3 }
    #expect(abs(try #require(dark.edgeWidth) - widths[1]) < 0.8)
  }

  @Test("a grid of blocks is seen wherever it begins, and other periods are not", arguments: [0, 3, 6])
  func blocks(offset: Int) throws {
    var numbers = SeededNumbers(11)
    let noise = (0..<(640 * 360)).map { _ in numbers.normal() }
    func visibility(period: Int, strength: Double) throws -> Double {
      let levels = (0..<10000).map { _ in numbers.normal() * strength }
      let frame = try TestPictures.make(width: 640, height: 360) { x, y in
        let block = (y + offset) / period * 97 + (x + offset) / period
        return 60 + 0.1 * Double(x) + noise[y * 640 + x] + levels[block]
      }
      return PictureMeasures.measure(frame, previous: nil).blockiness
    }
    let none = try visibility(period: 8, strength: 0)
    let found = try [1.0, 3, 6].map { try visibility(period: 8, strength: $0) }
    #expect(none < 3)
    #expect(found[0] > none && found[0] < found[1] && found[1] < found[2] && found[2] > 30)
    #expect(try visibility(period: 11, strength: 4) < 10)
  }

  @Test("steps of a smooth gradient are banding, more so the higher they are; noise hides them")
  func banding() throws {
    func banding(_ step: Double, noise: Double = 0) throws -> Double {
      var numbers = SeededNumbers(5)
      let frame = try TestPictures.make(width: 640, height: 360) { x, y in
        let level = 40 + 0.1 * Double(x) + 0.05 * Double(y)
        return (level / step).rounded(.down) * step + noise * numbers.normal()
      }
      return PictureMeasures.measure(frame, previous: nil).banding
    }
    let found = try [1.0, 2, 4].map { try banding($0) }
    #expect(found[0] < found[1] && found[1] < found[2])
    #expect(found[0] < 10 && found[2] > 20)
    #expect(try banding(4, noise: 1) < 1)
  }

  @Test(
    "any picture can be measured",
    arguments: [(1, 1), (2, 2), (3, 3), (17, 2), (2, 40), (18, 18), (65, 15), (15, 65), (131, 67)])
  func sizes(width: Int, height: Int) throws {
    for format in ["gray", "yuv420p", "yuv420p10le", "gray9le", "gray16le"] {
      let flat = try TestPictures.make(width: width, height: height, format: format) { _, _ in 255 }
      let other = try TestPictures.make(width: width, height: height, format: format) { x, y in
        (x + y) % 2 == 0 ? 0 : 255
      }
      for found in [
        PictureMeasures.measure(flat, previous: other), PictureMeasures.measure(other, previous: flat),
      ] {
        let values = [
          found.mean, found.deviation, found.spatialInformation, found.temporalInformation ?? 0,
          found.difference ?? 0, found.greatestDifference ?? 0, found.edgeWidth ?? 1, found.sharpness,
          found.noise,
          found.detail, found.blockiness, found.banding,
        ]
        #expect(values.allSatisfy { $0.isFinite && $0 >= 0 })
        #expect([found.sharpness, found.blockiness, found.banding].allSatisfy { $0 <= 100 })
        #expect(found.histogram.reduce(0, +) == UInt32(width * height))
      }
    }
  }

  @Test("levels and shares are read off the histogram")
  func shares() {
    var measures = PictureMeasures()
    #expect(measures.level(at: 0.5) == 0 && measures.share(of: 0...255) == 0)
    measures.histogram = [UInt32](repeating: 0, count: 256)
    measures.histogram[10] = 25
    measures.histogram[20] = 75
    #expect(measures.level(at: 0.125) == 10.5)
    #expect(measures.level(at: 1) == 21)
    #expect(measures.share(of: 0...10) == 0.25 && measures.share(of: 11...19) == 0)
  }
}
