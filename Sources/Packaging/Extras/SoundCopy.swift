import Media
import Records

/// Copies an audio track of AAC-LC frames: decides whether a rendition can be the track as it is, and cuts it
/// where encoded sound is cut, at the frame nearest to each video boundary.
struct SoundCopy {
  /// Samples of an AAC-LC frame.
  static let frameSize: Int64 = 1024

  let rendition: AudioRendition
  /// The time of the first picture in seconds on the source's clock.
  let origin: Rational
  let interrupt: Interrupt

  /// Why the track cannot be this rendition; nil where it can.
  ///
  /// What the headers leave open is settled by reading the track's packets once: frames without a gap, from the
  /// first picture on, at a rate that fits.
  /// - Parameter pictures: the length of the pictures in seconds; nil when unknown.
  func obstacle(_ demuxer: Demuxer, info: StreamInfo, pictures: Double?) throws -> (String?, CopiedStream?) {
    let parameters = info.parameters
    guard parameters.codecName == "aac", parameters.profile == "LC", !parameters.extradata.isEmpty else {
      return ("the source's sound is \(parameters.codecName), not AAC-LC as MP4 keeps it", nil)
    }
    guard parameters.sampleRate == rendition.sampleRate, parameters.channels == rendition.channels else {
      return ("the source has \(parameters.channels) channels at \(parameters.sampleRate) Hz", nil)
    }
    var (bytes, first, next) = (0, Int64?.none, Int64(0))
    let found = try read(demuxer, stream: info.index, timeBase: info.timeBase) { packet, pts in
      if packet.isCorrupt { return "a packet is damaged" }
      if first != nil {
        // Containers that count in milliseconds round.
        guard abs(pts - next) <= rendition.sampleRate / 500 else { return "its sound has gaps" }
        next += SoundCopy.frameSize
      } else {
        guard pts < SoundCopy.frameSize else { return "its sound begins after the pictures" }
        first = pts
        next = pts + SoundCopy.frameSize
      }
      bytes += packet.size
      return nil
    }
    if let found { return (found, nil) }
    let seconds = Double(next) / Double(rendition.sampleRate)
    guard let first, next > first else { return ("its sound is empty", nil) }
    if let pictures, seconds < pictures - Double(SoundCopy.frameSize) / Double(rendition.sampleRate) {
      return ("its sound ends before the pictures", nil)
    }
    let rate = Int((Double(bytes) * 8 / seconds).rounded(.up))
    guard rate <= rendition.bitrate else {
      return (
        "its \((rate + 500) / 1000)k are above the rendition's \((rendition.bitrate + 500) / 1000)k", nil
      )
    }
    return (nil, CopiedStream(rendition: rendition.name, stream: info.index, bitrate: rate, peak: rate))
  }

  /// Publishes the track in segments.
  /// - Parameter pictures: the segments of a video rendition.
  func run(
    _ demuxer: Demuxer, stream: Int, plan: TranscodePlan, folder: OutputFolder, pictures: [SegmentEntry],
    publish: @escaping @Sendable (FileRecord) throws -> Void
  ) throws {
    guard let info = demuxer.streams.first(where: { $0.index == stream }) else {
      throw MediaError("copy", rendition.name, cause: "stream \(stream) of \(demuxer.name) is gone")
    }
    let existing = (folder.journal.segments[rendition.name] ?? []).enumerated().prefix { offset, entry in
      entry.index == offset + 1 && folder.isWhole(entry.path, bytes: entry.bytes)
    }
    let store = SegmentStore(
      folder: folder, rendition: rendition.name, timescale: Int64(rendition.sampleRate),
      container: plan.container, existing: Set(existing.map(\.element.index)),
      encryption: plan.extras?.encryption, publish: publish)
    let codecs = try CodecString.aac(info.parameters.extradata)
    if folder.journal.codecs[rendition.name] != codecs {
      try folder.note(.codec(rendition: rendition.name, codecs: codecs))
    }
    var writer = SegmentWriter(
      store: store, assembler: try assembler(info, plan, store), starts: try starts(pictures, plan))
    var next: Int64?
    _ = try read(demuxer, stream: stream, timeBase: info.timeBase) { packet, pts in
      let time = next ?? pts
      next = time + SoundCopy.frameSize
      try writer.add(CodedSample(pts: time, isSync: true, packet: try packet.reference()))
      return nil
    }
    try writer.finish()
  }

  /// Where segments begin, in samples: with the pictures' segments, and after those on the grid.
  private func starts(_ pictures: [SegmentEntry], _ plan: TranscodePlan) throws -> [Int64] {
    let grid = try SegmentGrid(duration: plan.segment)
    func cut(_ time: Rational) -> Int64 {
      grid.audioCut(
        videoBoundary: time, sampleRate: rendition.sampleRate, samplesPerFrame: Int(SoundCopy.frameSize))
        * SoundCopy.frameSize
    }
    var starts = pictures.map { cut(Rational($0.start, $0.timescale)) }
    if let last = pictures.last {
      let end = Rational(last.end, last.timescale)
      // Sound that goes on after the pictures for a few segments at the most.
      for further in 1...8 {
        let time = grid.start(of: grid.index(at: Rational(last.start, last.timescale)) + Int64(further))
        if time >= end { starts.append(cut(time)) }
      }
    }
    return starts
  }

  private func assembler(_ info: StreamInfo, _ plan: TranscodePlan, _ store: SegmentStore) throws
    -> any SegmentAssembler
  {
    let base = Rational(1, Int64(rendition.sampleRate))
    guard plan.container == .fmp4 else {
      return TransportStreamAssembler(
        parameters: info.parameters, timeBase: base, delay: 0, isVideo: false, language: rendition.language)
    }
    let assembler = FragmentedMP4Assembler(
      parameters: info.parameters, timeBase: base, codec: "aac", delay: 0, frameRate: nil,
      language: rendition.language)
    if let bytes = try assembler.initialization() { try store.write(initialization: bytes) }
    return assembler
  }

  /// Reads the frames that sound after the first picture has begun, with their times in samples from then on.
  /// - Returns: what `body` returned first, which ends the reading.
  private func read(
    _ demuxer: Demuxer, stream: Int, timeBase: Rational, _ body: (Packet, Int64) throws -> String?
  ) throws -> String? {
    demuxer.select([stream])
    let base = Rational(1, Int64(rendition.sampleRate))
    let start = rescale(origin.num, from: Rational(1, origin.den), to: base)
    let packet = try Packet()
    while try demuxer.read(into: packet) {
      if interrupt.isStopped { throw MediaError.interrupted("copy", rendition.name) }
      guard packet.streamIndex == stream else { continue }
      guard let time = packet.pts else { return "a packet has no time" }
      let pts = rescale(time, from: timeBase, to: base) - start
      // A frame that begins before the pictures is not stored: presentation begins at zero without an edit.
      guard pts >= 0 else { continue }
      if let result = try body(packet, pts) { return result }
    }
    return nil
  }

  /// One segment in the making.
  private struct SegmentWriter {
    let store: SegmentStore
    var assembler: any SegmentAssembler
    var starts: [Int64]
    private var samples: [CodedSample] = []
    private var number = 1

    init(store: SegmentStore, assembler: any SegmentAssembler, starts: [Int64]) {
      self.store = store
      self.assembler = assembler
      self.starts = starts
    }

    mutating func add(_ sample: CodedSample) throws {
      // The nearest frame to the cut begins the segment.
      if number < starts.count, !samples.isEmpty, sample.pts + SoundCopy.frameSize / 2 > starts[number] {
        try finish()
      }
      samples.append(sample)
    }

    mutating func finish() throws {
      guard let first = samples.first, let last = samples.last else { return }
      let end = last.pts + SoundCopy.frameSize
      let count = samples.count
      let segment = try assembler.assemble(number: number, samples: samples, end: end)
      if !store.has(number) {
        try store.write(segment, index: number, samples: count, start: first.pts, end: end)
      }
      number += 1
      samples = []
    }
  }
}
