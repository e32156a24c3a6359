import Media
import Pipeline
import Records

/// A clip made in code: a bright disc on a textured ground, moving a little with every frame.
final class MadeClip: FrameSource {
  private(set) var stream = StreamRecord()
  private let shown: [Int]
  private let ticks: [Int]
  private let format: PixelFormat
  private let world: Int
  private let failsAt: Int?
  private var place = 0

  /// - Parameters:
  ///   - shown: the number of the picture in each frame.
  ///   - ticks: when each frame is shown, in frames of the rate; nil for one after the other.
  ///   - world: which ground and which way the disc goes.
  ///   - failsAt: the frame at which reading fails.
  init(
    _ shown: [Int], ticks: [Int]? = nil, rate: Int64 = 25, width: Int = 96, height: Int = 54,
    format: String = "yuv420p", world: Int = 1, failsAt: Int? = nil, duration: Double? = nil
  ) {
    self.shown = shown
    self.ticks = ticks ?? Array(shown.indices)
    guard let layout = PixelFormat(name: format) else { preconditionFailure("no format \(format)") }
    self.format = layout
    self.world = world
    self.failsAt = failsAt
    stream.source = "world \(world)"
    (stream.width, stream.height) = (width, height)
    stream.pixelFormat = format
    stream.frameRate = Rational(rate, 1)
    stream.timeBase = Rational(1, rate)
    stream.duration = duration
  }

  /// Declares another frame rate, with the same time base.
  func declare(rate: Rational) { stream.frameRate = rate }

  var end: EndRecord { EndRecord(status: .complete, frames: place, dropped: 0, errors: 0) }

  func takeProblems() -> [ProblemRecord] { [] }

  func next() throws -> StreamItem? {
    if place == failsAt { throw MediaError("read", stream.source, cause: "it is broken here") }
    guard place < shown.count else { return nil }
    let frame = try picture(shown[place])
    frame.pts = Int64(ticks[place])
    let record = FrameRecord(
      frame: place, pts: Int64(ticks[place]), time: Timestamp(Int64(ticks[place]), stream.timeBase).seconds)
    place += 1
    return .video(VideoItem(frame: frame, record: record))
  }

  private func picture(_ number: Int) throws -> Frame {
    let (width, height) = (stream.width, stream.height)
    let frame = try Frame.picture(width: width, height: height, format: format)
    let time = Double(number)
    let (sway, speed) = world == 1 ? (0.031, 0.023) : (0.017, -0.029)
    let centre = (
      x: 0.5 + 0.35 * triangle(time * speed + 0.1 * Double(world)), y: 0.5 + 0.3 * triangle(time * sway)
    )
    for plane in 0..<3 {
      frame.withPlane(plane) { bytes in
        let columns = plane == 0 ? width : -(-width >> format.chromaShift.x)
        for row in 0..<bytes.rows {
          for column in 0..<columns {
            let (x, y) = ((Double(column) + 0.5) / Double(columns), (Double(row) + 0.5) / Double(bytes.rows))
            let (dx, dy) = (x - centre.x, y - centre.y)
            let ground = 60 + 40 * triangle(x * 3 * Double(world) + 0.3) + 20 * triangle(y * 5)
            let disc = 120 * max(0, 1 - (dx * dx + dy * dy) * 30)
            bytes.base[row * bytes.stride + column] = UInt8(plane == 0 ? ground + disc : 128)
          }
        }
      }
    }
    return frame
  }

  /// Between -1 and 1, in straight lines.
  private func triangle(_ value: Double) -> Double {
    let part = value - value.rounded(.down)
    return part < 0.5 ? 4 * part - 1 : 3 - 4 * part
  }
}
