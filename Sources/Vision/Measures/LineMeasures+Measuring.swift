import CPictureKernels
import Media

extension LineMeasures {
  /// Rows that are sampled for the columns and the fields, about.
  private static let sampledRows = 180
  /// The mean absolute difference above which a part of two rows counts as moving.
  private static let motion = 4

  /// Measures the lines of a picture.
  ///
  /// Rows are measured whole, columns over about 180 of their samples, fields in two rows out of four or more.
  /// - Parameters:
  ///   - frame: a planar YUV or grey picture of 8 bits, or of 9 to 16 bits in samples of 16.
  ///   - previous: the picture before it; the fields are not measured where there is none, or another size.
  public static func measure(_ frame: Frame, previous: Frame?) -> LineMeasures {
    var measures = LineMeasures()
    let (width, height) = (frame.width, frame.height)
    guard width > 0, height > 0 else { return measures }
    measures.rowMeans = [Float](repeating: 0, count: height)
    measures.rowDeviations = measures.rowMeans
    measures.columnMeans = [Float](repeating: 0, count: width)
    measures.columnDeviations = measures.columnMeans
    var scratch = [UInt32](repeating: 0, count: 3 * width)
    let step = Int32(max(1, height / sampledRows))
    frame.withPlane(0) { plane in
      let lines = vp_lines_plane(plane, of: frame)
      vp_line_levels(
        lines, step, &scratch, &measures.rowMeans, &measures.rowDeviations, &measures.columnMeans,
        &measures.columnDeviations)
      guard let previous, previous.width == width, previous.height == height else { return }
      previous.withPlane(0) { plane in
        measures.fields = fields(lines, previous: vp_lines_plane(plane, of: previous))
      }
    }
    return measures
  }

  private static func fields(_ picture: vp_lines_plane, previous: vp_lines_plane) -> FieldMeasures? {
    let isWide = picture.shift > 0 || previous.shift > 0
    var scratch = [UInt8](repeating: 0, count: isWide ? 8 * Int(picture.width) : 1)
    var sums = vp_lines_combing()
    // An even number, so that each pair of rows begins with one of the upper field.
    let step = Int32(max(4, 4 * (Int(picture.height) / (4 * sampledRows))))
    vp_line_combing(picture, previous, step, Int32(2 * 8 * motion), &scratch, &sums)
    guard sums.runs > 0 else { return nil }
    var fields = FieldMeasures()
    fields.moving = Double(sums.moving) / Double(sums.runs)
    guard sums.moving > 0 else { return fields }
    let samples = Double(sums.moving) * 8
    fields.lowerToUpper = Double(sums.previous.1 + sums.next.0) / (2 * samples)
    fields.upperToLower = Double(sums.previous.0 + sums.next.1) / (2 * samples)
    fields.within = Double(sums.own.0 + sums.own.1) / (2 * samples)
    fields.withinBefore = Double(sums.own_previous.0 + sums.own_previous.1) / (2 * samples)
    fields.upperChange = Double(sums.change.0) / samples
    fields.lowerChange = Double(sums.change.1) / samples
    return fields
  }
}

extension vp_lines_plane {
  /// The luma of a frame.
  fileprivate init(_ plane: PlaneBytes, of frame: Frame) {
    self.init(
      base: plane.base, stride: plane.stride, width: Int32(frame.width), height: Int32(frame.height),
      shift: Int32(max(0, frame.pixelFormat.bitDepth - 8)))
  }
}
