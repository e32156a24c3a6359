import Testing

@testable import Tracking

@Suite struct TrackTableTests {
  private func text(_ text: String, isTruth: Bool = false) throws -> [TrackTable.Row] {
    try TrackTable(contents: Array(text.utf8), name: "a.txt", isTruth: isTruth).rows
  }

  private func records(_ lines: String, labels: Set<String>? = nil) throws -> [TrackTable.Row] {
    try TrackTable(records: Array(lines.utf8), name: "a.ndjson", labels: labels).rows
  }

  @Test(
    arguments: [
      "3,7,1.5,-2,30,40.25,0.9,-1,-1,-1", " 3 , 7, 1.5 ,-2,30, 40.25 , 0.9,-1\r\n", "3 7 1.5 -2 30 40.25",
      "\n\r\n3\t7\t1.50\t-2.0\t3e1\t4.025e+1\t1\n\n", "3.0,7.00,1.5,-2,30,40.25,\n",
      "\u{FEFF}3,7,+1.5,-2.,30,40.25",
    ])
  func rowReadsInEveryForm(line: String) throws {
    let rows = try text(line)
    #expect(rows.count == 1)
    #expect(rows[0].frame == 3 && rows[0].id == 7)
    #expect(rows[0].box == TrackBox(x: 1.5, y: -2, width: 30, height: 40.25))
    #expect(rows[0].isCounted)
  }

  @Test func numbersAreRoundedCorrectly() throws {
    for number in ["0.1", "123456.789012", "0.30000000000000004", "1234567890123456789", "1e-7", "-0.000001"]
    {
      #expect(try text("1,1,\(number),0,1,1")[0].box.x == Double(number))
    }
  }

  @Test func flagCountsInGroundTruthAlone() throws {
    let line = "1,1,0,0,1,1,0,7\n2,1,0,0,1,1,1,1\n3,1,0,0,1,1"
    #expect(try text(line, isTruth: true).map(\.isCounted) == [false, true, true])
    #expect(try text(line).map(\.isCounted) == [true, true, true])
    #expect(try text(line).map(\.classValue) == [7, 1, 1])
  }

  @Test(
    arguments: [
      ("1,1,0,0,1,1\n1,2,0,0,1", "line 2: 5 columns"), ("frame,id,x,y,w,h", "line 1: column 1 is \"frame\""),
      ("1,1,0,,1,1", "line 1: column 4 is empty"), ("\n\n1,1,0,nan,1,1", "line 3: column 4 is \"nan\""),
      ("1,1,0,inf,1,1", "column 4"), ("1,1,0,0x10,1,1", "column 4"), ("1,1,1e999,0,1,1", "column 3"),
      ("1,1,0,--1,1,1", "column 4"), ("1,1,0,1 2,1,1", "column 4"), ("0,1,0,0,1,1", "line 1: 0 is no frame"),
      ("1.5,1,0,0,1,1", "1.5 is no frame"), ("1,-1,0,0,1,1", "-1 is no id"),
      ("1,2.5,0,0,1,1", "2.5 is no id"),
      ("1,1e30,0,0,1,1", "is no id"), (",", "line 1: column 1 is empty"),
    ])
  func damagedLineIsNamed(text: String, says: String) {
    #expect {
      try self.text(text)
    } throws: {
      "\($0)".hasPrefix("cannot read a.txt, line") && "\($0)".contains(says)
    }
  }

  @Test func nothingIsAnEmptyTable() throws {
    #expect(try text("").isEmpty)
    #expect(try text(" \n\r\n").isEmpty)
  }

  private let frame = """
    {"type":"frame","frame":4,"pts":0,"objects":[{"label":"person","box":[1,2,3,4],"track_id":9},\
    {"label":"car","box":[5,6,7,8],"track_id":2},{"label":"person","box":[0,0,1,1]}]}
    """

  @Test func recordsCountFramesFromZero() throws {
    let rows = try records(frame)
    #expect(rows.map(\.frame) == [5, 5] && rows.map(\.id) == [9, 2])
    #expect(rows[0].box == TrackBox(x: 1, y: 2, width: 3, height: 4))
    #expect(try text(" \n" + frame).count == 2)
  }

  @Test func labelsChooseObjects() throws {
    #expect(try records(frame, labels: ["person"]).map(\.id) == [9])
    #expect(try records(frame, labels: ["dog"]).isEmpty)
  }

  @Test(
    arguments: [
      ("{\"type\":\"frame\",\"frame\":0}\n{\"type\":\"frame\",", "line 2: expected"),
      (
        "{\"type\":\"frame\",\"frame\":0,\"pts\":0,\"objects\":[{\"box\":[0,0,1,1]}]}",
        "no object has a track_id"
      ),
      (
        "{\"type\":\"frame\",\"frame\":0,\"pts\":0,\"objects\":[{\"track_id\":-1}]}",
        "line 1: frame 0 with track_id -1"
      ),
    ])
  func recordsThatCannotBeScoredAreRefused(lines: String, says: String) {
    let complete = lines.replacing("\"frame\":0}", with: "\"frame\":0,\"pts\":0}")
    #expect {
      try records(complete)
    } throws: {
      "\($0)".contains(says)
    }
  }

  @Test func largestFrameNumberIsRefused() {
    let line = frame.replacing("\"frame\":4", with: "\"frame\":9223372036854775807")
    #expect {
      try records(line)
    } throws: {
      "\($0)".contains("line 1: frame 9223372036854775807")
    }
  }

  @Test func streamWithoutItsEndIsRefused() throws {
    let stream =
      "{\"type\":\"stream\",\"source\":\"a\",\"width\":4,\"height\":4,\"time_base\":[1,25]}\n" + frame
    #expect {
      try records(stream)
    } throws: {
      "\($0)".contains("the stream was cut off")
    }
    #expect(throws: TrackDataError.self) {
      try records(stream + "\n{\"type\":\"end\",\"status\":\"interrupted\"}")
    }
    #expect(try records(stream + "\n{\"type\":\"end\",\"status\":\"complete\"}").count == 2)
  }

  @Test func sequenceInfoTellsTheLength() throws {
    let info = try SequenceInfo(
      "[Sequence]\r\nname=A\r\n seqLength = 354 \r\nimExt=.jpg\r\n", file: "seqinfo.ini")
    #expect(info.length == 354)
    let full = try SequenceInfo("frameRate=25\nimWidth=640\nimHeight=480\n", file: "seqinfo.ini")
    #expect(full.frameRate == 25 && full.width == 640 && full.height == 480 && full.length == nil)
    #expect(try SequenceInfo("[Sequence]\nname=A\n", file: "seqinfo.ini").length == nil)
    #expect {
      try SequenceInfo("[Sequence]\nseqLength=many", file: "seqinfo.ini")
    } throws: {
      "\($0)" == "cannot read seqinfo.ini, line 2: seqLength is \"many\", not a whole number"
    }
  }
}
