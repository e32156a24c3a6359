import Foundation
import Records
import Tracking

// Times the trackers alone, on one core, with prebuilt input, and prints a JSON line for each measurement.
//
//     tracking-benchmark speed FOLDER...   frames a second over sequences (det.txt, seqinfo.ini), best of 5
//     tracking-benchmark crowd             the same for made-up scenes of 10, 100 and 1,000 objects
//     tracking-benchmark long [FRAMES]     one long scene: memory and time by tenths, identities
//
// Build it optimised: swift run -c release tracking-benchmark

/// SplitMix64.
struct Random: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func number(_ range: ClosedRange<Float>) -> Float { Float.random(in: range, using: &self) }
}

/// The frames of a `det.txt`, as a tracker takes them.
func frames(_ folder: String) throws -> (frames: [TrackerFrame], seconds: Double) {
  let bytes = Array(try Data(contentsOf: URL(filePath: folder + "/det.txt")))
  let info = try SequenceInfo(String(contentsOfFile: folder + "/seqinfo.ini", encoding: .utf8), file: folder)
  let rate = Rational(Int64(info.frameRate ?? 30))
  let file = try DetectionFile(bytes, as: .mot, name: folder, frameRate: rate, info: info)
  let size = SIMD2(Float(info.width ?? 0), Float(info.height ?? 0))
  let frames = file.frames.map { record in
    TrackerFrame(
      time: record.time,
      detections: (record.objects ?? []).map {
        TrackerDetection(
          left: $0.box.x, top: $0.box.y, width: $0.box.width, height: $0.box.height, score: $0.score)
      }, size: size)
  }
  return (frames, 1 / rate.doubleValue)
}

func tracker(_ kind: TrackerKind, frame seconds: Double) -> any MultiObjectTracker {
  var parameters = TrackerParameters()
  parameters.setFrameTime(seconds)
  return kind.makeTracker(parameters)
}

/// Frames a second, the best of some runs.
func rate(
  _ kind: TrackerKind, _ sequences: [(frames: [TrackerFrame], seconds: Double)], repeats: Int, runs: Int
)
  -> Double
{
  var best = 0.0
  for _ in 0..<runs {
    var count = 0
    let time = ContinuousClock().measure {
      for _ in 0..<repeats {
        for sequence in sequences {
          var follower = tracker(kind, frame: sequence.seconds)
          var output = TrackerOutput()
          for frame in sequence.frames { follower.update(frame, into: &output) }
          count += sequence.frames.count
        }
      }
    }
    best = max(best, Double(count) / (time / .seconds(1)))
  }
  return best
}

/// Objects that walk about in a picture that grows with their number, seen with noise, nine times of ten.
func crowd(_ objects: Int, frames count: Int) -> [TrackerFrame] {
  var random = Random(state: 7)
  let side = 100 * Float(objects).squareRoot()
  var places = (0..<objects).map { _ in SIMD2(random.number(0...side), random.number(0...side)) }
  var steps = places.map { _ in SIMD2(random.number(-2...2), random.number(-2...2)) }
  return (0..<count).map { index in
    var frame = TrackerFrame(time: Double(index) / 25, size: SIMD2(side, side))
    for object in places.indices {
      places[object] += steps[object]
      for axis in 0..<2 where places[object][axis] < 0 || places[object][axis] > side {
        steps[object][axis] *= -1
      }
      guard random.number(0...1) < 0.9 else { continue }
      frame.detections.append(
        TrackerDetection(
          left: places[object].x + random.number(-2...2), top: places[object].y + random.number(-2...2),
          width: 25 + random.number(-1...1), height: 60 + random.number(-2...2),
          score: random.number(0.4...1)))
    }
    return frame
  }
}

/// The process's resident memory in megabytes.
func resident() -> Double {
  let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
  let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
  return pages * 4096 / 1e6
}

func long(_ total: Int) {
  var random = Random(state: 3)
  var walkers: [(place: SIMD2<Float>, step: SIMD2<Float>)] = []
  var follower = tracker(.cascade, frame: 0.04)
  var output = TrackerOutput()
  var frame = TrackerFrame(size: SIMD2(1920, 1080))
  var highest = 0
  var ended = 0
  var reused = 0
  var lastEnded = Set<Int>()
  var parts: [String] = []
  var begun = ContinuousClock.now
  for index in 0..<total {
    if random.number(0...1) < 0.02 {
      walkers.append((SIMD2(0, random.number(100...900)), SIMD2(random.number(2...8), random.number(-1...1))))
    }
    frame.time = Double(index) / 25
    frame.detections.removeAll(keepingCapacity: true)
    for walker in walkers.indices {
      walkers[walker].place += walkers[walker].step
      let place = walkers[walker].place
      guard random.number(0...1) < 0.92 else { continue }
      frame.detections.append(
        TrackerDetection(
          left: place.x + random.number(-2...2), top: place.y + random.number(-2...2), width: 50, height: 120,
          score: random.number(0.4...1)))
    }
    walkers.removeAll { $0.place.x > 1920 }
    follower.update(frame, into: &output)
    for found in output.detections {
      highest = max(highest, found.trackID)
      if lastEnded.contains(found.trackID) { reused += 1 }
    }
    for track in output.ended {
      ended += 1
      lastEnded.insert(track.trackID)
    }
    if lastEnded.count > 100_000 { lastEnded.removeAll(keepingCapacity: true) }
    if (index + 1) % max(1, total / 10) == 0 {
      let seconds = (ContinuousClock.now - begun) / .seconds(1)
      parts.append(
        "{\"frames\":\(index + 1),\"seconds\":\(Float(seconds)),\"resident_mb\":\(Float(resident()))}")
      begun = ContinuousClock.now
    }
  }
  print(
    "{\"long\":\(total),\"ended\":\(ended),\"highest_id\":\(highest),\"ids_seen_after_their_end\":\(reused),\"tenths\":[\(parts.joined(separator: ","))]}"
  )
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "speed":
  let sequences = try arguments.dropFirst().map { try frames($0) }
  for kind in TrackerKind.allCases {
    let best = rate(kind, sequences, repeats: 20, runs: 5)
    print("{\"tracker\":\"\(kind.rawValue)\",\"frames_per_second\":\(Int(best))}")
  }
case "crowd":
  for kind in [TrackerKind.cascade, .byteTrack] {
    for objects in [10, 100, 1000] {
      let scene = crowd(objects, frames: max(60, 60_000 / objects))
      let best = rate(kind, [(scene, 0.04)], repeats: 1, runs: 3)
      print(
        "{\"tracker\":\"\(kind.rawValue)\",\"objects\":\(objects),\"frames_per_second\":\(Int(best)),\"us_per_object\":\(Float(1e6 / best / Double(objects)))}"
      )
    }
  }
case "long": long(arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000)
default: print("tracking-benchmark speed FOLDER... | crowd | long [FRAMES]")
}
