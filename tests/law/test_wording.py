"""Every code the law floor can say has words in Chinese and English, with the same parameters."""

import re
from pathlib import Path
from string import Formatter

import pytest

import huiyin.law
from huiyin.foundation.wording import LANGUAGES, catalogue
from huiyin.law import acts, entries, letters, state
from huiyin.law.calendar import HOLIDAY, HOLIDAYS, WEEKEND
from huiyin.law.follows import FOLLOWS
from huiyin.law.grounds import LAWFUL_GROUNDS
from huiyin.law.limits import RIGHTS
from huiyin.law.parameters import jurisdictions, law_of

_ROOT = Path(huiyin.law.__path__[0])
_SOURCES = [*_ROOT.rglob("*.py"), _ROOT.parent / "cli" / "law_due.py"]
_CODE = re.compile(r'"(law\.[a-z_]+\.[a-z0-9_-]+)"')
_FAULT = re.compile(r'Fault\("([a-z-]+)"')


def _codes() -> set[str]:
    text = "\n".join(file.read_text(encoding="utf-8") for file in _SOURCES)
    codes = set(_CODE.findall(text)) | {"law.where", "law.blocked"}
    wrong = {rule.code for rules in FOLLOWS.values() for rule in rules}
    wrong |= set(_FAULT.findall(text)) | {"hearing-not-closed"}
    duties = {duty for kind in acts.KINDS.values() for duty in kind.discharges} | set(RIGHTS)
    wrong |= {f"late-{duty}" for duty in duties}
    codes |= {f"law.{what}.{code}" for what in ("flaw", "effect") for code in wrong}
    codes |= {f"law.duty.{duty}" for duty in duties}
    codes |= {kind.title for kind in acts.KINDS.values()}
    codes |= {kind.title for kind in letters.LETTER_KINDS.values()}
    codes |= {f"law.element.{e}" for kind in letters.LETTER_KINDS.values() for e in kind.elements}
    codes |= {f"law.stage.{stage}" for stage in state.STAGES}
    codes |= {f"law.nature.{nature}" for nature in acts.NATURES}
    codes |= {f"law.channel.{channel}" for channel in acts.CHANNELS}
    codes |= {f"law.result.{result}" for result in acts.RESULTS + acts.REVIEW_RESULTS}
    codes |= {f"law.ground.{ground}" for ground in LAWFUL_GROUNDS}
    codes |= {f"law.{what}.{path}" for what in ("path", "path_name") for path in acts.PATHS}
    codes |= {f"law.owed.{ground}" for ground in LAWFUL_GROUNDS}
    codes |= {f"law.rest.{code}" for code in (*HOLIDAYS.values(), HOLIDAY, WEEKEND)}
    codes |= {f"law.change.{what}" for what in ("contact", "objection")}
    codes |= {f"law.step.{what}" for what in ("works", "works-made-up")}
    suspending = {p.name for place in jurisdictions() for p in law_of(place).all() if p.applies}
    codes |= {f"law.step.pause-{name.removeprefix('suspension_')}" for name in suspending}
    codes |= {f"law.state.{name}" for name in ("open", "met", "late", "overdue", "lapsed")}
    codes |= {f"law.refused.field-{form}" for form in ("text", "number", "index", "yes-no", "choice")}
    events = {"received", "received-transferred", "opinion-served", "opinion-issued", "review-asked"}
    events |= {"review-served", "rereview-asked", "proposal-received"}
    codes |= {f"law.event.{event}" for event in events}
    return codes | {"law.step.months", "law.step.years", "law.remedy.opinion", "law.remedy.review_opinion"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_words(lang: str) -> None:
    assert entries.EARLIEST < entries.LATEST
    assert _codes() - set(catalogue(lang)) == set()


def test_both_languages_say_the_same_codes_with_the_same_parameters() -> None:
    zh, en = (
        {c: _params(s) for c, s in catalogue(lang).items() if c.startswith("law.")} for lang in LANGUAGES
    )
    assert zh == en


def _params(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_words_are_left_that_nothing_says(lang: str) -> None:
    groups = ("flaw", "effect", "step", "event", "change", "duty", "act")
    spoken = {c for c in catalogue(lang) if c.split(".")[0] == "law" and c.split(".")[1] in groups}
    assert spoken - _codes() == set()
