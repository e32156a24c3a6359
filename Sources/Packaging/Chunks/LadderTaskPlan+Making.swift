import Media
import Pipeline
import Records

extension LadderTaskPlan {
  /// Divides a job into tasks: reads the input's packets once to see how many chunks there are, and claims the
  /// output folder.
  /// - Parameters:
  ///   - plan: what is to be made.
  ///   - name: the input's full name.
  ///   - root: the output folder's full name.
  /// - Throws: MediaError when the job cannot be divided, or the folder holds something else.
  public static func make(
    _ plan: TranscodePlan, input: TranscodeInput, named name: String, root: String,
    observer: TranscodeObserver
  ) throws -> LadderTaskPlan {
    func refusal(_ cause: String, _ hint: String? = nil) -> MediaError {
      MediaError("divide", "the ladder of \(name)", cause: cause, hint: hint)
    }
    guard let sharing = plan.sharing, let demux = input.demux else {
      throw refusal("only H.264 renditions with a bit rate, from a file, are made chunk by chunk")
    }
    guard input.options.limit == nil else {
      throw refusal("a limit on frames counts from the beginning", "--duration takes seconds")
    }
    let last = try lastTime(try demux(), of: input.source.stream, refusal: refusal)
    let length = plan.segment * Rational(Int64(sharing.segments), 1)
    var seconds = last - Timestamp(input.source.stream.startPTS ?? 0, input.source.stream.timeBase).seconds
    if let duration = input.options.duration { seconds = min(seconds, duration.doubleValue) }
    let chunks = max(1, Int(seconds / length.doubleValue) + 1)
    let job = Job(
      generation: TranscodeJob.generation, input: name, identity: input.identity, output: root,
      reading: Reading(input.options), plan: plan, chunks: chunks)
    // Claims the folder, or says what else is in it.
    _ = try JobFolder(
      root, key: JobKey(generation: job.generation, input: job.identity, plan: plan), force: false,
      canRewind: true, observer: observer)
    if let encryption = plan.extras?.encryption {
      // All keys, before several tasks ask for the same one.
      let encryptor = SegmentEncryptor(encryption)
      for segment in 1...(chunks * sharing.segments) {
        _ = try encryptor.encrypt([[]], rendition: "", index: segment)
      }
    }
    return LadderTaskPlan(job: job)
  }

  /// When the last picture is shown, in seconds of the container's own time.
  private static func lastTime(
    _ demuxer: Demuxer, of stream: StreamRecord, refusal: (String, String?) -> MediaError
  ) throws -> Double {
    let videos = demuxer.streams.filter { $0.kind == .video }
    guard let video = videos.first(where: \.isDefault) ?? videos.first else {
      throw refusal("it has no video stream", nil)
    }
    demuxer.select([video.index])
    let packet = try Packet()
    var last: Int64?
    while try demuxer.read(into: packet) {
      guard packet.streamIndex == video.index, !packet.isDiscarded, let time = packet.pts ?? packet.dts else {
        continue
      }
      last = max(last ?? time, time)
    }
    guard let last else { throw refusal("its pictures have no times", "remux it to MP4 or Matroska first") }
    return Timestamp(last, video.timeBase).seconds
  }
}
