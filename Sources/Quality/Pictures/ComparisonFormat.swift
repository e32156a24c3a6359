import Media
import Records
import Vision

/// The form in which pictures are compared: the reference's, where that is planar YUV or grey.
public struct ComparisonFormat: Sendable, Equatable {
  /// Samples in a row of luma.
  public var width: Int
  /// Rows of luma.
  public var height: Int
  /// A planar YUV or grey format, without the full range in its name.
  public var pixelFormat: PixelFormat
  /// `tv` or `pc`; nil where nobody says.
  public var range: String?
  /// The matrix between RGB and YUV by libav's name; nil where nobody says.
  public var matrix: String?

  /// The form for a reference. Formats that are not planar are brought to the planar one of the same depth and
  /// subsampling; RGB to YUV 4:4:4 of the limited range by BT.709; an alpha plane is left out.
  public init(_ reference: Frame) {
    width = reference.width
    height = reference.height
    let format = reference.pixelFormat.withoutRange
    pixelFormat = Self.planar(format)
    range = format.isRGB ? "tv" : reference.color.range
    matrix = format.isRGB ? "bt709" : reference.color.space
  }

  /// The planar YUV or grey format that a picture of this one is compared in.
  static func planar(_ format: PixelFormat) -> PixelFormat {
    let isGrey = ["gray", "ya8", "ya16", "mono"].contains { format.name.hasPrefix($0) }
    let hasAlpha = (format.components?.count ?? 0) == (isGrey ? 2 : 4)
    if PlanarPictures.isPlanar(format), !hasAlpha, format.bitDepth >= 8 { return format.withoutRange }
    let depth = [8, 10, 12, 16].first { $0 >= format.bitDepth } ?? 16
    let suffix = depth > 8 ? "\(depth)le" : ""
    let sampling =
      switch format.chromaShift {
      case _ where format.isRGB: "444"
      case (0, 0): "444"
      case (1, 0), (2, 0): "422"
      default: "420"
      }
    let name = isGrey ? "gray" + suffix : "yuv\(sampling)p" + suffix
    return PixelFormat(name: name) ?? format
  }

  /// The filters that bring a picture here; nil where it is here already.
  func chain(from frame: Frame) -> String? {
    let format = frame.pixelFormat.withoutRange
    let color = frame.color
    // RGB is of the full range, whatever it says of itself.
    let (ownRange, ownMatrix) = format.isRGB ? (nil, nil) : (color.range, color.space)
    let convertsRange = ownRange != nil && range != nil && ownRange != range
    let convertsMatrix = Self.tellsApart(ownMatrix, matrix)
    guard
      frame.width != width || frame.height != height || format != pixelFormat || convertsRange
        || convertsMatrix
    else { return nil }
    // Other matrices go through RGB, with all chroma samples.
    let flags = Self.scalerFlags + (convertsMatrix || format.isRGB ? "+full_chroma_int+full_chroma_inp" : "")
    var scale = "scale=\(width):\(height):flags=\(flags)"
    if convertsRange, let ownRange, let range { scale += ":in_range=\(ownRange):out_range=\(range)" }
    if format.isRGB { scale += ":out_range=\(range ?? "tv")" }
    if convertsMatrix, let own = Self.scalerName(ownMatrix), let target = Self.scalerName(matrix) {
      scale += ":in_color_matrix=\(own):out_color_matrix=\(target)"
    } else if format.isRGB {
      scale += ":out_color_matrix=\(Self.scalerName(matrix) ?? "bt709")"
    }
    return scale + ",format=\(pixelFormat.name)"
  }

  /// Bicubic, as VMAF's authors and ITU-T P.1204 scale; rounded exactly, the same on every CPU.
  static let scalerFlags = "bicubic+accurate_rnd+bitexact"

  /// Whether two matrices are both known to libswscale, and differ.
  private static func tellsApart(_ first: String?, _ second: String?) -> Bool {
    guard let first = scalerName(first), let second = scalerName(second) else { return false }
    return first != second
  }

  /// The name that libavfilter's `scale` has for a matrix.
  private static func scalerName(_ matrix: String?) -> String? {
    switch matrix {
    case "bt709": "bt709"
    case "smpte170m", "bt470bg": "bt601"
    case "fcc": "fcc"
    case "smpte240m": "smpte240m"
    case "bt2020nc", "bt2020c": "bt2020"
    default: nil
    }
  }
}
