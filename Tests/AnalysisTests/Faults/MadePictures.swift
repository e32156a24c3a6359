import Media
import Vision

@testable import Analysis

/// Pictures whose measures are set or measured in the tests.
enum Made {
  /// Facts of the frame of an index at a rate.
  static func facts(_ index: Int, rate: Double = 25) -> FrameFacts {
    FrameFacts(index: index, pts: Int64(index), time: Double(index) / rate)
  }

  /// A small picture of one colour.
  static func small(
    luma: UInt8 = 100, blue: UInt8 = 128, red: UInt8 = 128, width: Int = 160, height: Int = 90
  ) -> SmallPicture {
    SmallPicture(
      cell: 8, width: width, height: height, luma: [UInt8](repeating: luma, count: width * height),
      chromaWidth: width / 2, chromaHeight: height / 2,
      blue: [UInt8](repeating: blue, count: width / 2 * (height / 2)),
      red: [UInt8](repeating: red, count: width / 2 * (height / 2)))
  }

  /// A grey picture whose levels a function gives.
  static func grey(_ width: Int, _ height: Int, _ level: (Int, Int) -> Int) throws -> Frame {
    guard let gray = PixelFormat(name: "gray") else {
      throw MediaError("make", "a picture", cause: "there is no format gray")
    }
    let frame = try Frame.picture(width: width, height: height, format: gray)
    frame.withPlane(0) { plane in
      for y in 0..<height {
        for x in 0..<width { plane.base[y * plane.stride + x] = UInt8(max(0, min(255, level(x, y)))) }
      }
    }
    return frame
  }

  /// A texture that differs from place to place, the same in every run.
  static func texture(_ x: Double, _ y: Double) -> Int {
    func wave(_ period: Double) -> Double {
      let part = period - period.rounded(.down)
      return part < 0.5 ? 4 * part - 1 : 3 - 4 * part
    }
    let sum = wave(x / 23 + y / 61) + wave(x / 41 - y / 17) + wave(y / 29) + wave(x / 11)
    return Int(128 + 22 * sum)
  }

  /// Frames in a row with their lines measured.
  static func lined(_ frames: [Frame], rate: Double = 25) -> [MeasuredPicture] {
    frames.indices.map { index in
      MeasuredPicture(
        facts: facts(index, rate: rate), small: small(),
        lines: LineMeasures.measure(frames[index], previous: index > 0 ? frames[index - 1] : nil))
    }
  }
}
