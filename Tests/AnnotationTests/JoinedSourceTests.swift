import Foundation
import Media
import Pipeline
import Records
import Testing

@testable import Annotation

@Suite struct JoinedSourceTests {
  /// Reads frames joined with these lines.
  private func join(_ lines: [String], frames: Int = 4, width: Int = 160, height: Int = 120) throws
    -> (items: [VideoItem], end: EndRecord, problems: Int)
  {
    let path = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString)").path
    try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let source = try JoinedSource(
      try FakeSource(frames: frames, width: width, height: height), records: path, interrupt: Interrupt())
    let items = try source.all()
    return (items, source.end, source.takeProblems().count)
  }

  private let head =
    #"{"type":"stream","schema":"vidproc/1","source":"a","width":320,"height":240,"time_base":[1,1000]}"#
  private let tail = #"{"type":"end","status":"complete","frames":4}"#

  private func frame(_ pts: Int, _ x: Int) -> String {
    #"{"type":"frame","frame":9,"pts":\#(pts),"time":7,"objects":[{"label":"p","box":[\#(x),20,40,60],"#
      + #""landmarks":[[10,20]],"keypoints":[{"name":"nose","x":30,"y":40,"score":1}],"velocity":[4,8]}]}"#
  }

  @Test func recordsMeetTheirFramesAndBoxesTheirSize() throws {
    let model = #"{"type":"model","name":"m","task":"objects"}"#
    let event = #"{"type":"event","name":"e"}"#
    let joined = try join([head, model, frame(0, 10), event, frame(40, 20), frame(120, 40), tail])
    #expect(joined.items.map { $0.record.objects?.first?.box.x } == [5, 10, nil, 20])
    let first = try #require(joined.items[0].record.objects?.first)
    #expect(first.box == Box(x: 5, y: 10, width: 20, height: 30))
    #expect(first.landmarks == [Point(x: 5, y: 10)])
    #expect(first.keypoints?.first?.x == 15 && first.keypoints?.first?.y == 20)
    #expect(first.velocity == Point(x: 2, y: 4))
    #expect(joined.items[0].otherLines.map { String(decoding: $0, as: UTF8.self) } == [model, event])
    #expect(joined.items.map(\.record.frame) == [0, 1, 2, 3])
    #expect(joined.items.map(\.record.time) == [0, 0.04, 0.08, 0.12])
    #expect(joined.end.status == .complete)
  }

  @Test func otherClocksAreMatchedWithinHalfAFrame() throws {
    let other = head.replacingOccurrences(of: "[1,1000]", with: "[1,25]")
    #expect(
      try join([other, frame(1, 2), frame(3, 4), tail]).items.map { $0.record.objects?.count } == [
        nil, 1, nil, 1,
      ])
    let rough = head.replacingOccurrences(of: "[1,1000]", with: "[1,30]")
    let items = try join([rough, frame(0, 2), frame(1, 2), frame(2, 2), frame(4, 2), tail]).items
    #expect(items.map { $0.record.objects?.count } == [1, 1, 1, 1])
  }

  @Test func recordsOfOtherProgramsNeedNoHead() throws {
    let lines = [0.0, 0.04, 0.08].map {
      #"{"type":"frame","frame":0,"pts":\#(Int($0 * 25)),"time":\#($0),"objects":[{"label":"p","box":[1,2,3,4]}]}"#
    }
    let joined = try join(lines)
    #expect(joined.items.map { $0.record.objects?.first?.box.width } == [3, 3, 3, nil])
    #expect(joined.end.status == .complete)
  }

  @Test func recordsThatWereCutOffAreDrawnAsFarAsTheyGo() throws {
    let joined = try join([head, frame(0, 10), frame(40, 20), String(frame(80, 3).prefix(40))])
    #expect(joined.items.map { $0.record.objects?.count } == [1, 1, nil, nil])
    #expect(joined.end.status == .interrupted)
    #expect(joined.end.reason?.contains("cut off") == true)
    #expect(joined.end.errors == 1)
    #expect(joined.problems == 1)
    let stopped = try join([head, frame(0, 10), #"{"type":"end","status":"interrupted"}"#])
    #expect(stopped.end.status == .interrupted)
  }

  @Test func aDamagedLineCostsItselfAlone() throws {
    let joined = try join([head, frame(0, 10), "garbage", frame(80, 20), tail])
    #expect(joined.items.map { $0.record.objects?.count } == [1, nil, 1, nil])
    #expect(joined.end.status == .complete)
    #expect(joined.end.errors == 1)
  }

  @Test func recordsOfAnotherVideoAreAnError() throws {
    let joined = try join([head, frame(7, 10), frame(47, 20), tail])
    #expect(joined.items.allSatisfy { $0.record.objects == nil })
    #expect(joined.end.status == .error)
    #expect(joined.end.reason?.contains("none of the records") == true)
  }

  @Test func filesWithoutRecordsAreErrors() {
    #expect(throws: MediaError.self) { try join([head, tail]) }
    #expect(throws: MediaError.self) { try join([""]) }
    #expect(throws: MediaError.self) { try join(["not json at all", "really"]) }
    #expect(throws: MediaError.self) {
      try JoinedSource(try FakeSource(frames: 1), records: "/nowhere/at.all", interrupt: Interrupt())
    }
  }
}
