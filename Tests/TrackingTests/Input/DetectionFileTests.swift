import Records
import Testing

@testable import Tracking

@Suite struct DetectionFileTests {
  private func read(_ text: String, _ format: DetectionFile.Format) throws -> DetectionFile {
    try DetectionFile(Array(text.utf8), as: format, name: "file", frameRate: Rational(25))
  }

  @Test(arguments: [
    ("1,-1,2.5,3,4,5,0.5\n", DetectionFile.Format.mot), ("\n [{\"image_id\":1}]", .coco),
    ("{\n  \"images\": []}", .coco), ("frame,pts,time,label\n", .csv),
  ])
  func formatsAreToldByTheirBeginning(text: String, format: DetectionFile.Format) {
    #expect(DetectionFile.format(of: Array(text.utf8)) == format)
  }

  @Test(arguments: ["{\"type\":\"stream\"}", "", "nut/multimedia container", "RIFF", "\u{1A}\u{45}"])
  func othersAreNone(text: String) { #expect(DetectionFile.format(of: Array(text.utf8)) == nil) }

  @Test func rowsMayComeInAnyOrder() throws {
    let file = try read("3,-1,1,2,3,4,0.5,-1,-1,-1\n1,-1,5,6,7,8,0.25\n3,2,9,9,9,9\n", .mot)
    #expect(file.frames.map(\.frame) == [0, 1, 2])
    #expect(file.frames.map(\.time) == [0, 0.04, 0.08])
    #expect(file.frames[0].objects?.map(\.box) == [Box(x: 5, y: 6, width: 7, height: 8)])
    #expect(file.frames[1].objects == [])
    #expect(file.frames[2].objects?.map(\.score) == [0.5, 1])
  }

  @Test func csvKeepsTimesAndLabels() throws {
    let text = "frame,pts,time,label,class_id,score,x,y,width,height,track_id\n"
    let file = try read(text + "4,7,0.5,\"a, \"\"b\"\"\",2,0.5,1,2,3,4,\n", .csv)
    #expect(file.frames.map(\.frame) == [4])
    #expect(file.frames.first?.time == 0.5)
    #expect(file.frames.first?.objects?.first?.label == "a, \"b\"")
    #expect(file.frames.first?.objects?.first?.classID == 2)
  }

  @Test(arguments: [
    ("1,-1,2,3\n", DetectionFile.Format.mot, "line 1"), ("1,-1,1,1,1,1\n0,-1,1,1,1,1\n", .mot, "line 2"),
    ("frame,x\n1,2\n", .csv, "line 1"), ("{\"annotations\":[{\"bbox\":[1,2,3,4]}]}", .coco, "image_id"),
    ("[{\"image_id\":1,\"bbox\":[1,2]}]", .coco, "2 numbers"), ("[]", .coco, "no detections"),
  ])
  func faultsAreToldWithTheirPlace(text: String, format: DetectionFile.Format, place: String) {
    #expect { try read(text, format) } throws: { "\($0)".contains(place) }
  }
}
