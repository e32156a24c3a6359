import Media
import Records
import Testing

@testable import Detection

@Suite struct TilingTests {
  @Test func theOptionIsRead() throws {
    #expect(try Tiling("3x2", inputWidth: 416, inputHeight: 416).grid == .fixed(columns: 3, rows: 2))
    #expect(
      try Tiling("auto", inputWidth: 640, inputHeight: 416).grid
        == .automatic(inputWidth: 640, inputHeight: 416))
    for text in ["", "3", "x", "3x", "0x2", "17x1", "3x2x1", "-1x2", "axb"] {
      #expect(throws: MediaError.self) { try Tiling(text, inputWidth: 416, inputHeight: 416) }
    }
  }

  @Test func tilesCoverThePictureAndOverlap() {
    for (columns, rows) in [(2, 1), (3, 2), (4, 4)] {
      let tiling = Tiling(.fixed(columns: columns, rows: rows))
      let regions = tiling.regions(width: 1921, height: 1081)
      #expect(regions.count == 1 + columns * rows)
      #expect(regions[0] == Box(width: 1921, height: 1081))
      let row = regions.dropFirst().prefix(columns)
      #expect(row.first?.x == 0)
      #expect(row.last?.maxX == 1921)
      #expect(regions.last?.maxY == 1081)
      for (left, right) in zip(row, row.dropFirst()) {
        #expect(left.maxX - right.x >= 0.2 * min(left.width, right.width) - 2)
        #expect(right.x.truncatingRemainder(dividingBy: 2) == 0)
      }
    }
  }

  @Test func automaticTilesReduceAtMostTwoToOne() {
    let tiling = Tiling(.automatic(inputWidth: 416, inputHeight: 416))
    #expect(tiling.regions(width: 768, height: 576) == [Box(width: 768, height: 576)])
    #expect(tiling.regions(width: 1920, height: 1080).count == 1 + 3 * 2)
    for (width, height) in [(1280, 720), (1920, 1080), (3840, 2160)] {
      let tiles = tiling.regions(width: width, height: height).dropFirst()
      #expect(tiles.allSatisfy { $0.width <= 2 * 416 + 4 && $0.height <= 2 * 416 + 4 })
    }
  }

  @Test func anExtentIsTiledByItself() {
    let extent = Box(x: 100, y: 50, width: 400, height: 300)
    let regions = Tiling(.fixed(columns: 2, rows: 2)).regions(in: extent, width: 1000, height: 1000)
    #expect(regions[0] == extent)
    #expect(regions.allSatisfy { $0.intersection(extent) == $0 })
  }
}

@Suite struct TilingMergeTests {
  private let tiling = Tiling(.fixed(columns: 2, rows: 1))
  /// The whole, and tiles of 0 to 556 and 444 to 1000.
  private var regions: [Box] { tiling.regions(width: 1000, height: 500) }

  private func object(
    _ x: Float, _ width: Float, _ score: Float, id: Int = 0, y: Float = 100, height: Float = 100
  )
    -> DetectedObject
  {
    DetectedObject(
      label: "\(id)", classID: id, score: score, box: Box(x: x, y: y, width: width, height: height))
  }

  @Test func oneThingInTwoTilesIsOneObject() {
    let a = object(470, 50, 0.9)
    let b = object(472, 50, 0.7)
    #expect(tiling.merge([b, a], regions: regions) == [a])
    #expect(tiling.merge([a, object(472, 50, 0.7, id: 1)], regions: regions).count == 2)
  }

  @Test func aPieceLosesToTheWhole() {
    let whole = object(500, 300, 0.4)
    let piece = object(500, 55, 0.95)
    #expect(tiling.merge([piece, whole], regions: regions) == [whole])
  }

  @Test func twoPiecesAreJoined() {
    // Seen by the left tile to its end at 556, and by the right one from its start at 444.
    let left = object(430, 125, 0.8)
    let right = object(445, 125, 0.7)
    let merged = tiling.merge([left, right], regions: regions)
    #expect(merged.count == 1)
    #expect(merged.first?.box == Box(x: 430, y: 100, width: 140, height: 100))
    #expect(merged.first?.score == 0.8)
  }

  @Test func aChildBeforeAnAdultIsNotAPiece() {
    let adult = object(200, 60, 0.9, y: 100, height: 160)
    let child = object(210, 30, 0.8, y: 180, height: 80)
    #expect(tiling.merge([adult, child], regions: regions) == [adult, child])
  }

  @Test func theOrderOfTheObjectsDoesNotMatter() {
    let objects = [object(430, 125, 0.8), object(445, 125, 0.7), object(500, 300, 0.4), object(20, 40, 0.5)]
    let merged = tiling.merge(objects, regions: regions)
    #expect(tiling.merge(objects.reversed(), regions: regions) == merged)
  }

  @Test func oneRegionIsLeftAsItIs() {
    let objects = [object(10, 50, 0.9), object(11, 50, 0.8)]
    #expect(tiling.merge(objects, regions: [Box(width: 1000, height: 500)]) == objects)
  }
}
