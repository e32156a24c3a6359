import ArgumentParser
import Glibc
import Packaging
import Pipeline
import Records

/// Options of a ladder that is published while its source comes.
struct LiveOptions: ParsableArguments {
  @Flag(
    help: """
      Publish while the source comes: playlists list the last --window seconds, and older segments are \
      removed after their time.
      """)
  var live = false

  @Flag(help: "As --live, but all segments stay (EXT-X-PLAYLIST-TYPE:EVENT).")
  var event = false

  @Option(
    help: ArgumentHelp(
      "Seconds that the playlists of --live list; three segments or more (default: 30).", valueName: "seconds"
    ))
  var window: Seconds?

  func validate() throws {
    if live && event { throw ValidationError("Take either --live or --event.") }
    if window != nil && !live { throw ValidationError("--window goes with --live.") }
    if let window, window.value <= .zero { throw ValidationError("--window must be longer than 0.") }
  }

  /// Refuses what a live stream cannot have.
  func check(segment: Rational, extras: LadderExtrasOptions) throws {
    guard live || event else { return }
    if let window, window.value < segment * Rational(3, 1) {
      throw ValidationError(
        "--window takes at least three segments, \((segment * Rational(3, 1)).doubleValue) seconds here.")
    }
    if extras.copy != .never || extras.thumbnails != nil {
      throw ValidationError("--copy and --thumbnails do not go with --live and --event.")
    }
  }

  /// Network streams come back when they drop.
  func adapt(_ options: inout SourceOptions, source: String) {
    guard live || event else { return }
    let location = SourceLocation(source) { access($0, F_OK) == 0 }
    if case .url = location, location.isLive { options.reconnects = true }
  }

  /// How the stream is published; nil where a whole title is asked for.
  func settings(segment: Rational) -> LiveSettings? {
    guard live || event else { return nil }
    // Three segments of the longest kind outlast the default window.
    let shortest = segment * Rational(3, 1)
    return LiveSettings(isEvent: event, window: window?.value ?? max(Rational(30, 1), shortest))
  }
}
