"""What the reading asks first and how one press answers; the cards of its models."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases import shelf
from huiyin.cases.models import Matter
from huiyin.cases.queries.worth_asking import worth_asking
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.services import learning
from huiyin.exchange.services import tokens
from huiyin.orgs.rules import SYSTEM
from huiyin.text.learned import shipped
from tests.agency import actor, as_staff, petition
from tests.cases.test_learning import carry
from tests.cases.test_memory import ALIKE, BEFORE
from tests.exchange.world import connected
from tests.people import PENSION, WAGES
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
HOME: Path = settings.HUIYIN_HOME
ACCUSATION = "我举报柳坪县人社局经办科科长收受贿赂，违规为他人办理提前退休，请求查处。"


def person(n: int) -> PersonGiven:
    return PersonGiven(name=f"甲{n}", phone=f"199{n:08d}")


def press(client: Client, matter: int, kind: str, **more: str) -> Any:
    version = str(Matter.objects.get(pk=matter).version)
    form = {"version": version, "nature": "claim", "division": "", "kind": kind, "back": "teach", **more}
    return client.post(reverse("desk:confirm_kind", args=[matter]), form)


def understood(*scopes: str) -> Any:
    sent = {}
    if scopes:
        made = tokens.make_token(connected(), scopes, by=SYSTEM, at=now())
        sent = {"Authorization": f"Bearer {made.token}"}
    given = {"text": ALIKE, "title": ""}
    return Client().post("/api/v1/understand", given, content_type="application/json", headers=sent).json()


def asked(role: str = "registrar", office: str = "ql-hrss") -> list[int]:
    return [row.id for row in worth_asking(actor(role, office), today=today()).rows]


def test_the_least_sure_comes_first_and_near_duplicates_once(client: Client) -> None:
    sure = petition(WAGES).matter
    unsure = petition(BEFORE, person=person(1)).matter
    petition(f"{BEFORE}谢谢。", person=person(2))
    carry()  # the worker notes what is nearly the same
    Matter.objects.get(pk=sure).petitions.update(proposed=_held(0.9, 0.05))
    for row in Matter.objects.exclude(pk=sure):
        row.petitions.update(proposed=_held(0.3, 0.29))
    found = asked()
    assert len(found) == 2 and found[-1] == sure and unsure != sure
    page = as_staff(client, "registrar").get(reverse("desk:teach"))
    sound(page)
    assert page.content.decode().count('class="sheet question"') == 2


def _held(first: float, second: float) -> dict[str, Any]:
    return {"kinds": [{"code": "W1", "p": first}, {"code": "P1", "p": second}], "version": "x"}


def test_one_press_confirms_and_another_kind_corrects(client: Client) -> None:
    one, other = petition(WAGES).matter, petition(PENSION, person=person(1)).matter
    as_staff(client, "registrar")
    assert press(client, one, "W1").status_code == 302
    assert press(client, other, "P5").status_code == 302
    rows = {m.pk: (m.nature, m.kind, m.path) for m in Matter.objects.all()}
    assert rows == {one: ("claim", "W1", 5), other: ("claim", "P5", Matter.objects.get(pk=other).path)}
    assert asked() == []


def test_every_kind_on_offer_is_a_button_that_works_without_javascript(client: Client) -> None:
    matter = petition(WAGES).matter
    as_staff(client, "registrar")
    for address, back in ((reverse("desk:teach"), "teach"), (reverse("desk:matter", args=[matter]), "")):
        page = client.get(address).content.decode()
        form = re.search(rf'action="/desk/matters/{matter}/confirm/".*?</form>', page, re.S)
        assert form, address
        offered = re.findall(r'type="submit" name="kind" value="(\w+)" data-digit="(\d)"', form[0])
        assert offered[0] == ("W1", "1") and len(offered) >= 2
        assert f'name="back" value="{back}"' in form[0]


def test_a_sorted_matter_is_not_asked_about_again_on_its_page(client: Client) -> None:
    matter = petition(WAGES).matter
    as_staff(client, "registrar")
    answer = press(client, matter, "W1", back="")
    assert answer["Location"].startswith(f"/desk/matters/{matter}/")
    page = client.get(f"/desk/matters/{matter}/").content.decode()
    assert "/confirm/" not in page and "登记时的建议" in page


def test_when_a_colleague_was_faster_the_list_says_so(client: Client) -> None:
    matter = petition(WAGES).matter
    as_staff(client, "registrar")
    press(client, matter, "W1")
    again = press(client, matter, "P1", version="2")
    assert again.status_code == 409
    sound(again)
    assert Matter.objects.get(pk=matter).kind == "W1"


def test_an_unknown_kind_is_refused_on_the_matters_own_page(client: Client) -> None:
    matter = petition(WAGES).matter
    as_staff(client, "registrar")
    assert press(client, matter, "Q9", back="").status_code == 422
    assert press(client, matter, "Q9").status_code == 422
    assert Matter.objects.get(pk=matter).kind == ""


def test_a_possible_accusation_is_never_on_the_list(client: Client) -> None:
    matter = petition(ACCUSATION).matter
    assert Matter.objects.get(pk=matter).restricted
    for role in ("registrar", "head"):
        assert matter not in asked(role)
    page = as_staff(client, "head").get(f"/desk/matters/{matter}/").content.decode()
    assert "/confirm/" not in page, "it is sorted by the form alone"


def test_another_offices_matters_are_not_asked_about(client: Client) -> None:
    matter = petition(WAGES, office="lp-hrss").matter
    assert matter in asked("registrar", "lp-hrss")
    assert matter not in asked("head") and matter not in asked("registrar", "fd-hrss")
    as_staff(client, "registrar", "fd-hrss")
    assert press(client, matter, "W1").status_code == 404
    assert Matter.objects.get(pk=matter).kind == ""


def test_who_may_not_sort_has_no_list(client: Client) -> None:
    for role in ("supervisor", "auditor", "analyst"):
        assert as_staff(client, role).get(reverse("desk:teach")).status_code == 403


def test_words_on_the_list_are_redacted(client: Client) -> None:
    petition(f"我叫周大勇，电话19900001234。{BEFORE}")
    page = as_staff(client, "registrar").get(reverse("desk:teach")).content.decode()
    assert "19900001234" not in page and "周大勇" not in page


def test_the_list_is_paged_and_takes_as_many_queries_whatever_there_is(client: Client) -> None:
    by = actor("registrar")
    counted = []
    for rounds in (3, 12):
        for n in range(rounds):
            petition(
                f"{'东南西北'[n % 4] * (n + rounds)}村问：{PENSION}{n}{rounds}", person=person(n + rounds)
            )
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page = worth_asking(by, today=today(), size=5)
        counted.append(len(seen))
    assert counted[0] == counted[1]
    assert len(page.rows) == 5 and page.after
    rest = worth_asking(by, today=today(), size=50, after=page.after)
    assert not {row.id for row in page.rows} & {row.id for row in rest.rows}
    assert len(page.rows) + len(rest.rows) == len(worth_asking(by, today=today(), size=50).rows)
    for nonsense in ("x", "_", "9_x", "nan_1", "0.1_99999999999999999999"):
        worth_asking(by, today=today(), after=nonsense)
    sound(as_staff(client, "registrar").get(reverse("desk:teach"), {"after": "0.100_5"}))


def test_a_suggestion_says_that_it_is_like_what_was_confirmed(client: Client) -> None:
    done = petition(BEFORE)
    as_staff(client, "registrar")
    press(client, done.matter, "B2")
    carry()
    other = petition(ALIKE, person=person(1)).matter
    page = client.get(f"/desk/matters/{other}/").content.decode()
    assert re.search(r'<li data-kind="B2">.*?data-learned="B2">与已确认的信访件相似', page)
    known = understood("petitions:read")
    assert known["kinds"][0]["code"] == "B2" and known["alike"] == [{"kind": "B2", "petitions": None}]
    assert f'data-version="{known["version"]}"' in page
    for unknown in (understood(), understood("petitions:write")):
        assert unknown["kinds"][0]["code"] != "B2" and unknown["alike"] == []


def test_the_cards_of_models_are_shown_with_small_counts_hidden(client: Client) -> None:
    as_staff(client, "registrar")
    sound(client.get(reverse("desk:models")))
    product = shipped.shipped()
    assert product.kinds and product.nature
    interval = {"value": 0.7, "low": 0.6, "high": 0.8, "n": 60}
    part = {"why": "better", "compared": 60, "new_first": interval, "present_first": interval}
    card = {
        "made_at": "2026-11-26T02:00:00+08:00",
        "confirmed": 60,
        "received": ["2026-01-02", "2026-11-25"],
        "compared_with": "learned-2",
        "kinds": {"W1": 56, "P1": 4},
        "parts": {"kinds": part, "nature": part},
    }
    models = {"kinds": product.kinds, "nature": product.nature}
    shelf.put(HOME, "agency-20261126-1", card, models, [])
    learning.use(HOME, "agency-20261126-1", by=SYSTEM, at=now())
    page = client.get(reverse("desk:models"))
    sound(page)
    said = page.content.decode()
    assert "agency-20261126-1" in said and "56</li>" in said and "另有 1 类各不足 5 件" in said
    (shelf.place(HOME) / "agency-20261126-1" / "kinds.model").write_bytes(b"x")
    assert "选用的模型已损坏" in client.get(reverse("desk:models")).content.decode()
