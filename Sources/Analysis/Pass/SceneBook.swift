import DequeModule
import Media
import Records

/// Completes scenes with what was measured and seen in them, once the detector has told where they end.
///
/// Memory is bounded: sums are kept for the frames of the detector's look-ahead only, and of a long scene every
/// other sample is dropped when they become many.
struct SceneBook {
  /// A sampled picture.
  struct Sample {
    var frame: Int
    var sightings: [LabelScores]
    var thumbnail: Frame?
  }

  /// Frames whose sums are kept: more than any detector looks ahead.
  private static let keptFrames = 1024
  /// Samples of a scene that are kept.
  private static let keptSamples = 64

  private var sums = MetricSums()
  private var atStart = MetricSums()
  /// The sums before each of the last frames.
  private var history = Deque<(frame: Int, sums: MetricSums)>()
  private var samples: [Sample] = []
  private let tags: TagPooling

  init(tags: TagPooling) { self.tags = tags }

  /// Takes a frame with its metrics, and a sample where it was one.
  mutating func add(frame: Int, metrics: OrderedValues<Double>, sample: Sample?) {
    history.append((frame, sums))
    if history.count > SceneBook.keptFrames { history.removeFirst() }
    sums.add(metrics)
    guard let sample, sample.thumbnail != nil || !sample.sightings.isEmpty else { return }
    samples.append(sample)
    if samples.count > SceneBook.keptSamples {
      samples = samples.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    }
  }

  /// Completes a scene; scenes come in order.
  /// - Returns: the scene, a picture of it, and what was seen in it.
  mutating func complete(_ scene: SceneRecord) -> (SceneRecord, Frame?) {
    var scene = scene
    let atEnd = history.first { $0.frame >= scene.endFrame }?.sums ?? sums
    let means = atEnd.means(since: atStart)
    scene.metrics = means.isEmpty ? nil : means
    atStart = atEnd
    let inside = samples.prefix { $0.frame < scene.endFrame }.filter { $0.frame >= scene.frame }
    samples.removeAll { $0.frame < scene.endFrame }
    let seen = tags.pool(inside.map(\.sightings))
    scene.tags = seen.tags
    scene.objects = seen.objects
    // The picture nearest to the middle: its ends may still melt into others.
    let middle = (scene.frame + scene.endFrame) / 2
    let best = inside.filter { $0.thumbnail != nil }.min {
      abs($0.frame - middle) < abs($1.frame - middle)
    }
    return (scene, best?.thumbnail)
  }
}
