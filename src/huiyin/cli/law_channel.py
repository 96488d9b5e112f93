"""`huiyin law channel NAME`: the last day of a limit in another channel, as JSON or in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.base.clock import today
from huiyin.base.messages import Message
from huiyin.cli.frame import house
from huiyin.foundation.calendars import calendar_of
from huiyin.foundation.wording import say
from huiyin.foundation.wording.cited import cited
from huiyin.law.channels.report import channel_report
from huiyin.law.parameters import national


def channel_command(channel: str, typed: Mapping[str, Any], lang: str = "zh") -> dict[str, Any]:
    """Return a channel's last day, how it was counted and what moves it, worded in a language.

    Raises Refused for a channel or event that does not exist and for days that cannot be.
    """
    return channel_report(
        channel,
        typed,
        say=lambda message: say(message, lang),
        today=today(),
        law=national(),
        calendar=calendar_of(house()),
    )


def channel_in_words(report: Mapping[str, Any], lang: str = "zh") -> str:
    """Return a channel's clock as lines: the last day, how it stands, where to go, how it was counted."""
    return "\n".join(_lines(report, lang))


def _lines(report: Mapping[str, Any], lang: str) -> Iterator[str]:
    name, state = say(f"clock.channel.{report['channel']}", lang), say(f"clock.state.{report['state']}", lang)
    where = cited(report["instrument"], report["article"], lang)
    yield f"{name[:1].upper()}{name[1:]}  {report['due'] or '—'}  {state}  {where}"
    yield say(Message("clock.spoken.goes-to", {"body": report["goes_to"]}), lang)
    for step in report["why"]:
        yield f"    {step}"
    yield from report["notes"]
