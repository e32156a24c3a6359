import Glibc
import Media
import Pipeline
import Records
import Testing

@testable import Quality

@Suite struct PipedProgramTests {
  private func run(_ script: String, writing bytes: Int = 0) throws -> (PipedProgram.Status, String, [UInt8])
  {
    let program = try PipedProgram(["/bin/sh", "-c", script], interrupt: Interrupt())
    try program.write([UInt8](repeating: 7, count: bytes))
    let (status, message) = try program.finish()
    return (status, message, program.log)
  }

  @Test func tellsItsLogAndItsErrors() throws {
    let (status, message, log) = try run("wc -c >&3; echo oh >&2", writing: 300_000)
    #expect(status == .exited(0))
    #expect(message == "oh\n")
    #expect(String(decoding: log, as: UTF8.self).contains("300000"))
  }

  @Test func aLogMayBeOpenedByItsPath() throws {
    let (_, _, log) = try run("echo there > /dev/fd/3")
    #expect(log == Array("there\n".utf8))
  }

  @Test func tellsHowItEnded() throws {
    #expect(try run("exit 3").0 == .exited(3))
    #expect(try run("kill -9 $$").0 == .killed(9))
  }

  @Test func aProgramThatReadsNothingBreaksThePipe() throws {
    let program = try PipedProgram(["/bin/sh", "-c", "exit 1"], interrupt: Interrupt())
    let error = #expect(throws: MediaError.self) {
      try program.write([UInt8](repeating: 0, count: 50_000_000))
    }
    #expect(error?.isBrokenPipe == true)
    #expect(try program.finish().0 == .exited(1))
  }

  @Test func aProgramThatDoesNotReadIsStoppedOnRequest() throws {
    let interrupt = Interrupt()
    let program = try PipedProgram(["/bin/sh", "-c", "sleep 60"], interrupt: interrupt)
    interrupt.stop()
    let error = #expect(throws: MediaError.self) {
      try program.write([UInt8](repeating: 0, count: 50_000_000))
    }
    #expect(error?.isInterruption == true)
    #expect(throws: MediaError.self) { try program.finish() }
  }

  @Test func noChildIsLeftBehind() throws {
    var program: PipedProgram? = try PipedProgram(
      ["/bin/sh", "-c", "cat > /dev/null"], interrupt: Interrupt())
    let process = try #require(program?.process)
    try program?.write([1, 2, 3])
    program = nil
    #expect(kill(process, 0) == -1 && errno == ESRCH)
  }

  @Test("Programs that cannot be run are told", arguments: ["/nowhere/ffmpeg", "/etc/hostname", "/"])
  func refusesWhatIsNoProgram(path: String) {
    #expect(throws: MediaError.self) { try PipedProgram([path], interrupt: Interrupt()) }
  }

  @Test("Programs without libvmaf are told", arguments: ["/bin/true", "/bin/false"])
  func refusesWhatHasNoLibvmaf(path: String) {
    let error = #expect(throws: MediaError.self) {
      try VMAFProgram(path, model: "vmaf_v0.6.1", options: VMAFOptions(), interrupt: Interrupt())
    }
    #expect(error?.description.contains(path) == true)
  }
}

@Suite struct VMAFTests {
  @Test func readsItsLog() throws {
    let text = "Frame,integer_adm2,vmaf,\n0,0.841802,38.570173,\n5,0.83,33.5,\n"
    #expect(try VMAFLog(Array(text.utf8)).values == [0: 38.570173, 5: 33.5])
  }

  @Test("Logs that are none are refused", arguments: ["", "Frame,adm\n0,1\n", "<VMAF>"])
  func refusesOtherLogs(text: String) {
    #expect(throws: MediaError.self) { try VMAFLog(Array(text.utf8)) }
  }

  @Test func choosesTheModelByHeight() {
    var options = VMAFOptions()
    #expect(options.modelName(height: 1080) == "vmaf_v0.6.1")
    #expect(options.modelName(height: 2160) == "vmaf_4k_v0.6.1")
    options.model = "vmaf_v0.6.1neg"
    #expect(options.modelName(height: 2160) == "vmaf_v0.6.1neg")
  }

  @Test(
    "Models by names that a filter would misread are refused", arguments: ["a:b", "x'y", "", "a,b", "a[b]"])
  func refusesOddNames(name: String) {
    var options = VMAFOptions()
    options.model = name
    options.program = "/bin/true"
    let error = #expect(throws: MediaError.self) {
      _ = try VMAF.engine(options, height: 720, interrupt: Interrupt())
    }
    #expect(error?.subject.contains("model") == true)
  }

  @Test(
    "Stacked pictures come apart again",
    arguments: [("yuv420p", 33, 17), ("yuv420p10le", 16, 9), ("gray", 5, 3)])
  func stacks(format: String, width: Int, height: Int) throws {
    let layout = try #require(PixelFormat(name: format))
    let stack = PictureStack(width: width, height: height, format: layout)
    let (upper, lower) = (try filled(layout, width, height, 1), try filled(layout, width, height, 90))
    let joined = try stack.join(upper, lower)
    #expect(joined.height == 2 * stack.offset)
    let parts = [
      try joined.cropped(x: 0, y: 0, width: width, height: height),
      try joined.cropped(x: 0, y: stack.offset, width: width, height: height),
    ]
    #expect(try parts[0].pictureBytes() == upper.pictureBytes())
    #expect(try parts[1].pictureBytes() == lower.pictureBytes())
  }

  private func filled(_ format: PixelFormat, _ width: Int, _ height: Int, _ seed: Int) throws -> Frame {
    let frame = try Frame.picture(width: width, height: height, format: format)
    for plane in 0..<3 {
      frame.withPlane(plane) { bytes in
        for index in 0..<bytes.rows * bytes.stride {
          // The upper byte of a deep sample stays within ten bits.
          let value = (index * 7 + seed + plane) % 251
          bytes.base[index] = UInt8(format.bitDepth > 8 && index % 2 == 1 ? value % 4 : value)
        }
      }
    }
    return frame
  }

  @Test func aFilterOfTwoInputsSeesBoth() throws {
    let layout = try #require(PixelFormat(name: "yuv420p"))
    let stack = PictureStack(width: 33, height: 17, format: layout)
    let log = try ScratchFile()
    do {
      let input = FilterInput.video(
        width: 33, height: 2 * stack.offset, format: layout, timeBase: Rational(1, 25), sampleAspect: nil,
        frameRate: Rational(25, 1))
      let graph = try FilterGraph(
        input, chain: VMAF.chain("psnr=stats_file=/dev/fd/\(log.descriptor)", of: stack))
      for number in 0..<3 {
        let own = try filled(layout, 33, 17, 1)
        let joined = try stack.join(own, number == 1 ? own : filled(layout, 33, 17, 2))
        joined.pts = Int64(number)
        try graph.push(joined)
        while try graph.pull() != nil {}
      }
      try graph.push(nil)
      while try graph.pull() != nil {}
    }
    let lines = String(decoding: log.contents(), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.map { $0.contains("psnr_avg:inf") } == [false, true, false])
  }
}
