import Media
import Records

/// Remuxes the source's video stream into the segments of a rendition, cut where encoded renditions are cut.
struct RungCopier {
  let plan: TranscodePlan
  let rendition: VideoRendition
  let copied: CopiedStream
  let folder: OutputFolder
  let interrupt: Interrupt
  let publish: @Sendable (FileRecord) throws -> Void

  /// Reads the source to its end; segments that an earlier run has published stay.
  func run(_ demuxer: Demuxer, stream: StreamRecord) throws {
    guard let info = demuxer.streams.first(where: { $0.index == copied.stream }) else {
      throw MediaError("copy", rendition.name, cause: "stream \(copied.stream) of \(demuxer.name) is gone")
    }
    // Only an unbroken row of files that are there whole counts.
    let existing = (folder.journal.segments[rendition.name] ?? []).enumerated().prefix { offset, entry in
      entry.index == offset + 1 && folder.isWhole(entry.path, bytes: entry.bytes)
    }
    let store = SegmentStore(
      folder: folder, rendition: rendition.name, timescale: plan.timeBase.den, container: plan.container,
      existing: Set(existing.map(\.element.index)), encryption: plan.extras?.encryption, publish: publish)
    var writer = SegmentWriter(store: store, assembler: try assembler(info, store))
    let clock = CopyClock(plan, stream: stream)
    let grid = try SegmentGrid(duration: plan.segment)
    demuxer.select([info.index])
    let packet = try Packet()
    var index: Int64?
    var last: Int64 = 0
    while try demuxer.read(into: packet) {
      guard packet.streamIndex == info.index, let time = packet.pts else { continue }
      if interrupt.isStopped { throw MediaError.interrupted("copy", rendition.name) }
      let pts = clock.ticks(time)
      let next = grid.index(ticks: pts, timeBase: plan.timeBase)
      if packet.isKeyframe, next != index {
        try writer.finish(end: pts)
        index = next
      }
      last = max(last, pts)
      writer.samples.append(
        CodedSample(pts: pts, isSync: packet.isKeyframe, packet: try packet.reference()))
    }
    try writer.finish(end: clock.end(after: last))
  }

  private func assembler(_ info: StreamInfo, _ store: SegmentStore) throws -> any SegmentAssembler {
    let codecs =
      rendition.codec == .hevc
      ? try CodecString.hevc(info.parameters.extradata) : try CodecString.h264(info.parameters.extradata)
    if folder.journal.codecs[rendition.name] != codecs {
      try folder.note(.codec(rendition: rendition.name, codecs: codecs))
    }
    let delay = plan.compositionDelay
    guard plan.container == .fmp4 else {
      return TransportStreamAssembler(
        parameters: info.parameters, timeBase: plan.timeBase, delay: delay, isVideo: true, language: nil)
    }
    let assembler = FragmentedMP4Assembler(
      parameters: info.parameters, timeBase: plan.timeBase, codec: rendition.codec.rawValue, delay: delay,
      frameRate: plan.frameRate, language: nil, isLengthPrefixed: true)
    if let bytes = try assembler.initialization() { try store.write(initialization: bytes) }
    return assembler
  }

  /// One segment in the making.
  private struct SegmentWriter {
    let store: SegmentStore
    var assembler: any SegmentAssembler
    var samples: [CodedSample] = []
    private var number = 1

    init(store: SegmentStore, assembler: any SegmentAssembler) {
      self.store = store
      self.assembler = assembler
    }

    mutating func finish(end: Int64) throws {
      guard let first = samples.first else { return }
      let count = samples.count
      // Assembled even where it exists already, so that counters go on as in an undisturbed run.
      let segment = try assembler.assemble(number: number, samples: samples, end: end)
      if !store.has(number) {
        try store.write(segment, index: number, samples: count, start: first.pts, end: end)
      }
      number += 1
      samples = []
    }
  }
}

extension TranscodePlan {
  /// Ticks by which composition times lie behind presentation, in every rendition with reordered pictures.
  var compositionDelay: Int64 {
    let nominal = frameRate.map { rescale(1, from: $0.inverse, to: timeBase) } ?? timeBase.den / 25
    return 2 * max(4, nominal)
  }
}
