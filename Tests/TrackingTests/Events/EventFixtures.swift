import Records
import Testing

@testable import Tracking

/// Moves objects past lines and zones. An object's anchor is the middle of a box of 20 by 40 pixels, so that
/// the margin is 2 pixels.
struct EventScene {
  var counter: EventCounter
  var events: [EventRecord] = []
  var frame = 0
  /// Frames a second.
  var rate = 10.0

  init(
    lines: [String] = [], zones: [String] = [], width: Int = 640, height: Int = 480,
    options: EventOptions = EventOptions()
  ) throws {
    counter = try EventCounter(
      lines: try lines.map { try #require(NamedShape($0, corners: 2...2)) },
      zones: try zones.map { try #require(NamedShape($0, corners: 3...1000)) }, width: width, height: height,
      options: options)
  }

  static func box(_ x: Float, _ y: Float, height: Float = 40) -> Box {
    Box(x: x - 10, y: y - height / 2, width: 20, height: height)
  }

  /// One frame with one object, or with none.
  mutating func move(_ place: (Float, Float)?, id: Int = 1, label: String = "car", time: Double? = nil) {
    see(place.map { [(id, label, EventScene.box($0.0, $0.1))] } ?? [], time: time)
  }

  /// One frame.
  mutating func see(_ objects: [(trackID: Int, label: String, box: Box)], time: Double? = nil) {
    counter.update(
      frame: frame, pts: Int64(frame) * 100, time: time ?? Double(frame) / rate, objects: objects,
      into: &events)
    frame += 1
  }

  /// A frame for each place of one object.
  mutating func walk(_ places: [(Float, Float)?], id: Int = 1, label: String = "car") {
    for place in places { move(place, id: id, label: label) }
  }

  mutating func end(_ id: Int = 1) { counter.ended(trackID: id, into: &events) }

  /// What has happened, each as "event direction name frame".
  var told: [String] {
    events.map { event in
      [event.event.rawValue, event.direction?.rawValue, event.name, "\(event.frame)"].compactMap { $0 }
        .joined(separator: " ")
    }
  }
}
