import Media
import Pipeline
import Records
import Testing
import Vision

@testable import Annotation

@Suite struct AnnotatorTests {
  private func plainOptions() -> AnnotationOptions {
    var options = AnnotationOptions()
    options.style.colors = ["person": Color.white]
    options.style.lineWidth = 2
    options.style.cornerRadius = 0
    options.trail = 0
    return options
  }

  @Test func everyFrameShowsItsOwnBox() throws {
    let source = try FakeSource(frames: 20)
    for index in 0..<20 { source.setObjects(index, [object("person", Float(4 * index + 5), 40, 30, 50)]) }
    let annotated = try AnnotatedSource(source, options: plainOptions(), typeface: nil)
    let items = try annotated.all()
    #expect(items.count == 20)
    for (index, item) in items.enumerated() {
      let row = item.frame.luma()[65]
      let bright = row.indices.filter { row[$0] == 235 }
      let left = 4 * index + 5
      #expect(bright == [left, left + 1, left + 28, left + 29], "frame \(index)")
      #expect(row.allSatisfy { $0 == 235 || $0 == 128 })
      #expect(item.record.objects?.count == 1)
      #expect(item.record.frame == index)
    }
  }

  @Test func labelsAndScoresChooseWhatIsDrawn() throws {
    func drawn(_ change: (inout AnnotationOptions) -> Void) throws -> Bool {
      let source = try FakeSource(frames: 1)
      source.setObjects(0, [object("person", 20, 20, 40, 40, score: 0.5)])
      var options = plainOptions()
      change(&options)
      let item = try AnnotatedSource(source, options: options, typeface: nil).all()[0]
      return item.frame.luma().joined().contains { $0 != 128 }
    }
    #expect(try drawn { _ in })
    #expect(try drawn { $0.minScore = 0.5 })
    #expect(try !drawn { $0.minScore = 0.51 })
    #expect(try drawn { $0.labels = ["person", "car"] })
    #expect(try !drawn { $0.labels = ["car"] })
    #expect(try !drawn { $0.style.shown = [] })
  }

  @Test func heldObjectsAreDashed() throws {
    let source = try FakeSource(frames: 3)
    source.setObjects(0, [object("person", 20, 20, 100, 80)])
    var options = plainOptions()
    options.hold = 0.05
    let items = try AnnotatedSource(source, options: options, typeface: nil).all()
    let counts = items.map { $0.frame.luma()[20].count { $0 != 128 } }
    #expect(counts[0] == 100)
    #expect(counts[1] > 40 && counts[1] < 75, "a dashed line: \(counts[1])")
    #expect(counts[2] == 0, "the hold is over")
  }

  @Test func facesStayHiddenForAWhile() throws {
    let source = try FakeSource(frames: 20)
    for case .video(let item) in source.items {
      item.frame.forEachRow(0..<120, plane: 0) { y, row in
        for x in row.indices { row[x] = (x + y) % 2 == 0 ? 40 : 200 }
      }
    }
    for index in 0..<20 {
      source.setObjects(index, index == 3 ? [object("face", 60, 40, 32, 32, score: 0.1)] : [])
    }
    var options = plainOptions()
    options.minScore = 0.5
    options.redaction = AnnotationOptions.Redaction(labels: ["faces"])
    options.redaction?.hold = 0.4
    let items = try AnnotatedSource(source, options: options, typeface: nil).all()
    let hidden = items.map { item in
      let rows = item.frame.luma()
      return (44..<70).allSatisfy { y in (64..<90).allSatisfy { rows[y][$0] > 100 && rows[y][$0] < 140 } }
    }
    #expect(hidden == (0..<20).map { (3...13).contains($0) })
  }

  @Test func oddRecordsAreDrawnWithoutHarm() throws {
    let typeface = try Typeface.open(nil)
    for (width, height) in [(1, 1), (3, 2), (17, 31), (160, 120)] {
      let source = try FakeSource(frames: 2, width: width, height: height)
      var strange = object(
        String(repeating: "label ", count: 50) + "\n\u{7}", 3, 3, 50, 50, score: 7, id: .max)
      strange.keypoints = [
        Keypoint(name: "nose", x: .nan, y: 1, score: 1),
        Keypoint(name: "left_hip", x: 1e30, y: -1e30, score: 1),
        Keypoint(name: "left_shoulder", x: 2, y: 2, score: .infinity),
      ]
      strange.landmarks = [Point(x: .infinity, y: 0), Point(x: -1, y: 900)]
      let objects = [
        strange, object("a", .nan, 0, 5, 5), object("b", 0, 0, .infinity, 5), object("c", -900, -900, 5, 5),
        object("d", -50, -50, 1000, 1000, score: .nan), object("e", 5, 5, -3, -3), object("f", 5, 5, 0, 0),
        object("", 0, 0, 3, 3, score: -1, id: -4), object("g", 3e38, 3e38, 3e38, 3e38, id: 5),
      ]
      for index in 0..<2 { source.setObjects(index, objects) }
      var options = AnnotationOptions()
      options.showsHeadsUp = true
      options.style.colorBy = .id
      options.redaction = AnnotationOptions.Redaction(labels: ["faces", "a", "b", "c", "d", "e", "f", "g"])
      options.zones = [try #require(NamedShape("z:-1e30,3,1e30,9,4,4", corners: 3...9))]
      options.lines = [try #require(NamedShape("l:0,0,1,1", corners: 2...2))]
      let items = try AnnotatedSource(source, options: options, typeface: typeface).all()
      #expect(items[1].frame.luma().joined().contains { $0 != 128 }, "\(width)x\(height)")
    }
  }

  @Test func framesWithoutRecordsAreAnErrorUnlessSomethingElseIsDrawn() throws {
    let source = try FakeSource(frames: 2)
    let annotated = try AnnotatedSource(source, options: AnnotationOptions(), typeface: nil)
    #expect(throws: MediaError.self) { try annotated.all() }
    var options = AnnotationOptions()
    options.lines = [try #require(NamedShape("gate:0,0.5,1,0.5", corners: 2...2))]
    let items = try AnnotatedSource(try FakeSource(frames: 2), options: options, typeface: nil).all()
    #expect(items[1].frame.luma()[60].count { $0 != 128 } == 160)
  }

  @Test func formatsThatCannotBeDrawnOnAreConverted() throws {
    let source = try FakeSource(frames: 1, format: "rgb565le")
    source.setObjects(0, [object("person", 20, 20, 40, 40)])
    let annotated = try AnnotatedSource(source, options: AnnotationOptions(), typeface: nil)
    #expect(annotated.stream.pixelFormat == "rgb24")
    let item = try #require(try annotated.all().first)
    #expect(item.frame.pixelFormat.name == "rgb24")
    #expect(item.record.objects?.first?.box == Box(x: 20, y: 20, width: 40, height: 40))
  }

  @Test func theModelsOwnSkeletonIsDrawn() throws {
    let source = try FakeSource(frames: 1)
    var thing = object("crane", 10, 10, 100, 100)
    thing.keypoints = [
      Keypoint(name: "base", x: 20, y: 100, score: 1), Keypoint(name: "tip", x: 100, y: 100, score: 1),
      Keypoint(name: "hook", x: 100, y: 20, score: 1),
    ]
    var model = ModelRecord(name: "cranes", task: "pose")
    model.keypoints = ["base", "tip", "hook"]
    model.edges = [[0, 1], [1, 9]]
    guard case .video(var item) = source.items[0] else { return }
    item.record.objects = [thing]
    item.otherLines = [RecordEncoder.line(model), Array("{}".utf8), Array("no json".utf8)]
    source.items[0] = .video(item)
    var options = plainOptions()
    options.style.shown = [.keypoints]
    options.style.colors = ["crane": .white]
    let rows = try AnnotatedSource(source, options: options, typeface: nil).all()[0].frame.luma()
    #expect(rows[100][60] > 190, "from base to tip")
    #expect(rows[60][100] == 128, "nothing joins tip and hook")
    #expect(rows[20][100] > 190, "the hook itself")
  }
}
