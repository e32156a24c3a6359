import Glibc
import Media
import Pipeline
import Records
import Vision

// Follows things through a clip, or measures the camera's motion, and tells how long each frame took.
//
//   follow-benchmark CLIP camera                a line per frame: the six numbers, the inlier share, milliseconds
//   follow-benchmark CLIP FIRST,LAST,X,Y,W,H... a line per frame and thing pointed at (in frame FIRST, counted
//                                               from 0): thing, frame, x, y, width, height, confidence, state,
//                                               milliseconds
// NAME=VALUE sets an option: learn-from, doubt-below, find-from, learning-time, patience.

struct Job {
  var first: Int
  var last: Int
  var box: Box
  var tracker: SingleObjectTracker?
}

func milliseconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15
}

let arguments = CommandLine.arguments.dropFirst()
guard let clip = arguments.first, arguments.count > 1 else {
  fatalError("follow-benchmark CLIP camera | FIRST,LAST,X,Y,W,H...")
}
var options = SingleObjectOptions()
var jobs: [Job] = []
for argument in arguments.dropFirst() where argument != "camera" {
  let setting = argument.split(separator: "=")
  if setting.count == 2, let value = Double(setting[1]) {
    switch setting[0] {
    case "learn-from": options.learnFrom = Float(value)
    case "doubt-below": options.doubtBelow = Float(value)
    case "find-from": options.findFrom = Float(value)
    case "learning-time": options.learningTime = value
    case "patience": options.patience = value
    default: fatalError("there is no option \(setting[0])")
    }
    continue
  }
  let values = argument.split(separator: ",").compactMap { Float($0) }
  guard values.count == 6 else { fatalError("a thing is FIRST,LAST,X,Y,W,H") }
  let box = Box(x: values[2], y: values[3], width: values[4], height: values[5])
  jobs.append(Job(first: Int(values[0]), last: Int(values[1]), box: box))
}
let source = try SourceOpening.open(clip, options: SourceOptions(), interrupt: Interrupt())
let camera = try CameraMotionEstimator(width: source.stream.width, height: source.stream.height)
let clock = ContinuousClock()
var index = -1
while let item = try source.next() {
  guard case .video(let video) = item else { continue }
  index += 1
  let time = video.record.time
  if jobs.isEmpty {
    let start = clock.now
    let m = try camera.update(video.frame)
    let taken = milliseconds(clock.now - start)
    print(index, m.a, m.b, m.translationX, m.c, m.d, m.translationY, m.inlierShare, taken)
  }
  for i in jobs.indices where index >= jobs[i].first && index <= jobs[i].last {
    let start = clock.now
    guard let tracker = jobs[i].tracker else {
      jobs[i].tracker = try SingleObjectTracker(video.frame, box: jobs[i].box, time: time, options: options)
      continue
    }
    let found = try tracker.update(video.frame, time: time)
    let taken = milliseconds(clock.now - start)
    let box = found.box
    print(
      i, index, box.x, box.y, box.width, box.height, found.confidence, found.state.rawValue, taken)
  }
}
