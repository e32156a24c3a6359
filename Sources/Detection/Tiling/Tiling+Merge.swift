import Records

extension Tiling {
  /// Puts together what was found in the tiles: one object for each thing.
  ///
  /// Greedy, the surest first, those that no tile's border cuts before those that one cuts. Of boxes of one
  /// class, one that overlaps a kept one by `sameObject` is the same object. One that is cut is dropped where
  /// a kept one covers `sameFragment` of it; two cut ones that overlap by that much are joined, because each
  /// shows another end of the thing.
  /// - Parameters:
  ///   - objects: what was found, in pixels of the picture.
  ///   - regions: the parts that were looked at, as `regions(in:width:height:)` gave them.
  public func merge(_ objects: [DetectedObject], regions: [Box]) -> [DetectedObject] {
    guard let whole = regions.first, regions.count > 1 else { return objects }
    let cut = objects.map { object in isCut(object.box, tiles: regions.dropFirst(), whole: whole) }
    let order = objects.indices.sorted { a, b in
      if cut[a] != cut[b] { return cut[b] }
      return objects[a].score != objects[b].score ? objects[a].score > objects[b].score : a < b
    }
    var kept: [(object: DetectedObject, isCut: Bool)] = []
    for index in order {
      let object = objects[index]
      let same = kept.firstIndex { other in
        guard other.object.isSameClass(as: object) else { return false }
        if other.object.box.intersectionOverUnion(object.box) > sameObject { return true }
        return cut[index] && other.object.box.intersectionOverSmaller(object.box) > sameFragment
      }
      guard let same else {
        kept.append((object, cut[index]))
        continue
      }
      if kept[same].isCut, cut[index] { kept[same].object.box = kept[same].object.box.union(object.box) }
    }
    return kept.map(\.object)
  }

  /// Whether an edge of a box lies on a tile's border inside the picture, and the box in that tile.
  private func isCut(_ box: Box, tiles: ArraySlice<Box>, whole: Box) -> Bool {
    tiles.contains { tile in
      // A model's boxes end a few of its pixels before the border.
      let slack = 0.01 * max(tile.width, tile.height)
      guard box.intersection(tile).area > 0.98 * box.area else { return false }
      return (tile.x > whole.x && box.x < tile.x + slack) || (tile.y > whole.y && box.y < tile.y + slack)
        || (tile.maxX < whole.maxX && box.maxX > tile.maxX - slack)
        || (tile.maxY < whole.maxY && box.maxY > tile.maxY - slack)
    }
  }
}
