import Foundation
import Records
import Testing

@testable import Tracking

/// Random walks against the definitions, worked out over the whole walk at once and in integers.
@Suite struct EventDefinitionTests {
  private typealias Place = SIMD2<Int>

  private static func cross(_ a: Place, _ b: Place, _ c: Place) -> Int {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }

  private static func text(_ points: [Place]) -> String {
    points.flatMap { ["\($0.x)", "\($0.y)"] }.joined(separator: ",")
  }

  private static func place(in side: Int, _ random: inout SeededNumbers) -> Place {
    Place(Int.random(in: 0...side, using: &random), Int.random(in: 0...side, using: &random))
  }

  /// A walk in small steps with leaps now and then.
  private static func walk(_ count: Int, in side: Int, step: Int, _ random: inout SeededNumbers) -> [Place] {
    var place = place(in: side, &random)
    return (0..<count).map { _ in
      if Int.random(in: 0..<20, using: &random) == 0 {
        place = self.place(in: side, &random)
      } else {
        place.x = max(0, min(side, place.x + Int.random(in: -step...step, using: &random)))
        place.y = max(0, min(side, place.y + Int.random(in: -step...step, using: &random)))
      }
      return place
    }
  }

  private static func run(_ scene: inout EventScene, _ walk: [Place]) {
    scene.walk(walk.map { (Float($0.x), Float($0.y)) })
  }

  /// What a line of the margin 2 has counted in a walk: at each change of the certain side, the ways through
  /// the line are added up over all steps between.
  private static func crossings(_ walk: [Place], _ a: Place, _ b: Place) -> [String] {
    let length = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)
    let certain = walk.indices.filter { index in
      let distance = cross(a, b, walk[index])
      return distance * distance > 4 * length
    }
    var told: [String] = []
    for (from, to) in zip(certain, certain.dropFirst()) {
      let goesRight = cross(a, b, walk[to]) > 0
      guard (cross(a, b, walk[from]) > 0) != goesRight else { continue }
      var balance = 0
      var passed = 0
      for step in from + 1...to {
        let (p, q) = (walk[step - 1], walk[step])
        let isRight = cross(a, b, q) >= 0
        guard (cross(a, b, p) >= 0) != isRight else { continue }
        let (one, other) = (cross(p, q, a), cross(p, q, b))
        guard one.signum() * other.signum() <= 0 else { continue }
        balance += isRight == goesRight ? 1 : -1
        if isRight == goesRight { passed = step }
      }
      if balance > 0 { told.append("crossed \(goesRight ? "in" : "out") l \(passed)") }
    }
    return told
  }

  @Test func linesCountAsDefined() throws {
    var random = SeededNumbers(11)
    var total = 0
    for _ in 0..<2000 {
      let (a, b) = (EventDefinitionTests.place(in: 60, &random), EventDefinitionTests.place(in: 60, &random))
      guard a != b else { continue }
      let step = Int.random(in: 1...12, using: &random)
      let walk = EventDefinitionTests.walk(120, in: 60, step: step, &random)
      // A point below all others keeps short lines from being taken for parts of the picture.
      var scene = try EventScene(lines: [
        "l:" + EventDefinitionTests.text([a &+ Place(100, 100), b &+ Place(100, 100)])
      ])
      EventDefinitionTests.run(&scene, walk.map { $0 &+ Place(100, 100) })
      let expected = EventDefinitionTests.crossings(walk, a, b)
      total += expected.count
      #expect(scene.told == expected)
    }
    #expect(total > 5000, "the walks cross the lines: \(total)")
  }

  /// A closed walk goes round one end of a line as often more than round the other as it goes through the
  /// line.
  @Test func closedWalksCountByTheirWindings() throws {
    var random = SeededNumbers(12)
    var options = EventOptions()
    options.margin = 0
    options.minimumMargin = 0
    var sizes: [Int: Int] = [:]
    for _ in 0..<1000 {
      func place() -> (Float, Float) {
        (Float.random(in: 100...200, using: &random), Float.random(in: 100...200, using: &random))
      }
      let (a, b) = (place(), place())
      var walk = (0..<30).map { _ in place() }
      walk.append(walk[0])
      var scene = try EventScene(lines: ["l:\(a.0),\(a.1),\(b.0),\(b.1)"], options: options)
      scene.walk(walk)
      let counts = scene.events.last?.counts
      let net = (counts?["in"] ?? 0) - (counts?["out"] ?? 0)
      func winding(_ center: (Float, Float)) -> Int {
        var angle = 0.0
        for (p, q) in zip(walk, walk.dropFirst()) {
          let (px, py) = (Double(p.0 - center.0), Double(p.1 - center.1))
          let (qx, qy) = (Double(q.0 - center.0), Double(q.1 - center.1))
          angle += atan2(px * qy - py * qx, px * qx + py * qy)
        }
        return Int((angle / (2 * .pi)).rounded())
      }
      #expect(net == winding(a) - winding(b))
      sizes[net, default: 0] += 1
    }
    #expect(sizes.count >= 5, "\(sizes)")
  }

  /// What a zone has told of a walk, worked out frame by frame from the definitions.
  private static func stays(_ walk: [Place], _ corners: [Place], margin: Double) -> [String] {
    let polygon = Polygon(corners.map { Point(x: Float($0.x), y: Float($0.y)) })
    let states = walk.map { place -> (isWithin: Bool, isCertain: Bool) in
      var isWithin = false
      var distance = Double.infinity
      for (index, b) in corners.enumerated() {
        let a = corners[(index + corners.count - 1) % corners.count]
        if (a.y > place.y) != (b.y > place.y) {
          // The side runs to the right of the place.
          let side = cross(a, b, place)
          if b.y > a.y ? side > 0 : side < 0 { isWithin.toggle() }
        }
        let from = Point(x: Float(a.x), y: Float(a.y))
        distance = min(
          distance,
          Point(x: Float(place.x), y: Float(place.y)).distance(
            toSegmentFrom: from, to: Point(x: Float(b.x), y: Float(b.y))))
      }
      return (isWithin, distance > min(margin, polygon.area / polygon.perimeter / 2))
    }
    var told: [String] = []
    var isInside = states[0].isWithin
    if isInside { told.append("entered z 0") }
    for index in states.indices.dropFirst() {
      guard states[index].isWithin != isInside, states[index].isCertain else { continue }
      // The first of the frames on this side without a break.
      var first = index
      while first > 0, states[first - 1].isWithin == states[index].isWithin { first -= 1 }
      isInside.toggle()
      told.append("\(isInside ? "entered" : "left") z \(first)")
    }
    return told
  }

  @Test func zonesTellAsDefined() throws {
    var random = SeededNumbers(13)
    var total = 0
    for _ in 0..<2000 {
      // Corners in the order of their angles: a polygon whose sides do not cross, mostly not convex.
      let count = Int.random(in: 3...7, using: &random)
      let corners = (0..<count).map { index -> Place in
        let angle = (Double(index) + Double.random(in: 0.1...0.9, using: &random)) / Double(count) * 2 * .pi
        let radius = Double.random(in: 8...40, using: &random)
        return Place(150 + Int(radius * cos(angle)), 150 + Int(radius * sin(angle)))
      }
      let step = Int.random(in: 1...12, using: &random)
      let walk = EventDefinitionTests.walk(120, in: 100, step: step, &random).map { $0 &+ Place(100, 100) }
      guard Polygon(corners.map { Point(x: Float($0.x), y: Float($0.y)) }).area > 50 else { continue }
      var scene = try EventScene(zones: ["z:" + EventDefinitionTests.text(corners)])
      EventDefinitionTests.run(&scene, walk)
      let expected = EventDefinitionTests.stays(walk, corners, margin: 2)
      total += expected.count
      #expect(scene.told == expected)
      scene.end()
      let seconds = scene.events.compactMap { $0.event == .left ? $0.seconds : nil }.reduce(0, +)
      let mean = try #require(scene.counter.occupancy.first?.mean)
      #expect(abs(seconds / 11.9 - mean) < 1e-3, "the occupancy is the sum of the stays")
    }
    #expect(total > 5000, "the walks enter the zones: \(total)")
  }

  /// Some objects that come and go, as frames.
  private static func traffic(_ random: inout SeededNumbers) -> [[(trackID: Int, label: String, box: Box)]] {
    var walks: [[Place]] = []
    for _ in 0..<8 { walks.append(walk(80, in: 300, step: 30, &random)) }
    return (0..<80).map { frame in
      walks.indices.compactMap { index in
        guard (frame / 7 + index) % 5 != 0 else { return nil }
        let place = walks[index][frame]
        let box = EventScene.box(Float(place.x + 100), Float(place.y + 100))
        return (index + 1, index % 3 == 0 ? "person" : "car", box)
      }
    }
  }

  private static func scene(shift: Int = 0) throws -> EventScene {
    let corners = [Place(200, 200), Place(320, 220), Place(250, 380)].map { $0 &+ Place(shift, shift) }
    return try EventScene(
      lines: ["l:" + text(Array(corners[0...1])), "m:" + text(Array(corners[1...2]))],
      zones: ["z:" + text(corners)], width: 1000, height: 1000)
  }

  @Test func theOrderOfAFramesObjectsDoesNotMatter() throws {
    var random = SeededNumbers(14)
    for _ in 0..<100 {
      let frames = EventDefinitionTests.traffic(&random)
      var (scene, shuffled) = (try EventDefinitionTests.scene(), try EventDefinitionTests.scene())
      for frame in frames {
        scene.see(frame)
        shuffled.see(frame.shuffled(using: &random))
      }
      #expect(scene.events.count > 20)
      #expect(scene.events == shuffled.events)
      #expect(scene.counter.counts == shuffled.counter.counts)
      #expect(scene.counter.occupancy == shuffled.counter.occupancy)
    }
  }

  @Test func aShiftInTimeAndSpaceShiftsTheEvents() throws {
    var random = SeededNumbers(15)
    let frames = EventDefinitionTests.traffic(&random)
    var (scene, shifted) = (try EventDefinitionTests.scene(), try EventDefinitionTests.scene(shift: 64))
    for (index, frame) in frames.enumerated() {
      scene.see(frame, time: Double(index) / 8)
      shifted.see(
        frame.map {
          ($0.trackID, $0.label, Box(x: $0.box.x + 64, y: $0.box.y + 64, width: 20, height: 40))
        }, time: Double(index) / 8 + 4096)
    }
    let back = shifted.events.map { event in
      var event = event
      event.time -= 4096
      event.point = Point(x: event.point.x - 64, y: event.point.y - 64)
      return event
    }
    #expect(scene.events.count > 20)
    #expect(back == scene.events)
    #expect(shifted.counter.occupancy == scene.counter.occupancy)
  }
}
