import Glibc
import Media
import Pipeline
import Quality
import Records

// Tells what is measured of a clip against its reference, and how long it takes.
//
//   quality-benchmark features PICTURE REFERENCE FIRST COUNT INTERVAL
//       a line per frame: its number, detail, information at four scales, motion, and the estimate
//   quality-benchmark estimate|vmaf PICTURE REFERENCE FIRST COUNT INTERVAL
//       the score of one snippet, its frames, and milliseconds of CPU a frame (of this process, and of the program
//       that computes VMAF) without decoding
//   quality-benchmark samples RATE < STATISTICS
//       of x264's first pass, at a frame rate: the snippets to sample, a line each: first frame, frames, weight,
//       bits a frame
//
// The snippet's frames are the first COUNT of PICTURE, and those of REFERENCE from FIRST on.

/// The pictures of a clip.
func pictures(_ path: String, from first: Int, count: Int) throws -> [Frame] {
  var options = SourceOptions()
  options.audio = false
  let source = try SourceOpening.open(path, options: options, interrupt: Interrupt())
  var (frames, place): ([Frame], Int) = ([], 0)
  while frames.count < count, let item = try source.next() {
    guard case .video(let video) = item else { continue }
    if place >= first { frames.append(video.frame) }
    place += 1
  }
  return frames
}

/// Seconds of CPU that this process and those that it waited for have used.
func cpuSeconds() -> Double {
  [RUSAGE_SELF.rawValue, RUSAGE_CHILDREN.rawValue].reduce(0) { sum, who in
    var usage = rusage()
    getrusage(who, &usage)
    return sum + Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
  }
}

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.count == 2, arguments[0] == "samples", let rate = Double(arguments[1]) {
  var text = ""
  while let line = readLine(strippingNewline: false) { text += line }
  for sample in SampleSelection().samples(PassFrame.read(text), frameRate: rate) {
    print(sample.frames.lowerBound, sample.frames.count, sample.weight, sample.modelledBits)
  }
  exit(0)
}
guard arguments.count == 6, let first = Int(arguments[3]), let count = Int(arguments[4]),
  let interval = Int(arguments[5])
else {
  print("quality-benchmark features|estimate|vmaf PICTURE REFERENCE FIRST COUNT INTERVAL")
  exit(64)
}
let distorted = try pictures(arguments[1], from: 0, count: count)
let reference = try pictures(arguments[2], from: first, count: count)
let pairs = zip(distorted, reference)

if arguments[0] == "features" {
  let snippet = SnippetFeatures(interval: interval)
  for (picture, reference) in pairs { try snippet.add(picture, reference: reference) }
  for (index, found) in snippet.finish() {
    let values = [found.detail] + found.information + [found.motion, QualityEstimate.score(found)]
    print(([String(index)] + values.map { String(Double(Int($0 * 1e6)) / 1e6) }).joined(separator: ","))
  }
} else {
  let before = cpuSeconds()
  let engine = arguments[0] == "vmaf" ? QualityMeter.Engine.vmaf(VMAFOptions()) : .estimate
  let meter = try QualityMeter(
    engine, height: reference.first?.height ?? 0, interval: interval, interrupt: Interrupt())
  for (picture, reference) in pairs { try meter.add(picture, reference: reference) }
  for score in try meter.finish() {
    let milliseconds = (cpuSeconds() - before) * 1e3 / Double(max(1, min(distorted.count, reference.count)))
    print(meter.scale, score.score, score.frames, milliseconds)
  }
}
