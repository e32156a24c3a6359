/// Lists of class names that several models share.
public enum ClassNames {
  /// The list of a name in descriptions; nil where there is none such.
  public static func named(_ name: String) -> [String]? {
    switch name {
    case "coco": coco
    case "face": ["face"]
    case "person": ["person"]
    default: nil
    }
  }

  /// The 80 classes of COCO's detection task (Lin et al., arXiv:1405.0312), in the order that models use.
  public static let coco = [
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat",
    "traffic light", "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog",
    "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag",
    "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite", "baseball bat",
    "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle", "wine glass", "cup", "fork",
    "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog",
    "pizza", "donut", "cake", "chair", "couch", "potted plant", "bed", "dining table", "toilet",
    "tv", "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave", "oven", "toaster",
    "sink", "refrigerator", "book", "clock", "vase", "scissors", "teddy bear", "hair drier",
    "toothbrush",
  ]
}

extension ModelDescription {
  /// The names of its classes; empty where none are known.
  public var classNames: [String] { classes ?? labels.flatMap { ClassNames.named($0) } ?? [] }
}
