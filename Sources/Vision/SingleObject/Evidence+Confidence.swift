import COpenCV
import Glibc

extension vp_follow_evidence {
  /// The confidence, 0 to 1, that the thing is where this speaks for it.
  ///
  /// Both must hold: a sharp response (right places had 17 to 40, hidden or missed things 5 to 7), and that the box
  /// itself looks as it did before (0.7 to 1, else 0.25 to 0.5). The response alone is as sharp where a thing has
  /// left ground that does not change. Measured on simulated clips (things that are hidden, turn, grow and leave)
  /// and on clips of a motorway and of a marathon; the share of the thing's colours said nothing beside these.
  var confidence: Float {
    let isSharp = 1 / (1 + exp(-0.35 * (sharpness - 11)))
    let isLike = 1 / (1 + exp(-12 * (likeness - 0.5)))
    return isSharp * isLike
  }
}
