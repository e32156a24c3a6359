@testable import Tracking

/// Random numbers that are the same in every run (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", OOPSLA 2014).
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Made-up scenes.
enum Scene {
  /// Objects that wander over a picture, with missed and false detections; coordinates are multiples of 1/16,
  /// so that sums with whole numbers are exact.
  static func wandering(objects: Int, frames: Int, seed: UInt64, rate: Double = 16) -> [TrackerFrame] {
    var numbers = SeededNumbers(seed)
    func sixteenth(_ value: Float) -> Float { (value * 16).rounded() / 16 }
    var places = (0..<objects).map { _ in
      SIMD2(Float.random(in: 50...950, using: &numbers), Float.random(in: 50...650, using: &numbers))
    }
    let speeds = places.map { _ in
      SIMD2(Float.random(in: -6...6, using: &numbers), Float.random(in: -3...3, using: &numbers))
    }
    let heights = places.map { _ in Float.random(in: 40...120, using: &numbers) }
    return (0..<frames).map { index in
      var frame = TrackerFrame(time: Double(index) / rate)
      for k in places.indices {
        places[k] += speeds[k]
        guard Float.random(in: 0...1, using: &numbers) < 0.85 else { continue }
        let noise = SIMD2(
          Float.random(in: -2...2, using: &numbers), Float.random(in: -2...2, using: &numbers))
        let corner = places[k] + noise
        frame.detections.append(
          TrackerDetection(
            left: sixteenth(corner.x), top: sixteenth(corner.y), width: sixteenth(heights[k] * 0.4),
            height: sixteenth(heights[k]), score: Float.random(in: 0.5...1, using: &numbers)))
      }
      if Int.random(in: 0..<3, using: &numbers) == 0 {
        frame.detections.append(
          TrackerDetection(
            left: sixteenth(Float.random(in: 0...900, using: &numbers)), top: 100, width: 30, height: 75,
            score: 0.7))
      }
      return frame
    }
  }

  /// Two objects that walk towards each other, one some pixels lower, and pass; the far one is hidden while
  /// they overlap. The first detection of each frame is the near object.
  static func crossing(rate: Double = 20, hidden: Bool) -> [TrackerFrame] {
    (0..<Int(3 * rate)).map { index in
      let time = Double(index) / rate
      let near = Float(100 + 120 * time)
      let far = Float(460 - 120 * time)
      var frame = TrackerFrame(time: time, size: SIMD2(640, 480))
      frame.detections.append(TrackerDetection(left: near, top: 100, width: 50, height: 150, score: 0.95))
      if !hidden || abs(near - far) > 25 {
        frame.detections.append(TrackerDetection(left: far, top: 85, width: 45, height: 130, score: 0.95))
      }
      return frame
    }
  }

  /// The outputs of all frames.
  static func run(_ tracker: any MultiObjectTracker, _ frames: [TrackerFrame]) -> [TrackerOutput] {
    var tracker = tracker
    var output = TrackerOutput()
    return frames.map { frame in
      tracker.update(frame, into: &output)
      return output
    }
  }
}
