"""The card of the models that read petitions: what taught them, how good they are, where they err."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from huiyin.evaluation import kinds as offered
from huiyin.evaluation import sureness
from huiyin.evaluation.drawing import curve
from huiyin.evaluation.figures import in_words, share, table
from huiyin.evaluation.messages import Message, read_by_hand
from huiyin.text.examples import examples
from huiyin.text.redact import redact
from huiyin.text.taxonomy import kinds

_SHOWN_OF_AN_ERROR = 80  # characters
CARD, RELIABILITY, RISK = "reading.md", "reading-reliability.svg", "reading-risk.svg"


def measure(file: Path) -> dict[str, Any]:
    """Return every figure of the card from a file of messages that people read by hand. Raises a refusal."""
    return figures(read_by_hand(file))


def figures(messages: Sequence[Message]) -> dict[str, Any]:
    """Return the figures of some messages: shares, calibration, risk by coverage, and kind by kind."""
    made = sureness.choices(messages)
    return {
        **offered.figures(messages),
        "calibration_error": sureness.calibration_error(made),
        "reliability": sureness.reliability(made),
        "risk": sureness.risk(made),
        "by_kind": _by_kind(messages),
    }


def errors(messages: Sequence[Message], *, most: int) -> list[dict[str, str]]:
    """Return messages that no reader sorts as the system does, the surest first; persons are masked."""
    wrong = [m for m in messages if m.seen.kinds and m.seen.kinds[0].code not in m.kinds]
    wrong.sort(key=lambda m: -m.seen.kinds[0].p)
    return [
        {
            "text": redact(f"{m.title} {m.text}".strip())[:_SHOWN_OF_AN_ERROR],
            "offered": f"{m.seen.kinds[0].code} {m.seen.kinds[0].p:.2f}",
            "chosen": " ".join(sorted(set(m.kinds))),
        }
        for m in wrong[:most]
    ]


def write(found: dict[str, Any], folder: Path, *, on: date, of: str) -> None:
    """Write the card and its two pictures into a folder; `of` says which messages were read by whom."""
    folder.mkdir(parents=True, exist_ok=True)
    points = [(t["sure"], t["right"]["value"]) for t in found["reliability"]]
    spread = [(t["right"]["low"], t["right"]["high"]) for t in found["reliability"]]
    drawn = curve(
        points, across="how sure", up="how often right", title="Reliability", spread=spread, even=True
    )
    (folder / RELIABILITY).write_text(drawn, encoding="utf-8")
    points = [(r["covered"], r["wrong"]["value"]) for r in found["risk"]]
    spread = [(r["wrong"]["low"], r["wrong"]["high"]) for r in found["risk"]]
    drawn = curve(
        points, across="share of messages sorted", up="share wrong", title="Risk by coverage", spread=spread
    )
    (folder / RISK).write_text(drawn, encoding="utf-8")
    (folder / CARD).write_text(in_tables(found, on=on, of=of), encoding="utf-8")


def in_tables(found: dict[str, Any], *, on: date, of: str) -> str:
    """Return the card as Markdown."""
    taught = examples()
    shares = (
        "own_top_1",
        "own_top_3",
        "top_1",
        "top_3",
        "nature",
        "own",
        "left_to_a_person",
        "right_when_not_left",
    )
    sure = [(f"{t['from']:.1f}", f"{t['sure']:.3f}", in_words(t["right"])) for t in found["reliability"]]
    risk = [(f"{r['covered']:.0%}", f"{r['from']:.2f}", in_words(r["wrong"])) for r in found["risk"]]
    each = [
        (code, kinds()[code].name("en"), row["examples"], in_words(row["found"]), in_words(row["right"]))
        for code, row in found["by_kind"].items()
    ]
    parts = [
        "# Card of the reading",
        "Made by `huiyin evaluate text`; not edited by hand.",
        f"**Version** `{found['version']}`, measured on {on.isoformat()}, on {of}."
        f" **Taught by** {len(taught):,} invented petitions of {len({e.kind for e in taught})} kinds"
        " ([how](text.md)); nothing of a real petition."
        " **Meant for** proposing kind, nature and owner to a person who confirms them;"
        " **not for** deciding anything without one, nor for saying anything about a person.",
        "Shares stand with Wilson's 95 % interval; every reader's choice counts once.",
        table(("figure", "value"), [(name.replace("_", " "), in_words(found[name])) for name in shares]),
        "## Is it as often right as it says?",
        f"Expected calibration error {found['calibration_error']:.3f} (ten bins).",
        f"![Reliability]({RELIABILITY})",
        table(("sure from", "how sure", "how often right"), sure),
        "## How much is wrong when the least sure are left to people?",
        f"![Risk by coverage]({RISK})",
        table(("sorted", "sure from", "wrong"), risk),
        "## Kind by kind",
        "`found`: of the messages that a reader sorted there, how many the system offers first;"
        " `right`: of those it offers first there, how many a reader sorted so.",
        table(("kind", "", "examples", "found", "right"), each),
    ]
    return "\n\n".join(parts) + "\n"


def _by_kind(messages: Sequence[Message]) -> dict[str, dict[str, Any]]:
    taught = Counter(e.kind for e in examples())
    chosen: Counter[str] = Counter()
    first: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for m in messages:
        offer = m.seen.kinds[0].code if m.seen.kinds else ""
        for kind in m.kinds:
            chosen[kind] += 1
            first[offer] += 1
            both[kind] += kind == offer
    return {
        code: {
            "examples": taught[code],
            "found": share(both[code], chosen[code]),
            "right": share(both[code], first[code]),
        }
        for code in kinds()
        if chosen[code] or first[code]
    }
