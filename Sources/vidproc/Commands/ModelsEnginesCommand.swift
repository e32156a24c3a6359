import ArgumentParser
import Inference
import Media

/// Says which engines run models on this machine, and where they were found.
struct ModelsEnginesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engines", abstract: "Say which engines run models here, and where they were found.",
    discussion: """
      The engine marked with * is the one that is taken where none is named. OpenVINO is looked for in the \
      folder or file that VIDPROC_OPENVINO names, and only there where it is set; else beside the program, in \
      .openvino/ of the project, in $XDG_DATA_HOME/vidproc/openvino, in the active Python environment, in the \
      user's and the system's Python packages, in INTEL_OPENVINO_DIR and among the system's libraries.
      """)

  func run() throws {
    try ExitStatus.run(pipeIsProduct: true) {
      let candidates = Engines.openVINOCandidates()
      let opencv = OpenCVEngine()
      var lines: [String] = []
      var isTaken = false
      for candidate in candidates {
        switch candidate.result {
        case .success(let engine):
          lines.append("\(isTaken ? " " : "*") openvino  \(engine.version)  \(candidate.path)")
          isTaken = true
        case .failure(let error): lines.append("  openvino  not usable: \(error)")
        }
      }
      if candidates.isEmpty {
        lines.append("  openvino  not found (`make setup-openvino` or `pip install openvino` installs it)")
      }
      lines.append("\(isTaken ? " " : "*") opencv    \(opencv.version)  in the program")
      try RecordOutput(toleratesClosedPipe: true).write(
        lines: Array((lines.joined(separator: "\n") + "\n").utf8))
      return nil
    }
  }
}
