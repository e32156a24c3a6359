import Detection
import Glibc
import Media
import Pipeline
import Records

// Runs the motion detector and the gate over a clip, without a model: what moves and what would be looked at.
//
//   gate-benchmark CLIP                what moves in each frame, as NDJSON, with the milliseconds it took
//   gate-benchmark CLIP INPUT SMALL... the decisions too, for a model input of INPUT x INPUT pixels and mosaics
//                                      of SMALL x SMALL; each decision waits for a line with what was found,
//                                      `x y w h score class` for each object, and prints the merged objects
// NAME=VALUE sets a value of the policy: full-every, linger, margin, context, minimum-area, maximum-coverage,
// looked-at.

/// A number as JSON.
func text(_ value: Float) -> String { value.isFinite ? "\(value)" : "null" }
/// A box as JSON.
func text(_ box: Box) -> String { "[\(text(box.x)),\(text(box.y)),\(text(box.width)),\(text(box.height))]" }

guard CommandLine.arguments.count > 1 else { fatalError("gate-benchmark CLIP [INPUT SMALL...]") }
let source = try SourceOpening.open(
  CommandLine.arguments[1], options: SourceOptions(), interrupt: Interrupt())
let sizes = CommandLine.arguments.dropFirst(2).compactMap(Int.init)
let (width, height) = (source.stream.width, source.stream.height)
let detector = try MotionDetector(width: width, height: height, frameRate: 25)
var policy = GatePolicy()
for argument in CommandLine.arguments.dropFirst(2) {
  let parts = argument.split(separator: "=")
  guard parts.count == 2, let value = Double(parts[1]) else { continue }
  switch parts[0] {
  case "full-every": policy.fullEvery = value
  case "linger": policy.linger = value
  case "margin": policy.margin = Float(value)
  case "context": policy.context = Float(value)
  case "minimum-area": policy.minimumArea = Float(value)
  case "maximum-coverage": policy.maximumCoverage = Float(value)
  case "looked-at": policy.lookedAt = Float(value)
  default: fatalError("the policy has no \(parts[0])")
  }
}
var look = RegionLook.none
if let input = sizes.first, sizes.count > 1 {
  look = .mosaic(
    RegionPacker(
      frameWidth: width, frameHeight: height, fullInput: .init(width: input, height: input),
      inputs: sizes.dropFirst().map { .init(width: $0, height: $0) }))
}
var gate = MotionGate(width: width, height: height, policy: policy, look: look)
var memory = GateMemory(width: width, height: height, policy: policy)
let clock = ContinuousClock()
while let item = try source.next() {
  guard case .video(let video) = item else { continue }
  let start = clock.now
  let motion = try detector.update(video.frame, time: video.record.time)
  let taken = clock.now - start
  let milliseconds = Double(taken.components.attoseconds) / 1e15
  let regions = motion.regions.map { "[\(text($0.box)),\($0.area),\(text($0.score))]" }
  var line =
    "{\"frame\":\(video.record.frame),\"time\":\(video.record.time),\"ready\":\(motion.isReady),"
    + "\"scene\":\(motion.isSceneChange),\"moving\":\(motion.movingFraction),\"ms\":\(milliseconds),"
    + "\"regions\":[\(regions.joined(separator: ","))]"
  guard !sizes.isEmpty else {
    print(line + "}")
    continue
  }
  let decision = gate.decide(motion, time: video.record.time)
  let tiles = decision.mosaic?.tiles.map { "[\(text($0.source)),\(text($0.destination))]" } ?? []
  line +=
    ",\"extent\":\"\(decision.extent.rawValue)\",\"looks\":[\(decision.regions.map(text).joined(separator: ","))]"
  line += ",\"input\":\(decision.mosaic?.width ?? 0),\"tiles\":[\(tiles.joined(separator: ","))]}"
  print(line)
  var found: [DetectedObject] = []
  if decision.extent != .held {
    fflush(nil)
    let numbers = (readLine() ?? "").split(separator: " ").compactMap { Float($0) }
    for start in stride(from: 0, to: numbers.count - 5, by: 6) {
      let n = Array(numbers[start..<start + 6])
      found.append(
        DetectedObject(
          label: "\(Int(n[5]))", classID: Int(n[5]), score: n[4],
          box: Box(x: n[0], y: n[1], width: n[2], height: n[3])))
    }
  }
  let merged = memory.merge(decision, found: found).map {
    "[\(text($0.box)),\(text($0.score)),\($0.classID ?? 0)]"
  }
  print("{\"objects\":[\(merged.joined(separator: ","))]}")
  fflush(nil)
}
