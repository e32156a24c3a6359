/// A colour as displays mean it: sRGB, 8 bits.
public struct Color: Sendable, Hashable {
  /// Red, 0 to 255.
  public var red: UInt8
  /// Green, 0 to 255.
  public var green: UInt8
  /// Blue, 0 to 255.
  public var blue: UInt8

  /// Makes a colour from its parts.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Makes a colour from 0xRRGGBB.
  public init(hex: UInt32) {
    self.init(UInt8(hex >> 16 & 255), UInt8(hex >> 8 & 255), UInt8(hex & 255))
  }

  /// White.
  public static let white = Color(hex: 0xFFFFFF)
  /// A black that is not quite.
  public static let black = Color(hex: 0x101010)

  /// Reads "#RRGGBB", "#RGB" or one of `names`; nil for anything else.
  public init?(_ text: String) {
    let text = text.lowercased()
    if let named = Color.named.first(where: { $0.name == text }) {
      self.init(hex: named.hex)
      return
    }
    guard text.hasPrefix("#"), text.dropFirst().allSatisfy(\.isHexDigit) else { return nil }
    var digits = String(text.dropFirst())
    if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
    guard digits.count == 6, let value = UInt32(digits, radix: 16) else { return nil }
    self.init(hex: value)
  }

  private static let named: [(name: String, hex: UInt32)] = [
    ("white", 0xFFFFFF), ("black", 0x000000), ("gray", 0x808080), ("red", 0xFF3B30), ("orange", 0xFF9500),
    ("yellow", 0xFFD60A), ("green", 0x34C759), ("teal", 0x30B0C7), ("cyan", 0x32D7F0), ("blue", 0x0A84FF),
    ("purple", 0xAF52DE), ("magenta", 0xFF2DDF), ("pink", 0xFF6B9D), ("brown", 0xA2845E),
  ]

  /// Colours that have a name.
  public static let names = named.map(\.name)

  /// How bright it looks, 0 to 1 (relative luminance, WCAG 2.2).
  public var luminance: Double {
    0.2126 * Color.linear(red) + 0.7152 * Color.linear(green) + 0.0722 * Color.linear(blue)
  }

  /// Black or white, whichever is read more easily on this colour.
  public var textColor: Color {
    // Equal contrast ratios, (1.05 / (L + .05)) and ((L + .05) / .05), meet at 0.179.
    luminance > 0.179 ? .black : .white
  }

  /// The colour mixed with another, `amount` of it.
  public func mixed(with other: Color, _ amount: Double) -> Color {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8(max(0, min(255, (Double(a) + (Double(b) - Double(a)) * amount).rounded())))
    }
    return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }
}
