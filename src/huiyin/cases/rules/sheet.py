"""Which advice an answer sheet begins with: by kind, nature, path, and what is still open to somebody."""

from dataclasses import dataclass

from huiyin.cases.sheets import Advice, Way, of_kinds, of_paths, ways
from huiyin.law.acts import PETITION_PATH
from huiyin.text.taxonomy import kinds

SECTIONS = ("can", "cannot", "how", "ways", "heart")
_OF_THE_PETITION = ("petition", "review", "rereview")
_CONCLUDED = frozenset({"opinion", "answered", "served"})


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What is known of a matter: empty where nobody has sorted it yet. `rights` are open remedies."""

    kind: str = ""
    nature: str = ""
    path: int | None = None
    stage: str = "registered"
    rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is said of the kind, what of its path, and the ways open, the nearest first."""

    kind: Advice | None
    path: Advice
    ways: tuple[Way, ...]


def chosen(facts: SheetFacts) -> Chosen:
    """Return the advice for a matter, with the ways that are still open to it."""
    of_kind = of_kinds().get(facts.kind)
    of_path = of_paths()[path_code(facts)]
    return Chosen(of_kind, of_path, tuple(ways()[code] for code in open_ways(facts)))


def path_code(facts: SheetFacts) -> str:
    """Return under which heading the path stands: a number of art 31, or what takes no such path."""
    known = kinds().get(facts.kind)
    if facts.nature in {"accusation", "suggestion", "inquiry"}:
        return facts.nature
    if known is not None and known.path is None:
        return "accusation"
    if known is not None and not known.own:
        return "other"
    return str(facts.path or (known.path if known else None) or PETITION_PATH)


def open_ways(facts: SheetFacts) -> tuple[str, ...]:
    """Return the ways to tell of: what is open now first, none that the matter cannot take any more."""
    of_kind = of_kinds().get(facts.kind)
    code = path_code(facts)
    named = [*(of_kind.ways if of_kind else ()), *of_paths()[code].ways]
    if code == str(PETITION_PATH):
        named = [*_petition_ways(facts), *(way for way in named if way not in _OF_THE_PETITION)]
    else:
        named = [way for way in named if way not in _OF_THE_PETITION]
    return tuple(dict.fromkeys(named))


def _petition_ways(facts: SheetFacts) -> tuple[str, ...]:
    """Return the petition's own steps that lie ahead: art 34 to 36 in their order, none after finality."""
    if "ask_rereview" in facts.rights:
        return ("rereview",)
    if "ask_review" in facts.rights:
        return ("review", "rereview")
    if facts.stage in {"review", "reviewed"}:
        return ("rereview",)
    if facts.stage in {"rereview", "final"}:
        return ()
    if facts.stage in _CONCLUDED:
        return ("review",)
    return _OF_THE_PETITION
