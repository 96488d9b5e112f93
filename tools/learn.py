"""`make learn`: teach the reading with the invented examples and write the models of the product."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from huiyin.text import kinds, nature
from huiyin.text.examples import Example, taught
from huiyin.text.learned import files, training
from huiyin.text.learned.linear import Linear
from huiyin.text.learned.pieces import pieces_of
from huiyin.text.reading import laid_out

FOLDER = Path(__file__).resolve().parent.parent / "src/huiyin/text/learned/models"
# What people write is further from the examples than these are from each other: the terms count more and the
# models are less sure of themselves than on examples held out. Chosen on 420 messages read by hand.
TERMS, CAUTION = {"kinds": 0.035, "nature": 0.1}, {"kinds": 0.65, "nature": 0.8}
RARE = 3.0  # how much an example of danger counts: there are few, and none must be missed
MOST = {
    "kinds": 80_000,
    "nature": 20_000,
    "danger": 10_000,
}  # pieces kept: more make the file larger and the reading no better


def main() -> None:
    """Learn kinds, nature and danger; all know the same pieces, so that a text is looked up once."""
    learned = {name: _learn(name, taught(name)) for name in MOST}
    told = [training.telling(model, MOST[name]) for name, model in learned.items()]
    widest = training.only(learned["nature"], np.concatenate(told))  # it was taught by all examples
    FOLDER.mkdir(exist_ok=True)
    for name, model in learned.items():
        file = FOLDER / f"{name}.model"
        files.write(training.over(model, widest), file)
        size = file.stat().st_size / 1e6
        about = f"words {model.words:.3f}, sharpness {model.sharpness:.2f}"
        print(f"{name}: {len(widest.numbers):,} pieces, {size:.1f} MB, {about}")


def _learn(name: str, given: Sequence[Example]) -> Linear:
    if name == "danger":
        # What stands in the title counts as text: a word or two by themselves say too much.
        read_ones = [pieces_of(laid_out("", f"{e.title}\n{e.text}")) for e in given]
        labels = np.array(["danger" if e.urgent else "none" for e in given])
        return training.fit(read_ones, labels, weights=np.array([RARE if e.urgent else 1.0 for e in given]))
    speak = kinds.terms_speak if name == "kinds" else nature.terms_speak
    labelled = [training.Labelled(e.title, e.text, e.kind if name == "kinds" else e.nature) for e in given]
    spoken = (speak(laid_out(e.title, e.text)) for e in given)
    terms = np.array([[said[label] for label in sorted({e.label for e in labelled})] for said in spoken])
    model = training.learn(
        labelled, terms=terms.astype(np.float32), told=lambda said: print(name, said, flush=True)
    )
    return replace(model, words=TERMS[name], sharpness=model.sharpness * CAUTION[name])


if __name__ == "__main__":
    sys.exit(main())
