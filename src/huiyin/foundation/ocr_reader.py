"""The process that reads one photo: picture in, lines out; it may use so much time and memory and no more."""

import importlib
import json
import logging
import resource
import sys
from collections.abc import Iterable, Sequence
from typing import Any

PROCESSOR_SECONDS = 60
MEMORY = 3 * 1024**3  # of addresses, most of them never touched


def lines(boxes: Iterable[Any], texts: Iterable[str], sure: Iterable[float]) -> list[tuple[str, float]]:
    """Return what was found as lines from top to bottom; what stands side by side is one line."""
    found = sorted(
        (_Piece(box, text, float(p)) for box, text, p in zip(boxes, texts, sure, strict=True)),
        key=lambda piece: piece.middle,
    )
    rows: list[list[_Piece]] = []
    for piece in found:
        if rows and piece.beside(rows[-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    out = []
    for row in rows:
        row.sort(key=lambda piece: piece.left)
        out.append(("  ".join(piece.text for piece in row), min(piece.sure for piece in row)))
    return out


class _Piece:
    """A stretch of writing and where it stands."""

    def __init__(self, box: Sequence[Sequence[float]], text: str, sure: float):
        heights = [float(corner[1]) for corner in box]
        self.text, self.sure = text, sure
        self.left = min(float(corner[0]) for corner in box)
        self.middle = (min(heights) + max(heights)) / 2
        self.height = max(heights) - min(heights)

    def beside(self, row: list["_Piece"]) -> bool:
        """Return whether it stands on the same line as the last of a row."""
        last = row[-1]
        return abs(self.middle - last.middle) < min(self.height, last.height) / 2


def main() -> None:
    """Read the picture that comes in and print its lines as JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable(logging.CRITICAL)
    package = importlib.import_module("rapidocr")
    engine = package.RapidOCR(
        params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 1}
    )
    read = engine(sys.stdin.buffer.read())
    found = lines(read.boxes, read.txts, read.scores) if read.boxes is not None else []
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
