import Media
import Records

/// Writes a picture of each object into a folder: `frame_000012_03_person.jpg`, the third object of the
/// twelfth frame; `..._id7` after the label where the object has a track.
public final class CropWriter {
  private let folder: String
  private let format: PictureEncoder.Format
  private let encoder: PictureEncoder
  /// How many were written.
  public private(set) var count = 0

  /// Prepares to write into `folder`, which is made where it is missing.
  /// - Throws: MediaError where it cannot be.
  public init(folder: String, stream: StreamRecord, format: PictureEncoder.Format = .jpeg) throws {
    self.folder = folder
    self.format = format
    encoder = PictureEncoder(format, stream: stream, name: "a picture of an object for \(folder)")
    try PendingFile.makeDirectory(folder)
  }

  /// Writes the objects of a frame; those smaller than two pixels are passed over.
  public func take(_ item: VideoItem) throws {
    for (index, object) in (item.record.objects ?? []).enumerated() {
      let frame = item.frame
      let left = min(max(Int(object.box.x), 0), frame.width - 1)
      let top = min(max(Int(object.box.y), 0), frame.height - 1)
      let right = min(Int(object.box.maxX.rounded(.up)), frame.width)
      let bottom = min(Int(object.box.maxY.rounded(.up)), frame.height)
      guard right - left >= 2, bottom - top >= 2 else { continue }
      let part = try frame.cropped(x: left, y: top, width: right - left, height: bottom - top)
      let name = CropWriter.name(item.record.frame, index, object) + (format == .png ? ".png" : ".jpg")
      try PendingFile(path: folder + "/" + name).replace(with: try encoder.encode(part))
      count += 1
    }
  }

  private static func name(_ frame: Int, _ index: Int, _ object: DetectedObject) -> String {
    // Labels come from files of others: what a file name cannot hold is left out.
    let label = object.label.map { $0.isLetter || $0.isNumber || $0 == "-" ? String($0) : "_" }.joined()
    let number = index + 1 < 10 ? "0\(index + 1)" : "\(index + 1)"
    let track = object.trackID.map { "_id\($0)" } ?? ""
    return NumberedFrame.name(frame) + "_\(number)_\(label.prefix(60))\(track)"
  }
}
