import Media
import Records
import Testing

@testable import Vision

@Suite struct ColorTests {
  @Test func coloursAreReadFromText() {
    #expect(Color("#FFA600") == Color(255, 166, 0))
    #expect(Color("#fa0") == Color(255, 170, 0))
    #expect(Color("White") == .white)
    for text in ["", "#", "#12", "#12345", "#GGGGGG", "FFA600", "#1234567", "nocolour", "#-12345"] {
      #expect(Color(text) == nil, "\(text)")
    }
    for name in Color.names { #expect(Color(name) != nil) }
  }

  @Test func textIsReadableOnAnyColour() {
    for red in stride(from: 0, through: 255, by: 51) {
      for green in stride(from: 0, through: 255, by: 51) {
        for blue in stride(from: 0, through: 255, by: 51) {
          let plate = Color(UInt8(red), UInt8(green), UInt8(blue))
          let (a, b) = (plate.luminance, plate.textColor.luminance)
          // WCAG 2.2 asks for 4.5 to 1; with a black that is not quite one, a little less at the middle.
          #expect((max(a, b) + 0.05) / (min(a, b) + 0.05) > 4.1, "\(plate)")
        }
      }
    }
  }
}

@Suite(.enabled(if: FontSearch.match("sans-serif") != nil, "a font is installed")) struct TextTests {
  @Test func textFillsItsPlateAndNothingElse() throws {
    let typeface = try #require(try Typeface.open(nil))
    for size in [9, 16, 50] {
      let frame = try Pictures.plain("gray", width: 400, height: 120, value: 0)
      let canvas = try Pictures.canvas(frame)
      let plate = Canvas.labelSize("ågy 0.87 #12", size: size, typeface)
      try canvas.draw(on: frame) {
        canvas.label("ågy 0.87 #12", x: 10, y: 10, size: size, typeface, plate: Color(128, 128, 128))
      }
      let rows = Pictures.rows(frame)
      for (y, row) in rows.enumerated() {
        for (x, value) in row.enumerated() {
          let isPlate = (10..<(10 + plate.width)).contains(x) && (10..<(10 + plate.height)).contains(y)
          if !isPlate { #expect(value == 0, "\(x), \(y) at size \(size)") }
        }
      }
      let dark = rows[10..<(10 + plate.height)].joined().count { $0 > 0 && $0 < 60 }
      #expect(dark > size * 4, "letters are there")
    }
  }

  @Test func widthsAddUpAndLongTextIsCut() throws {
    let typeface = try #require(try Typeface.open(nil))
    let one = typeface.width("person", size: 16)
    #expect(typeface.width("personperson", size: 16) == 2 * one)
    #expect(typeface.width("person", size: 32) > one * 3 / 2)
    let long = String(repeating: "person ", count: 50)
    let cut = typeface.fitted(long, size: 16, width: 200)
    #expect(cut.hasSuffix("…"))
    #expect(typeface.width(cut, size: 16) <= 200)
    #expect(typeface.width(cut, size: 16) > 150)
    #expect(typeface.fitted("ok", size: 16, width: 200) == "ok")
    #expect(typeface.fitted("ok", size: 16, width: 1) == "…")
  }

  @Test func lettersKeepTheirShapeInPixelsThatAreNotSquare() throws {
    let square = try #require(try Typeface.open(nil))
    let wide = try #require(try Typeface.open(nil, pixelAspect: 2))
    let ratio = Double(square.width("person", size: 40)) / Double(wide.width("person", size: 40))
    #expect(abs(ratio - 2) < 0.1)
  }

  @Test func textBeyondTheEdgeIsCutOff() throws {
    let typeface = try #require(try Typeface.open(nil))
    let frame = try Pictures.plain("yuv420p", width: 31, height: 11)
    let canvas = try Pictures.canvas(frame)
    try canvas.draw(on: frame) {
      for x in [-400, -10, 20, 500] {
        canvas.draw("person\u{0}日本", x: x, baseline: 8, size: 20, typeface, .white)
      }
    }
    #expect(try frame.pictureBytes().contains(235))
  }

  @Test func fontsThatAreMissingAreErrors() {
    #expect(throws: MediaError.self) { try Typeface.open("/nowhere/none.ttf") }
    #expect(throws: MediaError.self) { try Typeface.open(#filePath) }
    #expect(throws: MediaError.self) { try Typeface.open("No Such Family At All") }
  }

  @Test func fontsAreFoundByTheirNames() throws {
    let family = try #require(FontSearch.family("sans-serif"))
    #expect(try Typeface.open(family) != nil)
    #expect(try Typeface.open("monospace:bold") != nil)
  }

  /// A font without Cyrillic letters, where another has them; nil where none is installed.
  private static let narrow: String? = ["DejaVu Math TeX Gyre", "Latin Modern Math", "TeX Gyre Heros"]
    .first { name in
      guard FontSearch.family(name) == name, let match = FontSearch.match(name),
        let face = try? FontFace(path: match.path, index: match.index), !face.has("ч"),
        let other = FontSearch.match("sans-serif", having: "ч"),
        let second = try? FontFace(path: other.path, index: other.index)
      else { return false }
      return second.has("ч")
    }

  /// A character that the font with Cyrillic letters lacks, but that fontconfig names the same font for.
  private static let nowhere: Unicode.Scalar? = {
    guard let match = FontSearch.match("sans-serif", having: "ч"),
      let face = try? FontFace(path: match.path, index: match.index)
    else { return nil }
    let candidates: [Unicode.Scalar] = ["人", "한", "ก", "\u{12000}", "\u{F8FE}", "\u{10FFFD}"]
    return candidates.first { !face.has($0) && FontSearch.match("sans-serif", having: $0) == match }
  }()

  @Test(.enabled(if: narrow != nil && nowhere != nil, "fonts with and without Cyrillic are installed"))
  func lettersThatAFontLacksComeFromAnother() throws {
    let name = try #require(Self.narrow)
    let file = try #require(FontSearch.match(name))
    let typeface = try #require(try Typeface.open(file.path))
    // A character that no font has must not close the way to one that another font has.
    let nowhere = try #require(Self.nowhere)
    let missing = typeface.glyph(nowhere, size: 20)
    let first = typeface.glyph("ч", size: 20)
    #expect(first.coverage != missing.coverage)
    #expect(first.coverage != typeface.glyph("ж", size: 20).coverage)
  }
}
