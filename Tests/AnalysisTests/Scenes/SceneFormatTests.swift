@testable import Analysis
import Foundation
import Records
import Testing

@Suite("Scene lists for other programs") struct SceneFormatTests {
  /// Three scenes at 25 frames a second: a cut at 100, a dissolve of 20 frames around 200.
  var scenes: [SceneRecord] {
    [(0, 100, SceneTransition.start), (100, 200, .cut), (200, 250, .dissolve)].enumerated().map {
      index, part in
      var scene = SceneRecord()
      scene.scene = index
      (scene.frame, scene.endFrame, scene.transition) = part
      (scene.start, scene.end) = (Double(part.0) / 25, Double(part.1) / 25)
      if part.2 == .dissolve { (scene.transitionStart, scene.transitionEnd) = (7.6, 8.4) }
      if index > 0 { scene.score = 0.75 }
      return scene
    }
  }

  @Test("timecode without drop-frame")
  func timecode() {
    let code = SceneTimecode(Rational(25, 1))
    #expect(code.text(0) == "00:00:00:00")
    #expect(code.text(90_061 * 25 + 24) == "25:01:01:24")
    #expect(SceneTimecode(Rational(24000, 1001)).text(48) == "00:00:02:00")
  }

  /// Values of SMPTE ST 12-1's rule: numbers 0 and 1 of each minute are left out, but for every tenth.
  @Test(
    "drop-frame timecode",
    arguments: [
      (0, "00:00:00;00"), (1799, "00:00:59;29"), (1800, "00:01:00;02"), (3597, "00:01:59;29"),
      (3598, "00:02:00;02"), (17981, "00:09:59;29"), (17982, "00:10:00;00"), (107_892, "01:00:00;00"),
    ])
  func dropFrame(frame: Int, text: String) {
    #expect(SceneTimecode(Rational(30000, 1001)).text(frame) == text)
  }

  @Test("drop-frame timecode at 59.94")
  func dropFrame60() {
    let code = SceneTimecode(Rational(60000, 1001))
    #expect(code.text(3599) == "00:00:59;59")
    #expect(code.text(3600) == "00:01:00;04")
    #expect(code.text(35964) == "00:10:00;00")
  }

  @Test("the table has PySceneDetect's columns")
  func table() {
    #expect(
      SceneTable.text(scenes) == """
        Scene Number,Start Frame,Start Timecode,Start Time (seconds),End Frame,End Timecode,End Time (seconds),\
        Length (frames),Length (timecode),Length (seconds)
        1,1,00:00:00.000,0.000,100,00:00:04.000,4.000,100,00:00:04.000,4.000
        2,101,00:00:04.000,4.000,200,00:00:08.000,8.000,100,00:00:04.000,4.000
        3,201,00:00:08.000,8.000,250,00:00:10.000,10.000,50,00:00:02.000,2.000

        """)
  }

  @Test("the edit decision list has cuts, and dissolves of two lines")
  func cutList() {
    #expect(
      SceneCutList.text(scenes, rate: Rational(25, 1), source: "film.mp4", title: "film") == """
        TITLE: film
        FCM: NON-DROP FRAME

        001  AX       V     C        00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00
        * FROM CLIP NAME: film.mp4

        002  AX       V     C        00:00:04:00 00:00:07:15 00:00:04:00 00:00:07:15
        * FROM CLIP NAME: film.mp4

        003  AX       V     C        00:00:07:15 00:00:07:15 00:00:07:15 00:00:07:15
        003  AX       V     D    020 00:00:07:15 00:00:10:00 00:00:07:15 00:00:10:00
        * FROM CLIP NAME: film.mp4
        * TO CLIP NAME: film.mp4


        """)
    let drop = SceneCutList.text(scenes, rate: Rational(30000, 1001), source: "a\nb.mp4", title: "t")
    #expect(drop.contains("FCM: DROP FRAME"))
    #expect(drop.contains("* FROM CLIP NAME: a_b.mp4\n"))
  }

  @Test("the timeline is JSON with clips and transitions in order")
  func timeline() throws {
    let text = SceneTimeline.text(scenes, rate: Rational(25, 1), source: "a \"b\"\\\t.mp4", name: "film")
    let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(root["OTIO_SCHEMA"] as? String == "Timeline.1")
    let stack = try #require(root["tracks"] as? [String: Any])
    let track = try #require((stack["children"] as? [[String: Any]])?.first)
    let children = try #require(track["children"] as? [[String: Any]])
    #expect(children.map { $0["OTIO_SCHEMA"] as? String } == ["Clip.2", "Clip.2", "Transition.1", "Clip.2"])
    let offset = try #require(children[2]["in_offset"] as? [String: Any])
    #expect(offset["value"] as? Double == 10)
    let media = try #require(children[0]["media_references"] as? [String: [String: Any]])
    #expect(media["DEFAULT_MEDIA"]?["target_url"] as? String == "a \"b\"\\\t.mp4")
  }

  @Test("keyframes are where scenes begin")
  func keyframes() {
    #expect(KeyframeList.times(scenes) == "0.000000\n4.000000\n8.000000\n")
    #expect(KeyframeList.forceKeyFrames(scenes) == "0.000000,4.000000,8.000000")
    #expect(KeyframeList.qpFile(scenes) == "0 I -1\n100 I -1\n200 I -1\n")
  }

  @Test("nothing is written of nothing")
  func nothing() {
    #expect(KeyframeList.times([]).isEmpty)
    #expect(SceneTable.text([]).split(separator: "\n").count == 1)
    #expect(
      SceneCutList.text([], rate: Rational(0, 1), source: "", title: "") == "TITLE: \nFCM: NON-DROP FRAME\n\n"
    )
  }
}
