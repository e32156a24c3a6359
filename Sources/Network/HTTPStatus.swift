/// HTTP's status codes in words (RFC 9110, section 15).
enum HTTPStatus {
  /// What a code says to people.
  static func text(_ code: Int) -> String {
    switch code {
    case 400: "the server did not understand the request (400)"
    case 401: "the server wants credentials (401)"
    case 403: "the server does not allow it (403)"
    case 404: "it is not there (404)"
    case 407: "the proxy wants credentials (407)"
    case 408: "the server gave up waiting (408)"
    case 410: "it is there no more (410)"
    case 429: "the server asks to come back later (429)"
    case 500: "the server failed (500)"
    case 502, 504: "the server behind the gateway does not answer (\(code))"
    case 503: "the server is busy or down (503)"
    case 300..<400: "the server sends elsewhere without saying where (\(code))"
    case 400..<500: "the server refuses the request (\(code))"
    case 500..<600: "the server failed (\(code))"
    default: "the server answers with status \(code)"
    }
  }

  /// Whether the same request may succeed a little later.
  static func isTransient(_ code: Int) -> Bool {
    code == 408 || code == 425 || code == 429 || (code >= 500 && code != 501 && code != 505)
  }
}
