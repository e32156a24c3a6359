import Media
import Pipeline
import Records

/// What reaches an audio rendition's thread.
enum SoundMessage: Sendable {
  /// Samples; pts counts from the video's first frame in 1/sample rate.
  case samples(Frame)
  /// A video segment begins at this time (seconds from the first frame, exact).
  case boundary(Int, Rational)
  /// Pictures were seen up to here: no boundary lies before it but those told.
  case reached(Rational)
  /// The pictures end here.
  case videoEnd(Rational)
  /// What was begun ends here, at a boundary that no picture has reached: a gap in a live stream, or its end.
  case cut(Rational)
  /// No more samples.
  case end
}

/// Aligns, encodes and cuts one audio rendition, on a thread of its own.
///
/// Sound begins with the first picture: what starts late is led in by silence, what starts early is cut. Gaps
/// are filled with silence, so that sync holds over the whole length.
final class AudioRenditionEncoder {
  private let rendition: AudioRendition
  private let plan: TranscodePlan
  private let folder: OutputFolder
  private let store: SegmentStore
  private let grid: SegmentGrid
  private var graph: FilterGraph?
  private var encoder: Encoder?
  private var assembler: (any SegmentAssembler)?
  private var fed: Int64 = 0
  private var coded: [CodedSample] = []
  private var boundaries: [(index: Int, cut: Int64)] = []
  private var lastBoundary = 0
  private var reached = Rational.zero
  private var videoEnd: Rational?
  private let isLive: Bool

  /// - Parameter live: where the segments of a live stream are listed; nil for a finished title.
  init(
    _ rendition: AudioRendition, plan: TranscodePlan, folder: OutputFolder, existing: Set<Int>,
    live: LiveSegmentSink? = nil, publish: @escaping @Sendable (FileRecord) throws -> Void
  ) throws {
    isLive = live != nil
    self.rendition = rendition
    self.plan = plan
    self.folder = folder
    grid = try SegmentGrid(duration: plan.segment)
    store = SegmentStore(
      folder: folder, rendition: rendition.name, timescale: Int64(rendition.sampleRate),
      container: plan.container,
      existing: existing, encryption: plan.extras?.encryption, live: live, publish: publish)
  }

  /// Works until the queue ends.
  func run(_ queue: BoundedQueue<SoundMessage>) throws {
    // A copy is made of the track's packets, once the pictures' segments are known.
    guard plan.copy(of: rendition.name) == nil else {
      while let message = try queue.pop() { if case .end = message { break } }
      return
    }
    try open()
    while let message = try queue.pop() {
      switch message {
      case .samples(let frame): try feed(frame)
      case .boundary(let index, let time):
        boundaries.append((index, cut(at: time)))
        lastBoundary = index
      case .reached(let time):
        reached = time
        if isLive { try keepUp() }
        try publishReady()
      case .videoEnd(let time): videoEnd = time
      case .cut(let time): try cut(end: time)
      case .end:
        try finish()
        return
      }
    }
  }

  private var base: Rational { Rational(1, Int64(rendition.sampleRate)) }
  private var frameSize: Int { max(1, encoder?.frameSize ?? 1024) }

  /// The first sample of a segment that begins at `time`, at the nearest audio frame.
  private func cut(at time: Rational) -> Int64 {
    grid.audioCut(videoBoundary: time, sampleRate: rendition.sampleRate, samplesPerFrame: frameSize)
      * Int64(frameSize)
  }

  private func open() throws {
    guard let format = SampleFormat(name: "fltp") else { return }
    let encoder = try Encoder(
      audio: "aac", sampleRate: rendition.sampleRate, layout: rendition.layout, format: format,
      bitRate: Int64(rendition.bitrate))
    self.encoder = encoder
    let parameters = try encoder.parameters()
    switch plan.container {
    case .fmp4:
      let assembler = FragmentedMP4Assembler(
        parameters: parameters, timeBase: base, codec: "aac", delay: 0, frameRate: nil,
        language: rendition.language)
      if let bytes = try assembler.initialization() { try store.write(initialization: bytes) }
      self.assembler = assembler
    case .ts:
      assembler = TransportStreamAssembler(
        parameters: parameters, timeBase: base, delay: 0, isVideo: false, language: rendition.language)
    }
    let codecs = try CodecString.aac(parameters.extradata)
    if folder.journal.codecs[rendition.name] != codecs {
      try folder.note(.codec(rendition: rendition.name, codecs: codecs))
    }
  }

  private func makeGraph(for frame: Frame) throws -> FilterGraph {
    let graph = try FilterGraph(
      .audio(
        sampleRate: frame.sampleRate, format: frame.sampleFormat, layout: frame.channelLayout,
        timeBase: Rational(1, Int64(frame.sampleRate))),
      // Gaps and overlaps of more than half an audio frame are filled or cut; first_pts aligns the beginning.
      chain: "aresample=async=1:min_hard_comp=0.010:first_pts=\(fed),"
        + "aformat=sample_fmts=fltp:sample_rates=\(rendition.sampleRate):channel_layouts=\(rendition.layout)")
    graph.setFrameSize(frameSize)
    return graph
  }

  private func feed(_ frame: Frame) throws {
    if graph == nil {
      // Sound from long before the first picture, or from before what is coded, never reaches the resampler.
      let end = Timestamp((frame.pts ?? 0) + Int64(frame.sampleCount), Rational(1, Int64(frame.sampleRate)))
      guard end > Timestamp(fed, base) else { return }
      graph = try makeGraph(for: frame)
    }
    if case .audio(let rate, let format, let layout, _)? = graph?.input,
      rate != frame.sampleRate || format != frame.sampleFormat || layout != frame.channelLayout
    {
      try flushGraph()
      graph = try makeGraph(for: frame)
    }
    try graph?.push(frame)
    try encodeReady()
  }

  private func encodeReady() throws {
    while let frame = try graph?.pull() { try encode(frame) }
  }

  private func encode(_ frame: Frame) throws {
    frame.pts = fed
    fed += Int64(frame.sampleCount)
    try encoder?.send(frame)
    try collect()
  }

  private func collect() throws {
    while let packet = try encoder?.receive() {
      // Priming from before the first sample is not stored: presentation begins at zero without an edit.
      guard let pts = packet.pts, pts >= 0 else { continue }
      coded.append(CodedSample(pts: pts, isSync: true, packet: packet))
    }
    try publishReady()
  }

  /// Publishes every segment whose end is known and whose samples are all there.
  private func publishReady() throws {
    while boundaries.count >= 2, let last = coded.last, last.pts >= boundaries[1].cut {
      try publishFirst(end: boundaries[1].cut)
    }
  }

  private func publishFirst(end: Int64) throws {
    guard let (index, start) = boundaries.first else { return }
    boundaries.removeFirst()
    let samples = Array(coded.prefix { $0.pts < end })
    coded.removeFirst(samples.count)
    guard !samples.isEmpty else { return }
    let last = (samples.last?.pts ?? start) + Int64(frameSize)
    guard var assembler else { return }
    // Assembled even where it exists already, so that counters go on as in an undisturbed run.
    let segment = try assembler.assemble(number: index, samples: samples, end: last)
    self.assembler = assembler
    if !store.has(index) {
      try store.write(segment, index: index, samples: samples.count, start: samples[0].pts, end: last)
    }
  }

  private func finish() throws {
    try graph?.push(nil)
    try encodeReady()
    try padToVideoEnd()
    try encoder?.send(nil)
    try collect()
    // What lies beyond the pictures goes on by the same grid.
    while let last = coded.last, let tail = boundaries.last {
      let seconds = Rational(tail.cut, Int64(rendition.sampleRate))
      // A cut lies at the nearest audio frame, so up to half a frame before the grid's own line.
      let next = grid.start(
        of: grid.index(at: seconds + Rational(Int64(frameSize), Int64(rendition.sampleRate))) + 1)
      let cut = cut(at: next)
      guard videoEnd.map({ next >= $0 }) ?? true, last.pts >= cut, cut > tail.cut else { break }
      lastBoundary += 1
      boundaries.append((lastBoundary, cut))
    }
    try publishReady()
    while !boundaries.isEmpty {
      try publishFirst(end: boundaries.count > 1 ? boundaries[1].cut : .max)
    }
  }

  /// Sound that ends before the pictures goes on as silence, so that no player waits for it.
  private func padToVideoEnd() throws {
    guard let videoEnd else { return }
    let target = samples(until: videoEnd)
    while fed < target { try encodeSilence(min(Int64(frameSize), target - fed)) }
  }

  private func samples(until time: Rational) -> Int64 {
    rescale(time.num, from: Rational(1, time.den), to: base)
  }

  /// Sound that stays away from a live stream for two seconds is replaced by silence, so that no segment
  /// waits for it.
  private func keepUp() throws {
    let target = samples(until: reached) - Int64(rendition.sampleRate)
    guard fed < target - Int64(rendition.sampleRate) else { return }
    try flushGraph()
    try pad(to: target)
  }

  /// Ends the open segment. The encoder goes on: its last frames are driven out by silence, which stands
  /// where the sound after the gap begins.
  private func cut(end: Rational) throws {
    try flushGraph()
    try pad(to: samples(until: end))
    let cut = cut(at: end)
    while coded.last.map({ $0.pts < cut }) ?? true { try pad(to: fed + Int64(frameSize)) }
    try publishReady()
    if !boundaries.isEmpty { try publishFirst(end: cut) }
  }

  /// Takes what the filters hold, but for the rest that fills no frame: only an encoder's last one may be
  /// short.
  private func flushGraph() throws {
    try graph?.push(nil)
    while let frame = try graph?.pull() {
      if frame.sampleCount == frameSize { try encode(frame) }
    }
    graph = nil
  }

  /// Encodes whole frames of silence until `target` is reached.
  private func pad(to target: Int64) throws {
    while fed < target { try encodeSilence(Int64(frameSize)) }
  }

  private func encodeSilence(_ count: Int64) throws {
    try encode(
      try Frame.silence(
        samples: Int(count), sampleRate: rendition.sampleRate, layout: rendition.layout, format: "fltp"))
  }
}
