import Foundation
import Glibc
import Testing

/// A server of models on the loopback interface, in Python, that behaves as the first part of a path says.
struct ModelServer {
  /// What it offers under every path.
  static let model = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }

  let port: Int
  private let running: Running

  /// The address of a file; `way` is ok, missing, wrong, cut, busy, moved, silent or zip.
  func url(_ way: String, _ file: String = "toy.onnx") -> String { "http://127.0.0.1:\(port)/\(way)/\(file)" }

  /// The requests that came: path and range, one a line.
  var requests: [String] { running.outputSoFar.split(separator: "\n").dropFirst().map(String.init) }

  /// Lends a server and a scratch folder.
  static func lend<R>(_ body: (ModelServer, String) throws -> R) throws -> R {
    try Scratch.withFolder { folder in
      try Data(model).write(to: URL(filePath: folder + "/served"))
      let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
      let output = open(folder + "/requests", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
      defer {
        close(nothing)
        close(output)
      }
      let running = try Running(
        ["python3", "-u", "-c", code, folder + "/served"], input: nothing, output: output,
        outputPath: folder + "/requests", errorPath: folder + "/server.err")
      defer { _ = running.wait(until: Date()) }
      try #require(running.wait { running.outputSoFar.contains("\n") }, "the server does not start")
      let port = try #require(running.outputSoFar.split(separator: "\n").first.flatMap { Int($0) })
      return try body(ModelServer(port: port, running: running), folder)
    }
  }

  private static let code = """
    import http.server, io, sys, time, zipfile
    model = open(sys.argv[1], "rb").read()
    counts = {}
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def log_message(self, *args): pass
        def answer(self, status, body, length=None, **fields):
            self.send_response(status)
            self.send_header("Content-Length", len(body) if length is None else length)
            self.send_header("Connection", "close")
            for name, value in fields.items(): self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
            self.close_connection = True
        def do_GET(self):
            wanted = self.headers.get("Range", "")
            print(self.path, wanted, flush=True)
            way = self.path.split("/")[1]
            counts[way] = counts.get(way, 0) + 1
            start = int(wanted[6:-1]) if wanted else 0
            if way == "missing": self.answer(404, b"<html>no such page</html>")
            elif way == "wrong": self.answer(200, b"something else")
            elif way == "moved": self.answer(302, b"", Location="/ok/toy.onnx")
            elif way == "busy" and counts[way] < 3: self.answer(503, b"")
            elif way == "cut" and counts[way] == 1: self.answer(200, model[:100000], len(model))
            elif way == "silent":
                self.answer(200, model[:100000], len(model))
                time.sleep(30)
            elif way == "zip":
                archive = io.BytesIO()
                with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as z:
                    z.writestr("pack/end2end.onnx", model)
                self.answer(200, archive.getvalue())
            elif start:
                place = "bytes %d-%d/%d" % (start, len(model) - 1, len(model))
                self.answer(206, model[start:], Content_Range=place)
            else: self.answer(200, model)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
    """
}
