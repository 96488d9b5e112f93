"""The answer sheet of a matter in words: its first draft, and the page it becomes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.conf import settings

from huiyin.base.messages import Message
from huiyin.cases import elsewhere
from huiyin.cases.plain_words import source, written
from huiyin.cases.queries.matter import MatterView
from huiyin.cases.reading import read_text
from huiyin.cases.rules.sheet import SECTIONS, SheetFacts, chosen
from huiyin.cases.sheets import Point, Way
from huiyin.foundation.documents import OfficialLetter, Paragraph, chinese_day
from huiyin.foundation.wording import say
from huiyin.law.deadlines import RIGHTS, UNFINISHED, Deadline

_NUMERALS = "一二三四五六七八九十"
_OBJECTING = "object"  # between offices; nothing to the petitioner
LONGEST = 4_000  # characters of one section


def facts(view: MatterView) -> SheetFacts:
    """Return what is known of a matter; while nobody has sorted it, what its text says likeliest."""
    rights = tuple(d.duty for d in view.deadlines if d.duty in RIGHTS and d.state in UNFINISHED)
    kind, nature = view.kind, view.nature
    if not kind and view.petitions:
        first = view.petitions[0]
        seen = read_text(first.text, first.title, home=settings.HUIYIN_HOME)
        kind, nature = seen.kind or "", nature or seen.nature.value
    return SheetFacts(kind, nature, view.state.path or view.path, view.state.stage, rights)


def first_sheet(view: MatterView, *, today: date) -> dict[str, str]:
    """Return the first draft of a matter's sheet, section by section, for an officer to edit."""
    advice = chosen(facts(view))
    kind, path = advice.kind, advice.path
    told = [*_dates(view.deadlines), *_meanwhile(view, today)]
    sections: Mapping[str, Iterable[str]] = {
        "can": _points([*(kind.can if kind else ()), *path.can], today),
        "cannot": _points([*(kind.cannot if kind else ()), *path.cannot], today),
        "how": [*_points(kind.how if kind else (), today), *told],
        "ways": (_way(place, way, today) for place, way in enumerate(advice.ways)),
        "heart": [kind.heart] if kind and kind.heart else [],
    }
    return {name: "\n".join(sections[name]) for name in SECTIONS}


def _points(points: Sequence[Point], on: date) -> list[str]:
    return [f"{place}. {written(one, on=on)}。" for place, one in enumerate(points, start=1)]


def _way(place: int, way: Way, on: date) -> str:
    def line(code: str, *points: Point) -> str:
        said = "；".join(written(one, on=on) for one in points)
        return say(Message(f"sheet.line.{code}", {"said": said}), "zh")

    title = f"（{_NUMERALS[place]}）{way.name}"
    lines = (line("where", way.where), line("by", way.by), line("takes", way.takes))
    return "\n".join([title, *lines, line("good", *way.good), line("hard", *way.hard)])


def _dates(deadlines: Sequence[Deadline]) -> list[str]:
    """Return the matter's own last days: what the office owes, and what the petitioner may still ask."""
    out = []
    for d in deadlines:
        if d.due is None or d.state not in UNFINISHED or d.duty == _OBJECTING:
            continue
        code = "right" if d.duty in RIGHTS else "duty"
        params = {"what": Message(f"portal.duty.{d.duty}"), "day": chinese_day(d.due)}
        out.append(say(Message(f"sheet.date.{code}", {**params, "where": source(d.citation)}), "zh"))
    return out


def _meanwhile(view: MatterView, today: date) -> list[str]:
    """Return what letters tell of the clocks of other procedures too."""
    if not view.petitions:
        return []
    first = view.petitions[0]
    told = elsewhere.told(view, first.received_on, today=today, proposed=first.proposed)
    days = [
        Message(c.code, {k: chinese_day(v) if isinstance(v, date) else v for k, v in c.params.items()})
        for c in told
    ]
    return [say(clause, "zh") for clause in days]


def page(content: Mapping[str, str], *, number: str, headline: str, office: str, day: date) -> OfficialLetter:
    """Return a sheet as a page for Word or PDF: without number and seal, and saying that it is no answer."""
    paragraphs = [
        Paragraph("body", say(Message("sheet.about", {"headline": headline, "number": number}), "zh"))
    ]
    shown = [name for name in SECTIONS if content.get(name, "").strip()]
    for place, name in enumerate(shown):
        paragraphs.append(Paragraph("heading1", f"{_NUMERALS[place]}、{say(f'sheet.section.{name}', 'zh')}"))
        paragraphs += [Paragraph("body", line) for line in content[name].splitlines() if line.strip()]
    paragraphs.append(Paragraph("body", say("sheet.no_answer", "zh")))
    return OfficialLetter(
        sender=office,
        title=say("sheet.title", "zh"),
        number="",
        addressee="",
        paragraphs=tuple(paragraphs),
        signature=office,
        day=day,
        seal_placeholder=False,
    )
