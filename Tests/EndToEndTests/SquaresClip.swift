import Foundation

/// A clip of coloured squares on black, of which it is known where they are: y4m of 320x240, 10 frames a second.
struct SquaresClip {
  struct Square {
    var x: Int
    var y: Int
    var side: Int
    /// Luma and chroma of BT.601, limited range.
    var color: (UInt8, UInt8, UInt8)

    static let red: (UInt8, UInt8, UInt8) = (81, 90, 240)
    static let blue: (UInt8, UInt8, UInt8) = (41, 240, 110)
  }

  static let width = 320
  static let height = 240

  /// Writes `count` frames; `squares` says what is in each.
  static func write(_ path: String, count: Int, squares: (Int) -> [Square]) throws {
    var bytes = Array("YUV4MPEG2 W\(width) H\(height) F10:1 Ip A1:1 C444\n".utf8)
    for index in 0..<count {
      var planes = [16, 128, 128].map { [UInt8](repeating: $0, count: width * height) }
      for square in squares(index) {
        for row in square.y..<square.y + square.side {
          for column in square.x..<square.x + square.side {
            planes[0][row * width + column] = square.color.0
            planes[1][row * width + column] = square.color.1
            planes[2][row * width + column] = square.color.2
          }
        }
      }
      bytes += Array("FRAME\n".utf8) + planes[0] + planes[1] + planes[2]
    }
    try Data(bytes).write(to: URL(filePath: path))
  }

  /// A red square of 40 pixels that moves 4 pixels to the right a frame, and a still blue one.
  ///
  /// The model sees 64x64 for 320x240, so a cell of 8 pixels is 40 of the clip's: the blue square lies on one.
  static func write(_ path: String, count: Int = 20) throws {
    try write(path, count: count) { index in
      [
        Square(x: 40 + 4 * index, y: 40, side: 40, color: Square.red),
        Square(x: 200, y: 160, side: 40, color: Square.blue),
      ]
    }
  }

  /// The tiny network that finds the squares; Models/make.py makes it.
  static func model(_ name: String = "colors") -> String {
    Fixtures.root.appending(path: "Tests/EndToEndTests/Models/\(name).onnx").path
  }
}
