import ArgumentParser

/// The program: small video tools that pipe together.
@main
struct Vidproc: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vidproc",
    abstract: "Small video tools that pipe together.",
    discussion: """
      Each command reads a file, an address, a device or standard input (-), and writes frames (NUT) or \
      records (NDJSON) on standard output:

        vidproc transcode-hls film.mp4 -o film/
        vidproc capture rtsp://camera/1 | vidproc transcode-hls - -o live/
      """,
    version: Version.text,
    subcommands: [
      CaptureCommand.self, ProbeCommand.self, TranscodeHLSCommand.self, SchemaCommand.self, SinkCommand.self,
      DetectCommand.self,
    ])
}
