import Media
import Records

/// One picture on its way through a pipeline, with what is known of it.
public struct VideoItem: Sendable {
  /// The picture; its pts counts in the stream's time base.
  public var frame: Frame
  /// Its record, which grows as it flows.
  public var record: FrameRecord
  /// Other records of the same instant, as lines without their line break.
  public var otherLines: [[UInt8]] = []

  /// Joins a picture and its record.
  public init(frame: Frame, record: FrameRecord, otherLines: [[UInt8]] = []) {
    self.frame = frame
    self.record = record
    self.otherLines = otherLines
  }
}

/// What a stage reads from the one before it.
public enum StreamItem: Sendable {
  /// A picture.
  case video(VideoItem)
  /// Samples of one audio track (its position in `StreamRecord.audio`); pts counts in 1/sample rate.
  case audio(track: Int, Frame)
}

/// A stage's input: described by a stream record, read item by item in the source's order.
///
/// Read from one thread at a time.
public protocol FrameSource: AnyObject {
  /// What is read: the size and format of the frames, their time base, the audio tracks.
  var stream: StreamRecord { get }

  /// The next item; nil at the end of what arrived.
  /// - Throws: MediaError when reading cannot go on.
  func next() throws -> StreamItem?

  /// After `next` gave nil: how it ended, with what was lost on the way.
  var end: EndRecord { get }

  /// Places that were damaged, as they become known; the source forgets them when they are taken.
  func takeProblems() -> [ProblemRecord]
}
