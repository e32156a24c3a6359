import COpenCV
import Media
import Records

/// Finds what moves before a background that it learns; one thread feeds it the frames in order.
///
/// A frame's brightness, box-averaged to about 320 columns, is compared with a running mean of each pixel.
/// First the light is taken out: gain and offset of the whole picture against the background, fitted robustly
/// (flicker, automatic exposure, clouds, fades). What then differs by more than a threshold moves; the
/// threshold is the largest of a floor, 5 mean deviations of the pixel itself (texture, leaves, coding
/// noise), and 3.5 standard deviations of the whole picture (grain, and the pop at a keyframe). All time
/// constants are in seconds, so that dropped or sampled frames change nothing.
///
/// A mixture of Gaussians per pixel (Zivkovic 2004, OpenCV's MOG2) on the same small picture took 1.3 to 2.8
/// ms for a picture of 768x576 where this takes 0.3 to 0.4 ms. Of a square that moves through a noisy picture
/// it found 0.97, as this does, but 0.82 to 0.87 where the light flickered, faded or was switched on (this:
/// 0.96).
public final class MotionDetector {
  private let width: Int
  private let height: Int
  private let frameTime: Double
  private let options: MotionOptions
  private let factor: Int
  private let columns: Int
  private let rows: Int
  /// Cells across and down; the last ones may reach over the edge.
  private let cellColumns: Int
  private let cellRows: Int
  private let model: OpaquePointer
  private var luma: (format: PixelFormat, planes: LumaPlanes)?
  private var cells: [vp_motion_cell]
  private var lastTime: Double?
  private var resetTime = 0.0
  private var framesSinceReset = 0

  /// Side of a cell in pixels of the small picture.
  private static let cell = 4

  /// Prepares for frames of one size.
  /// - Parameters:
  ///   - width: columns of the frames, at least 16.
  ///   - height: rows of the frames, at least 16.
  ///   - frameRate: frames a second, for times that do not advance.
  ///   - options: what counts as motion.
  public init(width: Int, height: Int, frameRate: Double, options: MotionOptions = MotionOptions())
    throws(MediaError)
  {
    guard width >= 16, height >= 16 else {
      throw MediaError(
        "find motion in", "pictures of \(width)x\(height)", cause: "they must have at least 16x16 pixels")
    }
    self.width = width
    self.height = height
    frameTime = frameRate > 0 ? 1 / frameRate : 0.04
    self.options = options
    let wanted = Double(width) / Double(max(options.columns, 16))
    factor = min(max(1, Int(wanted.rounded())), min(width, height) / 16)
    columns = width / factor
    rows = height / factor
    guard let model = vp_motion_new(Int32(columns), Int32(rows)) else {
      throw MediaError("allocate", "a model of motion of \(columns)x\(rows)", cause: "there is no memory")
    }
    self.model = model
    cellColumns = (columns + Self.cell - 1) / Self.cell
    cellRows = (rows + Self.cell - 1) / Self.cell
    cells = Array(repeating: vp_motion_cell(), count: cellColumns * cellRows)
  }

  deinit { vp_motion_free(model) }

  /// Compares the next frame with the background.
  /// - Parameters:
  ///   - frame: a picture of the size that was announced.
  ///   - time: its time in seconds.
  /// - Throws: MediaError where the frame has another size or its brightness cannot be read.
  public func update(_ frame: Frame, time: Double) throws(MediaError) -> MotionResult {
    guard frame.width == width, frame.height == height else {
      throw MediaError(
        "find motion in", "a frame of \(frame.width)x\(frame.height)",
        cause: "the frames before had \(width)x\(height)")
    }
    try planes(of: frame.pixelFormat).load(frame, into: model, factor: factor)
    guard let last = lastTime else {
      restart(time)
      return MotionResult(isReady: false, mask: mask(empty: true))
    }
    let elapsed = time > last ? time - last : frameTime
    lastTime = max(time, last + elapsed)
    framesSinceReset += 1
    let report = try compare(seconds: elapsed, age: time - resetTime)
    // A difference all over raises the threshold for the whole picture, so that no pixel tells: another
    // scene, or a camera that turns. Noise, keyframes and people walking stayed below 2 levels; 20 of 23
    // cuts of bikes.mp4 and demo.mp4 were above 4, up to 39.
    if Double(report.moving) > options.sceneChange || report.unlike > 4 {
      restart(time)
      return MotionResult(
        isReady: false, isSceneChange: true, movingFraction: Double(report.moving), mask: mask(empty: true))
    }
    // Two frames show the noise, half a second that a keyframe did not just make the picture.
    guard framesSinceReset >= 2, time - resetTime >= options.warmUp else {
      return MotionResult(isReady: false, mask: mask(empty: true))
    }
    return MotionResult(
      isReady: true, movingFraction: Double(report.moving), regions: regions(), mask: mask(empty: false))
  }

  private func planes(of format: PixelFormat) throws(MediaError) -> LumaPlanes {
    if let luma, luma.format == format { return luma.planes }
    let planes = try LumaPlanes(format)
    luma = (format, planes)
    return planes
  }

  private func restart(_ time: Double) {
    vp_motion_reset(model)
    lastTime = time
    resetTime = time
    framesSinceReset = 0
  }

  private func compare(seconds: Double, age: Double) throws(MediaError) -> vp_motion_report {
    let factor = options.thresholdFactor
    // At first the background holds what was in the picture then; where that has left, it is put right early.
    let still = age < options.stillTime ? min(1, options.stillTime) : options.stillTime
    var settings = vp_motion_settings(
      seconds: Float(min(seconds, 60)), floor: 6 * factor, pixel_factor: 5 * factor,
      picture_factor: 3.5 * factor, background_time: Float(options.backgroundTime), deviation_time: 2,
      light_time: 10, still_time: Float(still), cell: Int32(Self.cell))
    var report = vp_motion_report()
    let count = Int32(cells.count)
    let cause = OpenCVError.text { vp_motion_update(model, &settings, &cells, count, &report, $0) }
    if let cause { throw MediaError("find motion in", "a frame", cause: cause) }
    return report
  }

  private func mask(empty: Bool) -> MotionMask {
    let area = Float(Self.cell * Self.cell)
    return MotionMask(
      columns: cellColumns, rows: cellRows, side: Float(Self.cell * factor),
      shares: empty ? Array(repeating: 0, count: cells.count) : cells.map { Float($0.count) / area })
  }

  /// The connected cells as regions.
  private func regions() -> [MotionRegion] {
    let limit = options.minimumArea.pixels(width: width, height: height)
    // A gap of one cell is closed up and down, where a person falls apart (head, coat, legs), but not across,
    // where people walk side by side.
    let components = CellComponents.find(
      columns: cellColumns, rows: cellRows, reach: (1, 2), isSet: { self.cells[$0].count >= 2 })
    var regions: [MotionRegion] = []
    for members in components {
      var count = 0
      var ratio: Float = 0
      var (left, top, right, bottom) = (Int.max, Int.max, 0, 0)
      for index in members {
        let cell = cells[index]
        count += Int(cell.count)
        ratio += cell.ratio
        left = min(left, Int(cell.left))
        top = min(top, Int(cell.top))
        right = max(right, Int(cell.right) + 1)
        bottom = max(bottom, Int(cell.bottom) + 1)
      }
      let area = Double(count * factor * factor)
      guard area >= limit else { continue }
      let box = Box(
        x: Float(left * factor), y: Float(top * factor), width: Float((right - left) * factor),
        height: Float((bottom - top) * factor))
      let times = max(1, ratio / Float(count))
      regions.append(MotionRegion(box: box, area: area, score: 1 - 1 / times))
    }
    return regions.sorted { ($0.area, $1.box.y, $1.box.x) > ($1.area, $0.box.y, $0.box.x) }
  }
}
