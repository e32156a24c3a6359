/// The track run of a fragment, with what all samples share moved to the track's header.
///
/// ISO/IEC 14496-12 sections 8.8.7 (tfhd) and 8.8.8 (trun, version 1: composition offsets have a sign).
struct TrackRun {
  private let samples: [FragmentWriter.Sample]
  private let sharedDuration: UInt32?
  private let sharedSize: UInt32?
  private let sharedFlags: UInt32?
  private let firstFlags: UInt32?
  private let hasOffsets: Bool

  init(_ samples: [FragmentWriter.Sample]) {
    self.samples = samples
    let first = samples.first
    var sameDuration = true
    var sameSize = true
    var sameRest = true
    var offsets = false
    let second = samples.dropFirst().first ?? first
    for (index, sample) in samples.enumerated() {
      if sample.duration != first?.duration { sameDuration = false }
      if sample.size != first?.size { sameSize = false }
      if index > 0, sample.isSync != second?.isSync { sameRest = false }
      if sample.compositionOffset != 0 { offsets = true }
    }
    sharedDuration = sameDuration ? first?.duration : nil
    sharedSize = sameSize ? first?.size : nil
    sharedFlags = sameRest ? second?.flags : nil
    firstFlags = sameRest && first?.isSync != second?.isSync ? first?.flags : nil
    hasOffsets = offsets
  }

  var trackHeaderSize: Int {
    16 + 4 * [sharedDuration, sharedSize, sharedFlags].reduce(0) { $0 + ($1 == nil ? 0 : 1) }
  }

  var size: Int { 20 + (firstFlags == nil ? 0 : 4) + samples.count * entrySize }

  private var entrySize: Int {
    var fields = hasOffsets ? 1 : 0
    for shared in [sharedDuration, sharedSize, sharedFlags] where shared == nil { fields += 1 }
    return 4 * fields
  }

  func writeTrackHeader(trackID: UInt32, to writer: inout BoxWriter) {
    // default-base-is-moof, then the defaults that are present.
    var flags: UInt32 = 0x02_0000
    if sharedDuration != nil { flags |= 0x08 }
    if sharedSize != nil { flags |= 0x10 }
    if sharedFlags != nil { flags |= 0x20 }
    writer.fullBox("tfhd", version: 0, flags: flags) { tfhd in
      tfhd.u32(trackID)
      for value in [sharedDuration, sharedSize, sharedFlags] {
        if let value { tfhd.u32(value) }
      }
    }
  }

  func write(dataOffset: Int32, to writer: inout BoxWriter) {
    var flags: UInt32 = 0x01
    if firstFlags != nil { flags |= 0x04 }
    if sharedDuration == nil { flags |= 0x100 }
    if sharedSize == nil { flags |= 0x200 }
    if sharedFlags == nil { flags |= 0x400 }
    if hasOffsets { flags |= 0x800 }
    writer.fullBox("trun", version: 1, flags: flags) { trun in
      trun.u32(UInt32(truncatingIfNeeded: samples.count))
      trun.i32(dataOffset)
      if let firstFlags { trun.u32(firstFlags) }
      for sample in samples {
        if sharedDuration == nil { trun.u32(sample.duration) }
        if sharedSize == nil { trun.u32(sample.size) }
        if sharedFlags == nil { trun.u32(sample.flags) }
        if hasOffsets { trun.i32(sample.compositionOffset) }
      }
    }
  }
}
