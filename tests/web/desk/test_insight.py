"""The pages of insight: matrix, trend and findings, each as far as somebody may see it."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.insight.models import Finding, PolicyNote, Reckoned, Verdict
from huiyin.insight.reckoning import reckon
from tests.agency import as_staff
from tests.insight.scene import bring_up, came, gathering
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
HOME = "desk:insight"
TABLE = "desk:insight_table"


@pytest.fixture
def home() -> Iterator[Path]:
    """The home of this process, without a lake before and after."""
    from django.conf import settings as now

    shutil.rmtree(now.HUIYIN_HOME / "lake", ignore_errors=True)
    yield now.HUIYIN_HOME
    shutil.rmtree(now.HUIYIN_HOME / "lake", ignore_errors=True)


def _page_of(finding: Finding) -> str:
    return reverse("desk:insight_finding", args=[finding.pk])


def _found() -> Finding:
    return Finding.objects.get(kind="W1")


def test_without_a_lake_the_page_says_what_to_do(client: Client, home: Path) -> None:
    page = sound(as_staff(client, "leader").get(reverse(HOME)))
    assert "huiyin lake refresh" in page.text_content()
    assert "huiyin lake refresh" in sound(client.get(reverse("desk:insight_matters"))).text_content()


def test_before_anything_is_reckoned_it_is_said_so(client: Client, home: Path) -> None:
    came(1, kind="W1")
    bring_up(home)
    assert "尚未推算" in sound(as_staff(client, "leader").get(reverse(HOME))).text_content()


def test_a_leader_sees_where_it_gathers_and_goes_from_numbers_to_matters(client: Client, home: Path) -> None:
    gathering(home)
    page = sound(as_staff(client, "leader").get(reverse(HOME)))
    said = page.text_content()
    assert "柳坪县" in said and "9 件、9 人" in said and "人数也明显增多" in said
    assert "不足两年" in said, "what cannot be known is said"
    assert page.xpath("//table[contains(@class,'heat')]//th[@scope='row']")
    assert page.xpath("//figure[@data-chart]//table//tbody/tr"), "the chart has its table"
    heads = page.xpath("//table[contains(@class,'heat')]/thead//th")
    assert [head.text_content() for head in heads[:2]] == ["地区", "合计"], (
        "a total is in sight on any screen"
    )
    [link, *_more] = page.xpath("//table[contains(@class,'heat')]//td[not(contains(@class,'sum'))]/a/@href")
    there = sound(client.get(link))
    assert there.xpath("//main//a[contains(@href, '/desk/matters/')]")


def test_a_finding_shows_reasons_examples_and_something_to_do(client: Client, home: Path) -> None:
    gathering(home)
    page = sound(as_staff(client, "leader").get(_page_of(_found())))
    said = page.text_content()
    assert "下访" in said and "偶然的可能" in said and "不知道的" in said
    assert len(page.xpath("//main//a[contains(@href, '/desk/matters/')]")) == 5
    assert "某10" not in said, "no name of anybody"
    behind = sound(client.get(reverse("desk:insight_matters"), {"finding": _found().pk}))
    assert len(behind.xpath("//main//tbody/tr")) >= 9


def test_a_verdict_needs_a_reason_that_names_nobody_and_is_counted(client: Client, home: Path) -> None:
    gathering(home)
    as_staff(client, "leader")
    where = _page_of(_found())
    for typed, words in (({}, "请选择"), ({"said": "real"}, "请写明理由")):
        wrong = client.post(where, typed)
        assert wrong.status_code == 422
        assert words in sound(wrong).text_content()
    wrong = client.post(where, {"said": "real", "reason": "打19900001234问过"})
    assert sound(wrong).xpath("//textarea[@name='reason']/text()")[0].strip() == "打19900001234问过"
    assert not Verdict.objects.exists()
    done = client.post(where, {"said": "real", "reason": "窑厂停工，工资没发"}, follow=True)
    assert "窑厂停工" in sound(done).text_content()
    assert "已判断 1 条：属实 1" in sound(client.get(reverse(HOME))).text_content()


def test_an_analyst_sees_numbers_only_and_judges_nothing(client: Client, home: Path) -> None:
    gathering(home)
    page = sound(as_staff(client, "analyst").get(reverse(HOME)))
    assert "9 件、9 人" in page.text_content()
    assert not page.xpath("//main//a[contains(@href, '/matters/')]")
    where = _page_of(_found())
    there = sound(client.get(where))
    assert not there.xpath("//main//a[contains(@href, '/matters/')]")
    assert not there.xpath("//main//form")
    assert client.post(where, {"said": "real", "reason": "有"}).status_code == 403
    assert client.get(reverse("desk:insight_matters")).status_code == 403


def test_under_five_persons_are_hidden_from_analysts_and_from_what_is_exported(
    client: Client, home: Path
) -> None:
    for n, (area, kind) in enumerate(product(("970100", "970121", "970122"), ("P1", "S1", "W1"))):
        for one in range(2 if n == 8 else 6):
            came(10 * n + one, kind=kind, area=area)
    bring_up(home)
    shown = sound(as_staff(client, "analyst").get(reverse(HOME)))
    cells = [cell.text_content().strip() for cell in shown.xpath("//table[contains(@class,'heat')]//td")]
    assert "隐" in cells and "6(6)" in cells and "2(2)" not in cells
    as_staff(client, "leader")
    rows = client.get(reverse(TABLE)).content.decode("utf-8-sig").splitlines()
    assert rows[0] == "地区,诉求,信访件,人数"
    assert any(row.endswith(",6,6") for row in rows)
    assert not any(row.endswith(",2,2") for row in rows)


def test_another_office_sees_neither_the_finding_nor_a_number_of_it(client: Client, home: Path) -> None:
    gathering(home, office="lp-hrss")
    elsewhere = as_staff(client, "head", "fd-hrss")
    page = sound(elsewhere.get(reverse(HOME)))
    assert "9 件" not in page.text_content()
    assert not page.xpath("//table[contains(@class,'heat')]")
    assert elsewhere.get(_page_of(_found())).status_code == 404
    assert elsewhere.post(_page_of(_found()), {"said": "real", "reason": "有"}).status_code == 404
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("role", ["registrar", "handler", "administrator", "auditor"])
def test_others_have_no_such_page(client: Client, role: str) -> None:
    assert as_staff(client, role).get(reverse(HOME)).status_code == 403


def test_nonsense_asked_for_shows_the_usual(client: Client, home: Path) -> None:
    came(1, kind="W1")
    bring_up(home)
    as_staff(client, "leader")
    for query in ({"weeks": "x", "field": "Ω"}, {"weeks": "9999"}, {"area": "'" * 99, "kind": "W1"}):
        assert client.get(reverse(HOME), query).status_code == 200
        assert client.get(reverse("desk:insight_matters"), {**query, "after": "-1"}).status_code == 200


def test_the_page_asks_the_database_as_often_however_much_was_found(client: Client, home: Path) -> None:
    gathering(home)
    as_staff(client, "leader").get(reverse(HOME))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(HOME))
    found = _found()
    for _ in range(6):
        found.pk = None
        found.save()
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse(HOME))
    assert page.content.decode().count("finding-title") >= 7
    assert len(many) == len(few)


def test_the_forecast_says_what_it_cannot_know_and_shows_its_record(client: Client, home: Path) -> None:
    came(1, kind="W1")
    bring_up(home)
    where = reverse("desk:insight_forecast")
    assert "尚未推算" in sound(as_staff(client, "leader").get(where)).text_content()
    list(reckon(home, at=now()))
    assert "不足半年" in sound(client.get(where)).text_content()
    gathering(home)
    page = sound(client.get(where))
    said = page.text_content()
    assert "柳坪县" in said and "以前准不准" in said
    assert page.xpath("//figure[@data-chart]//table//tbody/tr[td[1]='–']"), "weeks to come"
    assert page.xpath("//table[caption='回测：每次只用当时已知的记录']//tbody/tr")
    assert "人数" in sound(client.get(where, {"of": "persons"})).text_content()


def test_a_range_that_did_not_hold_gives_way_to_a_wider_one_or_to_none(client: Client, home: Path) -> None:
    gathering(home)
    as_staff(client, "leader")
    where = reverse("desk:insight_forecast")
    kept = Reckoned.objects.get(step="forecast")
    for one in kept.said["sums"]["petitions"]:
        if one["level"] == "whole" and "mean" in one:
            one.update(
                mean=[30.0] * 4, low=[29.0] * 4, high=[31.0] * 4, lowest=[11.0] * 4, highest=[77.0] * 4
            )
        for test in one.get("track", ()):
            test.update(counts=40, inside_80=0.25, inside_95=0.9 if one["level"] == "whole" else 0.3)
    kept.save()
    page = sound(client.get(where))
    said = page.text_content()
    assert "只容住 25%，不可信；改列九成半的，以前容住 90%" in said
    rows = page.xpath("//figure//tbody/tr[td[1]='–']")
    assert [[cell.text for cell in row.xpath("td")[2:]] for row in rows] == [["11", "77"]] * 4
    assert "不列范围：有多大把握不知道" in said
    assert "范围不知道" in page.xpath("string(//table[.//th='地区']/caption)")
    assert not page.xpath("//table[.//th='地区' and not(ancestor::figure)]//td[contains(., '–')]")


def test_who_sees_a_part_is_not_shown_the_whole_of_the_forecast(client: Client, home: Path) -> None:
    gathering(home, office="lp-hrss")
    assert sound(as_staff(client, "head", "lp-hrss").get(reverse("desk:insight_forecast"))).xpath("//figure")
    elsewhere = sound(as_staff(client, "head", "fd-hrss").get(reverse("desk:insight_forecast")))
    assert not elsewhere.xpath("//figure")
    assert "柳坪县" not in elsewhere.xpath("string(//main)")


def _warned(**more: object) -> None:
    cell = {"area": "970121", "kind": "W1", "chance": 0.42, "parts": {"surge": 1.3, "load": -0.2}}
    Reckoned.objects.update_or_create(
        step="warning",
        week=today() - timedelta(days=today().weekday()),
        defaults={"generation": 9, "version": 1, "at": now(), "said": {"known": "", "cells": [cell], **more}},
    )


def test_a_warning_shows_its_parts_and_how_it_was_borne_out(client: Client, home: Path) -> None:
    came(1, kind="W1")
    bring_up(home)
    _warned(calibration=[{"cells": 812, "said": 0.03, "came": 0.04}], learned=today().isoformat())
    page = sound(as_staff(client, "leader").get(reverse("desk:insight_warning")))
    [row] = page.xpath("//table[contains(@class,'tight')][.//th='指数']/tbody/tr")
    assert [cell.text_content() for cell in row] == [
        "柳坪县：农民工欠薪(工程建设)",
        "42",
        "异常分数 +1.3、未结积压 −0.2",
    ]
    [row] = page.xpath("//figure[@data-chart]//table/tbody/tr")
    assert [cell.text_content() for cell in row] == ["3%", "4%", "812"], "said, came, how often"
    analyst = sound(as_staff(client, "analyst").get(reverse("desk:insight_warning")))
    assert "柳坪县" not in analyst.xpath("string(//main)"), "one person stands behind it"


def test_where_too_little_happened_to_learn_from_no_warning_is_given(client: Client, home: Path) -> None:
    came(1, kind="W1")
    bring_up(home)
    came_before = {
        "surges": 11,
        "breaches": 3,
        "doubles": 2,
        "weeks": 61,
        "first": 32,
        "later": 7,
        "least": 50,
    }
    more = {"usual": [0.7, 0.0, 2.0], "needed": 120}
    stands = [{"area": "970121", "kind": "W1", "signs": {"overdue": 0.4, "policy": 0.687289, "load": 0.0}}]
    _warned(known="too_few_events", cells=[], standing=stands, came=came_before | more)
    page = sound(as_staff(client, "leader").get(reverse("desk:insight_warning")))
    said = " ".join(page.text_content().split())
    assert "近 61 周：明显增多 11 次，成批超期 3 次，重复来访翻番 2 次。" in said
    assert "现在是 32 个和 7 个。照这样，大约到" in said
    assert "未结的有 40% 超过 60 天；未结为往常四周来件的 1.0 倍；政策变动约 3 周前" in said
    assert "指数" not in said, "no probability is told"
    _warned(known="too_few_events", cells=[], came=came_before | more | {"needed": None})
    page = sound(as_staff(client, "leader").get(reverse("desk:insight_warning")))
    assert "三年的记录也不够" in page.text_content()
    assert "没有突出的征兆" in page.text_content()


def test_a_change_of_policy_is_noted_by_who_judges_and_shown_to_all_who_read(
    client: Client, home: Path
) -> None:
    url = reverse("desk:insight_policies")
    as_staff(client, "leader")
    assert "还没有记下变动" in sound(client.get(url)).text_content()
    typed = {"title": "减少证明材料", "on": "2026-03-11", "kind": "P1", "words": "证明、盖章"}
    wrong = client.post(url, {**typed, "kind": "", "words": "证明"})
    assert wrong.status_code == 422
    assert "减少证明材料" in wrong.content.decode()
    assert client.post(url, typed).status_code == 302
    page = sound(as_staff(client, "analyst").get(url))
    assert "减少证明材料" in page.text_content()
    assert "证明、盖章" in page.text_content()
    assert not page.xpath("//form[@method='post']//input[@name='title']")
    assert client.post(url, typed).status_code == 403


def test_a_change_without_anything_is_told_at_each_field_and_refused_to_who_notes_none(
    client: Client, home: Path
) -> None:
    url = reverse("desk:insight_policies")
    wrong = as_staff(client, "leader").post(url, {"words": "证明"})
    assert wrong.status_code == 422
    page = sound(wrong)
    for field in ("title", "on", "kind"):
        assert page.xpath(f"//*[@id='id_{field}_error']"), field
    assert page.xpath("//input[@name='words']/@value") == ["证明"]
    assert as_staff(client, "analyst").post(url, {}).status_code == 403
    assert not PolicyNote.objects.exists()


def test_what_followed_a_change_is_said_with_numbers_only_to_who_sees_all(client: Client, home: Path) -> None:
    for n in range(6):
        came(n, kind="W1")
    bring_up(home)
    as_staff(client, "leader")
    client.post(
        reverse("desk:insight_policies"), {"title": "改了做法", "on": "2026-01-05", "kind": "W1", "words": ""}
    )
    said = {"verdict": "fell", "weeks": 26, "counted": 9, "expected": 31.5, "low": -0.9, "high": -0.4}
    notes = {str(PolicyNote.objects.get().pk): {**said, "first": 12, "least_fall": 0.4}}
    Reckoned.objects.create(
        step="policies", week=today(), generation=1, version=1, at=now(), said={"notes": notes}
    )
    here = sound(client.get(reverse("desk:insight_policies"))).text_content()
    assert "31.5" in here
    assert "0.10 到 0.60 倍" in here
    elsewhere = sound(as_staff(client, "head", "fd-hrss").get(reverse("desk:insight_policies")))
    assert "减少了" in elsewhere.text_content()
    assert "31.5" not in elsewhere.text_content()
