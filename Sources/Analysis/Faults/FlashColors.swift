import Glibc
import Records

/// Turns coded colours into light.
struct FlashColors {
  /// A colour as light, 1 for white of a display for standard dynamic range (200 cd/m2).
  struct Light {
    var red: Float
    var green: Float
    var blue: Float
    var luminance: Float
  }

  private static let steps = 1023
  private let light: [Float]
  private let black: Float
  private let lumaScale: Float
  private let chromaScale: Float
  private let redFromRed: Float
  private let greenFromBlue: Float
  private let greenFromRed: Float
  private let blueFromBlue: Float
  private let weights: (red: Float, green: Float, blue: Float)

  /// Colours of pictures of a format. Where the format does not say which matrix, it is that of high definition from
  /// 720 lines on.
  init(_ format: PictureFormat) {
    black = Float(format.black)
    lumaScale = 1 / Float(format.white - format.black)
    chromaScale = format.isFullRange ? 1 / 255 : 1 / 224
    let space = format.color.space ?? (format.height >= 720 ? "bt709" : "smpte170m")
    // Luma's weights of red and blue (ITU-T H.273, table 4).
    let (red, blue): (Float, Float) =
      switch space {
      case "bt2020nc", "bt2020c": (0.2627, 0.0593)
      case "smpte170m", "bt470bg", "fcc": (0.299, 0.114)
      case "smpte240m": (0.212, 0.087)
      default: (0.2126, 0.0722)
      }
    let green = 1 - red - blue
    redFromRed = 2 * (1 - red)
    blueFromBlue = 2 * (1 - blue)
    greenFromRed = -2 * (1 - red) * red / green
    greenFromBlue = -2 * (1 - blue) * blue / green
    let isWide = format.color.primaries == "bt2020" || space.hasPrefix("bt2020")
    weights = isWide ? (0.2627, 0.6780, 0.0593) : (0.2126, 0.7152, 0.0722)
    let transfer = format.color.transfer
    light = (0...FlashColors.steps).map {
      Float(FlashColors.light(Double($0) / Double(FlashColors.steps), transfer: transfer))
    }
  }

  /// Light of a coded value from 0 to 1. High dynamic range counts in units of 200 cd/m2, so that the limits of
  /// ITU-R BT.1702 in cd/m2 (20, and 160 for the darker picture) become WCAG's 0.1 and 0.8.
  private static func light(_ value: Double, transfer: String?) -> Double {
    switch transfer {
    case "smpte2084":
      // SMPTE ST 2084, equation 4.1.
      let root = pow(value, 1 / 78.84375)
      let part = max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
      return 10000 * pow(part, 1 / 0.1593017578125) / 200
    case "arib-std-b67":
      // ITU-R BT.2100, table 5, on a display of 1000 cd/m2.
      let scene =
        value <= 0.5 ? value * value / 3 : (exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
      return 1000 * pow(scene, 1.2) / 200
    case "linear": return value
    default:
      // sRGB, by which WCAG defines relative luminance.
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  /// The light of a colour.
  @inline(__always)
  func light(luma: Float, blue: Float, red: Float, table: UnsafeBufferPointer<Float>) -> Light {
    let y = (luma - black) * lumaScale
    let b = (blue - 128) * chromaScale
    let r = (red - 128) * chromaScale
    func linear(_ value: Float) -> Float {
      table[Int(max(0, min(1, value)) * Float(FlashColors.steps) + 0.5)]
    }
    let first = linear(y + redFromRed * r)
    let second = linear(y + greenFromBlue * b + greenFromRed * r)
    let third = linear(y + blueFromBlue * b)
    return Light(
      red: first, green: second, blue: third,
      luminance: weights.red * first + weights.green * second + weights.blue * third)
  }

  /// Lends the table that `light` needs.
  func withTable(_ body: (UnsafeBufferPointer<Float>) -> Void) { light.withUnsafeBufferPointer(body) }
}
