"""Briefs and yearly reports are taken along as files: read here as who gets them reads them."""

import io
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from docx import Document

from huiyin.base.clock import now, today
from huiyin.foundation.models import AuditEntry
from huiyin.insight.brief.periods import containing
from huiyin.insight.models import Reckoned
from tests.agency import as_staff
from tests.insight.scene import bring_up, came, gathering
from tests.web.page import sound

pytestmark = [pytest.mark.anywhere, pytest.mark.usefixtures("agency")]  # the lake is the same on any
WHERE = "desk:insight_brief"
MONTH = containing("month", today()).back()
QUARTER = containing("quarter", MONTH.since)


@pytest.fixture
def home() -> Iterator[Path]:
    """The home of this process, without a lake before and after."""
    shutil.rmtree(settings.HUIYIN_HOME / "lake", ignore_errors=True)
    yield settings.HUIYIN_HOME
    shutil.rmtree(settings.HUIYIN_HOME / "lake", ignore_errors=True)


def _asked(client: Client, **typed: str) -> Any:
    said = {"sort": "brief", "period": MONTH.code, "form": "docx", **typed}
    return client.post(reverse(WHERE), said)


def _read(answer: Any) -> str:
    """Return all words of a Word file, those in tables too."""
    assert answer.status_code == 200, answer.content[:500]
    word = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([line.text for line in word.paragraphs] + cells)


def _month(many: int = 12) -> None:
    for n in range(many):
        came(n, days_ago=(today() - MONTH.since).days - n, kind="W1" if n % 2 else "P1")


def test_without_a_lake_the_page_says_what_to_do(client: Client, home: Path) -> None:
    assert "huiyin lake refresh" in sound(as_staff(client, "leader").get(reverse(WHERE))).text_content()
    assert "huiyin lake refresh" in sound(_asked(client)).text_content()


def test_a_leader_takes_along_a_brief_with_its_sources_and_that_is_noted(
    client: Client,
    home: Path,
) -> None:
    _month()
    bring_up(home)
    page = sound(as_staff(client, "leader").get(reverse(WHERE)))
    assert MONTH.code in page.xpath("//select[@name='period']/option/@value")
    answer = _asked(client)
    said = _read(answer)
    assert "attachment" in answer["Content-Disposition"]
    assert "本期收到信访件12件、12人〔1〕" in said
    assert "没有记录或记录不全，不作比较" in said
    for part in ("总的情况", "不寻常的情况", "预警", "做了什么，对不对", "不能知道的", "数据来源"):
        assert part in said
    assert "是否有异常不知道" in said, "nothing was reckoned, and that is not nothing unusual"
    assert f"/desk/insight/matters/\n?period={MONTH.code}" in said
    assert "某1" not in said and "139" not in said, "nobody is in it"
    entry = AuditEntry.objects.get(action="insight.brief")
    assert (entry.about, entry.reason) == (f"brief:{MONTH.code}", "docx")


def test_every_figure_has_a_source_and_every_source_a_figure(client: Client, home: Path) -> None:
    gathering(home)
    as_staff(client, "leader")
    answer = _asked(client)
    said = _read(answer)
    sources = Document(io.BytesIO(answer.content)).tables[-1]
    numbers = [row.cells[0].text for row in sources.rows[1:]]
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert all(f"〔{n}〕" in said for n in numbers)
    assert all(cell.text.strip() for row in sources.rows for cell in row.cells)


def test_tables_and_drawings_are_numbered_without_a_gap(client: Client, home: Path) -> None:
    _month()
    bring_up(home)
    as_staff(client, "leader")
    said = _read(_asked(client, sort="yearly", year=str(MONTH.since.year), report_form="docx"))
    assert "各办理步骤" in said and "本期各地区各类别" not in said, "one that is not there, and one after it"
    for name in "表图":
        titles = re.findall(rf"^{name}(\d+)　", said, re.MULTILINE)
        assert titles == [str(n) for n in range(1, len(titles) + 1)]
    assert "表1" in said


def test_the_addresses_of_a_brief_open_the_matters_of_its_figures(client: Client, home: Path) -> None:
    _month()
    came(99, kind="W1", days_ago=0)
    bring_up(home)
    as_staff(client, "leader")
    where = reverse("desk:insight_matters")
    page = sound(client.get(where, {"period": MONTH.code}))
    assert len(page.xpath("//main//tbody/tr")) == 12
    assert len(sound(client.get(where, {"period": MONTH.code, "field": "W"})).xpath("//main//tbody/tr")) == 6
    steps = sound(client.get(where, {"period": MONTH.code, "of": "steps", "which": "received"}))
    assert len(steps.xpath("//main//tbody/tr")) == 12
    assert "按办理步骤计" in steps.text_content()
    ended = sound(client.get(where, {"period": MONTH.code, "of": "ended", "which": "support"}))
    assert not ended.xpath("//main//tbody/tr")
    assert client.get(where, {"period": "२०२६", "of": "'", "which": "'"}).status_code == 200


def test_a_surge_is_told_with_persons_something_to_do_and_how_sure_it_is(
    client: Client,
    home: Path,
) -> None:
    gathering(home)
    week = today() - timedelta(days=today().weekday() + 7)
    as_staff(client, "leader")
    period = containing("year", week)
    said = _read(_asked(client, sort="yearly", year=period.code, report_form="docx"))
    assert "柳坪县：农民工欠薪(工程建设)" in said
    assert "9 件、9 人" in said and "人数也明显增多" in said and "下访" in said
    assert "是否属实：尚未判断" in said


def test_a_yearly_report_follows_article_41_and_leaves_blank_what_is_not_known(
    client: Client,
    home: Path,
) -> None:
    _month()
    bring_up(home)
    as_staff(client, "leader")
    said = _read(_asked(client, sort="yearly", year=str(MONTH.since.year), report_form="docx"))
    for part in ("数据统计", "涉及领域", "被投诉较多的机关、单位", "转送、交办、督办", "提出建议和被采纳"):
        assert part in said
    assert said.count("（由编制人据实填写）") >= 4
    assert AuditEntry.objects.filter(action="insight.yearly").count() == 1
    pdf = _asked(client, sort="yearly", year=str(MONTH.since.year), report_form="pdf")
    assert pdf.content.startswith(b"%PDF")


def test_warnings_are_told_with_parts_and_how_they_were_borne_out(client: Client, home: Path) -> None:
    _month()
    for n in range(6):
        came(500 + n, kind="W1", days_ago=1)
    bring_up(home)
    cell = {"area": "970121", "kind": "W1", "chance": 0.42, "parts": {"surge": 1.3, "load": -0.2}}
    said = {"known": "", "cells": [cell], "calibration": [{"cells": 812, "said": 0.03, "came": 0.04}]}
    Reckoned.objects.create(
        step="warning",
        week=today() - timedelta(days=today().weekday()),
        generation=9,
        version=1,
        at=now(),
        said=said,
    )
    words = _read(_asked(as_staff(client, "leader")))
    assert "柳坪县：农民工欠薪(工程建设)\n42\n异常分数+1.3、未结积压-0.2" in words
    assert "说3.0%的812个，出现4.0%" in words


def test_where_every_week_has_few_no_course_is_drawn(client: Client, home: Path) -> None:
    for n in range(8):
        came(n, days_ago=(today() - MONTH.since).days - 7 * (n // 2), kind="W1")
    bring_up(home)
    said = _read(_asked(as_staff(client, "leader")))
    assert "8件、8人" in said and "不画走势" in said


def test_of_fewer_than_five_persons_a_brief_gives_no_number(client: Client, home: Path) -> None:
    for n in range(4):
        came(n, days_ago=(today() - MONTH.since).days, kind="W1")
    bring_up(home)
    said = _read(_asked(as_staff(client, "leader")))
    assert "本期信访件涉及不足5人，不列数字" in said
    assert "4件" not in said and "4人" not in said


def test_an_analyst_takes_numbers_along_and_no_addresses(client: Client, home: Path) -> None:
    _month()
    bring_up(home)
    as_staff(client, "analyst")
    assert _asked(client).status_code == 422, "a month beside others tells more than the brief of it"
    said = _read(_asked(client, period=QUARTER.code))
    assert "12件、12人" in said
    assert "只有汇总数字" in said and "?period=" not in said
    assert "本件可以对外使用" in said
    page = sound(client.get(reverse(WHERE)))
    assert not page.xpath("//select[@name='year']")
    assert all("Q" in code for code in page.xpath("//select[@name='period']/option/@value"))


def test_who_sees_another_branch_gets_its_numbers_only(client: Client, home: Path) -> None:
    _month()
    bring_up(home)
    said = _read(_asked(as_staff(client, "head", "fd-hrss")))
    assert "收到信访件0件、0人" in said
    assert "只含编制人可查看的单位" in said


@pytest.mark.parametrize(
    "typed",
    [
        {"period": "2026-13"},
        {"period": "2099-Q1"},
        {"period": "2001-Q1"},
        {"form": "exe"},
        {"sort": "yearly", "year": "x"},
        {"sort": "x"},
        {"period": "2026"},
    ],
)
def test_nonsense_is_refused_with_words_and_nothing_is_noted(
    client: Client,
    home: Path,
    typed: dict[str, str],
) -> None:
    came(1, kind="W1", days_ago=40)
    bring_up(home)
    wrong = _asked(as_staff(client, "leader"), **typed)
    assert wrong.status_code == 422
    assert sound(wrong).xpath("//*[@role='alert']")
    assert not AuditEntry.objects.filter(action__startswith="insight.").exists()


@pytest.mark.parametrize("role", ["registrar", "handler", "administrator", "auditor"])
def test_others_have_no_such_page(client: Client, role: str) -> None:
    assert as_staff(client, role).get(reverse(WHERE)).status_code == 403
    assert _asked(client).status_code == 403
