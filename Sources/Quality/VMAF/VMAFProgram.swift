import Glibc
import Media

/// VMAF by an ffmpeg with libvmaf, which gets the pictures through a pipe.
final class VMAFProgram: VMAFEngine {
  let model: String
  private let program: String
  private let options: VMAFOptions
  private let interrupt: Interrupt
  private var child: PipedProgram?

  /// Tries a program with a picture made by itself.
  /// - Throws: MediaError where it cannot be run, or has no libvmaf or not the model.
  init(_ program: String, model: String, options: VMAFOptions, interrupt: Interrupt) throws {
    self.program = program
    self.model = model
    self.options = options
    self.interrupt = interrupt
    let filter = VMAF.filter(model: model, options: options, descriptor: 3)
    let child = try PipedProgram(
      [
        program, "-hide_banner", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=size=192x128:rate=25",
        "-frames:v", "1", "-lavfi", "split[a][b];[a][b]" + filter, "-f", "null", "-",
      ], interrupt: interrupt)
    let (status, message) = try child.finish()
    guard status == 0, (try? VMAFLog(child.log)) != nil else {
      throw failure(status, message)
    }
  }

  private func failure(_ status: PipedProgram.Status, _ message: String) -> MediaError {
    let hint = "it must be an ffmpeg with libvmaf: --vmaf-ffmpeg, or \(VMAF.variable)"
    if message.contains("No such filter") || message.contains("Filter not found") {
      return MediaError("compute", "VMAF with \(program)", cause: "it has no filter libvmaf", hint: hint)
    }
    if message.contains("could not load libvmaf model") {
      return MediaError(
        "compute", "VMAF with \(program)", cause: "its libvmaf has no model \(model)",
        hint: "--vmaf-model names another, or the path of a .json file")
    }
    let last = message.split(separator: "\n").last.map { ": \($0)" } ?? ""
    switch status {
    case .exited(0):
      return MediaError("compute", "VMAF with \(program)", cause: "it wrote no log\(last)", hint: hint)
    case .exited(let code):
      return MediaError(
        "compute", "VMAF with \(program)", cause: "it ended with status \(code)\(last)", hint: hint)
    case .killed(let signal):
      return MediaError("compute", "VMAF with \(program)", cause: "it was ended by signal \(signal)\(last)")
    }
  }

  func add(_ picture: Frame, reference: Frame) throws {
    let format = picture.pixelFormat.withoutRange
    let stack = PictureStack(width: picture.width, height: picture.height, format: format)
    if child == nil {
      let filter = VMAF.filter(model: model, options: options, descriptor: 3)
      child = try PipedProgram(
        [
          program, "-hide_banner", "-v", "error", "-f", "rawvideo", "-pix_fmt", format.name, "-video_size",
          "\(stack.width)x\(2 * stack.offset)", "-framerate", "25", "-i", "pipe:0", "-lavfi",
          VMAF.chain(filter, of: stack), "-f", "null", "-",
        ], interrupt: interrupt)
    }
    guard let child else { return }
    let bytes = try stack.join(picture, reference).pictureBytes()
    do {
      try child.write(bytes)
    } catch {
      guard error.isBrokenPipe else { throw error }
      let (status, message) = try child.finish()
      throw failure(status, message)
    }
  }

  func finish() throws -> [Int: Double] {
    guard let child else { return [:] }
    let (status, message) = try child.finish()
    guard status == 0 else { throw failure(status, message) }
    return try VMAFLog(child.log).values
  }
}
