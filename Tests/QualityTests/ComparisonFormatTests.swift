import Media
import Records
import Testing

@testable import Quality

@Suite struct ComparisonFormatTests {
  private func frame(
    _ format: String, width: Int = 64, height: Int = 36, range: String? = nil, matrix: String? = nil
  ) throws -> Frame {
    let frame = try Frame.picture(
      width: width, height: height, format: try #require(PixelFormat(name: format)))
    var color = ColorDescription()
    (color.range, color.space) = (range, matrix)
    frame.color = color
    return frame
  }

  @Test(
    "References are compared in a planar format",
    arguments: [
      ("yuv420p", "yuv420p"), ("yuvj422p", "yuv422p"), ("nv12", "yuv420p"), ("p010le", "yuv420p10le"),
      ("yuva420p", "yuv420p"), ("rgb24", "yuv444p"), ("gbrp10le", "yuv444p10le"), ("rgba", "yuv444p"),
      ("gray", "gray"), ("gray12le", "gray12le"), ("ya8", "gray"), ("yuyv422", "yuv422p"),
      ("yuv411p", "yuv411p"),
      ("rgb565le", "yuv444p"), ("yuv444p16le", "yuv444p16le"),
    ])
  func choosesFormat(given: String, wanted: String) throws {
    #expect(ComparisonFormat.planar(try #require(PixelFormat(name: given))).name == wanted)
  }

  @Test func whatFitsStaysAsItIs() throws {
    let format = ComparisonFormat(try frame("yuv420p", range: "tv", matrix: "bt709"))
    let own = try frame("yuv420p", range: "tv", matrix: "bt709")
    #expect(format.chain(from: own) == nil)
    #expect(try PictureFitter(format).fit(own) === own)
    // What nobody says is taken to be the same.
    #expect(format.chain(from: try frame("yuv420p")) == nil)
  }

  @Test func sizesFormatsRangesAndMatricesAreBroughtOver() throws {
    let format = ComparisonFormat(try frame("yuv420p10le", range: "tv", matrix: "bt709"))
    let own = try frame("yuv444p", width: 31, height: 17, range: "pc", matrix: "smpte170m")
    let chain = try #require(format.chain(from: own))
    for part in [
      "64:36", "in_range=pc:out_range=tv", "in_color_matrix=bt601:out_color_matrix=bt709",
      "format=yuv420p10le",
    ] { #expect(chain.contains(part), "\(part)") }
    let fitted = try PictureFitter(format).fit(own)
    #expect((fitted.width, fitted.height) == (64, 36))
    #expect(fitted.pixelFormat.name == "yuv420p10le")
  }

  @Test func aFullRangeWhiteBecomesALimitedOne() throws {
    let format = ComparisonFormat(try frame("yuv420p", range: "tv"))
    let own = try frame("yuv420p", range: "pc")
    for plane in 0..<3 {
      own.withPlane(plane) { bytes in
        for index in 0..<bytes.rows * bytes.stride { bytes.base[index] = plane == 0 ? 255 : 128 }
      }
    }
    let bytes = try PictureFitter(format).fit(own).pictureBytes()
    #expect(bytes.prefix(64 * 36).allSatisfy { (234...236).contains($0) })
  }
}
