import Glibc
import Media

/// A font for labels with others behind it for the characters that it lacks; glyphs are drawn once a size.
///
/// Characters stand one after another from left to right: scripts that join or reorder their letters (Arabic,
/// Devanagari) are not shaped. Used from one thread at a time.
public final class Typeface {
  private struct Key: Hashable {
    var scalar: Unicode.Scalar
    var size: Int
  }

  private let name: String
  private var faces: [FontFace]
  private var paths: [FontSearch.Match]
  private var faceOfScalar: [Unicode.Scalar: Int] = [:]
  private var glyphs: [Key: Glyph] = [:]
  private var metricsOfSize: [Int: (ascent: Int, descent: Int)] = [:]
  private let pixelAspect: Double

  /// Opens a font.
  /// - Parameters:
  ///   - font: a file's path, or a name for fontconfig ("DejaVu Sans:bold"); nil for the system's sans-serif.
  ///   - pixelAspect: width of a pixel over its height, so that letters look right where pixels are not
  ///     square.
  /// - Returns: nil when `font` is nil and the system has no font at all.
  /// - Throws: MediaError when the font that was asked for is not there or cannot be read.
  public static func open(_ font: String?, pixelAspect: Double = 1) throws -> Typeface? {
    if let font, font.contains("/") || access(font, F_OK) == 0 {
      guard access(font, R_OK) == 0 else { throw MediaError.system("open the font", font, errno) }
      let match = FontSearch.Match(path: font, index: 0)
      return Typeface(
        name: "sans-serif", face: try FontFace(path: font, index: 0), at: match, pixelAspect: pixelAspect)
    }
    let name = font ?? "sans-serif"
    guard let match = FontSearch.match(name) else {
      guard let font else { return nil }
      throw MediaError("open the font", font, cause: "fontconfig finds no font at all")
    }
    if let font { try checkFamily(font) }
    return Typeface(
      name: name, face: try FontFace(path: match.path, index: match.index), at: match,
      pixelAspect: pixelAspect)
  }

  private init(name: String, face: FontFace, at match: FontSearch.Match, pixelAspect: Double) {
    self.name = name
    faces = [face]
    paths = [match]
    self.pixelAspect = pixelAspect > 0.1 && pixelAspect < 10 ? pixelAspect : 1
  }

  /// fontconfig always finds something: refuse what has nothing to do with the name, unless it is an alias.
  private static func checkFamily(_ font: String) throws {
    let asked = font.split(separator: ":").first.map(String.init)?.lowercased() ?? ""
    let family = asked.split(separator: "-").first.map(String.init) ?? asked
    let aliases = ["sans", "serif", "monospace", "mono", "system", "cursive", "fantasy", ""]
    guard !aliases.contains(family), let found = FontSearch.family(font)?.lowercased() else { return }
    let same = found.hasPrefix(family) || asked.hasPrefix(found)
    guard !same else { return }
    throw MediaError(
      "open the font", font, cause: "there is no such font; fontconfig would take \(found)",
      hint: "`fc-list : family` lists the fonts; a file's path does too")
  }

  /// Pixels from the baseline up to the top of capitals, and down to the lowest descender.
  func metrics(size: Int) -> (ascent: Int, descent: Int) {
    if let known = metricsOfSize[size] { return known }
    let found = faces[0].metrics(width: emWidth(size), height: size)
    metricsOfSize[size] = found
    return found
  }

  /// The width of a text in pixels.
  public func width(_ text: String, size: Int) -> Int {
    text.unicodeScalars.reduce(0) { $0 + glyph($1, size: size).advance }
  }

  /// The text cut so that it fits into `width` pixels, with an ellipsis where something is missing.
  public func fitted(_ text: String, size: Int, width: Int) -> String {
    guard self.width(text, size: size) > width else { return text }
    var room = width - glyph("…", size: size).advance
    var kept = ""
    for character in text {
      room -= self.width(String(character), size: size)
      if room < 0 { break }
      kept.append(character)
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  func glyph(_ scalar: Unicode.Scalar, size: Int) -> Glyph {
    let key = Key(scalar: scalar, size: size)
    if let known = glyphs[key] { return known }
    if glyphs.count >= 4096 { glyphs = [:] }
    let drawn = faces[face(for: scalar)].glyph(scalar, width: emWidth(size), height: size)
    glyphs[key] = drawn
    return drawn
  }

  /// A whole text as one glyph.
  func line(_ text: String, size: Int) -> Glyph {
    var line = Glyph()
    var placed: [(glyph: Glyph, pen: Int)] = []
    var (left, right, top, bottom) = (Int.max, Int.min, Int.min, Int.max)
    for scalar in text.unicodeScalars {
      let glyph = glyph(scalar, size: size)
      if !glyph.coverage.isEmpty {
        placed.append((glyph, line.advance))
        left = min(left, line.advance + glyph.left)
        right = max(right, line.advance + glyph.left + glyph.width)
        top = max(top, glyph.top)
        bottom = min(bottom, glyph.top - glyph.height)
      }
      line.advance += glyph.advance
    }
    guard !placed.isEmpty else { return line }
    (line.left, line.top, line.width, line.height) = (left, top, right - left, top - bottom)
    line.coverage = [UInt8](repeating: 0, count: line.width * line.height)
    for (glyph, pen) in placed {
      for row in 0..<glyph.height {
        let target = (top - glyph.top + row) * line.width + pen + glyph.left - left
        for column in 0..<glyph.width {
          let value = glyph.coverage[row * glyph.width + column]
          if value > line.coverage[target + column] { line.coverage[target + column] = value }
        }
      }
    }
    return line
  }

  private func emWidth(_ size: Int) -> Int { max(1, Int((Double(size) / pixelAspect).rounded())) }

  /// The first face that has the character, found through fontconfig where none has it yet.
  private func face(for scalar: Unicode.Scalar) -> Int {
    if let known = faceOfScalar[scalar] { return known }
    var index = faces.firstIndex { $0.has(scalar) } ?? -1
    if index < 0, faces.count < 16, let match = FontSearch.match(name, having: scalar),
      !paths.contains(match), let face = try? FontFace(path: match.path, index: match.index)
    {
      // Kept even where it lacks this character: it may have the next one.
      paths.append(match)
      faces.append(face)
      if face.has(scalar) { index = faces.count - 1 }
    }
    if faceOfScalar.count > 1 << 16 { faceOfScalar = [:] }
    faceOfScalar[scalar] = max(0, index)
    return max(0, index)
  }
}
