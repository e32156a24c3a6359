import Testing

@testable import Analysis

@Suite("What all pictures of a stream have in common") struct PictureFormatTests {
  @Test("black and white follow the range")
  func range() {
    let limited = PictureFormat(width: 2, height: 2)
    let full = PictureFormat(width: 2, height: 2, isFullRange: true)
    #expect((limited.black, limited.white) == (16, 235))
    #expect((full.black, full.white) == (0, 255))
  }
}
