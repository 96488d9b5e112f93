"""`make learn`: teach the reading with the invented examples and write the models of the product."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from huiyin.text import kinds, nature
from huiyin.text.examples import Example, examples
from huiyin.text.learned import files, training
from huiyin.text.reading import Reading, read

FOLDER = Path(__file__).resolve().parent.parent / "src/huiyin/text/learned/models"
# What people write is further from the examples than these are from each other: the terms count more and the
# model is less sure of itself than on examples held out. Both were chosen on 420 messages read by hand.
TERMS, CAUTION = 0.035, 1.0
MOST = {"kinds": 80_000, "nature": 20_000}  # pieces kept: more make the file larger and the reading no better


def main() -> None:
    """Learn kinds and nature and write both models."""
    given = examples()
    laid_out = [_read(example) for example in given]
    for name, speak in (("kinds", kinds.terms_speak), ("nature", nature.terms_speak)):
        labels = [example.kind if name == "kinds" else example.nature for example in given]
        terms = np.array([[said[label] for label in sorted(set(labels))] for said in map(speak, laid_out)])
        labelled = [training.Labelled(e.title, e.text, label) for e, label in zip(given, labels, strict=True)]
        model = training.learn(
            labelled,
            most=MOST[name],
            terms=terms.astype(np.float32),
            told=lambda said: print(said, flush=True),
        )
        if name == "kinds":
            model = replace(model, words=max(model.words, TERMS), sharpness=model.sharpness * CAUTION)
        FOLDER.mkdir(exist_ok=True)
        file = FOLDER / f"{name}.model"
        files.write(model, file)
        size = file.stat().st_size / 1e6
        about = f"words {model.words:.3f}, sharpness {model.sharpness:.2f}"
        print(f"{name}: {len(model.numbers):,} pieces, {size:.1f} MB, {about}")


def _read(example: Example) -> list[Reading]:
    body = read(example.text, "text")
    return [read(example.title, "title"), body] if example.title else [body]


if __name__ == "__main__":
    sys.exit(main())
