import Glibc
import Media
import Records

/// Turns colours into the sample values of one stream: its matrix, range, depth and transfer.
struct SampleValues {
  private let isRGB: Bool
  private let isFullRange: Bool
  private let red: Double
  private let blue: Double
  private let transfer: String?

  /// - Parameters:
  ///   - color: what the samples mean; where it does not say, what is usual for the size is taken.
  init(_ format: PixelFormat, width: Int, height: Int, color: ColorDescription) {
    isRGB = format.isRGB
    let isGray = format.components?.count ?? 3 < 3
    isFullRange =
      color.range.map { $0 == "pc" || $0 == "full" } ?? (isRGB || isGray || format.impliesFullRange)
    transfer = color.transfer
    let isHDR = transfer == "smpte2084" || transfer == "arib-std-b67"
    let usual = isHDR ? "bt2020nc" : height >= 720 || width >= 1280 ? "bt709" : "smpte170m"
    // Kr and Kb of ITU-T H.273, table 4.
    switch color.space ?? usual {
    case "bt709": (red, blue) = (0.2126, 0.0722)
    case "bt2020nc", "bt2020c": (red, blue) = (0.2627, 0.0593)
    case "smpte240m": (red, blue) = (0.212, 0.087)
    case "fcc": (red, blue) = (0.30, 0.11)
    default: (red, blue) = (0.299, 0.114)
    }
  }

  /// The values of all components at a depth of `depth` bits: Y, U, V or R, G, B; then full alpha.
  func values(of color: Color, depth: Int) -> [Int] {
    let (r, g, b) = signal(color)
    let top = Double(1 << depth - 1)
    let unit = Double(1 << (depth - 8))
    func code(_ value: Double) -> Int { Int(max(0, min(top, value.rounded()))) }
    if isRGB {
      let (scale, base) = isFullRange ? (top, 0) : (219 * unit, 16 * unit)
      return [code(base + r * scale), code(base + g * scale), code(base + b * scale), Int(top)]
    }
    let y = red * r + (1 - red - blue) * g + blue * b
    let u = (b - y) / (2 * (1 - blue))
    let v = (r - y) / (2 * (1 - red))
    let middle = Double(1 << (depth - 1))
    if isFullRange { return [code(y * top), code(middle + u * top), code(middle + v * top), Int(top)] }
    return [
      code((16 + 219 * y) * unit), code(middle + 224 * u * unit), code(middle + 224 * v * unit), Int(top),
    ]
  }

  /// Red, green and blue as the stream's own non-linear signal, 0 to 1.
  private func signal(_ color: Color) -> (Double, Double, Double) {
    let plain = (Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
    guard transfer == "smpte2084" || transfer == "arib-std-b67" else { return plain }
    let (r, g, b) = (Color.linear(color.red), Color.linear(color.green), Color.linear(color.blue))
    // BT.709 primaries in BT.2020 (ITU-R BT.2087); graphics white is 203 cd/m2 (ITU-R BT.2408).
    return (
      encoded(0.6274 * r + 0.3293 * g + 0.0433 * b), encoded(0.0691 * r + 0.9195 * g + 0.0114 * b),
      encoded(0.0164 * r + 0.0880 * g + 0.8956 * b)
    )
  }

  private func encoded(_ light: Double) -> Double {
    if transfer == "smpte2084" {
      let power = pow(light * 203 / 10000, 2610.0 / 16384)
      return pow((3424.0 / 4096 + 2413.0 / 128 * power) / (1 + 2392.0 / 128 * power), 2523.0 / 32)
    }
    // HLG (ITU-R BT.2100): 0.265 of the range gives a signal of 0.75.
    let scene = light * 0.265
    return scene <= 1.0 / 12
      ? (3 * scene).squareRoot() : 0.17883277 * log(12 * scene - 0.28466892) + 0.55991073
  }
}

extension Color {
  /// A channel of sRGB as light, 0 to 1 (IEC 61966-2-1).
  static func linear(_ value: UInt8) -> Double {
    let signal = Double(value) / 255
    return signal <= 0.04045 ? signal / 12.92 : pow((signal + 0.055) / 1.055, 2.4)
  }
}
