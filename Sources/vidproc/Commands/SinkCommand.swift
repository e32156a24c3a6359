import ArgumentParser
import Media
import Pipeline
import Records

/// Reads frames and keeps nothing: the end of a pipe for measuring and checking.
struct SinkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sink",
    abstract: "Read frames, touch every byte, and print what came: frames, bytes, rate, checksums.",
    discussion: "The end of a pipe for measuring and checking, where ffmpeg users write `-f null -`.")

  @Argument(help: "A file, an address, a device, or - for standard input.")
  var source: String

  @Flag(help: "Also print the SHA-256 of all pictures and of each audio track.")
  var checksum = false

  @OptionGroup var input: InputOptionsGroup
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin()
    try ExitStatus.run(pipeIsProduct: true) {
      let reader = try SourceOpening.open(source, options: input.sourceOptions, interrupt: Signals.interrupt)
      var summary = SummaryRecord(command: "sink", frames: 0)
      var bytes: Int64 = 0
      var video = SHA256()
      var sounds: [Int: [UInt8]] = [:]
      var touched: UInt64 = 0
      var begun: UInt64?
      while let item = try reader.next() {
        if begun == nil { begun = Interrupt.now() }
        switch item {
        case .video(let item):
          summary.frames += 1
          bytes += Int64(item.frame.byteCount)
          if checksum {
            video.update(try item.frame.pictureBytes())
          } else {
            touched &+= item.frame.touchCacheLines()
          }
        case .audio(let track, let frame):
          let samples = try frame.interleavedSamples(
            as: frame.sampleFormat.packed.name, channels: frame.channels)
          bytes += Int64(samples.size)
          if checksum { sounds[track] = Array(SHA256.hex((sounds[track] ?? []) + samples.bytes).utf8) }
        }
      }
      let seconds = begun.map { Double(Interrupt.now() - $0) / 1e9 } ?? 0
      summary.bytes = bytes
      summary.seconds = (seconds * 1e6).rounded() / 1e6
      summary.fps = seconds > 0 ? (Double(summary.frames) / seconds * 10).rounded() / 10 : nil
      if checksum {
        var sums: OrderedValues<String> = [:]
        sums["video_sum"] = video.hexDigest()
        for (track, sum) in sounds.sorted(by: { $0.key < $1.key }) {
          sums["audio_\(track)_sum"] = String(decoding: sum, as: UTF8.self)
        }
        summary.checksums = sums
      }
      let output = RecordOutput(toleratesClosedPipe: true)
      try output.write(summary)
      try output.write(reader.end)
      return reader.end
    }
  }
}
