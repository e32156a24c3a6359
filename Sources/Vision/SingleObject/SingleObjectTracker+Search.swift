import COpenCV
import Media
import Records

extension SingleObjectTracker {
  /// Where to look for a thing that has been lost for `lost` seconds: at first where it is expected, then where a
  /// search around that finds something like it, at last where one of the whole frame does.
  func places(_ picture: vp_cv_picture, expected: vp_follow_place, lost: Double) throws(MediaError)
    -> [vp_follow_place]
  {
    var places: [vp_follow_place] = []
    if lost < options.wholeFrameAfter, share(inside: expected) > 0 { places.append(expected) }
    let isWhole = lost >= options.wholeFrameAfter
    let interval = isWhole ? options.wholeFrameInterval : options.searchInterval
    guard lastTime - searchedTime >= interval * 0.999 else { return places }
    searchedTime = lastTime
    let region = isWhole ? extent : self.region(around: expected, lost: lost)
    guard region.width >= 8, region.height >= 8 else { return places }
    guard isWhole else {
      return places
        + (try model.search(
          picture, region: region, scale: expected.scale, reach: 1.25, limit: options.candidates
        ).map(\.place))
    }
    // The whole frame is a lot: one size at a time, the likely ones first.
    let sizes = [1, 0.8, 1.25, 0.64, 1.56, 0.51, 1.95]
    let size = expected.scale * sizes[sweep % sizes.count]
    sweep += 1
    let found = try model.search(
      picture, region: region, scale: size, reach: 1, limit: min(3, options.candidates))
    return places + found.map(\.place)
  }

  private func region(around place: vp_follow_place, lost: Double) -> Box {
    let box = box(at: place)
    let reach = Float(options.searchGrowth * lost) * box.area.squareRoot()
    let width = Float(model.window.width * place.scale) + 2 * reach
    let height = Float(model.window.height * place.scale) + 2 * reach
    return Box(x: Float(place.x) - width / 2, y: Float(place.y) - height / 2, width: width, height: height)
      .intersection(extent)
  }
}
