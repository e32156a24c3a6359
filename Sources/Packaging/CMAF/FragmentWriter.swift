/// One CMAF segment of one track: styp, moof and mdat (ISO/IEC 23000-19 section 7.3; ISO/IEC 14496-12 section
/// 8.8).
///
/// Samples go in one by one, in decoding order, into one growing buffer; the header follows from them. A
/// caller writes ``header``, then ``payload``, without joining them.
public struct FragmentWriter: Sendable {
  /// One sample's entry in the track run.
  struct Sample: Sendable {
    var size: UInt32
    var duration: UInt32
    var compositionOffset: Int32
    var isSync: Bool

    /// Depends on no other, or depends on others and is no sync sample (ISO/IEC 14496-12 section 8.8.3.1).
    var flags: UInt32 { isSync ? 0x0200_0000 : 0x0101_0000 }
  }

  /// The fragment's number, from 1 and growing.
  public private(set) var sequenceNumber: UInt32
  /// The decoding time of the first sample, in units of the track's timescale.
  public private(set) var baseMediaDecodeTime: UInt64
  /// The track's number in the initialization segment.
  public let trackID: UInt32
  /// The track's units per second where a segment index (sidx) is to be written, as DASH tools do; else nil.
  public let indexTimescale: UInt32?
  /// The samples' bytes one after another: what the media data box holds.
  public private(set) var payload: [UInt8] = []
  /// The sum of the durations of the samples so far, in units of the timescale.
  public private(set) var duration: UInt64 = 0
  private(set) var samples: [Sample] = []

  /// Creates an empty fragment.
  ///
  /// - Parameters:
  ///   - sequenceNumber: its number, from 1 and growing.
  ///   - baseMediaDecodeTime: the decoding time of its first sample, in units of the track's timescale.
  ///   - trackID: the track's number in the initialization segment.
  ///   - indexTimescale: the track's units per second, to write a segment index; nil for none.
  public init(
    sequenceNumber: UInt32, baseMediaDecodeTime: UInt64, trackID: UInt32 = 1, indexTimescale: UInt32? = nil
  ) {
    self.sequenceNumber = sequenceNumber
    self.baseMediaDecodeTime = baseMediaDecodeTime
    self.trackID = trackID
    self.indexTimescale = indexTimescale
  }

  /// Makes room for this many bytes of samples at once, so that the buffer does not grow by doubling.
  public mutating func reserveCapacity(_ bytes: Int) { payload.reserveCapacity(bytes) }

  /// The number of samples so far.
  public var sampleCount: Int { samples.count }

  /// The decoding time after the last sample, in units of the timescale.
  public var nextDecodeTime: UInt64 { baseMediaDecodeTime + duration }

  /// Adds a sample.
  ///
  /// - Parameters:
  ///   - data: its bytes, in the form that the sample entry wants (lengths for start codes: ``NALUnits``).
  ///   - duration: how long it lasts, in units of the timescale.
  ///   - compositionOffset: presentation time minus decoding time, in units of the timescale.
  ///   - isSync: whether decoding can begin with it.
  /// - Throws: `PackagingFormatError` when the sample does not fit 32 bits of size.
  public mutating func append(
    _ data: some Collection<UInt8>, duration: UInt32, compositionOffset: Int32 = 0, isSync: Bool
  ) throws(PackagingFormatError) {
    try append(duration: duration, compositionOffset: compositionOffset, isSync: isSync) {
      (payload) throws(PackagingFormatError) in payload.append(contentsOf: data)
    }
  }

  /// Adds a sample that `write` appends to the payload itself, so that it is copied once.
  ///
  /// - Throws: what `write` throws, with the payload as it was; `PackagingFormatError` when the sample does
  ///   not fit 32 bits of size.
  public mutating func append(
    duration: UInt32, compositionOffset: Int32 = 0, isSync: Bool,
    writing write: (inout [UInt8]) throws(PackagingFormatError) -> Void
  ) throws(PackagingFormatError) {
    let start = payload.count
    do throws(PackagingFormatError) {
      try write(&payload)
    } catch {
      payload.removeLast(max(0, payload.count - start))
      throw error
    }
    guard let size = UInt32(exactly: payload.count - start) else {
      let count = payload.count - start
      payload.removeLast(max(0, count))
      throw PackagingFormatError(
        operation: "add a sample", subject: "sample \(samples.count) of fragment \(sequenceNumber)",
        cause: "its \(count) bytes do not fit a 32-bit size", hint: "check the encoder's output")
    }
    self.duration += UInt64(duration)
    samples.append(
      Sample(size: size, duration: duration, compositionOffset: compositionOffset, isSync: isSync))
  }

  /// Begins the next fragment, whose first sample follows the last one, and keeps the memory.
  ///
  /// - Parameter baseMediaDecodeTime: its start in units of the timescale; ``nextDecodeTime`` if nil.
  public mutating func startNext(baseMediaDecodeTime time: UInt64? = nil) {
    baseMediaDecodeTime = time ?? nextDecodeTime
    sequenceNumber += 1
    duration = 0
    payload.removeAll(keepingCapacity: true)
    samples.removeAll(keepingCapacity: true)
  }

  /// All bytes before the payload: styp, sidx where asked for, moof and the head of mdat.
  public var header: [UInt8] {
    let run = TrackRun(samples)
    var writer = BoxWriter()
    writer.box("styp") { styp in
      styp.code("msdh")
      styp.u32(0)
      for brand in brands { styp.code(brand) }
    }
    if let indexTimescale { writeIndex(timescale: indexTimescale, run, to: &writer) }
    writer.box("moof") { moof in
      moof.fullBox("mfhd", version: 0, flags: 0) { $0.u32(sequenceNumber) }
      moof.box("traf") { traf in
        run.writeTrackHeader(trackID: trackID, to: &traf)
        traf.fullBox("tfdt", version: 1, flags: 0) { $0.u64(baseMediaDecodeTime) }
        run.write(dataOffset: Int32(moofSize(run) + mediaHeaderSize), to: &traf)
      }
    }
    if mediaHeaderSize == 8 {
      writer.u32(UInt32(truncatingIfNeeded: payload.count + 8))
      writer.code("mdat")
    } else {
      writer.u32(1)
      writer.code("mdat")
      writer.u64(UInt64(payload.count + 16))
    }
    return writer.bytes
  }

  /// The whole segment in one piece.
  public var bytes: [UInt8] { header + payload }

  /// The bytes of the whole segment.
  public var byteCount: Int { moofOffset + moofSize(TrackRun(samples)) + mediaHeaderSize + payload.count }

  /// Where an I-frame playlist points: from the moof to the end of the first sample, when that is a sync
  /// sample.
  ///
  /// RFC 8216bis section 4.4.3.6; with the map it is all that a player needs for the picture.
  public var iframeRange: ByteRange? {
    guard let first = samples.first, first.isSync else { return nil }
    let length = moofSize(TrackRun(samples)) + mediaHeaderSize + Int(first.size)
    return ByteRange(offset: moofOffset, length: length)
  }

  private var brands: [String] { indexTimescale == nil ? ["msdh", "cmfs"] : ["msdh", "msix", "cmfs"] }
  private var moofOffset: Int { 16 + 4 * brands.count + (indexTimescale == nil ? 0 : Self.indexSize) }
  private var mediaHeaderSize: Int { payload.count + 8 > Int(UInt32.max) ? 16 : 8 }
  private static let indexSize = 52

  private func moofSize(_ run: TrackRun) -> Int { 8 + 16 + 8 + run.trackHeaderSize + 20 + run.size }

  /// A segment index with one reference, to the fragment that follows (ISO/IEC 14496-12 section 8.16.3).
  private func writeIndex(timescale: UInt32, _ run: TrackRun, to writer: inout BoxWriter) {
    var time = Int64(clamping: baseMediaDecodeTime)
    var earliest = Int64.max
    for sample in samples {
      earliest = min(earliest, time + Int64(sample.compositionOffset))
      time += Int64(sample.duration)
    }
    let size = moofSize(run) + mediaHeaderSize + payload.count
    writer.fullBox("sidx", version: 1, flags: 0) { sidx in
      sidx.u32(trackID)
      sidx.u32(timescale)
      sidx.u64(UInt64(clamping: samples.isEmpty ? 0 : earliest))
      sidx.u64(0)
      sidx.u16(0)
      sidx.u16(1)
      sidx.u32(UInt32(clamping: min(size, 0x7FFF_FFFF)))
      sidx.u32(UInt32(clamping: duration))
      sidx.u32(samples.first?.isSync == true ? 0x9000_0000 : 0)
    }
  }
}
