import Media
import Records
import Testing
import Vision

@testable import Annotation

@Suite struct StyleTests {
  @Test func everyKeyIsRead() throws {
    let yaml = """
      line_width: 3.5
      corner_radius: 0
      font: "DejaVu Sans:bold"
      font_size: 22
      opacity: 0.5
      label_opacity: 1
      text_color: black
      color_by: id
      score_format: percent
      trail_anchor: center
      colors:
        person: "#FFA600"
        car: teal
      hide: [scores, trails]
      """
    let style = try AnnotationStyle(file: yaml, named: "a.yaml")
    #expect(style.lineWidth == 3.5)
    #expect(style.cornerRadius == 0)
    #expect(style.font == "DejaVu Sans:bold")
    #expect(style.fontSize == 22)
    #expect(style.opacity == 0.5)
    #expect(style.labelOpacity == 1)
    #expect(style.textColor == Color(0, 0, 0))
    #expect(style.colorBy == .id)
    #expect(style.scoreFormat == .percent)
    #expect(style.trailAnchor == .center)
    #expect(style.colors == ["person": Color(255, 166, 0), "car": Color(0x30, 0xB0, 0xC7)])
    #expect(style.shown == [.boxes, .labels, .ids, .keypoints, .counts])
    let json = try AnnotationStyle(file: #"{"line_width": 2, "show": ["boxes"]}"#, named: "a.json")
    #expect(json.lineWidth == 2)
    #expect(json.shown == [.boxes])
    #expect(try AnnotationStyle(file: "", named: "empty").shown.count == AnnotationStyle.Part.allCases.count)
  }

  @Test(arguments: [
    ("line_with: 3", ["line_with", "line 1", "line_width, corner_radius"]),
    ("opacity: 1\nline_width: thick", ["line_width", "line 2", "0.5 to 200"]),
    ("opacity: 3", ["opacity", "0 to 1"]), ("opacity: .nan", ["opacity"]),
    ("colors: [red]", ["colors", "mapping"]), ("colors: {person: chartreuse}", ["colors.person", "teal"]),
    ("color_by: track", ["color_by", "class, id"]), ("hide: [boxes, moustache]", ["hide", "boxes, labels"]),
    ("- a", ["no keys"]), ("a: [", ["neither YAML nor JSON"]), ("opacity: 1\nopacity: 1", ["opacity"]),
    ("just text", ["no keys"]), ("font: [a]", ["font"]),
  ])
  func mistakesAreNamedWithTheirPlace(text: String, words: [String]) {
    do {
      _ = try AnnotationStyle(file: text, named: "my.yaml")
      Issue.record("\(text) was taken")
    } catch {
      let message = "\(error)"
      #expect(message.hasPrefix("cannot read the style my.yaml"), "\(message)")
      for word in words { #expect(message.contains(word), "\(message)") }
    }
  }

  @Test func coloursAreTheSameEveryTime() {
    let palette = Palette(AnnotationStyle())
    var person = object("person", 0, 0, 1, 1)
    #expect(palette.color(of: person) == palette.color(label: "person"))
    // Written down: a colour that changes with the version would break who relies on it.
    #expect(palette.color(label: "person") == Palette.colors[StyleTests.personColor])
    person.classID = 0
    #expect(palette.color(of: person) == Palette.colors[0])
    person.classID = -1
    #expect(palette.color(of: person) == Palette.colors[11])
    var style = AnnotationStyle()
    style.colorBy = .id
    person.trackID = 14
    #expect(Palette(style).color(of: person) == Palette.colors[2])
    #expect(Set(Palette.colors).count == Palette.colors.count)
  }
  private static let personColor = 6

  @Test func measuresGoWithThePicture() {
    let style = AnnotationStyle()
    let small = Measures(style, width: 176, height: 144)
    #expect(small.lineWidth == 1 && small.fontSize == 9)
    let large = Measures(style, width: 3840, height: 2160)
    #expect(large.lineWidth == 7 && large.fontSize == 51)
    let tall = Measures(style, width: 360, height: 640)
    #expect(tall.fontSize == Measures(style, width: 360, height: 270).fontSize)
  }

  @Test func skeletonsAreKnownByTheirNames() throws {
    func keypoints(_ names: String) -> [Keypoint] {
      names.split(separator: " ").map { Keypoint(name: String($0), x: 1, y: 1, score: 1) }
    }
    #expect(Skeleton.coco17.edges.count == 19)
    #expect(Skeleton.mediapipe33.edges.count == 35)
    let person = keypoints("nose left_shoulder right_shoulder left_elbow")
    let pairs = try #require(Skeleton.known(for: person)).pairs(of: person)
    #expect(
      pairs.map { "\($0.name)-\($1.name)" } == ["left_shoulder-right_shoulder", "left_shoulder-left_elbow"])
    #expect(Skeleton.known(for: keypoints("a b c")) == nil)
  }

  @Test func timesAndNumbersAreWrittenInFull() {
    #expect(HeadsUp.clock(3723.0456) == "01:02:03.046")
    #expect(HeadsUp.clock(0.9999) == "00:00:01.000")
    #expect(HeadsUp.clock(-1.5) == "-00:00:01.500")
    #expect(HeadsUp.clock(.nan) == "--:--:--")
    #expect(HeadsUp.decimal(0.866, 2) == "0.87")
    #expect(HeadsUp.decimal(0.05, 2) == "0.05")
    #expect(HeadsUp.decimal(29.97, 1) == "30.0")
  }

  @Test func countsAreTakenFromEvents() {
    var counts = Counts()
    func take(_ text: String) { counts.take(Array(text.utf8)) }
    take(#"{"type":"event","line":"gate","direction":"in"}"#)
    take(#"{"type":"event","line":"gate","direction":"in"}"#)
    take(#"{"type":"event","line":"gate","direction":"out"}"#)
    #expect(counts.text("gate") == "in 2  out 1")
    take(#"{"type":"event","name":"gate","counts":{"in":9,"out":4}}"#)
    #expect(counts.text("gate") == "in 9  out 4")
    take(#"{"type":"counts","counts":{"yard":5,"gate":{"in":10}}}"#)
    #expect(counts.text("yard") == "5")
    #expect(counts.text("gate") == "in 10")
    take(#"{"type":"event","zone":"yard"}"#)
    take("no json")
    take(#"{"type":"event","name":3}"#)
    #expect(counts.text("yard") == "5")
    #expect(counts.text("other") == nil)
  }

  @Test func countsAreTakenFromEventRecords() {
    var counts = Counts()
    var event = EventRecord(event: .crossed, name: "gate", trackID: 7, label: "person")
    event.direction = .in
    event.counts = ["in": 3, "out": 2]
    counts.take(RecordEncoder.line(event))
    #expect(counts.text("gate") == "in 3  out 2")
    event = EventRecord(event: .left, name: "yard", trackID: 7, label: "person")
    event.counts = ["inside": 1, "entered": 8]
    counts.take(RecordEncoder.line(event))
    #expect(counts.text("yard") == "entered 8  inside 1")
  }
}
