import Glibc
import Media
import Pipeline
import Records

/// Cuts a file into one file per scene, once its scenes are known.
///
/// The files are named `NAME-Scene-001.mp4` and so on, by the number of the scene that they begin with, counted
/// from 1. Each is written beside its final name and gets that name when it is whole; one that is there already is
/// replaced.
public final class SceneSplitter {
  /// How the media get into the files.
  public enum Mode: String, Sendable, CaseIterable {
    /// As they are, without encoding: a file begins at the first keyframe of its scene.
    case copy
    /// Encoded anew: a file holds exactly the frames and samples of its scene.
    case exact
  }

  /// How pictures and sound are encoded in exact mode; nil for H.264 at CRF 18 with the preset fast, and in WebM,
  /// which takes none, for the codec that is usual there.
  public var encoding: MediaFileOptions?
  /// Told how many seconds of the source are done, again and again.
  public var progress: (Double) -> Void = { _ in }

  private let source: String
  private let options: SourceOptions
  private let folder: String
  private let name: String
  private let mode: Mode
  private let interrupt: Interrupt

  /// Prepares to split a source.
  /// - Parameters:
  ///   - source: a file or an address, as it stands on the command line.
  ///   - options: the same that the scenes were found with, so that the same frames are read.
  ///   - folder: where the files go; it is made where it is missing.
  ///   - name: what the files' names begin with.
  ///   - interrupt: ends the work; files that are whole stay.
  public init(
    source: String, options: SourceOptions, folder: String, name: String, mode: Mode, interrupt: Interrupt
  ) {
    self.source = source
    self.options = options
    self.folder = folder
    self.name = name
    self.mode = mode
    self.interrupt = interrupt
  }

  /// Writes the files.
  /// - Parameters:
  ///   - scenes: all scenes of the source in order; each ends where the next one begins.
  ///   - deliver: told of each file that is whole, in order.
  /// - Returns: what is worth knowing of the cuts: scenes without a keyframe, streams that were left out.
  /// - Throws: MediaError where the source has no video or can be read only once, a file cannot be written, or
  ///   the work was interrupted; and what `deliver` throws.
  public func run(scenes: [SceneRecord], deliver: (FileRecord) throws -> Void) throws -> [FindingRecord] {
    let location = try checkedLocation()
    guard let last = scenes.last else {
      throw MediaError("split", source, cause: "no scenes of it are known")
    }
    guard !name.isEmpty, !name.contains("/") else {
      throw MediaError("split", source, cause: "\"\(name)\" cannot begin the name of a file")
    }
    try PendingFile.makeDirectory(folder)
    let names = SceneFileNames(folder: folder, name: name, scenes: max(scenes.count, last.scene + 1))
    switch mode {
    case .copy:
      let copier = try SceneCopier(
        source: source, location: location, options: options, names: names, interrupt: interrupt)
      copier.progress = progress
      return try copier.run(scenes, deliver: deliver)
    case .exact:
      let encoder = SceneEncoder(
        source: source, options: options, names: names, encoding: encoding, interrupt: interrupt)
      encoder.progress = progress
      return try encoder.run(scenes, deliver: deliver)
    }
  }

  /// Where the source is, if it can be read a second time.
  private func checkedLocation() throws(MediaError) -> SourceLocation {
    let location = SourceLocation(source) { access($0, F_OK) == 0 }
    if case .standardInput = location {
      throw MediaError(
        "split", "standard input", cause: "it can be read only once, and the scenes are known at its end",
        hint: "write it to a file first")
    }
    if location.isLive {
      throw MediaError(
        "split", source, cause: "it is live, and the scenes are known at its end", hint: "record it first")
    }
    return location
  }
}

/// The names of the files that a source is split into.
struct SceneFileNames {
  let folder: String
  let name: String
  private let digits: Int

  /// - Parameter scenes: how many scenes there are: it says how many digits their numbers have.
  init(folder: String, name: String, scenes: Int) {
    self.folder = folder
    self.name = name
    digits = max(3, String(scenes).count)
  }

  /// The path of the file that begins with a scene.
  /// - Parameters:
  ///   - scene: the scene's number, from 0.
  ///   - ending: the container's usual ending, without its dot.
  func path(_ scene: Int, ending: String) -> String {
    let number = String(scene + 1)
    let zeros = String(repeating: "0", count: max(0, digits - number.count))
    let file = "\(name)-Scene-\(zeros)\(number).\(ending)"
    return folder.hasSuffix("/") ? folder + file : "\(folder)/\(file)"
  }

  /// Refuses to write over the source.
  func check(_ source: String, against path: String) throws(MediaError) {
    var (one, other) = (stat(), stat())
    guard stat(source, &one) == 0, stat(path, &other) == 0 else { return }
    guard one.st_dev != other.st_dev || one.st_ino != other.st_ino else {
      throw MediaError(
        "split", source, cause: "\(path), which is to hold one of its scenes, is the source itself",
        hint: "split it into another folder")
    }
  }
}
