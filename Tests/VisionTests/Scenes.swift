import Glibc
import Media
import Records

@testable import Vision

/// Pictures with texture that is the same in every run, and can be sampled between pixels.
struct Texture {
  /// Waves of several lengths, directions and phases; their sum looks like nothing else.
  private let waves: [(x: Double, y: Double, phase: Double, strength: Double)]

  /// A texture of its own for each seed, its waves `least` to `most` pixels long.
  init(seed: UInt64, least: Double = 6, most: Double = 60) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func random() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) / Double(1 << 53)
    }
    waves = (0..<14).map { _ in
      let angle = random() * 2 * .pi
      let frequency = 2 * .pi / (least * pow(most / least, random()))
      return (cos(angle) * frequency, sin(angle) * frequency, random() * 2 * .pi, 0.5 + random())
    }
  }

  /// The level at a place, 40 to 215.
  func level(_ x: Double, _ y: Double) -> Double {
    var sum = 0.0
    for wave in waves { sum += wave.strength * sin(wave.x * x + wave.y * y + wave.phase) }
    return 127.5 + 87.5 * max(-1, min(1, sum / 5))
  }

  /// The levels of the middles of a picture's pixels, row by row.
  func levels(width: Int, height: Int) -> [Double] {
    (0..<height).flatMap { y in (0..<width).map { level(Double($0) + 0.5, Double(y) + 0.5) } }
  }
}

enum Scenes {
  /// A grey or yuv420p picture whose pixels have the levels that `level` gives for their middles; colour is even.
  static func picture(
    width: Int, height: Int, format: String = "gray", _ level: (Double, Double) -> Double
  ) throws -> Frame {
    let frame = try Pictures.plain(format, width: width, height: height, value: 128)
    frame.forEachRow(0..<height, plane: 0) { y, row in
      for x in row.indices {
        row[x] = UInt8(max(0, min(255, level(Double(x) + 0.5, Double(y) + 0.5).rounded())))
      }
    }
    return frame
  }
}
