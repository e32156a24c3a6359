import Foundation
import Testing

@testable import Records

@Suite struct RoundTripTests {
  @Test(arguments: Samples.all)
  func everyRecordReadsBackAsItWasWritten(record: AnyRecord) throws {
    let line = Samples.line(record)
    var decoder = RecordDecoder()
    #expect(try decoder.decode(line) == record)
    #expect(try decoder.decode(line.span) == record)
    #expect(try decoder.decode(line[...]) == record)
    #expect(try RecordDecoder.type(of: line) == record.type)
    #expect(try JSONSerialization.jsonObject(with: Data(line)) is [String: Any])
  }

  @Test(arguments: Samples.all)
  func keysMayComeInAnyOrder(record: AnyRecord) throws {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(Samples.line(record))) as? [String: Any])
    let members = try object.map { key, value in
      let data = try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed])
      return "\"\(key)\" : " + String(decoding: data, as: UTF8.self)
    }
    for order in [members, members.reversed(), members.sorted()] {
      let found = try Samples.decode("{ " + order.joined(separator: " ,\t") + " }\r\n")
      // A dictionary has lost the order of tags and metrics.
      #expect(found.type == record.type)
      if record.type != "container", record.type != "frame" { #expect(found == record) }
    }
  }

  @Test func codableCarriesEveryRecord() throws {
    func check<R: Record>(_ record: R) throws {
      let data = try JSONEncoder().encode(record)
      let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(object["type"] as? String == R.type)
      #expect(try JSONDecoder().decode(R.self, from: data).type == R.type)
      // The decoder of lines takes what Codable wrote; but for the order of maps it is the same.
      var decoder = RecordDecoder()
      let found = try decoder.decode(R.self, from: Array(data))
      if R.type != "frame", R.type != "container" {
        #expect(found == record)
        #expect(try JSONDecoder().decode(R.self, from: data) == record)
      }
    }
    for record in Samples.all { if let record = record.record { try check(record) } }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(EndRecord.self, from: Data("{\"type\":\"end\"}".utf8))
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(EndRecord.self, from: Data("{\"type\":\"frame\",\"status\":\"error\"}".utf8))
    }
  }

  @Test func frameLineIsAsTheContractShowsIt() {
    let frame = FrameRecord(
      frame: 0, pts: 0, time: 0,
      objects: [
        DetectedObject(label: "person", classID: 0, score: 0.91, box: Box(x: 1.5, y: 2, width: 30, height: 4))
      ])
    #expect(
      String(decoding: RecordEncoder.line(frame), as: UTF8.self)
        == #"{"type":"frame","frame":0,"pts":0,"time":0,"objects":[{"label":"person","#
        + #""class_id":0,"score":0.91,"box":[1.5,2,30,4]}]}"#)
  }

  @Test func endAndStreamLinesAreAsTheContractShowsThem() {
    #expect(
      String(decoding: RecordEncoder.line(EndRecord(status: .complete, frames: 132)), as: UTF8.self)
        == #"{"type":"end","status":"complete","frames":132,"dropped":0,"errors":0}"#)
    #expect(
      String(decoding: RecordEncoder.line(StreamRecord()), as: UTF8.self)
        == #"{"type":"stream","schema":"vidproc/1","source":"","width":0,"height":0,"pixel_format":"","#
        + #""variable":false,"time_base":[0,1],"timestamps":"source","rotation":0,"color":{},"audio":[]}"#)
  }

  @Test func encoderHandsOverWhatItHolds() {
    var encoder = RecordEncoder()
    encoder.append(EndRecord())
    encoder.append(line: Array("{}".utf8))
    let count = encoder.count
    let bytes = encoder.take()
    #expect(bytes.count == count)
    #expect(bytes.filter { $0 == 10 }.count == 2)
    #expect(encoder.isEmpty)
  }

  @Test func decodingAnotherTypeThanAskedIsAnError() {
    var decoder = RecordDecoder()
    #expect(throws: RecordError.self) {
      try decoder.decode(FrameRecord.self, from: RecordEncoder.line(EndRecord()))
    }
  }
}

extension Record {
  fileprivate var type: String { Self.type }
}
