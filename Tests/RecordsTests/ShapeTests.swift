import Records
import Testing

@Suite struct ShapeTests {
  @Test func shapesAreReadFromText() throws {
    let gate = try #require(NamedShape("north: gate:0.1, 0.5,0.9,0.5", corners: 2...2))
    #expect(gate.name == "north: gate")
    #expect(gate.isRelative)
    #expect(gate.points(width: 200, height: 100) == [Point(x: 20, y: 50), Point(x: 180, y: 50)])
    let yard = try #require(NamedShape("yard:0,0,100,0,100,50", corners: 3...9))
    #expect(!yard.isRelative)
    #expect(yard.points(width: 7, height: 7)[1] == Point(x: 100, y: 0))
    for text in [
      "gate", ":1,2,3,4", "gate:1,2,3", "gate:1,2,3,4,5,6", "gate:1,2,x,4", "gate:nan,1,2,3", "gate:1,,2,3",
    ] {
      #expect(NamedShape(text, corners: 2...2) == nil, "\(text)")
    }
  }

  @Test func shapesAreReadFromAFile() throws {
    let file = try ShapeFile(
      json: Array(
        #"""
        {
          "lines": [{"name": "gate", "points": [[0.1, 0.5], [0.9, 0.5]]}],
          "zones": [
            {"points": [[0, 0], [640, 0], [640, 360.5]], "name": "Höfchen: 1"}
          ]
        }
        """#.utf8), named: "shapes.json")
    #expect(file.lines == [try #require(NamedShape("gate:0.1,0.5,0.9,0.5", corners: 2...2))])
    #expect(file.zones.map(\.name) == ["Höfchen: 1"])
    #expect(file.zones[0].points == [Point(x: 0, y: 0), Point(x: 640, y: 0), Point(x: 640, y: 360.5)])
    #expect(file.lines[0].isRelative)
    #expect(!file.zones[0].isRelative)
  }

  @Test(arguments: [
    ("", ["line 1", "an object"]),
    ("lines:", ["line 1", "an object", "`lines:`"]),
    ("{}", ["neither \"lines\" nor \"zones\""]),
    (#"{"lines":[]}"#, ["neither"]),
    ("{\"lines\":\n[\n{\"name\":\"a\",\"points\":[[1,2],[3,\"4\"]]}]}", ["line 3", "for \"lines.points\""]),
    (#"{"lines":[{"name":"a","points":[[1,2],[3]]}]}"#, ["point 2 of \"lines[0]\" (a) is not [x,y]"]),
    (#"{"lines":[{"name":"a"}]}"#, ["the key \"points\" for \"lines\""]),
    (#"{"zones":[{"points":[]}]}"#, ["the key \"name\" for \"zones\""]),
    (#"{"zones":[{"name":7}]}"#, ["for \"zones.name\"", "`7`"]),
    (#"{"lines":[{"name":"","points":[[1,2],[3,4]]}]}"#, ["the \"name\" of \"lines[0]\" is empty"]),
    (#"{"lines":[{"name":"a","points":[[1,2]]}]}"#, ["\"lines[0]\" (a) are 1, and must be 2"]),
    (#"{"zones":[{"name":"a","points":[[1,2],[3,4]]}]}"#, ["\"zones[0]\" (a) are 2, and must be 3 to 1000"]),
    (#"{"line":[{"name":"a","points":[[1,2],[3,4]]}]}"#, ["the file has the key \"line\""]),
    (#"{"lines":[{"name":"a","points":[[1,2],[3,4]],"dwell":3}]}"#, ["\"lines[0]\" has the key \"dwell\""]),
    (#"{"lines":[{"name":"a","points":[[1,2],[3,1e99]]}]}"#, ["for \"lines.points\"", "range"]),
    (#"{"lines":[{"name":"a","points":[[1,2],[null,1]]}]}"#, ["point 2 of \"lines[0]\" (a) is not [x,y]"]),
    (
      #"{"lines":[{"name":"a","points":[[1,2],[3,4]]}],"zones":[{"name":"a","points":[[1,2],[3,4],[5,5]]}]}"#,
      ["the name \"a\" is given twice"]
    ),
    (#"{"lines":[]} x"#, ["line 1"]),
  ])
  func faultsInAFileAreTold(text: String, words: [String]) {
    do {
      _ = try ShapeFile(json: Array(text.utf8), named: "my.json")
      Issue.record("\(text) was taken")
    } catch {
      let message = "\(error)"
      #expect(message.hasPrefix("cannot use the shapes of my.json"), "\(message)")
      for word in words { #expect(message.contains(word), "\(message)") }
    }
  }

  @Test func polygonsKnowTheirInside() {
    let triangle = Polygon([Point(x: 0, y: 0), Point(x: 100, y: 0), Point(x: 100, y: 50)])
    #expect(triangle.contains(Point(x: 90, y: 20)))
    #expect(!triangle.contains(Point(x: 10, y: 20)))
    #expect(!triangle.contains(Point(x: .nan, y: 20)))
    #expect(!triangle.contains(Point(x: 90, y: .infinity)))
    #expect(!Polygon([]).contains(Point()))
    let square = Polygon(Box(x: 10, y: 10, width: 10, height: 10))
    #expect(square.contains(Point(x: 10, y: 10)), "the left and upper edges belong to it")
    #expect(!square.contains(Point(x: 20, y: 15)))
    #expect(!square.contains(Point(x: 15, y: 20)))
    // A hook: what lies in its mouth is outside.
    let hook = Polygon([
      Point(x: 0, y: 0), Point(x: 30, y: 0), Point(x: 30, y: 10), Point(x: 10, y: 10), Point(x: 10, y: 20),
      Point(x: 30, y: 20), Point(x: 30, y: 30), Point(x: 0, y: 30),
    ])
    #expect(hook.contains(Point(x: 5, y: 15)))
    #expect(!hook.contains(Point(x: 20, y: 15)))
    #expect(hook.area == 700)
    #expect(hook.bounds == Box(x: 0, y: 0, width: 30, height: 30))
    #expect(hook.edges.last?.from == Point(x: 0, y: 30))
    #expect(hook.edges.last?.to == Point(x: 0, y: 0))
    #expect(square.scaled(x: 2, y: 3).bounds == Box(x: 20, y: 30, width: 20, height: 30))
    #expect(Polygon([]).area == 0)
  }

  @Test func eventLinesAreAsAnnotateReadsThem() {
    var event = EventRecord(event: .crossed, name: "gate", trackID: 7, label: "person")
    event.direction = .in
    event.frame = 12
    event.pts = 1200
    event.time = 0.48
    event.point = Point(x: 320.5, y: 240)
    event.counts = ["in": 3, "out": 2]
    #expect(
      String(decoding: RecordEncoder.line(event), as: UTF8.self)
        == #"{"type":"event","event":"crossed","name":"gate","direction":"in","track_id":7,"label":"person","#
        + #""frame":12,"pts":1200,"time":0.48,"point":[320.5,240],"counts":{"in":3,"out":2}}"#)
  }
}
