import ArgumentParser
import Glibc

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
      CaptureCommand.self, ProbeCommand.self, DetectCommand.self, AnnotateCommand.self, ModelsCommand.self,
      TrackCommand.self, TrackEvalCommand.self, AnalyzeCommand.self, TranscodeHLSCommand.self,
      CheckHLSCommand.self,
      SchemaCommand.self,
      SinkCommand.self,
    ])

  /// Runs the command and ends the process at once: libraries' threads may still be letting go of what they
  /// held, and must not find the C++ runtime taken down meanwhile. All output is written by then.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
      fflush(nil)
      _exit(0)
    } catch let code as ExitCode {
      fflush(nil)
      _exit(code.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}
