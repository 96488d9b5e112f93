"""How much of what points to a person is masked, and how much besides: on sentences with marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from huiyin.evaluation.figures import in_words, share, table
from huiyin.text.redact import KINDS, Finding, Whose, findings, redact

FILES = ("held_out.txt", "developed_on.txt")
GROUPS = {"names": ("name",), "addresses": ("address",)}
NUMBERS = "numbers and accounts"
_MARK = re.compile(r"\{(?P<kind>[a-z]+):(?P<text>[^{}]*)\}")
_WHOSE: dict[str, Whose] = {"p": "petitioner", "r": "office"}
_EDGE = 1  # characters a finding may reach beyond a mark and still be right


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with what must be masked in it: kind, start, end."""

    text: str
    whose: Whose
    marks: tuple[tuple[str, int, int], ...]


def marked_sentences(file: Path) -> Iterator[Marked]:
    """Yield the sentences: `p: 我叫{name:赵小梅}`, `r:` for an office's reply, `\\n` for a new line."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line[:2] in ("p:", "r:"):
            yield _read(line[2:].strip().replace("\\n", "\n"), _WHOSE[line[0]])


def _read(line: str, whose: Whose) -> Marked:
    text, marks, at = "", [], 0
    for mark in _MARK.finditer(line):
        if mark["kind"] not in KINDS:
            raise ValueError(f"no such kind: {mark['kind']}")
        text += line[at : mark.start()]
        marks.append((mark["kind"], len(text), len(text) + len(mark["text"])))
        text += mark["text"]
        at = mark.end()
    return Marked(text + line[at:], whose, tuple(marks))


def evaluate(data: Path) -> dict[str, Any]:
    """Return precision and recall for each kind, each group and in all, for each file of marked sentences.

    A mark is found when every character of it is covered; a finding is right when at most one character of
    it lies outside the marks.
    """
    return {name.removesuffix(".txt"): measured(data / name) for name in FILES if (data / name).exists()}


def measured(file: Path) -> dict[str, Any]:
    """Return the figures for one file."""
    sentences = list(marked_sentences(file))
    started = perf_counter()
    found = [findings(s.text, whose=s.whose) for s in sentences]
    seconds = perf_counter() - started
    marks = [
        (kind, all(_covered(fs, start, end)))
        for s, fs in zip(sentences, found, strict=True)
        for kind, start, end in s.marks
    ]
    right = [(f.kind, _right(s, f)) for s, fs in zip(sentences, found, strict=True) for f in fs]
    return {
        "sentences": len(sentences),
        "without_marks": sum(not s.marks for s in sentences),
        "untouched_without_marks": share(
            sum(not fs for s, fs in zip(sentences, found, strict=True) if not s.marks),
            sum(not s.marks for s in sentences),
        ),
        "kinds": {kind: _figures(marks, right, (kind,)) for kind in KINDS},
        "groups": {name: _figures(marks, right, kinds) for name, kinds in _groups().items()},
        "all": _figures(marks, right, KINDS),
        "stable": all(_stable(s) for s in sentences),
        "sentences_a_second": round(len(sentences) / seconds) if seconds else 0,
    }


def _groups() -> dict[str, tuple[str, ...]]:
    others = {kind for kinds in GROUPS.values() for kind in kinds}
    return {NUMBERS: tuple(k for k in KINDS if k not in others), **GROUPS}


def _covered(found: Sequence[Finding], start: int, end: int) -> Iterator[bool]:
    return (any(f.start <= at < f.end for f in found) for at in range(start, end))


def _right(sentence: Marked, finding: Finding) -> bool:
    inside = sum(
        any(start <= at < end for _, start, end in sentence.marks) for at in range(finding.start, finding.end)
    )
    return inside > 0 and finding.end - finding.start - inside <= _EDGE


def _figures(
    marks: Sequence[tuple[str, bool]], right: Sequence[tuple[str, bool]], kinds: Sequence[str]
) -> dict[str, dict[str, float | int]]:
    asked = [hit for kind, hit in marks if kind in kinds]
    given = [hit for kind, hit in right if kind in kinds]
    return {"recall": share(sum(asked), len(asked)), "precision": share(sum(given), len(given))}


def _stable(sentence: Marked) -> bool:
    once = redact(sentence.text, whose=sentence.whose)
    return redact(once, whose=sentence.whose) == once


def in_tables(found: dict[str, Any]) -> str:
    """Return the figures as Markdown, a table a file."""
    return "\n\n".join(_in_table(name, figures) for name, figures in found.items())


def _in_table(name: str, figures: dict[str, Any]) -> str:
    lines = {**figures["groups"], "all": figures["all"], **figures["kinds"]}
    rows = [
        (kind, in_words(line["recall"]), in_words(line["precision"]))
        for kind, line in lines.items()
        if line["recall"]["n"] or line["precision"]["n"]
    ]
    untouched = in_words(figures["untouched_without_marks"])
    head = f"{name}: {figures['sentences']} sentences; of those without marks untouched {untouched}"
    return f"{head}\n\n{table(('kind', 'recall', 'precision'), rows)}"
