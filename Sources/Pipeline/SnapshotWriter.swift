import Media
import Records

/// Writes pictures of a stream as PNG or JPEG files, each whole before it gets its name.
public final class SnapshotWriter {
  private let pattern: String
  private let names: NumberedName
  private let every: Rational?
  private let stream: StreamRecord
  private let encoder: PictureEncoder
  private let published: (FileRecord) -> Void
  private var firstPTS: Int64?
  private var nextShot: Int64 = 0
  private var taken = 0

  /// Prepares to write snapshots.
  /// - Parameters:
  ///   - pattern: where to; .png, .jpg or .jpeg. `%d` or `%05d` stands for the frame's number, counted from 1;
  ///     without it only the first picture is written.
  ///   - every: seconds between pictures, from the first one on; nil for every frame.
  ///   - stream: what the frames are: time base, colour, shape of pixels.
  ///   - published: told of each file that is whole.
  /// - Throws: MediaError when the name tells no picture format or the directory cannot be written to.
  public init(
    pattern: String, every: Rational?, stream: StreamRecord, published: @escaping (FileRecord) -> Void
  ) throws {
    self.pattern = pattern
    self.every = every
    self.stream = stream
    self.published = published
    names = NumberedName(pattern)
    guard let format = PictureEncoder.Format(fileName: pattern) else {
      throw MediaError(
        "write snapshots to", pattern, cause: "its ending tells no picture format", hint: "use .png or .jpg")
    }
    encoder = PictureEncoder(format, stream: stream, name: "a snapshot to \(pattern)")
    if let every, every <= .zero {
      throw MediaError("write snapshots to", pattern, cause: "the time between them must be longer than 0")
    }
    try PendingFile(path: names.name(1)).checkDirectory()
  }

  /// Writes a picture if it is its turn: the first one, then the first at or after each multiple of the interval.
  /// - Throws: MediaError when it cannot be converted or written.
  public func take(_ item: VideoItem) throws {
    guard isDue(item.frame) else { return }
    let file = PendingFile(path: names.name(item.record.frame + 1))
    do {
      try file.write(try encoder.encode(item.frame))
      let (bytes, sha256) = try file.publish()
      var record = FileRecord(
        root: file.directory, path: file.name, role: .snapshot, bytes: bytes, sha256: sha256)
      record.index = taken
      record.start = item.record.time
      taken += 1
      published(record)
    } catch {
      file.discard()
      throw error
    }
  }

  private func isDue(_ frame: Frame) -> Bool {
    if taken > 0, !names.isNumbered { return false }
    guard let every else { return true }
    let pts = frame.pts ?? 0
    let first = firstPTS ?? pts
    firstPTS = first
    func shot(_ number: Int64) -> Int64 {
      first + rescale(number, from: every, to: stream.timeBase, rounding: .up)
    }
    guard pts >= shot(nextShot) else { return false }
    while pts >= shot(nextShot) { nextShot += 1 }
    return true
  }
}
