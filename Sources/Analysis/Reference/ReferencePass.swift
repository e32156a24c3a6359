import Media
import Pipeline
import Quality
import Records
import Vision

/// Compares the pictures of a clip with those of a reference.
///
/// Both are decoded on threads of their own; a third pairs frames, others compare the pairs, and the results come
/// out in the clip's order on the caller's thread. The clip's pictures are brought to the reference's size and form
/// first (see ``ComparisonFormat``).
public final class ReferencePass {
  /// Opens a clip from its beginning.
  public typealias Opening = () throws -> any FrameSource

  private let options: ReferenceOptions

  /// Makes a pass.
  public init(_ options: ReferenceOptions) { self.options = options }

  /// Compares.
  /// - Parameters:
  ///   - distorted: opens the clip; called twice, unless the offset is given or not to be looked for.
  ///   - reference: opens the reference; called as often.
  ///   - interrupt: ends VMAF's program; both sources should obey it too.
  ///   - onFrame: takes each frame of the clip, in order. With VMAF, whose values libvmaf tells at its end, all come
  ///     after the last one was read.
  /// - Throws: MediaError where one of the clips cannot be read, or where VMAF cannot be computed; what `onFrame`
  ///   throws.
  public func run(
    distorted: Opening, reference: Opening, interrupt: Interrupt,
    onFrame: (ReferenceFrame) throws -> Void = { _ in }
  ) throws -> ReferenceResult {
    let engine: (any VMAFEngine)?
    let first = try reference()
    if options.metrics.contains(.vmaf) {
      engine = try VMAF.engine(options.vmaf, height: first.stream.height, interrupt: interrupt)
    } else {
      engine = nil
    }
    var (own, other) = (try distorted(), first)
    var offset = options.offset ?? 0
    if options.offset == nil, options.search > 0 {
      let marks = try OffsetSearch.marks(distorted: own, reference: other, search: options.search)
      let length = FrameClock(other.stream).frameLength ?? Self.frameLength(marks.reference) ?? 0.04
      offset =
        OffsetSearch(
          distorted: marks.distorted, reference: marks.reference, frameLength: length, search: options.search
        ).offset
      (own, other) = (try distorted(), try reference())
    }
    let run = ReferenceRun(
      options: options, distorted: own, reference: other, offset: offset, vmaf: engine)
    return try run.run(onFrame: onFrame)
  }

  /// The usual distance of neighbours.
  private static func frameLength(_ marks: [FrameMark]) -> Double? {
    let distances = zip(marks, marks.dropFirst()).map { $1.time - $0.time }.filter { $0 > 0 }.sorted()
    return distances.isEmpty ? nil : distances[distances.count / 2]
  }
}
