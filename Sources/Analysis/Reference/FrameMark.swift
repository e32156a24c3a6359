import Media
import Pipeline
import Records
import Vision

/// A frame of one of the two clips, as the matching sees it.
struct FrameMark: Sendable {
  /// Index in its clip, from 0.
  var index: Int
  /// Seconds from its clip's first frame.
  var time: Double
  /// What it shows.
  var signature: PictureSignature
}

/// Reads the pictures of a clip as marks.
struct MarkReader {
  private let source: any FrameSource
  private let pictures = PlanarPictures()
  private var clock: FrameClock
  private(set) var marks: [FrameMark] = []

  init(_ source: any FrameSource) {
    self.source = source
    clock = FrameClock(source.stream)
  }

  mutating func next() throws -> FrameMark? {
    while let item = try source.next() {
      guard case .video(let video) = item else { continue }
      let signature = PictureSignature(of: try pictures.planar(video.frame))
      let mark = FrameMark(index: marks.count, time: clock.time(of: video), signature: signature)
      marks.append(mark)
      return mark
    }
    return nil
  }
}

/// The times of a clip's frames in seconds from its first one.
struct FrameClock {
  private let timeBase: Rational
  private var first: Int64?
  /// Seconds from one frame to the next, where the clip declares a frame rate.
  let frameLength: Double?

  init(_ stream: StreamRecord) {
    timeBase = stream.timeBase
    frameLength = stream.frameRate.flatMap { $0.num > 0 ? Double($0.den) / Double($0.num) : nil }
  }

  mutating func time(of video: VideoItem) -> Double {
    let pts = video.frame.pts ?? video.record.pts
    let origin = first ?? pts
    first = origin
    return Timestamp(pts - origin, timeBase).seconds
  }
}
