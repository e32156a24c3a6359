import Inference
import Media
import Records
import Testing

@testable import Detection

@Suite struct AppearanceExtractorTests {
  private static let isHere = (try? ModelStore().find("person-reid-0287")) != nil

  /// A picture of stripes whose left and right halves have other colours.
  private func picture() throws -> Frame {
    let format = try #require(PixelFormat(name: "rgb24"))
    let frame = try Frame.picture(width: 256, height: 256, format: format)
    frame.withPlane(0) { plane in
      for y in 0..<256 {
        for x in 0..<256 {
          let pixel = y * plane.stride + 3 * x
          plane.base[pixel] = x < 128 ? 220 : UInt8(y / 2)
          plane.base[pixel + 1] = x < 128 ? UInt8(y) : 30
          plane.base[pixel + 2] = y % 32 < 16 ? 200 : 20
        }
      }
    }
    return frame
  }

  @Test(.enabled(if: isHere)) func vectorsAreOfUnitLengthAndTellPicturesApart() throws {
    let extractor = try AppearanceExtractor(
      model: "person-reid-0287", engine: .auto, threads: 1, cacheFolder: nil)
    #expect(extractor.vectorLength == 256)
    let boxes = [
      Box(x: 0, y: 0, width: 120, height: 240), Box(x: 130, y: 0, width: 120, height: 240),
      Box(x: 2, y: 0, width: 120, height: 240), Box(x: 300, y: 0, width: 20, height: 20),
    ]
    let all = try extractor.vectors(of: boxes, in: try picture())
    #expect(all.count == 4 * 256)
    let vectors = (0..<4).map { Array(all[$0 * 256..<($0 + 1) * 256]) }
    func product(_ a: Int, _ b: Int) -> Float { zip(vectors[a], vectors[b]).reduce(0) { $0 + $1.0 * $1.1 } }
    for index in 0..<3 { #expect(abs(product(index, index) - 1) < 1e-3) }
    #expect(vectors[3].allSatisfy { $0 == 0 }, "a box without a picture")
    #expect(product(0, 2) > product(0, 1) + 0.05)
  }

  @Test func aModelOfAnotherKindIsRefused() {
    #expect(throws: MediaError.self) {
      try AppearanceExtractor(model: "yolox-nano", engine: .auto, threads: 1, cacheFolder: nil)
    }
  }
}
