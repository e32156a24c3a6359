/// The edit list of an initialization section (ISO/IEC 14496-12 section 8.6.6).
enum EditList {
  /// Adds one edit that begins `mediaTime` ticks into the track, of unknown length, to the only track.
  /// - Throws: PackagingFormatError when the bytes hold no movie with a track header.
  static func inserted(into bytes: [UInt8], mediaTime: Int64) throws(PackagingFormatError) -> [UInt8] {
    let reader = BoxReader(bytes)
    guard let movie = try reader.first(["moov"]), let track = try reader.first(["moov", "trak"]),
      let header = try reader.first(["moov", "trak", "tkhd"])
    else {
      throw PackagingFormatError(
        operation: "write", subject: "an initialization section", cause: "it has no moov/trak/tkhd",
        hint: "libavformat wrote something unexpected")
    }
    var writer = BoxWriter()
    writer.box("edts") { edts in
      edts.fullBox("elst", version: 1, flags: 0) { list in
        list.u32(1)
        list.u64(0)  // the rest of the track
        list.u64(UInt64(clamping: mediaTime))
        list.u32(0x0001_0000)  // rate 1
      }
    }
    // An old edit list goes, so that there is one.
    let old = try reader.first(["moov", "trak", "edts"])?.range
    var result = bytes
    var growth = writer.bytes.count
    if let old {
      result.removeSubrange(old)
      growth -= old.count
    }
    let position =
      header.range.upperBound
      - ((old.map { $0.upperBound <= header.range.lowerBound } ?? false) ? (old?.count ?? 0) : 0)
    result.insert(contentsOf: writer.bytes, at: position)
    for box in [movie, track] {
      let size = box.range.count + growth
      for byte in 0..<4 {
        result[box.range.lowerBound + byte] = UInt8(truncatingIfNeeded: size >> (24 - 8 * byte))
      }
    }
    return result
  }
}
