import Media
import Records
import Testing

@testable import Vision

@Suite struct CanvasTests {
  static let formats = [
    "yuv420p", "yuv422p", "yuv444p", "yuvj420p", "yuv420p10le", "yuv422p10le", "yuv444p10le", "yuv420p12le",
    "nv12", "nv21", "p010le", "yuyv422", "yuva420p", "rgb24", "bgr24", "rgba", "bgra", "gbrp", "gbrp10le",
    "rgb48le",
  ]

  @Test(arguments: formats, [("bt709", "tv"), ("smpte170m", "tv"), ("bt2020nc", "tv"), ("bt709", "pc")])
  func aColourComesOutAsItself(format: String, meaning: (space: String, range: String)) throws {
    let frame = try Pictures.plain(format, width: 64, height: 48)
    var color = ColorDescription()
    color.space = meaning.space
    color.range = format == "yuvj420p" || frame.pixelFormat.isRGB ? "pc" : meaning.range
    let canvas = try Pictures.canvas(frame, color: color)
    let orange = Color(hex: 0xE69F00)
    try canvas.draw(on: frame) { canvas.fill(PixelRect(x: 16, y: 8, width: 20, height: 16), orange) }
    let rows = try Pictures.rgb(frame, color: color)
    for (x, y) in [(22, 12), (29, 19), (26, 16)] {
      let found = (0..<3).map { Int(rows[y][x * 3 + $0]) }
      let wanted = [Int(orange.red), Int(orange.green), Int(orange.blue)]
      for (a, b) in zip(found, wanted) { #expect(abs(a - b) <= 4, "\(found) at \(x), \(y)") }
    }
  }

  @Test func theValuesAreThoseOfTheStandards() throws {
    func values(_ format: String, _ space: String, _ range: String, _ depth: Int) -> [Int] {
      var color = ColorDescription()
      color.space = space
      color.range = range
      return Array(
        SampleValues(PixelFormat(name: format) ?? .yuv420p, width: 64, height: 64, color: color)
          .values(of: Color(255, 0, 0), depth: depth).prefix(3))
    }
    #expect(values("yuv420p", "smpte170m", "tv", 8) == [81, 90, 240])
    #expect(values("yuv420p", "bt709", "tv", 8) == [63, 102, 240])
    #expect(values("yuv420p10le", "bt2020nc", "tv", 10) == [294, 387, 960])
    #expect(values("yuv444p", "bt709", "pc", 8) == [54, 99, 255])
    #expect(values("rgb24", "gbr", "pc", 8) == [255, 0, 0])
  }

  @Test func graphicsInHDRAreAsBrightAsPaperWhite() {
    var color = ColorDescription()
    color.space = "bt2020nc"
    color.transfer = "smpte2084"
    let format = PixelFormat(name: "yuv420p10le") ?? .yuv420p
    let pq = SampleValues(format, width: 64, height: 64, color: color).values(of: .white, depth: 10)
    #expect(abs(pq[0] - 573) <= 2)  // 58% of the signal (ITU-R BT.2408, table 1)
    color.transfer = "arib-std-b67"
    let hlg = SampleValues(format, width: 64, height: 64, color: color).values(of: .white, depth: 10)
    #expect(abs(hlg[0] - 721) <= 2)  // 75%
  }

  @Test(arguments: formats + ["gray", "gray10le", "ya8"])
  func whatIsNotDrawnOnKeepsItsBits(format: String) throws {
    let frame = try Pictures.plain(format, width: 41, height: 31, value: 90)
    let before = try frame.pictureBytes()
    let canvas = try Pictures.canvas(frame)
    try canvas.draw(on: frame) {
      canvas.outline(Box(x: 60, y: 60, width: 10, height: 10), radius: 2, lineWidth: 2, .white)
      canvas.outline(Box(x: -20, y: -20, width: 90, height: 90), radius: 2, lineWidth: 2, .white)
      canvas.fill(PixelRect(x: 41, y: 0, width: 9, height: 9), .white)
      canvas.fill(PixelRect(x: 0, y: 0, width: 41, height: 31), .white, opacity: 0)
    }
    #expect(try frame.pictureBytes() == before)
    try canvas.draw(on: frame) { canvas.fill(PixelRect(x: 40, y: 30, width: 9, height: 9), .white) }
    let after = try frame.pictureBytes()
    #expect(after != before)
    #expect(zip(after, before).count { $0 != $1 } <= 16, "one pixel is touched, and its chroma")
  }

  @Test func sharedMemoryIsCopiedBeforeItIsDrawnOn() throws {
    let frame = try Pictures.plain("yuv420p", width: 16, height: 16)
    let other = try frame.reference()
    let before = try other.pictureBytes()
    let canvas = try Pictures.canvas(frame)
    try canvas.draw(on: frame) { canvas.fill(PixelRect(x: 0, y: 0, width: 8, height: 8), .white) }
    #expect(try other.pictureBytes() == before)
    #expect(try frame.pictureBytes() != before)
  }

  @Test func chromaTakesTheAverageOfItsPixels() throws {
    let frame = try Pictures.plain("yuv420p", width: 8, height: 8, value: 128)
    var color = ColorDescription()
    color.space = "smpte170m"
    let canvas = try Pictures.canvas(frame, color: color)
    try canvas.draw(on: frame) { canvas.fill(PixelRect(x: 2, y: 2, width: 1, height: 2), Color(255, 0, 0)) }
    #expect(Pictures.rows(frame)[2] == [128, 128, 81, 128, 128, 128, 128, 128])
    #expect(Pictures.rows(frame, plane: 2)[1] == [128, 184, 128, 128])  // half of the way to 240
    #expect(Pictures.rows(frame, plane: 2)[2] == [128, 128, 128, 128])
  }

  @Test(arguments: [true, false])
  func anOutlineIsDrawnOnceThroughAllItsParts(isDashed: Bool) throws {
    // A half transparent outline would be darker where two parts met.
    let frame = try Pictures.plain("gray", width: 200, height: 160, value: 0)
    let canvas = try Pictures.canvas(frame)
    let box = Box(x: 10, y: 11, width: 150, height: 121)
    try canvas.draw(on: frame) {
      if isDashed {
        canvas.dashedOutline(box, lineWidth: 3, .white, opacity: 0.5)
      } else {
        canvas.outline(box, radius: 7, lineWidth: 3, .white, opacity: 0.5)
      }
    }
    let rows = Pictures.rows(frame)
    #expect(rows.joined().max() == 128)
    #expect(rows[60][30] == 0)
    #expect(rows[12][12] == (isDashed ? 128 : rows[12][12]))
    if !isDashed {
      for y in 20..<120 {
        #expect(rows[y][10...12].allSatisfy { $0 == 128 } && rows[y][157...159].allSatisfy { $0 == 128 })
        #expect(rows[y][13] == 0 && rows[y][9] == 0 && rows[y][156] == 0 && rows[y][160] == 0)
      }
    }
  }

  @Test(arguments: [(1, 1), (1, 7), (3, 2), (17, 5)], ["yuv420p", "nv12", "rgb24", "gray", "p010le"])
  func tinyPicturesAreDrawnOn(size: (Int, Int), format: String) throws {
    let frame = try Pictures.plain(format, width: size.0, height: size.1)
    let canvas = try Pictures.canvas(frame)
    let before = try frame.pictureBytes()
    try canvas.draw(on: frame) {
      canvas.outline(Box(x: 0, y: 0, width: 1, height: 1), radius: 1, lineWidth: 1, .white)
      canvas.dashedOutline(Box(x: -1, y: -1, width: 4, height: 4), lineWidth: 2, .white)
      for style in RedactionStyle.allCases {
        canvas.redact(Box(x: -3, y: -3, width: 40, height: 40), style: style, color: .white)
      }
      canvas.outline(Box(x: .nan, y: 0, width: 1, height: 1), radius: 1, lineWidth: 1, .white)
      canvas.outline(Box(x: 0, y: 0, width: .infinity, height: 1), radius: 1, lineWidth: 1, .white)
      canvas.redact(Box(x: 0, y: .nan, width: 4, height: 4), style: .blur)
    }
    #expect(try frame.pictureBytes() != before)
  }

  @Test func formatsThatCannotBeDrawnOnHaveANeighbour() throws {
    for (name, closest) in [
      ("pal8", "rgba"), ("rgb565le", "rgb24"), ("monow", "gray"), ("yuv420p10be", "yuv420p10le"),
      ("yuv422p16be", "yuv422p16le"), ("gray16be", "gray16le"), ("yuv420p", "yuv420p"),
      ("yuv410p", "yuv410p"),
    ] {
      let format = try #require(PixelFormat(name: name))
      #expect(Canvas.closest(to: format).name == closest || name == "pal8", "\(name)")
      #expect(Canvas.supports(Canvas.closest(to: format)), "\(name)")
    }
    #expect(throws: MediaError.self) {
      try Canvas(
        width: 8, height: 8, format: try #require(PixelFormat(name: "pal8")), color: ColorDescription())
    }
  }

  @Test func aFrameOfAnotherSizeIsRefused() throws {
    let canvas = try Pictures.canvas(try Pictures.plain("gray", width: 8, height: 8))
    let other = try Pictures.plain("gray", width: 8, height: 9)
    #expect(throws: MediaError.self) { try canvas.draw(on: other) {} }
  }
}
