"""The papers of a matter's file: their order and numbers, and which ones the law wants and are lacking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huiyin.base.messages import Message
from huiyin.law.letters import SERVED_ACTS, letter_for
from huiyin.law.state import MatterState

# In a file, what was asked comes first, then what was done, then letters with their proofs, then the rest.
GROUPS = ("petition", "acts", "letter", "proof", "attachment", "register")
PURPOSES = ("review", "rereview", "finality", "archive")
_LETTERS_NEED_PROOF = frozenset({"opinion_issued", "answered", "review_decided", "rereview_decided"})
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Paper:
    """One paper of a file; `number` and `pages` are known once the file is put together."""

    group: str
    key: int
    title: str
    day: date
    extension: str
    number: int = 0
    pages: int | None = None
    sha256: str = ""
    first_page: int | None = None


def in_order(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return the papers in the order of the catalogue, numbered from one.

    A proof of service follows its letter; otherwise papers of a group stand by day.
    """
    rank = {group: place for place, group in enumerate(GROUPS)}

    def place(paper: Paper) -> tuple[int, date, int, int]:
        if paper.group == "proof":
            return rank["letter"], paper.day, paper.key, 1
        return rank[paper.group], paper.day, paper.key, 0

    kept = list(papers)
    days = {p.key: p.day for p in kept if p.group == "letter"}
    dated = [(replace(p, day=days.get(p.key, p.day)) if p.group == "proof" else p, p) for p in kept]
    ordered = [paper for _, paper in sorted(dated, key=lambda pair: place(pair[0]))]
    return tuple(replace(paper, number=number) for number, paper in enumerate(ordered, start=1))


def paged(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Return the papers with the page on which each begins; unknown after one whose pages are unknown."""
    found: list[Paper] = []
    next_page: int | None = 1
    for paper in papers:
        found.append(replace(paper, first_page=next_page))
        next_page = next_page + paper.pages if next_page is not None and paper.pages is not None else None
    return tuple(found)


@dataclass(frozen=True)
class Kept:
    """What the record holds of papers: the places of acts with a signed letter, and of those served."""

    with_letter: frozenset[int]
    served: frozenset[int]
    petitions: int


def lacking(state: MatterState, kept: Kept) -> tuple[Message, ...]:
    """Return the papers the law wants in the file and that are not there, each as a message."""
    found: list[Message] = []
    if not kept.petitions:
        found.append(Message("registers.lacks.petition"))
    if state.imported:
        return tuple(found)  # history came without its letters and proofs
    for place, act in state.in_force.items():
        if act.kind == "served" or act.get("body"):
            continue  # a body outside keeps its own letter and proof; here is the scan it was entered from
        kind = letter_for(act, nature=state.nature, path=state.path)
        what = {"letter": Message(f"law.letter.{kind}"), "day": act.day.isoformat()}
        if kind and place not in kept.with_letter:
            found.append(Message("registers.lacks.letter", what))
        elif act.kind in SERVED_ACTS & _LETTERS_NEED_PROOF and place not in kept.served:
            found.append(Message("registers.lacks.proof", what))
    if any(closed is None for _, closed in state.hearings):
        found.append(Message("registers.lacks.hearing"))
    return tuple(found)


def may_close(*, active: bool, lacks: bool, reason: str) -> str:
    """Return why a file may not be closed, or nothing: its matter is open, or papers lack unexplained."""
    if active:
        return "still_open"
    return "reason_missing" if lacks and not reason else ""


def cell(text: str) -> str:
    """Return a text as a table's cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def pages_in(pdf: bytes) -> int | None:
    """Return how many pages a PDF has, or None where that cannot be read off it."""
    marks = pdf.replace(b"/Type /Page", b"/Type/Page")
    return (marks.count(b"/Type/Page") - marks.count(b"/Type/Pages")) or None
