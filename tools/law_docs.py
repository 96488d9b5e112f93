"""`make law`: writes docs/law anew from the parameters of the law and the examples that test them."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from huiyin.base.citation import Status  # noqa: E402
from huiyin.foundation.wording import say  # noqa: E402
from huiyin.law import conduct, follows  # noqa: E402
from huiyin.law.coverage import INSTRUMENT, coverage  # noqa: E402
from huiyin.law.letters import elements_of  # noqa: E402
from huiyin.law.parameters import Parameter, jurisdictions, law_of  # noqa: E402
from huiyin.law.report import due_report  # noqa: E402

FOLDER = ROOT / "docs" / "law"
EXAMPLES = ROOT / "tests" / "law" / "examples"
LOOKED_FROM = date(2026, 11, 23)
_MOST = 3  # examples a page
_SPEC = ("office", "nature", "as_of", "acts", "jurisdiction", "provenance")
_NOTE = "<!-- Written by `make law` from src/huiyin/law; change it there. -->\n\n"
# Which parameters count the last day of each duty.
DUTIES: Mapping[str, tuple[str, ...]] = {
    "tell": ("telling_days", "telling_days_transferred"),
    "forward": ("forwarding_days",),
    "object": ("objection_days",),
    "conclude": ("handling_days", "simple_handling_days"),
    "ask_review": ("review_asking_days",),
    "decide_review": ("review_deciding_days",),
    "ask_rereview": ("rereview_asking_days",),
    "decide_rereview": ("rereview_deciding_days",),
    "answer_proposal": ("proposal_answer_days",),
    "execute": ("executing_days",),
}
_HEARING_IN_REREVIEW = "第三十六条"
_FAULT = re.compile(r'Fault\(\s*"([a-z-]+)",\s*"([a-z_]+)"')


class _DaysAsWritten(yaml.SafeLoader):
    """Keeps days as text: one example holds a day that does not exist."""


_DaysAsWritten.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def examples() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every example of acts that happened, with the name of its file."""
    for file in sorted(EXAMPLES.glob("*.yaml")):
        for example in yaml.load(file.read_text(encoding="utf-8"), Loader=_DaysAsWritten):  # noqa: S506
            if example.get("acts") and "refused" not in example:
                yield file.name, example


def report(example: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Return the answer of the law floor to an example, in words."""
    spec = {"office": "hrss", "nature": "claim", "as_of": LOOKED_FROM, **example}
    chosen = {name: spec[name] for name in _SPEC if name in spec}
    return due_report(chosen, say=lambda message: say(message, lang), today=LOOKED_FROM)


def provisions_of_flaws() -> dict[str, str]:
    """Return the provision that each flaw breaks."""
    source = Path(conduct.__file__).read_text(encoding="utf-8")
    found = {rule.code: rule.provision for rules in follows.FOLLOWS.values() for rule in rules}
    found |= dict(_FAULT.findall(source))
    return found | {"hearing-not-closed": "hearings"}


@cache
def shown_by() -> dict[str, list[tuple[dict[str, Any], str]]]:
    """Return the examples of each parameter, each with the duty it shows, or nothing when it shows a flaw."""
    found: dict[str, list[tuple[dict[str, Any], str]]] = {}
    breaks = provisions_of_flaws()
    for _file, example in examples():
        answer = report(example, "en")
        for deadline in answer["deadlines"]:
            if deadline["duty"] not in example.get("deadlines", {}):
                continue
            for name in _counted_by(deadline, example):
                found.setdefault(name, []).append((example, deadline["duty"]))
        for flaw in answer["flaws"]:
            broken = breaks.get(flaw["code"])
            if broken == "hearings" and flaw["article"] == _HEARING_IN_REREVIEW:
                broken = "rereview_hearings"
            if broken:
                found.setdefault(broken, []).append((example, ""))
    return found


def _counted_by(deadline: Mapping[str, Any], example: Mapping[str, Any]) -> Iterator[str]:
    names = DUTIES[deadline["duty"]]
    if len(names) > 1:
        text = str(example["acts"])
        second = "simple" in text if deadline["duty"] == "conclude" else "transferred" in text
        names = (names[1] if second else names[0],)
    yield from names
    yield "first_day_not_counted"
    codes = {step["code"] for step in deadline["steps"]}
    if "law.step.extended" in codes:
        yield "extension_days"
    for rule in law_of(example.get("jurisdiction", "national")).all():
        if f"law.step.pause-{rule.name.removeprefix('suspension_')}" in codes:
            yield rule.name
    if "law.step.rolled" in codes:
        yield "rest_day_rolls"


def rules() -> dict[str, list[Parameter]]:
    """Return every parameter with its versions, national ones and those of each province."""
    found: dict[str, list[Parameter]] = {}
    for parameter in (p for place in jurisdictions() for p in law_of(place).all()):
        versions = found.setdefault(parameter.name, [])
        if parameter not in versions:
            versions.append(parameter)
    return found


def _value(parameter: Parameter) -> str:
    value = parameter.value
    if value is True:
        return "a rule without a number"
    if value is None:
        return "none set"
    if isinstance(value, Mapping):
        letter = parameter.name.startswith("letter_")
        return f"{len(value)} elements" if letter else ", ".join(f"{k}: {v}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(v) for v in value)
    return f"{value} {parameter.unit}"


def _status(parameter: Parameter) -> str:
    if parameter.citation.status is Status.UNCONFIRMED:
        return "**unconfirmed**"
    return parameter.citation.status.value


def _row(p: Parameter) -> str:
    article = f"{p.citation.instrument} {p.citation.article}"
    return f"| {p.since} | {p.until or ''} | {_value(p)} | {article} | {_status(p)} |"


def page(name: str, versions: Sequence[Parameter]) -> str:
    """Return the page of one rule."""
    last = versions[-1]
    lines = [f"# {name}\n", f"{last.description}.\n"]
    if last.jurisdiction != "national":
        lines.append(f"Added by {last.jurisdiction}; counts only where that place is chosen.\n")
    lines += ["| Since | Until | Value | Where it stands | Status |", "|---|---|---|---|---|"]
    lines += [_row(p) for p in versions]
    if last.citation.status is Status.UNCONFIRMED:
        lines.append("\nNobody has read this in its own text yet: have it confirmed before relying on it.")
    if last.interpretation:
        lines.append(f"\n**How it is read.** {last.interpretation}")
    lines.append(f"\nLast checked {last.last_checked}.")
    lines += _elements(name, last)
    chosen = _chosen(name)
    if chosen:
        lines.append("\n## Examples")
    for example, duty in chosen:
        lines += _example(example, duty)
    return _NOTE + "\n".join(lines) + "\n"


def _elements(name: str, last: Parameter) -> list[str]:
    """Return what a letter must state, each element with where it stands, in both languages."""
    if not name.startswith("letter_"):
        return []
    head = "| Element | 中文 | Where it stands | Status | May be left out for a reason |"
    lines = ["\n## Elements\n", head, "|---|---|---|---|---|"]
    every = elements_of(name.removeprefix("letter_"), law_of(last.jurisdiction), last.since)
    for element in every[-len(last.value) :]:
        where, status = element.citation, element.citation.status
        shown = "**unconfirmed**" if status is Status.UNCONFIRMED else status.value
        zh, en = (say(f"law.element.{element.code}", lang) for lang in ("zh", "en"))
        room = "yes" if element.room else "no"
        lines.append(f"| {en} | {zh} | {where.instrument} {where.article} | {shown} | {room} |")
    return lines


def _chosen(name: str) -> list[tuple[dict[str, Any], str]]:
    once: dict[str, tuple[dict[str, Any], str]] = {}
    for example, duty in shown_by().get(name, []):
        once.setdefault(example["name"], (example, duty))
    return list(once.values())[:_MOST]


def _example(example: Mapping[str, Any], duty: str) -> list[str]:
    lines = [f"\n### {example['name']}\n", "```yaml"]
    lines += [f"{name}: {example[name]}" for name in ("office", "nature", "jurisdiction") if name in example]
    lines += [f"- {{{', '.join(f'{k}: {_written(v)}' for k, v in act.items())}}}" for act in example["acts"]]
    lines.append("```\n")
    zh, en = report(example, "zh"), report(example, "en")
    for number, deadline in enumerate(en["deadlines"]):
        if duty and deadline["duty"] == duty:
            last = deadline["due"] or "no last day"
            lines.append(f"`{duty}`: **{last}**, {deadline['state']}.\n")
            lines += ["| | |", "|---|---|"]
            steps = zip(zh["deadlines"][number]["why"], deadline["why"], strict=True)
            lines += [f"| {one} | {other} |" for one, other in steps]
            lines.append("")
    for one, other in zip(zh["flaws"], en["flaws"], strict=True):
        lines.append(f"- `{other['code']}`, {one['article']}：{one['reason']}。{one['effect']}。")
        lines.append(f"  {other['reason']}. {other['effect']}.")
    return lines


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def index(found: Mapping[str, Sequence[Parameter]]) -> str:
    """Return the list of all rules."""
    head = (
        "# The law as Huiyin counts it\n\n"
        "Every number and provision the software goes by, one page each, written from\n"
        "[the parameters](../../src/huiyin/law/parameters) with their examples. Where nobody has read\n"
        "a rule in its own text it is marked unconfirmed, here and wherever it is shown. Which articles\n"
        f"of the regulation are covered: [{INSTRUMENT} 17 to 47](coverage.md). Local rules and holidays:\n"
        "[calendars](../how-to/calendar.md).\n\n"
        "| Rule | Today | Where it stands | Status |\n|---|---|---|---|\n"
    )
    rows = []
    for name, versions in sorted(found.items()):
        p = versions[-1]
        where = f"{p.citation.instrument} {p.citation.article}"
        rows.append(f"| [{name}]({name}.md) | {_value(p)} | {where} | {_status(p)} |")
    return _NOTE + head + "\n".join(rows) + "\n"


def covered() -> str:
    """Return the table of the articles and how each is covered."""
    names = {"encoded": "encoded", "people": "duty of people", "not-applicable": "not applicable"}
    lines = [
        f"# {INSTRUMENT}, articles 17 to 47\n",
        "What of each article is a rule in the software, what stays the duty of people, and why. A test",
        "compares the first with the articles that the parameters cite.\n",
        "| Article | | By | Why |",
        "|---|---|---|---|",
    ]
    for row in coverage().values():
        by = ", ".join(f"[{name}]({name}.md)" for name in row.by)
        lines.append(f"| {row.article} | {names[row.how]} | {by} | {row.why} |")
    return _NOTE + "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Return every page under its file name."""
    found = rules()
    written = {f"{name}.md": page(name, versions) for name, versions in found.items()}
    return {**written, "README.md": index(found), "coverage.md": covered()}


def main() -> int:
    """Write the pages, and remove those of rules that are gone."""
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for file in FOLDER.glob("*.md"):
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(wanted)} pages in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
