import COpenCV
import Media
import Records

/// What a thing looks like, learned from where it was seen; finds it again nearby and afar.
///
/// A correlation filter over gradients and colour differences gives the place (Henriques et al. 2015: KCF with a
/// linear kernel; learned in closed form as Danelljan et al. 2014 do), merged with the share of the thing's colours
/// (Bertinetto et al. 2016: Staple); a filter over sizes gives the scale (Danelljan et al. 2014: DSST); pictures
/// remembered from sure places tell whether it is the thing at all (Kalal et al. 2012: TLD).
final class AppearanceModel {
  /// A place and how sure it is.
  struct Sighting {
    var place: vp_follow_place
    var evidence: vp_follow_evidence
  }

  /// How much of a picture is learned, 0 to 1.
  struct Rates {
    var filter: Float
    var color: Float
    var scale: Float
    var remember: Bool
  }

  /// Pixels around a thing of scale 1 that `locate` sees.
  let window: (width: Double, height: Double)
  private let model: OpaquePointer

  /// Learns the thing in a box.
  init(_ picture: vp_cv_picture, box: Box) throws(MediaError) {
    var picture = picture
    var rect = vp_cv_rect(x: box.x, y: box.y, width: box.width, height: box.height)
    var made: OpaquePointer?
    _ = try checkOpenCV("learn", "the thing to follow") {
      made = vp_follow_new(&picture, &rect, $0)
      return made == nil ? -1 : 0
    }
    guard let made else { throw MediaError("learn", "the thing to follow", cause: "there is no memory") }
    model = made
    var (width, height) = (0.0, 0.0)
    vp_follow_window(made, &width, &height)
    window = (width, height)
  }

  deinit { vp_follow_free(model) }

  /// Finds the thing in the window around a place, and its size if asked.
  func locate(_ picture: vp_cv_picture, near place: vp_follow_place, withScale: Bool) throws(MediaError)
    -> Sighting
  {
    var picture = picture
    var sighting = Sighting(place: place, evidence: vp_follow_evidence())
    _ = try checkOpenCV("follow the thing in", "a frame") {
      vp_follow_locate(model, &picture, &sighting.place, withScale ? 1 : 0, &sighting.evidence, $0)
    }
    return sighting
  }

  /// Learns what the thing looks like at a place.
  func learn(_ picture: vp_cv_picture, at place: vp_follow_place, rates: Rates) throws(MediaError) {
    var (picture, place) = (picture, place)
    var given = vp_follow_rates(
      filter: rates.filter, color: rates.color, scale: rates.scale, remember: rates.remember ? 1 : 0)
    _ = try checkOpenCV("learn the thing in", "a frame") {
      vp_follow_learn(model, &picture, &place, &given, $0)
    }
  }

  /// Places in a region that look like the thing from afar, the best first; at a scale, and up to `reach` times as
  /// small and as large.
  func search(_ picture: vp_cv_picture, region: Box, scale: Double, reach: Double, limit: Int)
    throws(MediaError)
    -> [vp_follow_candidate]
  {
    var picture = picture
    var rect = vp_cv_rect(x: region.x, y: region.y, width: region.width, height: region.height)
    var candidates = [vp_follow_candidate](repeating: vp_follow_candidate(), count: limit)
    let count = try checkOpenCV("search for the thing in", "a frame") {
      vp_follow_search(model, &picture, &rect, scale, reach, &candidates, Int32(limit), $0)
    }
    return Array(candidates.prefix(Int(count)))
  }
}
