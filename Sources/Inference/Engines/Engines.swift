import Foundation
import Glibc
import Media

/// Which engine is asked for.
public enum EngineChoice: String, Sendable, CaseIterable {
  /// OpenVINO where it is found, else OpenCV.
  case auto
  /// OpenCV's DNN module.
  case opencv
  /// OpenVINO, or an error.
  case openvino
}

/// Finds the engines of this machine.
public enum Engines {
  /// A place where OpenVINO may be, and what was found there.
  public struct Candidate: Sendable {
    /// The library's file.
    public var path: String
    /// The engine, or why it could not be opened.
    public var result: Result<OpenVINOEngine, MediaError>
  }

  /// The engine of choice.
  /// - Throws: MediaError where OpenVINO is asked for and not found.
  public static func engine(_ choice: EngineChoice) throws -> any InferenceEngine {
    if choice == .opencv { return OpenCVEngine() }
    var refusals: [MediaError] = []
    for path in openVINOLibraries() {
      do { return try OpenVINOEngine(library: path) } catch let error as MediaError { refusals.append(error) }
    }
    if choice == .auto { return OpenCVEngine() }
    if var refusal = refusals.first {
      if ProcessInfo.processInfo.environment["VIDPROC_OPENVINO"] != nil {
        refusal.hint = "VIDPROC_OPENVINO names a folder with OpenVINO in it, or libopenvino_c.so itself"
      }
      throw refusal
    }
    throw MediaError(
      "open", "OpenVINO", cause: "it was not found on this machine",
      hint: "`make setup-openvino` or `pip install openvino` installs it; VIDPROC_OPENVINO names its folder")
  }

  /// Every place where OpenVINO was looked for and something was, with what came of opening it.
  public static func openVINOCandidates() -> [Candidate] {
    openVINOLibraries().map { path in
      do {
        return Candidate(path: path, result: .success(try OpenVINOEngine(library: path)))
      } catch {
        let error = error as? MediaError ?? MediaError("open", path, cause: "\(error)")
        return Candidate(path: path, result: .failure(error))
      }
    }
  }

  /// The library's files on this machine, the one to take first. Looked for in VIDPROC_OPENVINO (a folder or
  /// the file), beside the program's installation, in the project's and the user's own folder, in the active
  /// Python environment and the user's packages, and where the system keeps libraries.
  static func openVINOLibraries() -> [String] {
    var found: [String] = []
    func take(_ folder: String) {
      // A wheel keeps its libraries in openvino/libs; `pip install --target` and archives differ a little.
      for inner in ["", "/openvino/libs", "/libs", "/runtime/lib/intel64", "/lib"] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + inner)) ?? []
        let libraries = names.filter { $0.hasPrefix("libopenvino_c.so") }.sorted()
        for name in libraries.suffix(1) {
          // lib64 is often the same folder as lib.
          let path = URL(fileURLWithPath: folder + inner + "/" + name).resolvingSymlinksInPath().path
          if !found.contains(path) { found.append(path) }
        }
      }
    }
    func takePython(_ prefix: String) {
      for lib in ["lib", "lib64"] {
        for version in ((try? FileManager.default.contentsOfDirectory(atPath: "\(prefix)/\(lib)")) ?? [])
          .sorted()
        where version.hasPrefix("python3") {
          for packages in ["site-packages", "dist-packages"] {
            take("\(prefix)/\(lib)/\(version)/\(packages)")
          }
        }
      }
    }
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["VIDPROC_OPENVINO"], !named.isEmpty {
      if named.contains(".so") { return [named] }
      take(named)
      takePython(named)
      // What was named is what is meant, also where it is not there.
      return found.isEmpty ? [named + "/libopenvino_c.so"] : found
    }
    if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      let folder = String(program.prefix(upTo: program.lastIndex(of: "/") ?? program.startIndex))
      take(folder + "/../lib/vidproc/openvino")
      takePython(folder + "/../lib/vidproc/openvino")
      // The build's folder lies in the project's: .build/<platform>/release/vidproc.
      var place = folder
      for _ in 0..<4 {
        takePython(place + "/.openvino")
        take(place + "/.openvino")
        guard let slash = place.lastIndex(of: "/") else { break }
        place = String(place.prefix(upTo: slash))
      }
    }
    let home = environment["HOME"] ?? ""
    let data = environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.local/share"
    takePython(data + "/vidproc/openvino")
    take(data + "/vidproc/openvino")
    if let active = environment["VIRTUAL_ENV"] { takePython(active) }
    takePython(home + "/.local")
    takePython("/usr/local")
    takePython("/usr")
    if let root = environment["INTEL_OPENVINO_DIR"] { take(root) }
    take("/opt/intel/openvino")
    take("/usr/lib/x86_64-linux-gnu")
    take("/usr/lib/aarch64-linux-gnu")
    take("/usr/local/lib")
    return found
  }
}
