import Analysis
import Glibc
import Media
import Pipeline
import Records

/// What the results of analyses are written to.
enum AnalysisOutputs {
  /// The writer of the form that is asked for.
  static func writer(_ command: AnalyzeCommand, _ descriptor: Int32) throws -> any AnalysisWriter {
    let name = command.output ?? "standard output"
    if command.emit == .frames {
      let bytes = DescriptorSink(descriptor: descriptor, name: name, interrupt: Signals.interrupt)
      return AnalysisFrameWriter(try FrameStreamWriter(bytes))
    }
    // Where files are made beside, the work goes on without a reader of the records.
    let output = RecordOutput(descriptor, name: name, toleratesClosedPipe: command.products.makesFiles)
    switch command.form {
    case .ndjson: return AnalysisRecordWriter(output)
    case .text: return AnalysisTextWriter(output) { AnalysisText.text($0) }
    case .csv: return AnalysisTextWriter(output) { SceneList.text($0, .csv) }
    case .edl: return AnalysisTextWriter(output) { SceneList.text($0, .edl) }
    case .otio: return AnalysisTextWriter(output) { SceneList.text($0, .otio) }
    }
  }

  /// Results of several inputs one after the other: standard output, or a file that appears when it is whole.
  final class Joined {
    private let path: String?
    private let descriptor: Int32

    init(_ path: String?) throws {
      self.path = path == "-" ? nil : path
      guard let path = self.path else {
        descriptor = STDOUT_FILENO
        return
      }
      descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw MediaError.system("write", path, errno) }
    }

    deinit { if path != nil { close(descriptor) } }

    /// Copies the results of one input.
    func append(_ spool: ScratchFile?) throws {
      guard let spool else { return }
      let output = RecordOutput(descriptor, name: path ?? "standard output", toleratesClosedPipe: false)
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      var offset: off_t = 0
      while true {
        let count = pread(spool.descriptor, &bytes, bytes.count, offset)
        guard count >= 0 else { throw MediaError.system("read", "results", errno) }
        if count == 0 { return }
        try output.write(lines: Array(bytes[..<count]))
        offset += off_t(count)
      }
    }

    /// Gives the file its name; what some inputs failed for is kept all the same, of an interrupted run nothing.
    func finish(whole: Bool) throws {
      guard let path else { return }
      if !whole, Signals.pending != nil {
        unlink(path + ".part")
        return OutputFile.sayNotWritten(path)
      }
      guard fsync(descriptor) == 0, rename(path + ".part", path) == 0 else {
        throw MediaError.system("write", path, errno)
      }
    }
  }
}
