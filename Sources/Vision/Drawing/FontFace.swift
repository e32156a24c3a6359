import CFreeType
import Media

/// A drawn glyph: its coverage and where it stands.
struct Glyph: Sendable {
  /// Coverage, row by row.
  var coverage: [UInt8] = []
  /// Pixels across.
  var width = 0
  /// Pixels down.
  var height = 0
  /// Pixels from the pen to the left edge.
  var left = 0
  /// Pixels from the baseline up to the top edge.
  var top = 0
  /// Pixels to the next glyph's pen.
  var advance = 0
}

/// One owner of a FreeType face: a font file in the size asked for last. Used from one thread at a time.
final class FontFace {
  private let library: FT_Library
  private let raw: FT_Face
  private var size = (width: 0, height: 0)

  /// Opens a font file.
  /// - Parameter index: the face within a collection.
  /// - Throws: MediaError when FreeType cannot read it, or it has no outlines.
  init(path: String, index: Int) throws(MediaError) {
    var library: FT_Library?
    var face: FT_Face?
    guard FT_Init_FreeType(&library) == 0, let library else {
      throw MediaError("open the font", path, cause: "FreeType cannot be started")
    }
    guard FT_New_Face(library, path, FT_Long(index), &face) == 0, let face else {
      FT_Done_FreeType(library)
      throw MediaError("open the font", path, cause: "it is no font that FreeType reads")
    }
    guard vp_ft_is_scalable(face) != 0 else {
      FT_Done_FreeType(library)
      throw MediaError("open the font", path, cause: "it has no outlines, only pictures of fixed sizes")
    }
    self.library = library
    raw = face
  }

  deinit { FT_Done_FreeType(library) }

  /// Whether it has a glyph for a character.
  func has(_ scalar: Unicode.Scalar) -> Bool { FT_Get_Char_Index(raw, FT_ULong(scalar.value)) != 0 }

  /// Draws a character's glyph; the sign for "missing" where it has none.
  /// - Parameters:
  ///   - width: pixels of an em across.
  ///   - height: pixels of an em down.
  func glyph(_ scalar: Unicode.Scalar, width: Int, height: Int) -> Glyph {
    setSize(width, height)
    var glyph = Glyph()
    guard vp_ft_draw(raw, FT_Get_Char_Index(raw, FT_ULong(scalar.value))) == 0,
      let slot = raw.pointee.glyph
    else { return glyph }
    let bitmap = slot.pointee.bitmap
    glyph.advance = Int((slot.pointee.advance.x + 32) >> 6)
    guard bitmap.pixel_mode == UInt8(FT_PIXEL_MODE_GRAY.rawValue), let source = bitmap.buffer else {
      return glyph
    }
    glyph.width = Int(bitmap.width)
    glyph.height = Int(bitmap.rows)
    glyph.left = Int(slot.pointee.bitmap_left)
    glyph.top = Int(slot.pointee.bitmap_top)
    glyph.coverage.reserveCapacity(glyph.width * glyph.height)
    for row in 0..<glyph.height {
      let line = source + row * Int(bitmap.pitch)
      glyph.coverage.append(contentsOf: UnsafeBufferPointer(start: line, count: glyph.width))
    }
    return glyph
  }

  /// Pixels from the baseline to the top of capitals, and to the lowest descender.
  func metrics(width: Int, height: Int) -> (ascent: Int, descent: Int) {
    setSize(width, height)
    let capital = glyph("H", width: width, height: height)
    let low = glyph("g", width: width, height: height)
    let ascent = capital.height > 0 ? capital.top : height * 3 / 4
    return (ascent, max(height / 6, low.height - low.top))
  }

  private func setSize(_ width: Int, _ height: Int) {
    guard size != (width, height) else { return }
    FT_Set_Pixel_Sizes(raw, FT_UInt(max(1, width)), FT_UInt(max(1, height)))
    size = (width, height)
  }
}
