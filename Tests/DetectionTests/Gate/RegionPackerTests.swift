import Records
import Testing

@testable import Detection

@Suite struct RegionPackerTests {
  private let packer = RegionPacker(
    frameWidth: 768, frameHeight: 576, fullInput: .init(width: 416, height: 416),
    inputs: [.init(width: 256, height: 256), .init(width: 416, height: 416), .init(width: 192, height: 192)])

  @Test func onlySmallerInputsAreTakenSmallestFirst() {
    #expect(packer.inputs.map(\.width) == [192, 256])
    #expect(packer.scale == Float(416) / 768)
    #expect(RegionPacker.sizes(below: .init(width: 416, height: 416)).map(\.width) == [192, 256])
    #expect(RegionPacker.sizes(below: .init(width: 64, height: 64)).isEmpty)
  }

  @Test func tilesLieApartInsideTheInputAtTheScaleOfAFullLook() throws {
    var random = SyntheticScene.Random(state: 3)
    var packed = 0
    for _ in 0..<200 {
      let regions = (0..<Int(1 + random.next() % 7)).map { _ in
        Box(
          x: Float(random.next() % 300) * 2, y: Float(random.next() % 200) * 2,
          width: Float(8 + random.next() % 60) * 2, height: Float(8 + random.next() % 60) * 2)
      }
      guard let mosaic = packer.pack(regions) else { continue }
      packed += 1
      #expect(Set(mosaic.tiles.map(\.source)) == Set(regions))
      for (index, tile) in mosaic.tiles.enumerated() {
        let place = tile.destination
        #expect(place.x >= 0 && place.y >= 0)
        #expect(place.maxX <= Float(mosaic.width) && place.maxY <= Float(mosaic.height))
        #expect(abs(place.width - tile.source.width * packer.scale) <= 0.5)
        #expect(abs(place.height - tile.source.height * packer.scale) <= 0.5)
        for other in mosaic.tiles.dropFirst(index + 1) {
          let grown = Box(
            x: place.x - 8, y: place.y - 8, width: place.width + 16, height: place.height + 16)
          #expect(grown.intersection(other.destination).area == 0)
        }
      }
    }
    #expect(packed > 50)
  }

  @Test func whatDoesNotFitIsNotPacked() {
    #expect(packer.pack([]) == nil)
    #expect(packer.pack([Box(width: 500, height: 100)]) == nil)
    #expect(packer.pack([Box(width: 450, height: 450), Box(x: 500, width: 60, height: 60)]) == nil)
    #expect(packer.pack([Box(width: 400, height: 400)])?.width == 256)
  }

  @Test func boxesComeBackToTheirPlaceInTheFrame() throws {
    let source = Box(x: 100, y: 200, width: 80, height: 160)
    let mosaic = Mosaic(
      width: 192, height: 192,
      tiles: [
        .init(source: Box(width: 40, height: 40), destination: Box(width: 20, height: 20)),
        .init(source: source, destination: Box(x: 28, y: 0, width: 40, height: 80)),
      ])
    #expect(
      mosaic.inFrame(Box(x: 38, y: 10, width: 10, height: 20)) == Box(x: 120, y: 220, width: 20, height: 40))
    // Cut to the tile that holds the middle.
    #expect(
      mosaic.inFrame(Box(x: 24, y: 0, width: 20, height: 80)) == Box(x: 100, y: 200, width: 32, height: 160))
    #expect(mosaic.inFrame(Box(x: 100, y: 100, width: 20, height: 20)) == nil)
  }
}
