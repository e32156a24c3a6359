import Media
import Pipeline
import Records
import Vision

/// Another source's frames with drawings on them; records and sound pass through.
public final class AnnotatedSource: FrameSource {
  /// What is read: the source's own stream; in another pixel format where its own cannot be drawn on.
  public let stream: StreamRecord

  private let source: any FrameSource
  private let annotator: Annotator
  private let mayLackRecords: Bool
  private var seen = false

  /// Draws on the frames of `source`.
  /// - Throws: MediaError when the font that was asked for is missing.
  public init(
    _ source: any FrameSource, options: AnnotationOptions, typeface: Typeface?
  ) throws {
    var source = source
    if let format = PixelFormat(name: source.stream.pixelFormat), !Canvas.supports(format) {
      var changes = PictureChanges()
      changes.pixelFormat = Canvas.closest(to: format).name
      source = try FilteredSource(source, changes: changes)
    }
    self.source = source
    stream = source.stream
    // A live detector may let the first frames pass without a look.
    mayLackRecords = options.drawsWithoutRecords || stream.isLive == true
    annotator = try Annotator(stream, options: options, typeface: typeface)
  }

  /// The next item; nil at the end of what arrived.
  /// - Throws: MediaError when the first frame says that nobody looked for objects and nothing else is to be
  ///   drawn.
  public func next() throws -> StreamItem? {
    let item = try source.next()
    guard case .video(let video)? = item else { return item }
    if !seen {
      seen = true
      guard mayLackRecords || video.record.objects != nil || !video.otherLines.isEmpty else {
        throw MediaError(
          "annotate", stream.source, cause: "its frames carry no records of objects",
          hint: "pipe frames from `vidproc detect --emit frames`, or name a file with --records")
      }
    }
    try annotator.annotate(video)
    return item
  }

  /// What was asked for and never came up, in sentences; to be read at the end.
  public var remarks: [String] { annotator.remarks }

  /// How the input ended.
  public var end: EndRecord { source.end }

  /// Places that were damaged, since the last call.
  public func takeProblems() -> [ProblemRecord] { source.takeProblems() }
}
