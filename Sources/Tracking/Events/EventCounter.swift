import Records

/// How events are told.
public struct EventOptions: Sendable, Hashable {
  /// Which place of an object stands for it.
  public var anchor = EventAnchor.auto
  /// The seconds in a zone after which an object has dwelt there; nil where nobody asks.
  public var dwell: Double? = 10
  /// The margin at lines and zones, in parts of the object's height: nearer than that to a boundary, the side
  /// on which an object is counts as not certain.
  public var margin = 0.05
  /// The least margin in pixels.
  public var minimumMargin = 2.0
  /// The defaults.
  public init() {}
}

/// Counts what tracked objects do at lines and in zones.
///
/// It is given the objects frame by frame, at any distance of time, and told which tracks ended. What is
/// known of a track is dropped with its end, so that memory depends on the objects in view alone. The result
/// does not depend on the order of a frame's objects.
public struct EventCounter: Sendable {
  /// The lines, in pixels.
  public let lines: [CountingLine]
  /// The zones, in pixels.
  public let zones: [CountingZone]
  /// How events are told.
  public let options: EventOptions

  private var places: EventPlaces
  private var lineStates: [LineCrossing] = []
  private var zoneStates: [ZoneStay] = []
  private var occupancies: [OccupancySeries]
  private var seenInside: [Int]
  private var found: [FoundEvent] = []
  private var tally: EventTally
  private var frames = 0

  /// Makes a counter.
  /// - Parameters:
  ///   - lines: shapes of two points.
  ///   - zones: shapes of three corners or more.
  ///   - width: the width of the picture in pixels, 0 where it is not known.
  ///   - height: the height of the picture in pixels, 0 where it is not known.
  /// - Throws: ``ShapeError`` for a shape that cannot be used, and for a name that is given twice.
  public init(
    lines: [NamedShape], zones: [NamedShape], width: Int, height: Int, options: EventOptions = EventOptions()
  ) throws(ShapeError) {
    var known: Set<String> = []
    for shape in lines + zones where !known.insert(shape.name).inserted {
      throw ShapeError(
        "the shape \(shape.name)", cause: "another line or zone has its name", hint: "give each its own")
    }
    var placedLines: [CountingLine] = []
    for line in lines { placedLines.append(try CountingLine(line, width: width, height: height)) }
    var placedZones: [CountingZone] = []
    for zone in zones { placedZones.append(try CountingZone(zone, width: width, height: height)) }
    self.lines = placedLines
    self.zones = placedZones
    self.options = options
    places = EventPlaces(anchor: options.anchor)
    occupancies = zones.map { _ in OccupancySeries() }
    seenInside = zones.map { _ in 0 }
    tally = EventTally(lines: placedLines, zones: placedZones)
  }

  /// Takes the objects of the next frame.
  /// - Parameters:
  ///   - frame: the index of the frame.
  ///   - pts: its presentation timestamp in ticks.
  ///   - time: the same moment in seconds; a frame whose time is not finite is passed over.
  ///   - objects: the objects that are seen. Boxes that are not finite are passed over, and a track's second
  ///     one.
  ///   - events: what is certain now is added here, by track, in a track by shape.
  public mutating func update(
    frame: Int, pts: Int64, time: Double, objects: [(trackID: Int, label: String, box: Box)],
    into events: inout [EventRecord]
  ) {
    guard begin(at: time) else { return }
    var moment = EventMoment(frame: frame, pts: pts, time: time)
    for object in objects {
      observe(object.trackID, object.label, object.box, &moment)
    }
    end(into: &events)
  }

  /// Takes the next frame as a record; objects without a track are passed over.
  /// - Parameter events: what is certain now is added here, by track, in a track by shape.
  public mutating func update(_ record: FrameRecord, into events: inout [EventRecord]) {
    guard begin(at: record.time) else { return }
    var moment = EventMoment(frame: record.frame, pts: record.pts, time: record.time)
    if let objects = record.objects {
      for object in objects {
        if let id = object.trackID { observe(id, object.label, object.box, &moment) }
      }
    }
    end(into: &events)
  }

  /// Takes that a track will not be seen again: it leaves the zones that it was in, at its last place.
  public mutating func ended(trackID: Int, into events: inout [EventRecord]) {
    guard let (slot, place) = places.remove(trackID) else { return }
    for index in zones.indices {
      zoneStates[slot * zones.count + index].end(
        at: place.last, dwell: options.dwell, occupancy: &occupancies[index]
      ) { kind, moment, seconds in
        note(kind, lines.count + index, place, moment, seconds, &found)
      }
    }
    tell(into: &events)
  }

  /// Ends all tracks, by identity, as at the end of the input.
  public mutating func finish(into events: inout [EventRecord]) {
    for id in places.trackIDs.sorted() { ended(trackID: id, into: &events) }
  }

  /// How often what happened, by shape, direction and class; only what did happen.
  public var counts: [ShapeCount] { tally.rows }

  /// How many objects were in each zone over time, from the first frame to the last. Stays that have not
  /// ended are in the mean, not in the lengths of stays.
  public var occupancy: [ZoneOccupancy] {
    zip(zones, occupancies).map { $1.occupancy(name: $0.name) }
  }

  /// How many tracks are known now.
  public var trackCount: Int { places.count }

  /// How many tracks there is room for: the most that were known at once.
  var capacity: Int { places.capacity }
}

extension EventCounter {
  private mutating func begin(at time: Double) -> Bool {
    guard time.isFinite else { return false }
    frames += 1
    for index in zones.indices {
      occupancies[index].advance(to: time)
      seenInside[index] = 0
    }
    return true
  }

  private mutating func observe(_ trackID: Int, _ label: String, _ box: Box, _ moment: inout EventMoment) {
    let height = Double(box.height)
    guard height.isFinite, box.x.isFinite, box.y.isFinite, box.width.isFinite else { return }
    guard let slot = places.take(trackID, label, box, frame: frames, &moment) else { return }
    if slot == lineStates.count / max(1, lines.count), !lines.isEmpty {
      lineStates.append(contentsOf: repeatElement(LineCrossing(), count: lines.count))
    }
    if slot == zoneStates.count / max(1, zones.count), !zones.isEmpty {
      zoneStates.append(contentsOf: repeatElement(ZoneStay(), count: zones.count))
    }
    let place = places[slot]
    let isFirst = place.previous == nil
    let margin = max(options.minimumMargin, options.margin * height)
    for index in lines.indices {
      let state = slot * lines.count + index
      if isFirst { lineStates[state] = LineCrossing() }
      if let (kind, moment) = lineStates[state].move(
        over: lines[index], from: place.previous, to: moment, margin: margin)
      {
        note(kind, index, place, moment, nil, &found)
      }
    }
    for index in zones.indices {
      let state = slot * zones.count + index
      if isFirst { zoneStates[state] = ZoneStay() }
      zoneStates[state].move(
        in: zones[index], to: moment, margin: margin, dwell: options.dwell, occupancy: &occupancies[index]
      ) { kind, moment, seconds in
        note(kind, lines.count + index, place, moment, seconds, &found)
      }
      if zoneStates[state].isInside { seenInside[index] += 1 }
    }
  }

  private mutating func end(into events: inout [EventRecord]) {
    for index in zones.indices { occupancies[index].see(seenInside[index]) }
    tell(into: &events)
  }

  /// Counts what was found, in an order that does not depend on that of the objects.
  private mutating func tell(into events: inout [EventRecord]) {
    guard !found.isEmpty else { return }
    found.sort(by: FoundEvent.comesBefore)
    for event in found { events.append(tally.record(event)) }
    found.removeAll(keepingCapacity: true)
  }
}

/// Adds a found event to the list.
private func note(
  _ kind: FoundEvent.Kind, _ shape: Int, _ place: EventPlaces.Place, _ moment: EventMoment,
  _ seconds: Double?,
  _ found: inout [FoundEvent]
) {
  found.append(
    FoundEvent(
      kind: kind, shape: shape, trackID: place.trackID, label: place.label, moment: moment, seconds: seconds))
}
