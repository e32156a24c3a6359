import Records

// Writes and reads frame records with five objects each, on one core, and prints the best rate of seven runs as
// one JSON line. Build it optimised: swift run -c release records-benchmark

let count = 40_000

/// The record of one frame with five objects.
func sample(_ index: Int) -> FrameRecord {
  let objects = (0..<5).map { number in
    let x = Float((index * 37 + number * 191) % 192_000) / 100
    let y = Float((index * 53 + number * 83) % 108_000) / 100
    return DetectedObject(
      label: number.isMultiple(of: 2) ? "person" : "bicycle", classID: number,
      score: Float((index + number * 17) % 100) / 100, box: Box(x: x, y: y, width: 64.25, height: 128.5))
  }
  return FrameRecord(
    frame: index, pts: Int64(index) * 512, time: Double(index) / 25, objects: objects)
}

let frames = (0..<count).map(sample)
let clock = ContinuousClock()
var written = 0.0
var read = 0.0
for _ in 0..<7 {
  var encoder = RecordEncoder()
  let writing = clock.measure { for frame in frames { encoder.append(frame) } }
  written = max(written, Double(count) / (writing / .seconds(1)))
  var splitter = LineSplitter()
  var decoder = RecordDecoder()
  let bytes = encoder.take()
  var objects = 0
  let reading = try clock.measure {
    splitter.push(bytes)
    while let line = try splitter.next() {
      if case .frame(let frame) = try decoder.decode(line) { objects += frame.objects?.count ?? 0 }
    }
  }
  precondition(objects == count * 5, "records were lost")
  read = max(read, Double(count) / (reading / .seconds(1)))
}
print("{\"type\":\"summary\",\"written_per_second\":\(Int(written)),\"read_per_second\":\(Int(read))}")
