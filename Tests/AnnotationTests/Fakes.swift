import Media
import Pipeline
import Records

@testable import Annotation

/// A source of frames that a test made.
final class FakeSource: FrameSource {
  var stream = StreamRecord()
  var items: [StreamItem] = []
  var status = EndStatus.complete
  private var given = 0

  func next() throws -> StreamItem? {
    guard given < items.count else { return nil }
    given += 1
    return items[given - 1]
  }

  var end: EndRecord { EndRecord(status: status, frames: given) }
  func takeProblems() -> [ProblemRecord] { [] }

  /// Plain grey frames of a constant rate.
  init(frames: Int, width: Int = 160, height: Int = 120, format: String = "yuv420p") throws {
    stream.source = "made"
    stream.width = width
    stream.height = height
    stream.pixelFormat = format
    stream.timeBase = Rational(1, 1000)
    stream.frameRate = Rational(25)
    for index in 0..<frames {
      let frame = try FakeSource.gray(width: width, height: height, format: format)
      frame.pts = Int64(index * 40)
      let record = FrameRecord(frame: index, pts: Int64(index * 40), time: Double(index) * 0.04)
      items.append(.video(VideoItem(frame: frame, record: record)))
    }
  }

  /// Changes the record of a frame.
  func setObjects(_ index: Int, _ objects: [DetectedObject]?) {
    guard case .video(var item) = items[index] else { return }
    item.record.objects = objects
    items[index] = .video(item)
  }

  static func gray(width: Int, height: Int, format: String) throws -> Frame {
    let frame = try Frame.picture(
      width: width, height: height, format: PixelFormat(name: format) ?? .yuv420p)
    for plane in 0..<3 {
      frame.forEachRow(0..<height, plane: plane) { _, row in for index in row.indices { row[index] = 128 } }
    }
    return frame
  }
}

extension Frame {
  /// Luma rows.
  func luma() -> [[UInt8]] {
    var rows: [[UInt8]] = []
    forEachRow(0..<height, plane: 0) { _, row in rows.append(row.indices.map { row[$0] }) }
    return rows
  }
}

extension FrameSource {
  /// All that comes.
  func all() throws -> [VideoItem] {
    var items: [VideoItem] = []
    while let item = try next() { if case .video(let video) = item { items.append(video) } }
    return items
  }
}

/// An object for a test.
func object(
  _ label: String = "person", _ x: Float, _ y: Float, _ width: Float, _ height: Float, score: Float = 0.9,
  id: Int? = nil
) -> DetectedObject {
  var object = DetectedObject(
    label: label, score: score, box: Box(x: x, y: y, width: width, height: height))
  object.trackID = id
  return object
}
