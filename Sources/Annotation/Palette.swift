import Records
import Vision

/// Gives labels and tracks their colours: the same ones in every frame and every run.
struct Palette {
  /// Bright colours whose neighbours differ in hue and in brightness, so that they stay apart for
  /// colour-blind eyes too; after Okabe and Ito, "Color Universal Design" (2008), and Paul Tol's "bright"
  /// scheme (2021).
  static let colors = [
    0xFFA600, 0x4CB5F5, 0x00C48C, 0xF0E442, 0xE8578E, 0x2F7DE1, 0xFF6B3D, 0x9BE15D, 0xB57BEE, 0x22D3C5,
    0xE0B4FF,
    0xC9A227,
  ].map { Color(hex: UInt32($0)) }

  private let style: AnnotationStyle

  init(_ style: AnnotationStyle) { self.style = style }

  /// The colour of an object.
  func color(of object: DetectedObject) -> Color {
    if style.colorBy == .id, let id = object.trackID { return Palette.color(id) }
    return color(label: object.label, classID: object.classID)
  }

  /// The colour of a label.
  func color(label: String, classID: Int? = nil) -> Color {
    if let chosen = style.colors[label] { return chosen }
    if let classID { return Palette.color(classID) }
    // FNV-1a: the same number for a text everywhere.
    var hash: UInt32 = 2_166_136_261
    for byte in label.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Palette.color(Int(hash >> 8))
  }

  /// The colour of a line or zone by its place in the list: none that the most frequent classes have.
  static func scene(_ index: Int) -> Color {
    let scene = [0xFF4D94, 0x7C5CFF, 0x00C2D1, 0xD4FF3A].map { Color(hex: $0) }
    return scene[index % scene.count]
  }

  private static func color(_ number: Int) -> Color {
    let count = colors.count
    return colors[((number % count) + count) % count]
  }
}
