import Glibc
import Records

/// Coded colours as they are shown (sRGB), for a palette. High dynamic range is not mapped down.
struct ColorSpace {
  private let black: Double
  private let lumaScale: Double
  private let chromaScale: Double
  private let red: Double
  private let blue: Double

  /// Colours of pictures of a format. Where the format does not say which matrix, it is that of high definition
  /// from 720 lines or 1280 columns on.
  init(_ format: PictureFormat) {
    black = format.black
    lumaScale = 255 / (format.white - format.black)
    chromaScale = format.isFullRange ? 1 : 255 / 224
    let usual = format.height >= 720 || format.width >= 1280 ? "bt709" : "smpte170m"
    // Luma's weights of red and blue (ITU-T H.273, table 4).
    (red, blue) =
      switch format.color.space ?? usual {
      case "bt2020nc", "bt2020c": (0.2627, 0.0593)
      case "smpte170m", "bt470bg", "fcc": (0.299, 0.114)
      case "smpte240m": (0.212, 0.087)
      default: (0.2126, 0.0722)
      }
  }

  /// Red, green and blue, 0 to 255.
  func rgb(luma: Double, blue cb: Double, red cr: Double) -> [Double] {
    let y = (luma - black) * lumaScale
    let (u, v) = ((cb - 128) * chromaScale, (cr - 128) * chromaScale)
    let r = y + 2 * (1 - red) * v
    let b = y + 2 * (1 - blue) * u
    let g = (y - red * r - blue * b) / (1 - red - blue)
    return [r, g, b].map { min(255, max(0, $0)) }
  }

  /// CIE L*a*b* (D65) of sRGB values of 0 to 255 (IEC 61966-2-1).
  static func lab(_ rgb: [Double]) -> [Double] {
    let light = rgb.map { value in
      let part = value / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    let x = (0.4124564 * light[0] + 0.3575761 * light[1] + 0.1804375 * light[2]) / 0.95047
    let y = 0.2126729 * light[0] + 0.7151522 * light[1] + 0.0721750 * light[2]
    let z = (0.0193339 * light[0] + 0.1191920 * light[1] + 0.9503041 * light[2]) / 1.08883
    let roots = [x, y, z].map { $0 > 0.008856452 ? cbrt($0) : $0 / 0.128418549 + 4.0 / 29 }
    return [116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2])]
  }

  /// #rrggbb.
  static func hexadecimal(_ rgb: [Double]) -> String {
    rgb.reduce("#") { text, value in
      let digits = String(UInt8(min(255, max(0, value.rounded()))), radix: 16)
      return text + (digits.count < 2 ? "0" : "") + digits
    }
  }
}
