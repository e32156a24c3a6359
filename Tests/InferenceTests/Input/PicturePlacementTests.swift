import Records
import Testing

@testable import Inference

@Suite struct PicturePlacementTests {
  private let part = Box(x: 100, y: 50, width: 640, height: 360)

  private func placement(_ fit: PictureInput.Fit) -> PicturePlacement {
    PicturePlacement(region: part, in: PictureInput(width: 320, height: 320, fit: fit))
  }

  @Test func aLetterboxIsInTheMiddle() {
    let place = placement(.letterbox)
    #expect([place.left, place.top, place.width, place.height] == [0, 70, 320, 180])
  }

  @Test func anOddRestOfALetterboxHasItsSmallerHalfFirst() {
    let place = PicturePlacement(
      region: Box(x: 0, y: 0, width: 100, height: 99), in: PictureInput(width: 100, height: 100))
    #expect([place.left, place.top, place.width, place.height] == [0, 0, 100, 99])
    let five = PicturePlacement(
      region: Box(x: 0, y: 0, width: 95, height: 100), in: PictureInput(width: 100, height: 100))
    #expect([five.left, five.top, five.width, five.height] == [2, 0, 95, 100])
  }

  // 640 / 227 * 100 = 281.94: Ultralytics rounds it, YOLOX cuts it.
  @Test func aLetterboxRoundsAndTheTopLeftFitCuts() {
    let rounded = PicturePlacement(
      region: Box(x: 0, y: 0, width: 227, height: 100),
      in: PictureInput(width: 640, height: 640, fit: .letterbox))
    #expect([rounded.left, rounded.top, rounded.width, rounded.height] == [0, 179, 640, 282])
    let cut = PicturePlacement(
      region: Box(x: 0, y: 0, width: 227, height: 100),
      in: PictureInput(width: 640, height: 640, fit: .topLeft))
    #expect([cut.left, cut.top, cut.width, cut.height] == [0, 0, 640, 281])
    #expect(abs(cut.scaleX - 2.81938) < 0.0001 && cut.scaleX == cut.scaleY)
  }

  @Test func aPartAtAPlaceOfItsOwnHasItsOwnScales() {
    let place = PicturePlacement(
      region: Box(x: 40, y: 20, width: 200, height: 100),
      at: Box(x: 10, y: 30, width: 100, height: 25))
    let box = place.frame(Box(x: 60, y: 40, width: 20, height: 5))
    #expect(box == Box(x: 140, y: 60, width: 40, height: 20))
  }

  @Test func theTopLeftFitBeginsAtTheCorner() {
    let place = placement(.topLeft)
    #expect([place.left, place.top, place.width, place.height] == [0, 0, 320, 180])
  }

  @Test func aStretchFillsTheInput() {
    let place = placement(.stretch)
    #expect([place.left, place.top, place.width, place.height] == [0, 0, 320, 320])
    #expect(place.scaleX == 0.5 && abs(place.scaleY - 320.0 / 360) < 0.0001)
  }

  @Test(arguments: [PictureInput.Fit.letterbox, .topLeft, .stretch])
  func whatFillsTheInputIsThePartOfTheFrame(fit: PictureInput.Fit) {
    let place = placement(fit)
    let box = place.frame(
      Box(
        x: Float(place.left), y: Float(place.top), width: Float(place.width), height: Float(place.height)))
    for (found, wanted) in zip(
      [box.x, box.y, box.width, box.height], [part.x, part.y, part.width, part.height])
    {
      #expect(abs(found - wanted) < 0.01)
    }
    let middle = place.frame(
      Point(x: Float(place.left) + Float(place.width) / 2, y: Float(place.top) + Float(place.height) / 2))
    #expect(abs(middle.x - 420) < 0.01 && abs(middle.y - 230) < 0.01)
  }
}
