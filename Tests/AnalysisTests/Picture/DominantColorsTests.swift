import Records
import Testing
import Vision

@testable import Analysis

@Suite("Dominant colours") struct DominantColorsTests {
  private let format = PictureFormat(width: 1280, height: 720)

  /// A picture whose columns hold these colours (luma, blue and red difference), with so many columns each.
  private func picture(_ parts: [(columns: Int, color: (UInt8, UInt8, UInt8))]) -> SmallPicture {
    let columns = parts.flatMap { Array(repeating: $0.color, count: $0.columns) }
    var small = SmallPicture(
      cell: 8, width: columns.count, height: 4, luma: [], chromaWidth: columns.count / 2, chromaHeight: 2)
    for _ in 0..<4 { small.luma += columns.map(\.0) }
    for _ in 0..<2 {
      small.blue += stride(from: 0, to: columns.count, by: 2).map { columns[$0].1 }
      small.red += stride(from: 0, to: columns.count, by: 2).map { columns[$0].2 }
    }
    return small
  }

  @Test("the primaries of BT.709 come back as sRGB, most frequent first")
  func primaries() {
    var colors = DominantColors(format)
    // 100 % bars of BT.709, limited range (ITU-T H.273): red, green, blue, white.
    colors.add(
      picture([(40, (63, 102, 240)), (30, (173, 42, 26)), (20, (32, 240, 118)), (10, (235, 128, 128))]))
    let found = colors.colors
    #expect(found.map(\.share) == [0.4, 0.3, 0.2, 0.1])
    for (color, expected) in zip(found, [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]) {
      let value = Int(color.color.dropFirst(), radix: 16) ?? 0
      for (channel, shift) in [16, 8, 0].enumerated() {
        #expect(abs((value >> shift & 255) - expected[channel]) <= 3)
      }
    }
  }

  @Test("shades that look alike are one colour, and rare ones are left out")
  func merging() {
    var colors = DominantColors(format)
    colors.add(picture([(60, (100, 128, 128)), (30, (104, 128, 128)), (10, (96, 128, 128))]))
    colors.add(picture([(98, (100, 128, 128)), (2, (63, 102, 240))]))
    #expect(colors.colors.count == 1)
    #expect(colors.colors.first?.share == 0.99)
  }

  @Test("there are six at the most, and none of nothing")
  func limits() {
    #expect(DominantColors(format).colors.isEmpty)
    var colors = DominantColors(format)
    var parts: [(columns: Int, color: (UInt8, UInt8, UInt8))] = []
    for index in 0..<20 {
      parts.append((8, (UInt8(20 + 10 * index), UInt8(index * 77 % 256), UInt8(index * 131 % 256))))
    }
    colors.add(picture(parts))
    let found = colors.colors
    #expect(found.count == 6)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.share >= $1.share })
    #expect(found.reduce(0) { $0 + $1.share } <= 1.001)
  }

  @Test("L*a*b* of sRGB")
  func lab() {
    // Values of the CIE's formulas as B. Lindbloom's calculator gives them.
    for (rgb, lab) in [
      ([255.0, 0, 0], [53.24, 80.09, 67.20]), ([0, 128, 0], [46.23, -51.70, 49.90]),
      ([255, 255, 255], [100, 0, 0]),
    ] {
      for (found, expected) in zip(ColorSpace.lab(rgb), lab) { #expect(abs(found - expected) < 0.05) }
    }
  }
}
