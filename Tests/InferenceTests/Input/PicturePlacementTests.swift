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
