import Media

/// Measures the features of a snippet's frames. One thread uses it at a time.
public final class SnippetFeatures {
  private let interval: Int
  private let measurer = FidelityMeasurer()
  private let reader = LumaReader()
  private var previous: LumaPlane?
  private var changes: [Double] = []
  private var features: [Int: FidelityFeatures] = [:]

  /// Makes one.
  /// - Parameter interval: every how manyth frame is looked at; motion is that of neighbours.
  public init(interval: Int = 1) { self.interval = max(1, interval) }

  /// Takes the next frame.
  /// - Parameters:
  ///   - picture: of any size; scaled to the reference's (bicubic).
  ///   - reference: the source's frame.
  /// - Throws: MediaError where they cannot be compared.
  public func add(_ picture: Frame, reference: Frame) throws(MediaError) {
    let isScored = changes.count % interval == 0
    let luma = try reader.read(reference, as: reference)
    changes.append(previous.map { luma.change(from: $0) } ?? 0)
    previous = luma
    guard isScored else { return }
    let own = try reader.read(picture, as: reference)
    features[changes.count - 1] = try measurer.features(of: own, reference: luma)
  }

  /// Ends the snippet; the next frame begins another one.
  /// - Returns: the features of the frames that were looked at, by their places in the snippet.
  public func finish() -> [(index: Int, features: FidelityFeatures)] {
    let motion = FidelityFeatures.motion(changes)
    let found = features.keys.sorted().compactMap { index -> (index: Int, features: FidelityFeatures)? in
      guard var found = features[index] else { return nil }
      found.motion = motion[index]
      return (index, found)
    }
    changes = []
    features = [:]
    previous = nil
    return found
  }
}
