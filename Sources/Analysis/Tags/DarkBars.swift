import Vision

/// The bars of one picture, for models that would take them for the frame of a screen.
public enum DarkBars {
  /// How far the mean of a bar's row may be above black, in 8-bit levels.
  private static let margin = 8
  /// How far a cell of it may be: codecs ring where the picture begins.
  private static let ringing = 32

  /// The part of a picture that lies within its bars, as shares of its width and height.
  ///
  /// Bars are dark from one side to the other, and as high above as below, as wide at the left as at the right:
  /// the night sky of a picture is none. Together they take less than half of the picture's height or width.
  /// - Parameters:
  ///   - small: the small copy of the picture.
  ///   - black: the 8-bit luma code of black.
  /// - Returns: nil where there are no bars.
  public static func picture(in small: SmallPicture, black: Double)
    -> (x: Double, y: Double, width: Double, height: Double)?
  {
    let (width, height) = (small.width, small.height)
    guard width > 0, height > 0, small.luma.count >= width * height else { return nil }
    let black = Int(black)
    func isBar(_ cells: StrideTo<Int>, count: Int) -> Bool {
      var sum = 0
      for cell in cells {
        let value = Int(small.luma[cell])
        if value > black + ringing { return false }
        sum += value
      }
      return sum <= (black + margin) * count
    }
    func isDark(row: Int) -> Bool {
      isBar(stride(from: row * width, to: (row + 1) * width, by: 1), count: width)
    }
    func isDark(column: Int) -> Bool {
      isBar(stride(from: column, to: width * height, by: width), count: height)
    }
    let rows = bar(height, isDark(row:))
    let columns = bar(width, isDark(column:))
    guard rows > 0 || columns > 0 else { return nil }
    let (x, y) = (Double(columns) / Double(width), Double(rows) / Double(height))
    return (x, y, 1 - 2 * x, 1 - 2 * y)
  }

  /// The thickness of the bars at both ends; 0 where they would take half of it all.
  private static func bar(_ count: Int, _ isDark: (Int) -> Bool) -> Int {
    let bar = (0..<count).prefix { isDark($0) && isDark(count - 1 - $0) }.count
    return 4 * bar < count ? bar : 0
  }
}
