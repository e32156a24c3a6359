import Media
import Records
import Vision

/// One picture with many small ones: what a video looks like at a glance.
public struct ContactSheet: Sendable {
  /// A small picture and what stands below it.
  public struct Cell: Sendable {
    /// The picture.
    public var picture: Frame
    /// Such as its time code.
    public var caption: String

    /// Puts a caption to a picture.
    public init(picture: Frame, caption: String) {
      self.picture = picture
      self.caption = caption
    }
  }

  /// The name in the header; nothing where it is empty.
  public var title: String
  /// The lines below it: size, length, codec.
  public var lines: [String]
  /// The pictures, from left to right and from top to bottom.
  public var cells: [Cell]
  /// Pictures in a row; nil for as many as make the sheet about as wide as it is high, at the most 8.
  public var columns: Int?
  /// Width of a picture in pixels, 32 to 1920. Pictures are made to fit into the same room, 16:9 or what the
  /// first one is.
  public var cellWidth: Int
  /// A font's file or name; nil for the system's sans-serif. Without any font the sheet has no words.
  public var font: String?

  /// Lays out a sheet.
  public init(
    title: String, lines: [String] = [], cells: [Cell], columns: Int? = nil, cellWidth: Int = 320,
    font: String? = nil
  ) {
    self.title = title
    self.lines = lines
    self.cells = cells
    self.columns = columns
    self.cellWidth = cellWidth
    self.font = font
  }

  /// The lines that say what a summary says of a file: size, length, codecs.
  public static func lines(of summary: SummaryRecord) -> [String] {
    let video = summary.video
    var first: [String] = []
    if let width = video?.width, let height = video?.height { first.append("\(width) \u{00D7} \(height)") }
    if let rate = video?.frameRate { first.append(NumberText.short(rate, digits: 5) + " fps") }
    if let length = video?.duration ?? summary.container?.duration { first.append(NumberText.clock(length)) }
    if let bytes = summary.container?.bytes { first.append(SummaryUnit.bytes.text(Double(bytes), digits: 3)) }
    var second: [String] = []
    if let codec = video?.codec { second.append(codec + (video?.profile.map { " " + $0 } ?? "")) }
    if let format = video?.pixelFormat { second.append(format) }
    for track in summary.audio ?? [] {
      let parts = [track.codec, track.sampleRate.map { SummaryUnit.hertz.text(Double($0)) }, track.layout]
      second.append(parts.compactMap { $0 }.joined(separator: " "))
    }
    return [first, second].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") }
  }

  /// The caption of a moment: its time code.
  public static func caption(at seconds: Double) -> String { NumberText.clock(seconds) }

  /// Draws the sheet as an RGB picture of 8 bits.
  /// - Throws: MediaError when there is no picture, the sheet would be too large, or the font is not there.
  public func draw() throws -> Frame {
    guard let first = cells.first?.picture, first.width > 0, first.height > 0 else {
      throw MediaError("draw", "a contact sheet", cause: "there are no pictures")
    }
    let width = max(32, min(1920, cellWidth)) & ~1
    let height = max(2, Int((Double(width) / ContactSheet.aspect(first)).rounded()) & ~1)
    let columns = max(1, min(cells.count, self.columns ?? ContactSheet.columns(cells.count, width, height)))
    let rows = (cells.count + columns - 1) / columns
    let face = try Typeface.open(font)
    let layout = Layout(
      width: width, height: height, columns: columns, rows: rows, lines: lines.count, hasText: face != nil)
    guard layout.sheetHeight <= 32_000, layout.sheetWidth <= 32_000 else {
      throw MediaError(
        "draw", "a contact sheet of \(layout.sheetWidth)x\(layout.sheetHeight)", cause: "it is too large",
        hint: "use more columns, fewer or smaller pictures")
    }
    guard let format = PixelFormat(name: "rgb24") else {
      throw MediaError("draw", "a contact sheet", cause: "this libavutil has no RGB pictures of 8 bits")
    }
    let sheet = try Frame.picture(width: layout.sheetWidth, height: layout.sheetHeight, format: format)
    let canvas = try Canvas(
      width: sheet.width, height: sheet.height, format: format, color: ColorDescription())
    try canvas.draw(on: sheet) {
      canvas.fill(canvas.area, Color(hex: 0x16191F))
      guard let face else { return }
      header(canvas, face, layout)
      for (index, cell) in cells.enumerated() {
        let (x, y) = layout.place(index)
        let text = face.fitted(cell.caption, size: layout.small, width: width)
        let indent = (width - face.width(text, size: layout.small)) / 2
        canvas.draw(
          text, x: x + indent, baseline: y + height + layout.small * 5 / 4, size: layout.small, face,
          Color(hex: 0xC5CCD6))
      }
    }
    let fitter = ThumbnailFitter(width: width, height: height)
    for (index, cell) in cells.enumerated() {
      let (x, y) = layout.place(index)
      let picture = try fitter.fitted(cell.picture)
      sheet.paste(picture, x: x + (width - picture.width) / 2, y: y + (height - picture.height) / 2)
    }
    return sheet
  }

  private func header(_ canvas: Canvas, _ face: Typeface, _ layout: Layout) {
    let room = layout.sheetWidth - 2 * layout.margin
    var y = layout.margin + layout.large
    canvas.draw(
      face.fitted(title, size: layout.large, width: room), x: layout.margin, baseline: y, size: layout.large,
      face,
      .white)
    for line in lines {
      y += layout.small * 3 / 2
      canvas.draw(
        face.fitted(line, size: layout.small, width: room), x: layout.margin, baseline: y, size: layout.small,
        face,
        Color(hex: 0xA3ADBA))
    }
  }

  /// Width over height as displayed.
  private static func aspect(_ frame: Frame) -> Double {
    let pixel = frame.sampleAspect?.doubleValue ?? 1
    return max(0.1, min(10, Double(frame.width) / Double(frame.height) * (pixel > 0 ? pixel : 1)))
  }

  private static func columns(_ count: Int, _ width: Int, _ height: Int) -> Int {
    let square = (Double(count) * Double(height) / Double(width)).squareRoot()
    // A little wider than high is how screens are.
    return max(1, min(8, Int((square * 1.2).rounded(.up))))
  }

  /// Where things stand on the sheet.
  private struct Layout {
    let width: Int
    let height: Int
    let columns: Int
    let large: Int
    let small: Int
    let margin: Int
    let headerHeight: Int
    let captionHeight: Int
    let sheetWidth: Int
    let sheetHeight: Int

    init(width: Int, height: Int, columns: Int, rows: Int, lines: Int, hasText: Bool) {
      (self.width, self.height, self.columns) = (width, height, columns)
      large = max(12, min(40, width * columns / 42))
      small = max(10, min(24, width / 17))
      margin = max(6, width / 20) & ~1
      headerHeight = hasText ? large + lines * small * 3 / 2 + margin : 0
      captionHeight = hasText ? small * 8 / 5 : 0
      sheetWidth = margin + columns * (width + margin)
      sheetHeight = (margin + headerHeight + rows * (height + captionHeight + margin) + 1) & ~1
    }

    func place(_ index: Int) -> (x: Int, y: Int) {
      let (row, column) = (index / columns, index % columns)
      return (
        margin + column * (width + margin), margin + headerHeight + row * (height + captionHeight + margin)
      )
    }
  }
}
