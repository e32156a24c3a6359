import Records

/// One object at one zone: whether it is inside for certain, and since when.
///
/// The first place decides as it is. Later the object must be beyond a margin on the other side of the
/// boundary; the moment that counts is then that of the first frame on that side.
struct ZoneStay: Sendable {
  /// Whether the object is inside.
  private(set) var isInside = false
  private var isKnown = false
  private var hasDwelt = false
  /// Whether the last places were on the other side, within the margin.
  private var isPending = false
  private var pending = EventMoment()
  private var entered = 0.0
  /// Up to when the stay is in the occupancy.
  private var accounted = 0.0

  /// Takes the object's next place, and reports what has happened in the order in which it did.
  mutating func move(
    in zone: CountingZone, to moment: EventMoment, margin: Double, dwell: Double?,
    occupancy: inout OccupancySeries, report: (FoundEvent.Kind, EventMoment, Double?) -> Void
  ) {
    let isWithin = zone.contains(moment.point)
    if !isKnown {
      isKnown = true
      if isWithin { enter(at: moment, report) }
    } else if isWithin == isInside {
      isPending = false
    } else {
      if !isPending {
        isPending = true
        pending = moment
      }
      if zone.distance(moment.point) > min(margin, zone.largestMargin) {
        if isWithin {
          enter(at: pending, report)
        } else {
          leave(at: pending, dwell: dwell, occupancy: &occupancy, report)
        }
      }
    }
    guard isInside, !isPending else { return }
    occupancy.add(from: accounted, to: moment.time)
    accounted = max(accounted, moment.time)
    tellDwell(at: moment, dwell: dwell, report)
  }

  /// The object will not be seen again.
  /// - Parameter moment: where it was last.
  mutating func end(
    at moment: EventMoment, dwell: Double?, occupancy: inout OccupancySeries,
    report: (FoundEvent.Kind, EventMoment, Double?) -> Void
  ) {
    guard isInside else { return }
    leave(at: isPending ? pending : moment, dwell: dwell, occupancy: &occupancy, report)
  }

  private mutating func enter(
    at moment: EventMoment, _ report: (FoundEvent.Kind, EventMoment, Double?) -> Void
  ) {
    isInside = true
    isPending = false
    hasDwelt = false
    entered = moment.time
    accounted = moment.time
    report(.entered, moment, nil)
  }

  private mutating func leave(
    at moment: EventMoment, dwell: Double?, occupancy: inout OccupancySeries,
    _ report: (FoundEvent.Kind, EventMoment, Double?) -> Void
  ) {
    occupancy.add(from: accounted, to: moment.time)
    tellDwell(at: moment, dwell: dwell, report)
    let seconds = max(0, moment.time - entered)
    occupancy.addStay(seconds: seconds)
    isInside = false
    isPending = false
    report(.left, moment, seconds)
  }

  private mutating func tellDwell(
    at moment: EventMoment, dwell: Double?, _ report: (FoundEvent.Kind, EventMoment, Double?) -> Void
  ) {
    // Times are sums and quotients: a microsecond is none.
    guard let dwell, !hasDwelt, moment.time - entered >= dwell - 1e-6 else { return }
    hasDwelt = true
    report(.dwelt, moment, max(0, moment.time - entered))
  }
}
