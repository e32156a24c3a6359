import CPictureKernels
import Media
import Records

/// From luma and chroma to red, green and blue, in libswscale's own fixed-point arithmetic: the products are
/// cut down to whole numbers one by one (libswscale/x86/yuv_2_rgb.asm). Models answer to differences of one
/// level, and the programs that results are compared with read their frames through libswscale.
struct ColorMatrix {
  private let factors: vp_yuv_factors

  /// The matrix of a picture: by its colour space and range; BT.601 and limited where it does not say.
  init(_ color: ColorDescription) {
    // Red from V, blue from U, green from U and from V, in 65536ths of limited range
    // (libswscale, `ff_yuv2rgb_coeffs`, which follows ITU-T H.273).
    let (redV, blueU, greenU, greenV): (Int32, Int32, Int32, Int32) =
      switch color.space {
      case "bt709": (117489, 138438, 13975, 34925)
      case "bt2020nc", "bt2020c": (110013, 140363, 12277, 42626)
      case "smpte240m": (117579, 136230, 16907, 35559)
      case "fcc": (104448, 132798, 24759, 53109)
      default: (104597, 132201, 25675, 53279)
      }
    let full = color.range == "pc"
    func factor(_ value: Int32) -> Int16 { Int16(((full ? value * 224 / 255 : value) + 4) >> 3) }
    factors = vp_yuv_factors(
      luma: full ? 8192 : Int16((65536 * 255 / 219 + 4) >> 3), luma_offset: full ? 0 : 128,
      red_from_v: factor(redV), green_from_u: factor(-greenU), green_from_v: factor(-greenV),
      blue_from_u: factor(blueU))
  }

  /// Converts pixels, in place: luma becomes red, the first chroma green, the second blue, 0 to 255.
  func convert(
    _ first: UnsafeMutablePointer<Int16>, _ second: UnsafeMutablePointer<Int16>,
    _ third: UnsafeMutablePointer<Int16>, count: Int
  ) {
    vp_yuv_to_rgb(first, second, third, count, factors)
  }
}
