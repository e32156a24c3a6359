import CFreeType

/// Finds font files through fontconfig.
enum FontSearch {
  /// A font file and the face within it.
  struct Match: Equatable {
    var path: String
    var index: Int
  }

  /// The font that fontconfig takes for a name such as "sans-serif", "DejaVu Sans:bold"; nil when there is
  /// none.
  /// - Parameter scalar: a character that it must have.
  static func match(_ name: String, having scalar: Unicode.Scalar? = nil) -> Match? {
    guard FcInit() != 0, let pattern = FcNameParse(name) else { return nil }
    defer { FcPatternDestroy(pattern) }
    FcPatternAddBool(pattern, FC_SCALABLE, 1)
    FcPatternAddBool(pattern, FC_COLOR, 0)
    if let scalar {
      let set = FcCharSetCreate()
      defer { FcCharSetDestroy(set) }
      FcCharSetAddChar(set, scalar.value)
      FcPatternAddCharSet(pattern, FC_CHARSET, set)
    }
    FcConfigSubstitute(nil, pattern, FcMatchPattern)
    FcDefaultSubstitute(pattern)
    var result = FcResultMatch
    guard let found = FcFontMatch(nil, pattern, &result) else { return nil }
    defer { FcPatternDestroy(found) }
    var file: UnsafeMutablePointer<FcChar8>?
    var index: Int32 = 0
    guard FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch, let file else { return nil }
    FcPatternGetInteger(found, FC_INDEX, 0, &index)
    // The upper half numbers the instances of a variable font.
    return Match(path: String(cString: file), index: Int(index))
  }

  /// The name of the family that a font name means; nil when nothing matches.
  static func family(_ name: String) -> String? {
    guard FcInit() != 0, let pattern = FcNameParse(name) else { return nil }
    defer { FcPatternDestroy(pattern) }
    FcConfigSubstitute(nil, pattern, FcMatchPattern)
    FcDefaultSubstitute(pattern)
    var result = FcResultMatch
    guard let found = FcFontMatch(nil, pattern, &result) else { return nil }
    defer { FcPatternDestroy(found) }
    var text: UnsafeMutablePointer<FcChar8>?
    guard FcPatternGetString(found, FC_FAMILY, 0, &text) == FcResultMatch, let text else { return nil }
    return String(cString: text)
  }
}
