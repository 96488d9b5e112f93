"""Models as files: numbers only, with a checksum, so that a damaged one is never used."""

import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np

from huiyin.text.learned.linear import Linear

_HEAD = b"huiyin model 1\n"
_DIGEST = 32  # bytes of SHA-256 before the content


class Damaged(ValueError):
    """A model file that is not what was written."""


def write(model: Linear, file: Path) -> None:
    """Write a model in one go."""
    part = file.with_suffix(".part")
    part.write_bytes(packed(model))
    part.replace(file)


def packed(model: Linear) -> bytes:
    """Return a model as the content of a file; weights are one byte each with a scale for each label."""
    weights = model.weights.astype(np.float32) * model.scale
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    held = io.BytesIO()
    np.savez_compressed(
        held,
        labels=np.array(model.labels),
        numbers=model.numbers,
        rarity=model.rarity.astype(np.float16),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        offset=model.offset.astype(np.float32),
        sharpness=np.float32(model.sharpness),
        words=np.float32(model.words),
    )
    content = held.getvalue()
    return _HEAD + hashlib.sha256(content).digest() + content


def read(content: bytes) -> Linear:
    """Return the model in a file's content. Raises Damaged."""
    head, digest, rest = (
        content[: len(_HEAD)],
        content[len(_HEAD) :][:_DIGEST],
        content[len(_HEAD) + _DIGEST :],
    )
    if head != _HEAD or hashlib.sha256(rest).digest() != digest:
        raise Damaged("the model file is damaged or of another version")
    with np.load(io.BytesIO(rest), allow_pickle=False) as held:
        kept: dict[str, Any] = {name: held[name] for name in held.files}
    return Linear(
        labels=tuple(str(label) for label in kept["labels"]),
        numbers=kept["numbers"],
        rarity=kept["rarity"].astype(np.float32),
        weights=kept["weights"],
        offset=kept["offset"],
        sharpness=float(kept["sharpness"]),
        words=float(kept["words"]),
        scale=kept["scale"],
    )
