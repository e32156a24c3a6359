/// What VMAF looks at in a picture, by the published definitions of its features (Li, Aaron, Katsavounidis, Moorthy
/// and Manohara, "Toward a practical perceptual video quality metric", 2016).
public struct FidelityFeatures: Sendable, Equatable {
  /// How much of the reference's detail is seen, 0 to about 1: VMAF's `adm2`.
  public var detail: Double
  /// How much of the reference's visual information is kept at four scales, the finest first, 0 to about 1: VMAF's
  /// `vif_scale0` to `vif_scale3`.
  public var information: [Double]
  /// How much the reference changes from frame to frame, in 8-bit levels: VMAF's `motion2`.
  public var motion: Double

  /// Describes a picture.
  public init(detail: Double, information: [Double], motion: Double = 0) {
    self.detail = detail
    self.information = information
    self.motion = motion
  }

  /// The motion of each frame of a run: the lesser of the changes from the frame before and to the frame after, so
  /// that a cut is no motion.
  ///
  /// VMAF has no motion in the first frame of a file. Here a run is a piece of a longer film, so its first frame
  /// has the change to the second.
  /// - Parameter changes: the change from the frame before; the first frame's is not looked at.
  public static func motion(_ changes: [Double]) -> [Double] {
    changes.indices.map { index in
      let after = index + 1 < changes.count ? changes[index + 1] : nil
      let before = index > 0 ? changes[index] : nil
      return min(before ?? after ?? 0, after ?? before ?? 0)
    }
  }
}
