"""Puts message codes, kinds and days into the visitor's language inside templates."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from huiyin.base.citation import Citation
from huiyin.base.messages import Message
from huiyin.foundation.wording import say
from huiyin.foundation.wording.cited import cited
from huiyin.text.taxonomy import fields, kinds

SHOWN = 4  # of a list of which the rest is folded
register = template.Library()


def lang() -> str:
    """Return the language of the answer as the wording catalogues name it: zh or en."""
    return "en" if (get_language() or "").startswith("en") else "zh"


@register.filter
def words(message: Message | str) -> str:
    """Return a message (or a bare code) in words."""
    return say(message, lang())


@register.filter
def words_or_name(said: Message | str) -> str:
    """Return a message in words, and a name as it is."""
    return say(said, lang()) if isinstance(said, Message) else said


@register.filter
def coded(value: Any, prefix: str) -> str:
    """Return a code under a prefix in words: `stage|coded:"law.stage"`."""
    # What stands alone begins with a capital in English; inside a sentence the same words do not.
    said = say(f"{prefix}.{value}", lang()) if value not in {None, ""} else ""
    return said[:1].upper() + said[1:]


@register.filter
def told(message: Message) -> str:
    """Return a message to people in words, its days written as people write them."""
    params = {
        name: day(value) if isinstance(value, date) else value for name, value in message.params.items()
    }
    return say(Message(message.code, params), lang())


@register.filter
def kind_name(code: str) -> str:
    """Return the name of a demand kind, or nothing for an unknown code."""
    known = kinds().get(code)
    return known.name(lang()) if known else ""


@register.filter
def field_name(code: str) -> str:
    """Return the name of a field of demands, or nothing for an unknown code."""
    known = fields().get(code)
    return known.name(lang()) if known else ""


@register.filter
def law(citation: Citation) -> str:
    """Return where a rule stands: 《信访工作条例》第三十四条, or Regulations on Petition Work, art 34."""
    return cited(citation.instrument, citation.article, lang())


@register.filter
def named(office: str, english: Mapping[str, str]) -> str:
    """Return the name of an office in the visitor's language: `matter.office_name|named:office_names`."""
    return english.get(office) or office


@register.filter
def at(found: Mapping[str, Any], name: str) -> Any:
    """Return what stands under a name, or nothing: `errors|at:name`."""
    return found.get(name, "")


@register.filter
def joined(prefix: str, key: Any) -> str:
    """Return a name made of a word and a key: `"done_"|joined:task.id`."""
    return f"{prefix}{key}"


@register.filter
def moment(written: str) -> str:
    """Return an instant as the record writes it (ISO) as people read it, to the minute."""
    return written[:16].replace("T", " ")


@register.filter
def day(value: date | str | None) -> str:
    """Return a day, also one kept as text, as people write it: 2026年3月2日, or 2 March 2026."""
    if not value:
        return ""
    value = date.fromisoformat(value) if isinstance(value, str) else value
    if lang() == "en":
        return f"{value.day} {value:%B %Y}"
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def day_in_column(value: date | str | None) -> str:
    """Return a day for a narrow column that keeps Chinese words together: it breaks after its year only."""
    year, mark, rest = day(value).partition("年")
    return format_html("{}<wbr>{}", year + mark, rest) if mark else year


@register.filter
def weekday(value: date) -> str:
    """Return the day of the week: 星期一, or Monday."""
    return f"{value:%A}" if lang() == "en" else f"星期{'一二三四五六日'[value.weekday()]}"


@register.filter
def whole_day(value: date) -> str:
    """Return a day with its day of the week: 2026年3月2日 星期一, or Monday, 2 March 2026."""
    return f"{weekday(value)}, {day(value)}" if lang() == "en" else f"{day(value)} {weekday(value)}"


@register.filter
def folded(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return a list as what is shown and what is folded, each its rows and how many are folded (`c-rest`)."""
    parts = [{"rows": rows[:SHOWN], "rest": 0}, {"rows": rows[SHOWN:], "rest": len(rows) - SHOWN}]
    return [part for part in parts if part["rows"]]
