"""The public calculator: what happened, a day, and the clocks that run; nothing typed is kept."""

import re
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from lxml import html

from huiyin.base.clock import today
from huiyin.law.channels.happened import HAPPENED
from tests.web.page import read, sound

pytestmark = pytest.mark.usefixtures("agency")
TYPED = {"on": "2026-03-02", "final": "no", "told": "yes"}


def calculated(client: Client, what: str, **typed: str) -> html.HtmlElement:
    response = client.post(reverse("portal:remedy", args=[what]), {**TYPED, **typed})
    assert response.status_code == 200, read(response).text_content()
    return sound(response)


def refused(client: Client, what: str, **typed: str) -> dict[str, str]:
    """Return the field that is refused and its words, from beside the field and from the summary."""
    response = client.post(reverse("portal:remedy", args=[what]), {**TYPED, **typed})
    assert response.status_code == 422
    tree = sound(response)
    (link,) = tree.xpath("//a[starts-with(@href, '#id_')][ancestor::*[contains(@class, 'errors') or @role]]")
    name = link.get("href").removeprefix("#id_")
    (beside,) = tree.xpath(f"//*[@id='id_{name}_error']")
    return {name: beside.text_content().strip()}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("what", HAPPENED)
def test_each_choice_asks_and_answers_in_both_languages(client: Client, what: str, language: str) -> None:
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    sound(client.get(reverse("portal:remedy", args=[what])))
    words = calculated(client, what).text_content()
    assert not re.search(r"(clock|remedies|law)\.[a-z]+\.", words), "a code shows"
    if language == "en":
        assert not re.search(r"[\u4e00-\u9fff]{6,}", words.replace("回音", "")), "Chinese words show"


def test_the_first_page_leads_to_every_choice_and_is_found_from_home_and_footer(client: Client) -> None:
    tree = sound(client.get(reverse("portal:remedies")))
    links = {a.get("href") for a in tree.iter("a")}
    assert {reverse("portal:remedy", args=[what]) for what in HAPPENED} <= links
    home = read(client.get(reverse("portal:home")))
    assert home.xpath(f"//main//a[@href='{reverse('portal:remedies')}']")
    assert home.xpath(f"//footer//a[@href='{reverse('portal:remedies')}']")


def test_an_award_shows_its_last_day_the_court_and_the_article(client: Client) -> None:
    words = calculated(client, "award", on="2026-02-04").text_content()
    assert "2026年2月24日" in words
    assert "人民法院" in words and "《劳动争议调解仲裁法》第五十条" in words
    assert "期限已过" in words and "中止" in words  # what may still help is said too


def test_what_runs_beside_the_injury_of_a_worker_is_shown_for_both_sides(client: Client) -> None:
    words = calculated(client, "injured").text_content()
    assert "（单位的期限）" in words
    assert "不属于职工自身原因耽误的时间不计算在内" in words


def test_while_somebody_is_employed_wages_know_no_limit_and_once_they_left_a_year(client: Client) -> None:
    assert "不受期限限制" in calculated(client, "wages").text_content()
    left = calculated(client, "wages", ended="2026-06-30").text_content()
    assert "2027年6月30日" in left and "暂定" in left


def test_what_nobody_read_in_the_text_is_marked(client: Client) -> None:
    said = calculated(client, "decision", told="no").text_content()
    assert "条文还没有逐字核对，以原文为准" in said
    assert "所以按今天算" in said
    assert "所以按今天算" not in calculated(client, "decision", told="yes").text_content()
    assert "未经原文核实" not in calculated(client, "decision").text_content()


def test_days_may_be_written_as_people_write_them(client: Client) -> None:
    for written in ("2026/3/2", "2026年3月2日", "2026.03.02"):
        assert "2026年3月17日" in calculated(client, "award", on=written).text_content()


@pytest.mark.parametrize(
    ("what", "typed", "field"),
    [
        ("award", {"on": ""}, "on"),
        ("award", {"on": "2025-02-29"}, "on"),
        ("award", {"on": "gestern"}, "on"),
        ("award", {"on": "2999-01-01"}, "on"),
        ("award", {"final": ""}, "final"),
        ("decision", {"told": "perhaps"}, "told"),
        ("dismissed", {"asked": "2026-01-01"}, "asked"),
        ("dismissed", {"asked": "2026-02-30"}, "asked"),
        ("wages", {"ended": "2026-02-30"}, "ended"),
        ("wages", {"ended": "2190-01-01"}, "ended"),
        ("unlawful", {"reported": "2026-01-01"}, "reported"),
        ("injured", {"on": "1990-01-01"}, "on"),
    ],
)
def test_what_needs_mending_is_said_beside_its_field(
    client: Client, what: str, typed: dict[str, str], field: str
) -> None:
    ((name, words),) = refused(client, what, **typed).items()
    assert name == field
    assert words and "clock." not in words and "--" not in words


def test_what_was_typed_stays_in_the_form(client: Client) -> None:
    response = client.post(
        reverse("portal:remedy", args=["wages"]), {"on": "soon", "ended": "2026-06-30", "asked": ""}
    )
    tree = read(response)
    assert tree.get_element_by_id("id_on").get("value") == "soon"
    assert tree.get_element_by_id("id_ended").get("value") == "2026-06-30"


def test_an_unknown_choice_is_not_found(client: Client) -> None:
    assert client.get(reverse("portal:remedy", args=["lottery"])).status_code == 404


def test_nothing_typed_is_kept(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        response = client.post(reverse("portal:remedy", args=["award"]), TYPED)
    writes = [q["sql"] for q in asked if not q["sql"].lstrip().upper().startswith("SELECT")]
    assert writes == []
    assert "sessionid" not in response.cookies and not dict(client.session)
    assert "2026-03-02" not in caplog.text


def test_the_day_of_today_is_taken(client: Client) -> None:
    day: date = today()
    assert "还有" in calculated(client, "award", on=day.isoformat()).text_content()
