extension Catalogue {
  /// Classifiers of whole pictures.
  static let classification: [ModelDescription] = [
    // MobileNetV2 (arXiv:1801.04381), quantised: bytes go in as they are.
    ModelDescription(
      name: "mobilenet-v2", task: .classify, summary: "1000 classes (ImageNet)", license: "Apache-2.0",
      file: "mobilenet_v2_1.0_224_quant.tflite", otherFiles: ["mobilenet_v2_1.0_224_quant.onnx"],
      sha256: [
        "7aad0c74c5e3c06e5eb3c827e13304fdd68a83da6087d92ee169c24ff9fd4776",
        // The same, converted to ONNX.
        "757b20ce69734bfaa1570f7026a8b29b86555c76c14c75fe35ff5d2b4020c622",
      ],
      bytes: 3_610_798, sources: [coral("mobilenet_v2_1.0_224_quant.tflite")],
      input: PictureInput(width: 224, height: 224, layout: .nhwc, fit: .stretch, pad: 0), decoder: "classify",
      labelFile: .init(
        file: "imagenet_labels.txt",
        sha256: "b8aaeb5630c62626a7d124a05c0e14230a7ffdd2136a31d0190a4fb71c1d82f1",
        sources: [coral("imagenet_labels.txt")]),
      minimumScore: 0.1)
  ]

  /// Models of what individuals look like.
  static let embedding: [ModelDescription] = [
    // Open Model Zoo's person-reidentification-retail-0287, converted to ONNX. It turns the channels round
    // and normalises itself.
    ModelDescription(
      name: "person-reid-0287", task: .embedding, summary: "256 numbers that tell persons apart (cosine)",
      license: "Apache-2.0", file: "person-reid-0287.onnx",
      sha256: ["f35a22885b93aa0c249d665b4cf5510d08ded92f814694c3c2fec0112b0d3a56"], bytes: 2_454_677,
      input: PictureInput(width: 128, height: 256, layout: .nhwc, channels: .bgr, fit: .stretch, pad: 0))
  ]
}
