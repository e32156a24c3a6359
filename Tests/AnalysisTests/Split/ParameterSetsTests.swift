import Testing

@testable import Analysis

@Suite struct ParameterSetsTests {
  /// SPS and PPS of H.264, as a byte stream.
  private let h264: [UInt8] = [0, 0, 0, 1, 0x67, 0x64, 0, 10, 0, 0, 0, 1, 0x68, 0xEE]

  @Test func aPictureWithoutThemGetsThem() {
    let sets = ParameterSets(codec: "h264", extradata: h264)
    let slice: [UInt8] = [0, 0, 1, 0x65, 0x88, 0x84]
    #expect(sets?.completed(slice) == h264 + slice)
  }

  @Test func theyFollowTheAccessUnitDelimiter() {
    let sets = ParameterSets(codec: "h264", extradata: h264)
    let delimiter: [UInt8] = [0, 0, 0, 1, 0x09, 0xF0]
    let slice: [UInt8] = [0, 0, 0, 1, 0x41, 0x9A]
    #expect(sets?.completed(delimiter + slice) == delimiter + h264 + slice)
  }

  @Test func aPictureThatHasThemStays() {
    let sets = ParameterSets(codec: "h264", extradata: h264)
    #expect(sets?.completed(h264 + [0, 0, 1, 0x65, 0x88]) == nil)
    #expect(sets?.completed([]) == nil)
    #expect(sets?.completed([0, 0, 1]) == nil)
  }

  @Test func hevcAndMPEG2AreKnownByTheirOwnStartCodes() {
    let hevc: [UInt8] = [0, 0, 0, 1, 0x40, 1, 0, 0, 0, 1, 0x42, 1, 0, 0, 0, 1, 0x44, 1]
    let sets = ParameterSets(codec: "hevc", extradata: hevc)
    let cleanRandomAccess: [UInt8] = [0, 0, 1, 0x2A, 1, 0xAF]
    #expect(sets?.completed(cleanRandomAccess) == hevc + cleanRandomAccess)
    #expect(sets?.completed(hevc + cleanRandomAccess) == nil)
    let sequence: [UInt8] = [0, 0, 1, 0xB3, 0x16, 0x01]
    let group: [UInt8] = [0, 0, 1, 0xB8, 0, 8]
    let picture: [UInt8] = [0, 0, 1, 0, 0, 0x0F]
    let mpeg = ParameterSets(codec: "mpeg2video", extradata: sequence)
    #expect(mpeg?.completed(group + picture) == sequence + group + picture)
    #expect(mpeg?.completed(sequence + group + picture) == nil)
  }

  @Test func otherCodecsAndContainersHaveNone() {
    #expect(ParameterSets(codec: "vp9", extradata: h264) == nil)
    // MP4's own form: avcC.
    #expect(ParameterSets(codec: "h264", extradata: [1, 0x64, 0, 10, 0xFF, 0xE1]) == nil)
    #expect(ParameterSets(codec: "h264", extradata: []) == nil)
  }
}
