"""The page of a problem: reached from the matrix, it says what is known, and what is not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.agency import as_staff
from tests.insight.scene import bring_up, came, gathering
from tests.web.page import sound

pytestmark = [pytest.mark.anywhere, pytest.mark.usefixtures("agency")]  # the lake is the same on any
WHERE = "desk:insight_profile"


@pytest.fixture
def home() -> Iterator[Path]:
    """The home of this process, without a lake before and after."""
    shutil.rmtree(settings.HUIYIN_HOME / "lake", ignore_errors=True)
    yield settings.HUIYIN_HOME
    shutil.rmtree(settings.HUIYIN_HOME / "lake", ignore_errors=True)


def _many(home: Path, many: int = 7) -> None:
    for n in range(many):
        came(n, kind="W1", days_ago=n)
    bring_up(home)


def test_without_a_lake_the_page_says_what_to_do(client: Client, home: Path) -> None:
    page = sound(as_staff(client, "leader").get(reverse(WHERE), {"kind": "W1"}))
    assert "huiyin lake refresh" in page.text_content()


def test_from_the_matrix_to_a_problem_to_its_matters(client: Client, home: Path) -> None:
    _many(home)
    page = sound(as_staff(client, "leader").get(reverse("desk:insight"), {"field": "W"}))
    [link] = page.xpath("//table[contains(@class,'heat')]//thead//a/@href")
    problem = sound(client.get(link))
    said = problem.text_content()
    assert "7 件、7 人" in said and "农民工欠薪" in said
    assert "不知道的" in said and "金额" in said, "what is not known is said"
    [area] = problem.xpath("//main//tbody//th/a/@href")
    there = sound(client.get(area))
    assert "柳坪县：农民工欠薪" in there.xpath("string(//h1)")
    [paths] = there.xpath("//table[caption='法定途径']//td/a/@href")
    matters = sound(client.get(paths))
    assert len(matters.xpath("//main//tbody/tr")) == 7
    assert "按法定途径计" in matters.text_content()


def test_a_finding_leads_to_the_profile_of_its_problem(client: Client, home: Path) -> None:
    from huiyin.insight.models import Finding

    gathering(home)
    as_staff(client, "leader")
    page = sound(client.get(reverse("desk:insight_finding", args=[Finding.objects.get(kind="W1").pk])))
    [link] = page.xpath("//a[contains(@href, '/insight/profile/')]/@href")
    problem = sound(client.get(link))
    assert "人数也明显增多" in problem.text_content()


def test_an_analyst_sees_no_way_to_matters(client: Client, home: Path) -> None:
    _many(home)
    page = sound(as_staff(client, "analyst").get(reverse(WHERE), {"kind": "W1"}))
    assert "7 件、7 人" in page.text_content()
    assert not page.xpath("//main//a[contains(@href, '/matters/')]")


@pytest.mark.parametrize("query", [{}, {"kind": "Ω"}, {"kind": "W1"}, {"kind": "P1", "area": "'" * 99}])
def test_nonsense_and_few_are_refused_with_words(client: Client, home: Path, query: dict[str, str]) -> None:
    _many(home, 4)
    page = sound(as_staff(client, "leader").get(reverse(WHERE), query))
    said = page.text_content()
    assert "请选择一种诉求" in said or "不足 5 人" in said
    assert not page.xpath("//main//table")


def test_another_office_sees_no_problem_it_has_no_matters_of(client: Client, home: Path) -> None:
    _many(home)
    page = sound(as_staff(client, "head", "fd-hrss").get(reverse(WHERE), {"kind": "W1"}))
    assert "不足 5 人" in page.text_content()


@pytest.mark.parametrize("role", ["registrar", "handler", "administrator", "auditor"])
def test_others_have_no_such_page(client: Client, role: str) -> None:
    assert as_staff(client, role).get(reverse(WHERE)).status_code == 403
