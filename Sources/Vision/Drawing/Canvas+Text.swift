extension Canvas {
  /// Draws a line of text.
  /// - Parameters:
  ///   - x: the left end, in pixels.
  ///   - baseline: the row that the letters stand on.
  ///   - size: pixels of an em.
  public func draw(
    _ text: String, x: Int, baseline: Int, size: Int, _ typeface: Typeface, _ color: Color,
    opacity: Float = 1
  ) {
    let line = typeface.line(text, size: size)
    let place = PixelRect(x: x + line.left, y: baseline - line.top, width: line.width, height: line.height)
    let seen = place.intersection(area)
    guard !seen.isEmpty else { return }
    if seen == place {
      blend(line.coverage, stride: line.width, in: place, color, opacity: opacity)
      return
    }
    let cut = seen.rows.flatMap { row in
      let start = (row - place.rows.lowerBound) * line.width - place.columns.lowerBound
      return line.coverage[(start + seen.columns.lowerBound)..<(start + seen.columns.upperBound)]
    }
    blend(cut, stride: seen.width, in: seen, color, opacity: opacity)
  }

  /// A text's size in pixels with the room around it that a label has.
  public static func labelSize(_ text: String, size: Int, _ typeface: Typeface) -> (width: Int, height: Int) {
    let (ascent, descent) = typeface.metrics(size: size)
    let margin = labelMargin(size)
    return (typeface.width(text, size: size) + 2 * margin.x, ascent + descent + 2 * margin.y)
  }

  private static func labelMargin(_ size: Int) -> (x: Int, y: Int) {
    (max(2, (size * 3 + 4) / 8), max(1, (size + 3) / 7))
  }

  /// Draws a text on a plate of `labelSize`, in the colour that is read best on it.
  public func label(
    _ text: String, x: Int, y: Int, size: Int, _ typeface: Typeface, plate: Color, textColor: Color? = nil,
    radius: Float = 0, opacity: Float = 1
  ) {
    let (width, height) = Canvas.labelSize(text, size: size, typeface)
    fillRounded(
      PixelRect(x: x, y: y, width: width, height: height), radius: radius, plate, opacity: opacity)
    let margin = Canvas.labelMargin(size)
    let ascent = typeface.metrics(size: size).ascent
    // Descenders are rare: capitals and digits stand a little below the middle of the room above them.
    draw(
      text, x: x + margin.x, baseline: y + margin.y + ascent + typeface.metrics(size: size).descent / 3,
      size: size, typeface, textColor ?? plate.textColor)
  }
}
