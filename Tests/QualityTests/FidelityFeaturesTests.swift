import Media
import Pipeline
import Testing

@testable import Quality

/// Pictures that are the same in every language: libvmaf was given them as raw video.
enum MadePictures {
  static func reference(_ number: Int, width: Int = 320, height: Int = 180) throws -> Frame {
    try picture(width, height) { x, y in level(x, y, number) }
  }

  /// Blurred, and in steps of four levels.
  static func distorted(_ number: Int, width: Int = 320, height: Int = 180) throws -> Frame {
    try picture(width, height) { x, y in
      (level(x, y, number) + level(x + 1, y, number) + level(x, y + 1, number) + level(x + 1, y + 1, number))
        / 16
        * 4
    }
  }

  private static func level(_ x: Int, _ y: Int, _ number: Int) -> Int {
    ((x * 7 + y * 13 + number * 5) % 61) * 2 + (((x + number * 3) / 16 + y / 16) % 2) * 80
  }

  static func picture(_ width: Int, _ height: Int, _ level: (Int, Int) -> Int) throws -> Frame {
    let format = try #require(PixelFormat(name: "yuv420p"))
    let frame = try Frame.picture(width: width, height: height, format: format)
    for plane in 0..<3 {
      frame.withPlane(plane) { bytes in
        for y in 0..<bytes.rows {
          for x in 0..<(plane == 0 ? width : width / 2) {
            bytes.base[y * bytes.stride + x] = UInt8(plane == 0 ? level(x, y) : 128)
          }
        }
      }
    }
    return frame
  }
}

@Suite struct FidelityFeaturesTests {
  /// What libvmaf 3 (ffmpeg 9.0.2, vmaf_v0.6.1) says of the made pictures 0 to 3: adm2, vif at four scales, motion2.
  private let theirs = [
    [0.848395, 0.089739, 0.611191, 0.689557, 0.701911, 17.472013],
    [0.753918, 0.090655, 0.610089, 0.684034, 0.732687, 17.472013],
    [0.799162, 0.090598, 0.608550, 0.684857, 0.693418, 17.494252],
    [0.761973, 0.090759, 0.608965, 0.686280, 0.718351, 17.505420],
  ]

  @Test func areThoseOfLibvmaf() throws {
    let snippet = SnippetFeatures()
    for number in 0..<4 {
      try snippet.add(MadePictures.distorted(number), reference: MadePictures.reference(number))
    }
    let found = snippet.finish()
    #expect(found.map(\.index) == [0, 1, 2, 3])
    for (mine, values) in zip(found, theirs) {
      let own = [mine.features.detail] + mine.features.information + [mine.features.motion]
      for (value, other) in zip(own, values) { #expect(abs(value - other) < 0.01 * max(1, other / 5)) }
    }
  }

  @Test func equalPicturesKeepAll() throws {
    let snippet = SnippetFeatures()
    try snippet.add(MadePictures.reference(0), reference: MadePictures.reference(0))
    let found = try #require(snippet.finish().first?.features)
    #expect(abs(found.detail - 1) < 1e-6)
    for value in found.information { #expect(abs(value - 1) < 1e-4) }
    #expect(QualityEstimate.score(found) > 95)
  }

  @Test func oddSizesAndDepthsAreMeasured() throws {
    let format = try #require(PixelFormat(name: "yuv420p10le"))
    for (width, height) in [(64, 64), (97, 65), (131, 201)] {
      let frame = try Frame.picture(width: width, height: height, format: format)
      for plane in 0..<3 {
        frame.withPlane(plane) { bytes in
          for index in 0..<(bytes.rows * bytes.stride) {
            bytes.base[index] = UInt8(index % 2 == 0 ? index * 7 % 251 : index % 4)
          }
        }
      }
      let snippet = SnippetFeatures()
      try snippet.add(frame, reference: frame)
      let found = try #require(snippet.finish().first?.features)
      #expect(abs(found.detail - 1) < 1e-6)
    }
  }

  @Test func tooSmallPicturesAreRefused() throws {
    let small = try MadePictures.reference(0, width: 62, height: 80)
    let error = #expect(throws: MediaError.self) { try SnippetFeatures().add(small, reference: small) }
    #expect(error?.description.contains("62x80") == true)
  }

  @Test func motionIsTheLesserOfBothNeighbours() {
    #expect(FidelityFeatures.motion([9, 2, 5, 3]) == [2, 2, 3, 3])
    #expect(FidelityFeatures.motion([9]) == [0])
    #expect(FidelityFeatures.motion([]) == [])
  }
}
