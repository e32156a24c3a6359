"""Pictures for the models: frames of clips, brought to an input's size."""

import pathlib

import cv2
import numpy as np


def frame(media, name, index):
    """A frame (BGR) of a clip in the media folder."""
    clip = cv2.VideoCapture(str(pathlib.Path(media) / name))
    clip.set(cv2.CAP_PROP_POS_FRAMES, index)
    found, picture = clip.read()
    if not found:
        raise SystemExit(f"no frame {index} in {name}")
    return picture


def fitted(picture, size, pad=114):
    """A picture at the top left of an input, its shape kept."""
    ratio = min(size[0] / picture.shape[1], size[1] / picture.shape[0])
    small = cv2.resize(picture, (round(picture.shape[1] * ratio), round(picture.shape[0] * ratio)))
    whole = np.full((size[1], size[0], 3), pad, np.uint8)
    whole[:small.shape[0], :small.shape[1]] = small
    return whole


def planes(picture, divisor=1):
    """[1, 3, height, width] in floats."""
    return np.ascontiguousarray(picture.transpose(2, 0, 1)[None].astype(np.float32) / divisor)
