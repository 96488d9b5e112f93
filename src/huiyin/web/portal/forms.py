"""What the pages of the petition form show: choices, what was typed, what needs mending."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.base.clock import today
from huiyin.cases.rules.given import PAPERS, RELATIONS, visible
from huiyin.cases.services.drafts import DraftRow
from huiyin.foundation import ocr
from huiyin.foundation.wording import say
from huiyin.law.parameters import national
from huiyin.orgs import queries as orgs
from huiyin.web.portal.answers import Problem, given
from huiyin.web.portal.beside import beside
from huiyin.web.portal.seen import seen
from huiyin.web.portal.twice import mark
from huiyin.web.templatetags.wording import lang

OFFERS = frozenset({2, 3})  # the pages on which the clocks and the answers are offered


def places() -> Mapping[str, str]:
    """Return the agency's own area and those inside it, by code, in the visitor's language."""
    rows = orgs.divisions()
    above = {r.parent for r in rows} - {orgs.agency().division}
    english = lang() == "en"
    return {r.code: (english and r.name_en) or r.name for r in rows if r.code not in above}


def steps() -> list[str]:
    """Return the names of the pages, for the row of steps at their top."""
    return [_("事情"), _("地点"), _("诉求"), _("身份"), _("核对")]


def step_context(number: int, row: DraftRow, wrong: Sequence[Problem], *, back: str) -> dict[str, Any]:
    """Return what one page of the form shows."""
    context: dict[str, Any] = {
        "number": number,
        "steps": steps(),
        "seen": mark(number, row.answers),
        "form": {"anonymous": "no", "joint": "no", "behalf": "no"}
        | {n: v for n, v in row.answers.items() if v},
        "files": row.files,
        "readable": ocr.available(),
        "errors": {p.field: say(p.message, lang()) for p in wrong},
        "error_list": [(p.field, say(p.message, lang())) for p in wrong],
        "back": back if back == "check" else "",
        "urgent": number > 1 and urgent(row),
        "beside": beside(row, on=today()) if number in OFFERS else None,
        "upload_mb": settings.HUIYIN_UPLOAD_MB,
        "upload_count": settings.HUIYIN_UPLOAD_COUNT,
    }
    return context | _choices(number)


def _choices(number: int) -> dict[str, Any]:
    if number == 2:  # noqa: PLR2004 - the second page
        return {"places": list(places().items())}
    if number != 4:  # noqa: PLR2004 - the fourth page
        return {}
    most = _most_speak()
    return {
        "other_speakers": most - 1,
        "anonymity": [
            ("no", _("实名"), _("只有经办人员可以看到您的身份；我们会书面告知您办理情况。")),
            ("yes", _("匿名"), _("不留姓名和电话。请务必记好查询码：我们无法主动联系您，也无法书面告知您。")),
        ],
        "alone": [
            ("no", _("只有我自己"), ""),
            (
                "yes",
                _("多人共同提出"),
                _("推选代表，连您自己最多 %(n)s 位。实名的，其他人写上名字就行；匿名的，只写有多少人。")
                % {"n": most},
            ),
        ],
        "for_whom": [
            ("no", _("为自己"), ""),
            ("yes", _("替别人"), _("比如替父母、孩子、委托您的人。答复仍寄给您。")),
        ],
        "relations": [(code, say(f"behalf.relation.{code}", lang())) for code in RELATIONS],
        "papers": [(code, say(f"behalf.paper.{code}", lang())) for code in PAPERS],
    }


def _most_speak() -> int:
    return int(national().parameter("spokespersons", today()).value)


def urgent(row: DraftRow) -> bool:
    """Return whether somebody's life or health seems in danger, so that help is named at once."""
    words = given(row.answers, today=today())
    return visible(words.text) and seen(words.whole_text, words.title, "", lang=lang(), places={}).urgent
