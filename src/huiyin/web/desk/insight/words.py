"""Findings put into words: where, what, how much beside the usual, how sure, and what is not known."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.foundation.wording import say
from huiyin.insight.found import FoundRow
from huiyin.insight.rules import Episode, Seen
from huiyin.web.desk.insight.asked import place_name, sort_name
from huiyin.web.templatetags.wording import day, lang

_MOST_AREAS = 3


@dataclass(frozen=True)
class Told:
    """A finding as a page says it."""

    row: FoundRow
    title: str
    evidence: str
    own: str
    voices: str
    unknown: list[str]
    actions: list[tuple[str, str]]


def told(row: FoundRow, places: Mapping[str, str]) -> Told:
    """Return a finding in words."""
    episode = row.episode
    return Told(
        row,
        title(episode, places),
        evidence(row),
        _own(row),
        voices(episode.people),
        [say(f"insight.unknown.{code}", lang()) for code in episode.unknown],
        [
            (say(f"insight.action.{one.action}", lang()), say(f"insight.because.{one.because}", lang()))
            for one in row.suggestions
        ],
    )


def title(episode: Episode, places: Mapping[str, str]) -> str:
    """Return where and about what."""
    kind = sort_name(episode.kind) if episode.kind else say("insight.scope.every_kind", lang())
    return of(where(episode.areas, places), kind)


def of(place: str, kind: str) -> str:
    """Return a place and a demand as a title."""
    said = f"{place}{_('：')}{kind}"
    return said[:1].upper() + said[1:]


def where(areas: tuple[str, ...], places: Mapping[str, str]) -> str:
    """Return the areas in words, the first ones where they are many."""
    if not areas:
        return say("insight.scope.everywhere", lang())
    named = _("、").join(place_name(code, places) for code in areas[:_MOST_AREAS])
    if len(areas) > _MOST_AREAS:
        return _("%(named)s等 %(n)s 地") % {"named": named, "n": len(areas)}
    return named


def evidence(row: FoundRow) -> str:
    """Return the strongest sighting in one sentence; only of what is in sight where the rest would tell."""
    seen = row.seen
    count = row.whole or row.own
    said = {
        "since": day(seen.since),
        "until": day(seen.until),
        "petitions": count.petitions,
        "persons": count.persons,
        "usual": _about(seen.usual),
    }
    if row.whole is None:
        return _("%(since)s至%(until)s，您看得到的有 %(petitions)s 件、%(persons)s 人，明显多于往常。") % said
    came = _("%(since)s至%(until)s收到 %(petitions)s 件、%(persons)s 人；") % said
    if seen.by == "scan":
        return came + _("往常同样长的时间约 %(usual)s 件，别处没有这样增多。") % said
    if seen.persons_usual is not None:
        many = {"usual": said["usual"], "persons": _about(seen.persons_usual)}
        return came + _("往常这样的一周约 %(usual)s 件、%(persons)s 人。") % many
    return came + _("往常这样的一周约 %(usual)s 件。") % said


def _about(usual: float) -> str:
    return "0.1" if usual < 0.1 else f"{usual:.1f}" if usual < 10 else f"{usual:.0f}"  # noqa: PLR2004


def _own(row: FoundRow) -> str:
    if row.whole is None or row.whole.petitions == row.own.petitions:
        return ""
    said = {"petitions": row.own.petitions, "persons": row.own.persons}
    return _("其中您看得到的：%(petitions)s 件、%(persons)s 人。") % said


def voices(people: bool | None) -> str:
    """Return whether people are more, or only their petitions."""
    if people is None:
        return _("人数是否也增多，现有记录不足以判断。")
    if people:
        return _("不只件数，人数也明显增多。")
    return _("件数增多，人数没有明显增多：可能是少数人反复来信。")


def method(seen: Seen) -> str:
    """Return how a sighting came about."""
    return _("与同地同类的往常比") if seen.by == "surge" else _("与别处同期比")


def chance(seen: Seen) -> str:
    """Return the share of chance among all that is told as sure as this."""
    percent = seen.chance * 100
    return _("不到千分之一") if percent < 0.1 else f"{percent:.1f}%"  # noqa: PLR2004
