import Records

/// What is remembered of one track until it ends, in bounded memory.
public struct TrackHistory: Sendable {
  /// The detections so far.
  public private(set) var frames = 0

  private var record: TrackRecord
  private var scores = 0.0
  private var path = TrackPath()
  private let anchor: EventAnchor

  /// Begins with an object's first label.
  /// - Parameter anchor: which place of the box the path goes through.
  public init(trackID: Int, label: String, classID: Int? = nil, anchor: EventAnchor = .auto) {
    record = TrackRecord(trackID: trackID, label: label, classID: classID)
    self.anchor = anchor.resolved(for: label)
  }

  /// Takes the object as it is seen in the next frame. A box that is not finite is passed over; a score that
  /// is not counts as 0.
  public mutating func add(box: Box, score: Float, pts: Int64, time: Double) {
    let point = anchor.place(on: box)
    guard point.x.isFinite, point.y.isFinite, time.isFinite else { return }
    if frames == 0 {
      record.firstPTS = pts
      record.firstTime = time
    }
    record.lastPTS = pts
    record.lastTime = time
    frames += 1
    scores += score.isFinite ? Double(score) : 0
    path.add(point, time: time)
  }

  /// The record of the track, as far as it is known.
  public var trackRecord: TrackRecord {
    var result = record
    result.frames = frames
    result.seconds = (record.lastTime - record.firstTime).nearest(partsOfOne: 1e6)
    result.score = frames > 0 ? Float((scores / Double(frames)).nearest(partsOfOne: 1e4)) : 0
    result.path = path.points.map { Point(x: $0.x.hundredths, y: $0.y.hundredths) }
    result.pathTimes = path.times
    return result
  }
}

extension Float {
  /// The nearest hundredth, as boxes have them.
  var hundredths: Float { (self * 100).rounded() / 100 }
}
