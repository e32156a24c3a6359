import Media
import Testing

/// Pictures made of formulas and seeded noise.
enum TestPictures {
  /// A grey picture, or a planar one whose chroma is neutral, of levels of 8 bits.
  static func make(
    width: Int, height: Int, format: String = "gray", range: String? = nil,
    _ level: (_ x: Int, _ y: Int) -> Double
  ) throws -> Frame {
    let layout = try #require(PixelFormat(name: format))
    let frame = try Frame.picture(width: width, height: height, format: layout)
    frame.color.range = range
    let (depth, shift) = (layout.bitDepth, layout.chromaShift)
    let highest = Double(1 << depth - 1)
    for plane in 0..<3 {
      let columns = plane == 0 ? width : -(-width >> shift.x)
      _ = frame.withPlane(plane) { bytes in
        for y in 0..<bytes.rows {
          for x in 0..<columns {
            let value = plane == 0 ? level(x, y) * Double(1 << (depth - 8)) : Double(128 << (depth - 8))
            let code = Int(min(highest, max(0, value.rounded())))
            let line = bytes.base + y * bytes.stride
            if depth > 8 {
              line[2 * x] = UInt8(code & 255)
              line[2 * x + 1] = UInt8(code >> 8)
            } else {
              line[x] = UInt8(code)
            }
          }
        }
      }
    }
    return frame
  }

  /// Something like a scene: soft shading, discs with sharp outlines, and stripes.
  static func scene(_ x: Int, _ y: Int) -> Double {
    let shade = 60 + 0.05 * Double(x) + 0.08 * Double(y)
    let (u, v) = (Double(x % 61) - 30, Double(y % 53) - 26)
    let disc = u * u + v * v < 300 ? 70.0 : 0
    let stripes = (x / 7 + y / 11) % 5 == 0 ? 25.0 : 0
    return shade + disc + stripes
  }

  /// The mean over a box around a place.
  static func blurred(
    _ radius: Int, _ level: @escaping (Int, Int) -> Double
  ) -> (Int, Int) -> Double {
    { x, y in
      var sum = 0.0
      for dy in -radius...radius { for dx in -radius...radius { sum += level(x + dx, y + dy) } }
      return sum / Double((2 * radius + 1) * (2 * radius + 1))
    }
  }
}

/// Numbers that look random and are the same in every run (splitmix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number of the normal distribution (the sum of twelve even ones).
  mutating func normal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
  }
}
