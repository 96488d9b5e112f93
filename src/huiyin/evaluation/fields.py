"""How well a label is learned from labelled messages and found on others: the fields of a message board."""

import csv
import gzip
import io
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from huiyin.base.errors import Invalid, NotFound
from huiyin.text.learned import training
from huiyin.text.learned.pieces import pieces_of
from huiyin.text.reading import laid_out

_BINS = 15
_SURE = 0.99  # share of right answers among the most confident


def labelled(file: Path) -> list[training.Labelled]:
    """Return the messages of a CSV file with columns title, text, label (gzip or not). Raises a refusal."""
    if not file.is_file():
        raise NotFound("text.no_such_file", path=str(file))
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    if not rows or not {"text", "label"} <= set(rows[0]):
        raise Invalid("text.no_labels", field="file", path=str(file))
    return [training.Labelled(row.get("title") or "", row["text"] or "", row["label"]) for row in rows]


def measure(train: Path, test: Path) -> dict[str, Any]:
    """Return F1, calibration error, coverage at 99 % right and seconds: learned on one file, tried on one."""
    begun = time.perf_counter()
    model = training.learn(labelled(train))
    asked = labelled(test)
    scores = np.array([model.scores(pieces_of(laid_out(m.title, m.text))) for m in asked])
    found = figures(scores * model.sharpness, [m.label for m in asked], model.labels)
    return {**found, "seconds": round(time.perf_counter() - begun, 1)}


def folded(given: Sequence[training.Labelled]) -> dict[str, Any]:
    """Return the same figures from five folds of one set, near-duplicates kept together."""
    begun = time.perf_counter()
    scores, labels = training.held_out(given)
    right = [g.label for g in given]
    factor, _loss = training.sharpness(scores, np.array(right), labels)
    found = figures(scores * factor, right, labels)
    return {**found, "seconds": round(time.perf_counter() - begun, 1)}


def figures(scores: npt.NDArray[Any], right: Sequence[str], labels: Sequence[str]) -> dict[str, Any]:
    """Return the figures of scores that are ready to be probabilities (messages x labels)."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances = raised / raised.sum(axis=1, keepdims=True)
    taken = np.array(labels)[chances.argmax(axis=1)]
    truth, sure = np.array(right), chances.max(axis=1)
    hit = taken == truth
    return {
        "macro_f1": round(float(np.mean([_f1(taken, truth, label) for label in sorted(set(right))])), 4),
        "micro_f1": round(float(hit.mean()), 4),
        "ece": round(_calibration_error(sure, hit), 4),
        "coverage_at_99": round(_coverage(sure, hit), 4),
        "right_of_surest_60": round(float(hit[np.argsort(-sure)[: int(0.6 * len(hit))]].mean()), 4),
    }


def _f1(taken: npt.NDArray[Any], truth: npt.NDArray[Any], label: str) -> float:
    both = float(np.sum((taken == label) & (truth == label)))
    return 2 * both / max(float(np.sum(taken == label) + np.sum(truth == label)), 1.0)


def _calibration_error(sure: npt.NDArray[Any], hit: npt.NDArray[Any]) -> float:
    """Return the expected calibration error over fifteen equal bins (Naeini et al. 2015)."""
    place = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    parts = [(place == n) for n in range(_BINS)]
    return float(sum(p.mean() * abs(hit[p].mean() - sure[p].mean()) for p in parts if p.any()))


def _coverage(sure: npt.NDArray[Any], hit: npt.NDArray[Any]) -> float:
    """Return the largest share of the surest messages of which 99 of 100 are right."""
    order = np.argsort(-sure)
    right_so_far = np.cumsum(hit[order]) / np.arange(1, len(hit) + 1)
    enough = np.flatnonzero(right_so_far >= _SURE)
    return float((enough[-1] + 1) / len(hit)) if len(enough) else 0.0
