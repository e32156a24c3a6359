import ArgumentParser
import Media
import Packaging
import Records

/// Whether rungs may be copied from the source.
enum CopyMode: String, CaseIterable, ExpressibleByArgument {
  case auto, never
}

/// How segments are encrypted.
enum EncryptionMethod: String, CaseIterable, ExpressibleByArgument {
  case aes128 = "aes-128"
}

/// What a ladder may have beside its encoded renditions.
struct LadderExtrasOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "auto copies a rung that the source's own stream fits (codec, size, rate, keyframes); never encodes all.",
      valueName: "mode"))
  var copy = CopyMode.never

  @Option(
    help: ArgumentHelp(
      "Encrypt segments: aes-128. Needs --key-uri and a place for keys.", valueName: "method"))
  var encrypt: EncryptionMethod?

  @Option(
    name: .customLong("key-uri"),
    help: ArgumentHelp(
      "The address that players ask for the key, with {n} for its number where keys rotate.",
      valueName: "uri"))
  var keyURI: String?

  @Option(
    name: .customLong("key-file"),
    help: ArgumentHelp("The key: a file of 16 bytes, with {n} where keys rotate.", valueName: "file"))
  var keyFile: String?

  @Option(
    name: .customLong("key-dir"),
    help: ArgumentHelp(
      "The folder for random keys; kept apart from the ladder, readable to its owner alone.",
      valueName: "dir"))
  var keyFolder: String?

  @Option(
    name: .customLong("key-rotation"),
    help: ArgumentHelp("Take a new key after this many segments.", valueName: "segments"))
  var keyRotation: Int?

  @Flag(name: .customLong("no-subtitles"), help: "Leave the source's text tracks out.")
  var noSubtitles = false

  @Option(
    defaultAsFlag: Seconds(Rational(10)), parsing: .next,
    help: ArgumentHelp(
      "Make thumbnails for seeking, one each 10 or so many seconds: sheets, thumbnails.vtt, an image playlist.",
      valueName: "seconds"))
  var thumbnails: Seconds?

  func validate() throws {
    if encrypt == nil {
      for (name, isGiven) in [
        ("--key-uri", keyURI != nil), ("--key-file", keyFile != nil), ("--key-dir", keyFolder != nil),
        ("--key-rotation", keyRotation != nil),
      ] where isGiven { throw ValidationError("\(name) goes with --encrypt aes-128.") }
    } else {
      guard keyURI != nil else {
        throw ValidationError("--encrypt needs --key-uri, the address that players ask for the key.")
      }
      do { _ = try encryption() } catch { throw ValidationError("\(error)") }
    }
    if let thumbnails, thumbnails.value < Rational(1) || thumbnails.value > Rational(600) {
      throw ValidationError("--thumbnails takes 1 to 600 seconds.")
    }
  }

  private func encryption() throws -> SegmentEncryption? {
    guard encrypt != nil, let keyURI else { return nil }
    return try SegmentEncryption(
      keyURI: keyURI, keyFile: keyFile, keyFolder: keyFolder, rotation: keyRotation)
  }

  /// What is asked for.
  func request() throws -> ExtrasRequest {
    var request = ExtrasRequest()
    request.copies = copy == .auto
    request.encryption = try encryption()
    request.subtitles = !noSubtitles
    request.thumbnails = thumbnails?.value
    return request
  }
}
