"""What forms of the workbench offer to choose from: stages, kinds of demand, places."""

from django.utils.translation import gettext as _

from huiyin.foundation.wording import has, say
from huiyin.law.state import STAGES
from huiyin.orgs import queries as orgs
from huiyin.text.taxonomy import fields, kinds
from huiyin.web.desk.asked import OptionRow
from huiyin.web.templatetags.wording import coded, lang


def stages() -> list[OptionRow]:
    """Return the stages to choose from."""
    return [(stage, coded(stage, "law.stage")) for stage in STAGES]


def kind_options() -> list[OptionRow]:
    """Return the kinds of demand to choose from, each with its field."""
    known = kinds()
    return [
        (code, f"{code} {field.name(lang())}{_('：')}{known[code].name(lang())}")
        for field in fields().values()
        for code in field.kinds
    ]


def place_options() -> list[OptionRow]:
    """Return the tenant's areas to choose from."""
    english = lang() == "en"
    return [(d.code, (english and d.name_en) or d.name) for d in orgs.divisions()]


def letter_name(kind: str) -> str:
    """Return what a kind of letter is called, those of one title told apart by what they answer."""
    apart = f"letter_apart.{kind}"
    return say(apart if has(apart) else f"law.letter.{kind}", lang())
