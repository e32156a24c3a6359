import Glibc
import Media

/// Computes VMAF of pairs of pictures. Used from one thread at a time.
public protocol VMAFEngine: AnyObject {
  /// The model's name.
  var model: String { get }

  /// Takes the next pair: planar pictures of one size and format.
  func add(_ picture: Frame, reference: Frame) throws

  /// Ends.
  /// - Returns: VMAF by the number of the pair, from 0; with subsampling not of every one.
  func finish() throws -> [Int: Double]
}

/// Where VMAF comes from.
public enum VMAF {
  /// The environment variable that names an ffmpeg with libvmaf.
  public static let variable = "VIDPROC_VMAF_FFMPEG"

  /// Whether VMAF can be had: by libavfilter, or by a program that is named. Whether that one works shows when it is
  /// used.
  public static func isAvailable(_ options: VMAFOptions) -> Bool {
    Libav.hasFilter("libvmaf") || program(options) != nil
  }

  private static func program(_ options: VMAFOptions) -> String? {
    if let program = options.program { return program }
    guard let value = getenv(variable) else { return nil }
    let program = String(cString: value)
    return program.isEmpty ? nil : program
  }

  /// Makes an engine, and tries whether it has libvmaf and the model.
  /// - Throws: MediaError where there is none, or it cannot do it.
  public static func engine(_ options: VMAFOptions, height: Int, interrupt: Interrupt) throws
    -> any VMAFEngine
  {
    let (model, usual) = (options.modelName(height: height), options.modelName(height: 0))
    do {
      return try engine(options, model: model, interrupt: interrupt)
    } catch {
      // An older libvmaf has no model for 4K.
      if interrupt.isStopped || model == usual { throw error }
      return try engine(options, model: usual, interrupt: interrupt)
    }
  }

  private static func engine(_ options: VMAFOptions, model: String, interrupt: Interrupt) throws
    -> any VMAFEngine
  {
    guard model.allSatisfy({ $0.isLetter || $0.isNumber || "._-/+ ".contains($0) }), !model.isEmpty else {
      throw MediaError("use", "VMAF's model \(model)", cause: "a name or path may not hold such characters")
    }
    let isBuiltIn = Libav.hasFilter("libvmaf")
    if let program = isBuiltIn ? options.program : program(options) {
      return try VMAFProgram(program, model: model, options: options, interrupt: interrupt)
    }
    guard isBuiltIn else {
      throw MediaError(
        "compute", "VMAF", cause: "libavfilter here has no filter libvmaf",
        hint: "name an ffmpeg that has it: --vmaf-ffmpeg, or \(variable)")
    }
    return VMAFGraph(model: model, options: options)
  }

  /// The filters that take two pictures apart that stand one upon the other, and compare them.
  /// - Parameter filter: a filter of two inputs.
  static func chain(_ filter: String, of stack: PictureStack) -> String {
    let size = "w=\(stack.width):h=\(stack.height):x=0"
    return "split[upper][lower];[upper]crop=\(size):y=0:exact=1[picture];"
      + "[lower]crop=\(size):y=\(stack.offset):exact=1[reference];[picture][reference]\(filter)"
  }

  /// The filter libvmaf, its log as lines of commas to a descriptor.
  static func filter(model: String, options: VMAFOptions, descriptor: Int32) -> String {
    let source = model.contains("/") || model.hasSuffix(".json") ? "path" : "version"
    return "libvmaf=model=\(source)=\(model):n_subsample=\(max(1, options.subsample))"
      + ":n_threads=\(max(1, options.threads)):log_fmt=csv:log_path=/dev/fd/\(descriptor)"
  }
}
