/// What every tracker's tracks have.
protocol ListedTrack {
  /// The identity.
  var id: Int { get }
  /// The time of the last detection in seconds.
  var lastTime: Double { get }
  /// What is told of the track at its end.
  var ended: EndedTrack { get }
}

extension Array where Element: ListedTrack {
  /// Takes out the tracks that end, in place, and lists them.
  @inline(__always)
  mutating func end(into output: inout TrackerOutput, where ends: (inout Element) -> Bool) {
    var kept = 0
    for index in indices {
      if ends(&self[index]) {
        output.ended.append(self[index].ended)
        continue
      }
      if kept != index { self[kept] = self[index] }
      kept += 1
    }
    if kept < count { removeLast(count - kept) }
  }

  /// Takes out the tracks that a gap between two frames outlived. One frame is waited for, whatever the rate.
  @inline(__always)
  mutating func expire(_ clock: TrackerClock, after maximumLost: Double, into output: inout TrackerOutput) {
    guard clock.step > maximumLost else { return }
    let longest = Swift.max(maximumLost, 2.5 * clock.interval) * (1 + 1e-6)
    end(into: &output) { clock.time - $0.lastTime > longest }
  }

  /// Takes out all tracks.
  mutating func endAll(into output: inout TrackerOutput) {
    output.begin(detections: 0)
    end(into: &output) { _ in true }
  }
}
