import Analysis
import Records

/// The scenes of an input as a text that other programs read.
enum SceneList {
  /// The text in a form.
  static func text(_ found: AnalysisCollection, _ form: AnalyzeCommand.Format) -> String {
    let rate = found.stream.frameRate ?? Rational(25)
    let source = found.summary.source ?? found.stream.source
    let name = InputName.stem(of: source)
    return switch form {
    case .edl: SceneCutList.text(found.scenes, rate: rate, source: InputName.file(of: source), title: name)
    case .otio: SceneTimeline.text(found.scenes, rate: rate, source: source, name: name)
    default: SceneTable.text(found.scenes)
    }
  }
}
