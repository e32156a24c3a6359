import Records

/// Where the tracks are, each in a slot that is used again when the track has ended.
struct EventPlaces: Sendable {
  /// One track.
  struct Place: Sendable {
    /// The identity.
    var trackID: Int
    /// The name of the class, as it was last.
    var label: String
    /// Which place of the box stands for the object; as the first label has it, so that it does not jump.
    var anchor: EventAnchor
    /// Where it was last.
    var last: EventMoment
    /// Where it was before; nil where it is seen for the first time.
    var previous: Point?
    /// The count of frames when it was last seen.
    var frame: Int
  }

  private let anchor: EventAnchor
  private var slots: [Int: Int] = [:]
  private var places: [Place] = []
  private var free: [Int] = []

  init(anchor: EventAnchor) { self.anchor = anchor }

  /// How many tracks are known.
  var count: Int { slots.count }
  /// How many slots there are.
  var capacity: Int { places.count }
  /// The identities, in no order.
  var trackIDs: [Int] { Array(slots.keys) }

  /// The track in a slot.
  subscript(slot: Int) -> Place { places[slot] }

  /// Takes where an object is in a frame, and puts its anchor point into the moment.
  /// - Returns: its slot; nil where the track has been seen in this frame already or the place is not finite.
  mutating func take(
    _ trackID: Int, _ label: String, _ box: Box, frame: Int, _ moment: inout EventMoment
  ) -> Int? {
    if let slot = slots[trackID] {
      guard places[slot].frame != frame else { return nil }
      let point = places[slot].anchor.place(on: box)
      guard point.x.isFinite, point.y.isFinite else { return nil }
      moment.point = point
      places[slot].previous = places[slot].last.point
      places[slot].last = moment
      places[slot].frame = frame
      if places[slot].label != label { places[slot].label = label }
      return slot
    }
    let resolved = anchor.resolved(for: label)
    let point = resolved.place(on: box)
    guard point.x.isFinite, point.y.isFinite else { return nil }
    moment.point = point
    let place = Place(trackID: trackID, label: label, anchor: resolved, last: moment, frame: frame)
    let slot = free.popLast() ?? places.count
    if slot == places.count { places.append(place) } else { places[slot] = place }
    slots[trackID] = slot
    return slot
  }

  /// Forgets a track.
  /// - Returns: its slot and what was known; nil where nothing was.
  mutating func remove(_ trackID: Int) -> (slot: Int, place: Place)? {
    guard let slot = slots.removeValue(forKey: trackID) else { return nil }
    free.append(slot)
    return (slot, places[slot])
  }
}
