import Media
import Records
import Testing

@testable import Analysis

@Suite struct ContactSheetTests {
  /// A picture of one colour.
  private func picture(_ width: Int, _ height: Int, _ y: UInt8, _ u: UInt8, _ v: UInt8) throws -> Frame {
    let frame = try Frame.picture(width: width, height: height, format: .yuv420p)
    frame.color = ColorDescription(
      range: "tv", space: "smpte170m", primaries: nil, transfer: nil, chromaLocation: nil)
    for (plane, value) in [y, u, v].enumerated() {
      frame.withPlane(plane) { bytes in
        (0..<bytes.rows).forEach { row in
          (bytes.base + row * bytes.stride).update(
            repeating: value, count: plane == 0 ? width : (width + 1) / 2)
        }
      }
    }
    return frame
  }

  private func pixel(_ frame: Frame, _ x: Int, _ y: Int) -> [Int] {
    frame.withPlane(0) { bytes in (0..<3).map { Int(bytes.base[y * bytes.stride + x * 3 + $0]) } } ?? []
  }

  @Test func `pictures stand in rows and keep their colours and shapes`() throws {
    // Red, green and blue of BT.601.
    let colors: [(UInt8, UInt8, UInt8)] = [(81, 90, 240), (145, 54, 34), (41, 240, 110)]
    let cells =
      try colors.map { color in
        ContactSheet.Cell(picture: try picture(320, 180, color.0, color.1, color.2), caption: "0:01.0")
      } + [ContactSheet.Cell(picture: try picture(90, 160, 235, 128, 128), caption: "tall")]
    let sheet = try ContactSheet(title: "a", lines: ["b"], cells: cells, columns: 2, cellWidth: 160).draw()
    #expect(sheet.width == 8 + 2 * 168)
    // The second row begins where green from the first has ended; find each colour's middle.
    func isNear(_ a: [Int], _ b: [Int]) -> Bool { zip(a, b).allSatisfy { abs($0 - $1) <= 6 } }
    let wanted = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]
    var areas = [Int](repeating: 0, count: 4)
    var centers = [(x: Int, y: Int)](repeating: (0, 0), count: 4)
    for y in 0..<sheet.height {
      for x in 0..<sheet.width {
        let found = pixel(sheet, x, y)
        for (index, color) in wanted.enumerated() where isNear(found, color) {
          areas[index] += 1
          centers[index] = (centers[index].x + x, centers[index].y + y)
        }
      }
    }
    #expect(areas.prefix(3).allSatisfy { $0 == 160 * 90 })
    // 90 lines of a picture that is 90 by 160: 51 wide; the title is white as well.
    #expect((4590...7000).contains(areas[3]))
    let middles = zip(areas, centers).map { (x: $1.x / $0, y: $1.y / $0) }
    #expect(middles[0].x < middles[1].x && abs(middles[0].y - middles[1].y) < 2)
    #expect(middles[2].x == middles[0].x && middles[2].y > middles[0].y + 90)
  }

  @Test func `odd, tiny and long sheets are drawn, endless ones refused`() throws {
    let tiny = try picture(1, 1, 100, 128, 128)
    let one = try ContactSheet(
      title: "", cells: [ContactSheet.Cell(picture: tiny, caption: "")], cellWidth: 33
    ).draw()
    #expect(one.width > 32 && one.height > 32)
    let odd = try picture(15, 7, 100, 128, 128)
    let many = [ContactSheet.Cell](repeating: ContactSheet.Cell(picture: odd, caption: "x"), count: 37)
    let sheet = try ContactSheet(title: String(repeating: "name ", count: 200), cells: many, cellWidth: 64)
      .draw()
    #expect(sheet.width > sheet.height / 2)
    #expect(throws: MediaError.self) { try ContactSheet(title: "", cells: []).draw() }
    let endless = [ContactSheet.Cell](repeating: ContactSheet.Cell(picture: tiny, caption: "x"), count: 100)
    #expect(throws: MediaError.self) { try ContactSheet(title: "", cells: endless, columns: 1).draw() }
    #expect(throws: MediaError.self) {
      try ContactSheet(title: "", cells: many, font: "no such font anywhere").draw()
    }
  }

  @Test func `a summary becomes the header's lines`() {
    #expect(
      ContactSheet.lines(of: exampleSummary()) == [
        "1280 \u{00D7} 720, 23.976 fps", "h264, aac 48 kHz, mp3 44.1 kHz",
      ])
    #expect(ContactSheet.lines(of: SummaryRecord()).isEmpty)
    #expect(ContactSheet.caption(at: 75.25) == "1:15.3")
  }
}
