"""The pages of what followed a measure, and of like matters that ended unlike."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import today
from huiyin.web.templatetags.wording import day
from tests.agency import as_staff, office_id
from tests.insight.invented import Case, bring_up_invented
from tests.insight.scene import bring_up, came
from tests.insight.test_alike import unlike
from tests.insight.test_followed import on_monday, told
from tests.web.page import sound

pytestmark = [pytest.mark.anywhere, pytest.mark.usefixtures("agency")]  # the lake is the same on any
EFFECT, TABLE, BEHIND = "desk:insight_effect", "desk:insight_effect_table", "desk:insight_effect_matters"
ALIKE = "desk:insight_alike"


@pytest.fixture
def home() -> Iterator[Path]:
    """The home of this process, without a lake before and after."""
    from django.conf import settings as now

    shutil.rmtree(now.HUIYIN_HOME / "lake", ignore_errors=True)
    yield now.HUIYIN_HOME
    shutil.rmtree(now.HUIYIN_HOME / "lake", ignore_errors=True)


def _here(cases: list[Case]) -> list[Case]:
    return [Case(**{**vars(case), "office": office_id("ql-hrss")}) for case in cases]


def test_a_leader_names_a_measure_and_reads_the_answer_with_its_chart_and_table(
    client: Client, home: Path
) -> None:
    burst = [Case(10_000 + n, on_monday(50), kind="P1") for n in range(90)]
    bring_up_invented(home, _here([*told(after=0.3, weeks=64), *burst]))
    where = reverse(EFFECT)
    form = sound(as_staff(client, "leader").get(where))
    assert form.xpath("//form//input[@name='day'][@type='date']")
    assert not form.xpath("//figure")
    asked = {"day": on_monday(30).isoformat(), "about": "P1"}
    page = sound(client.get(where, asked))
    said = page.text_content()
    assert "少了" in said and "与没有措施时相比，变化约 −" in said
    assert "同一时间的其他各类诉求" in said and "来信访的少了" in said
    assert f"个别周（{day(on_monday(50))}）" in said, "one week of ninety petitions is told by its day"
    rows = page.xpath("//figure[@data-chart='lines']//tbody/tr")
    assert len(rows) == 15
    assert len(page.xpath("//figure//th[@data-mark]")) == 1
    lines = client.get(reverse(TABLE), asked).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "起始日,施行后,人次,没有措施时预计"
    assert len([line for line in lines if ",是," in line]) == 7
    none = sound(client.get(where, {**asked, "day": on_monday(31).isoformat(), "about": "W1"})).text_content()
    assert "看不出" in none and "五次里有四次看得出来" in none
    later = sound(client.get(where, {**asked, "day": today().isoformat()})).text_content()
    assert "无法判断" in later and "请过一段时间再看" in later


def test_a_day_that_cannot_be_read_is_said_beside_the_field_and_the_rest_stays(
    client: Client, home: Path
) -> None:
    came(1, kind="W1")
    bring_up(home)
    answer = as_staff(client, "leader").get(
        reverse(EFFECT), {"day": "tomorrow", "about": "W1", "area": "970121"}
    )
    assert answer.status_code == 422
    page = sound(answer)
    assert page.xpath("//*[@id='id_day_error']")
    assert page.xpath("//select[@name='about']/option[@selected]/@value") == ["W1"]
    assert client.get(reverse(TABLE), {"day": "x"}).status_code == 400


def test_what_came_after_a_measure_leads_to_its_matters_and_not_for_analysts(
    client: Client, home: Path
) -> None:
    came(1, kind="W1", days_ago=3)
    came(2, kind="W1", days_ago=40)
    bring_up(home)
    asked = {"day": on_monday(2).isoformat(), "about": "W1"}
    page = sound(as_staff(client, "leader").get(reverse(BEHIND), asked))
    assert len(page.xpath("//main//tbody/tr")) == 1
    assert as_staff(client, "analyst").get(reverse(BEHIND), asked).status_code == 403
    assert "不足 5 人" in sound(client.get(reverse(EFFECT), asked)).text_content()


def test_groups_of_like_matters_name_files_and_no_office(client: Client, home: Path) -> None:
    bring_up_invented(home, unlike())
    page = sound(as_staff(client, "leader").get(reverse(ALIKE)))
    said = page.xpath("string(//main)")
    assert "18 件里有 9 件是“予以支持”" in said and "不到百分之一" in said
    assert len(page.xpath("//main//section[1]/ul//a[contains(@href, '/desk/matters/')]")) == 6
    assert "柳坪县人力资源" not in said and "枫渡县人力资源" not in said
    head = sound(as_staff(client, "head", "lp-hrss").get(reverse(ALIKE)))
    assert "无从对照" in head.text_content()
    assert not head.xpath("//main//a[contains(@href, '/desk/matters/')]")
    analyst = sound(as_staff(client, "analyst").get(reverse(ALIKE)))
    assert not analyst.xpath("//main//a[contains(@href, '/desk/matters/')]")


def test_without_a_lake_both_pages_say_what_to_do(client: Client, home: Path) -> None:
    as_staff(client, "leader")
    for name in (EFFECT, ALIKE, BEHIND):
        page = sound(client.get(reverse(name), {"day": today().isoformat()}))
        assert "huiyin lake refresh" in page.text_content()
    assert "huiyin lake refresh" in sound(client.get(reverse(EFFECT))).text_content()
