import Media
import Testing

@testable import Vision

@Suite("Small copies of pictures") struct SmallPictureTests {
  @Test("cells hold rounded means, and what fills no cell is left out", arguments: [1, 2, 3, 5, 8, 13, 27])
  func means(cell: Int) throws {
    let (width, height) = (cell * 160 + cell / 2, 3 * cell + cell / 3)
    var numbers = SeededNumbers(UInt64(cell))
    let levels = (0..<(width * height)).map { _ in Int.random(in: 0...255, using: &numbers) }
    let frame = try TestPictures.make(width: width, height: height) { x, y in Double(levels[y * width + x]) }
    let small = SmallPicture(of: frame)
    #expect(small.cell == cell)
    #expect((small.width, small.height) == (width / cell, height / cell))
    for row in 0..<small.height {
      for column in 0..<small.width {
        var sum = 0
        for y in 0..<cell {
          for x in 0..<cell { sum += levels[(row * cell + y) * width + column * cell + x] }
        }
        let mean = (2 * sum + cell * cell) / (2 * cell * cell)
        #expect(Int(small.luma[row * small.width + column]) == mean)
      }
    }
    #expect(small.blue.isEmpty && small.red.isEmpty)
  }

  @Test(
    "chroma follows its subsampling",
    arguments: [
      ("yuv420p", 80, 45), ("yuv422p", 80, 90), ("yuv444p", 160, 90), ("yuv410p", 40, 22),
      ("yuv420p10le", 80, 45),
      ("yuv444p16le", 160, 90), ("yuvj420p", 80, 45), ("gray10le", 0, 0),
    ])
  func chroma(format: String, width: Int, height: Int) throws {
    let frame = try TestPictures.make(width: 1280, height: 720, format: format) { x, y in
      Double((x / 8 + y / 8) % 256)
    }
    let small = SmallPicture(of: frame)
    var expected: [UInt8] = []
    for row in 0..<90 { for column in 0..<160 { expected.append(UInt8((row + column) % 256)) } }
    #expect((small.width, small.height, small.cell) == (160, 90, 8))
    #expect(small.luma == expected)
    #expect((small.chromaWidth, small.chromaHeight) == (width, height))
    #expect(small.blue == [UInt8](repeating: 128, count: width * height))
    #expect(small.red == small.blue)
  }

  @Test("deep samples are rounded to 8 bits, and the highest stays the highest")
  func deep() throws {
    let frame = try TestPictures.make(width: 4, height: 2, format: "gray12le") { x, _ in
      [100.4, 100.6, 255.9375, 0][x]
    }
    #expect(SmallPicture(of: frame).luma == [100, 101, 255, 0, 100, 101, 255, 0])
  }

  @Test(
    "any size has a small picture",
    arguments: [(1, 1), (2, 1), (1, 3000), (3000, 2), (17, 9), (161, 7), (4099, 3)])
  func sizes(width: Int, height: Int) throws {
    let frame = try TestPictures.make(width: width, height: height, format: "yuv420p") { _, _ in 77 }
    let small = SmallPicture(of: frame)
    #expect(small.width > 0 && small.height > 0)
    #expect(small.luma.allSatisfy { $0 == 77 })
    #expect(small.luma.count == small.width * small.height)
  }
}
