import Media
import Testing
import Records

@testable import Detection

/// Pictures of a textured ground with a square on it, with noise; the same ones in every run.
struct SyntheticScene {
  let width = 160
  let height = 120
  /// Where the square is; nil for none.
  var square: Box?
  /// The square's difference from the ground, in levels.
  var contrast: Float = 60
  /// Standard deviation of the noise, about.
  var noise: Float = 2
  /// What the levels are multiplied by, and what is then added.
  var gain: Float = 1
  var offset: Float = 0
  /// Which ground.
  var seed: UInt64 = 1
  /// By how many pixels the camera has turned to the right.
  var shift = 0
  private var random = Random(state: 99)
  /// A stock of noise of standard deviation 1, from which each row takes a stretch.
  private let stock: [Float]

  init(square: Box? = nil, noise: Float = 2, seed: UInt64 = 1) {
    self.square = square
    self.noise = noise
    self.seed = seed
    var random = Random(state: 7)
    stock = (0..<4096).map { _ in random.normal() }
  }

  /// SplitMix64.
  struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    /// About normal: the sum of four bytes.
    mutating func normal() -> Float {
      let bits = next()
      let sum = (0..<4).reduce(0) { $0 + Int((bits >> (8 * UInt64($1))) & 255) }
      return (Float(sum) - 510) / 148
    }
  }

  /// The levels of the next picture, row by row: blocks of 8x8 with a level of their own, the square, noise.
  mutating func levels() -> [UInt8] {
    var ground = Random(state: seed)
    let blocks = (0..<40 * 15).map { _ in Float(60 + ground.next() % 100) }
    var levels = [UInt8](repeating: 0, count: width * height)
    for y in 0..<height {
      let start = Int(random.next() % 3900)
      let crossing = square.map { Float(y) >= $0.y && Float(y) < $0.maxY } ?? false
      let inside = crossing ? square.map { Int($0.x)..<Int($0.maxX) } ?? 0..<0 : 0..<0
      for x in 0..<width {
        var level = blocks[(y / 8) * 40 + (x + shift) / 8 % 40]
        if inside.contains(x) { level += level < 110 ? contrast : -contrast }
        level = gain * level + offset + noise * stock[start + x]
        levels[y * width + x] = UInt8(min(max(level, 0), 255))
      }
    }
    return levels
  }

  /// The next picture.
  mutating func frame(_ format: String = "yuv420p") throws -> Frame {
    let levels = levels()
    let pixelFormat = try #require(PixelFormat(name: format))
    let frame = try Frame.picture(width: width, height: height, format: pixelFormat)
    let bytes = pixelFormat.bitDepth > 8 ? 2 : 1
    let planes = pixelFormat.isRGB && format.hasPrefix("gbr") ? 3 : 1
    let step = pixelFormat.isRGB && planes == 1 ? 3 : bytes
    for plane in 0..<planes {
      _ = frame.withPlane(plane) { bytesOfPlane in
        for y in 0..<height {
          let row = bytesOfPlane.base + y * bytesOfPlane.stride
          for x in 0..<width {
            let level = levels[y * width + x]
            if step == 3 {
              for channel in 0..<3 { row[3 * x + channel] = level }
            } else if bytes == 2 {
              let value = UInt16(level) << UInt16(format.hasPrefix("p0") ? 8 : pixelFormat.bitDepth - 8)
              row[2 * x] = UInt8(value & 255)
              row[2 * x + 1] = UInt8(value >> 8)
            } else {
              row[x] = level
            }
          }
        }
      }
    }
    return frame
  }
}
