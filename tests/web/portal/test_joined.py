"""What the petitioner of a joined matter sees, and petitioning for somebody else on the portal."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Letter, Petition
from huiyin.cases.persons import opened
from huiyin.cases.services import joining, past, together
from huiyin.cases.services.together import Handed
from tests.agency import actor, petition
from tests.people import RETIREE
from tests.web.page import sound
from tests.web.portal.visit import fill, filled, follows, opens, said, sent

pytestmark = pytest.mark.usefixtures("agency")
DAY = timedelta(days=1)
BEHALF = {"behalf": "yes", "behalf_name": "周老汉", "behalf_relation": "child", "behalf_paper": "later"}


def test_the_joined_petitioner_sees_the_progress_the_answer_and_the_own_limit(client: Client) -> None:
    leads = petition(received_on=today() - 40 * DAY)
    mine = petition(person=RETIREE, received_on=today() - 39 * DAY)
    joining.join(mine.matter, leads.matter, reason="joint", by=actor("registrar"), at=now())
    head = actor("head")
    past.enter(leads.matter, "accepted", on=today() - 35 * DAY, by=head, at=now(), fields={"path": 6})
    on = today() - 20 * DAY
    past.enter(leads.matter, "opinion_issued", on=on, by=head, at=now(), fields={"result": "explain"})
    letter = Letter.objects.get(kind="opinion")
    handed = [Handed(leads.petition, "hand", on, "x"), Handed(mine.petition, "hand", today() - 4 * DAY, "y")]
    together.serve_all(letter.pk, handed, by=actor("registrar"), at=now())
    seen = follows(client, mine.code)
    sound(seen)
    assert "并在一起办" in said(seen) and mine.number in said(seen)
    opened_page = opens(client, RETIREE.phone[-4:])
    sound(opened_page)
    assert "可以申请复查" in said(opened_page)
    answer = client.get(reverse("portal:letter_page", args=[letter.pk]))
    assert RETIREE.name in said(answer)
    asked = client.post(reverse("portal:ask_review"), {"reason": "金额不对"}, follow=True)
    assert "已收到并记录在案" in said(asked)
    other = follows(Client(), leads.code)
    assert "可以申请复查" not in said(other)


def test_for_somebody_else_the_form_asks_who_how_related_and_for_the_paper(client: Client) -> None:
    receipt = sent(client, **BEHALF)
    sound(receipt)
    found = Petition.objects.select_related("behalf_of").get()
    assert found.behalf_of is not None and opened(found.behalf_of).name == "周老汉"
    assert (found.behalf_relation, found.behalf_paper) == ("child", "later")


def test_the_last_page_shows_for_whom_it_is(client: Client) -> None:
    page = filled(client, **BEHALF).get(reverse("portal:check"))
    sound(page)
    assert "周老汉" in said(page) and "子女" in said(page)


@pytest.mark.parametrize("missing", ["behalf_name", "behalf_relation"])
def test_what_is_missing_of_it_is_said_at_its_field(client: Client, missing: str) -> None:
    page = fill(client, 4, **{**BEHALF, missing: ""})
    assert page.status_code == 422
    assert sound(page).xpath(f"//*[@id='id_{missing}_error']")


def test_without_a_word_about_the_paper_it_is_taken_in(client: Client) -> None:
    page = filled(client, **{**BEHALF, "behalf_paper": ""}).get(reverse("portal:check"))
    assert "；未说明有没有委托书或证明材料" in said(page) and "；没有委托书" not in said(page)
    client.post(reverse("portal:send"))
    assert Petition.objects.get().behalf_paper == ""


def test_the_receipt_says_on_whose_behalf_masked(client: Client) -> None:
    receipt = said(sent(client, **BEHALF))
    assert "代谁反映" in receipt and "周＊＊" in receipt and BEHALF["behalf_name"] not in receipt


def test_for_oneself_nothing_of_it_is_kept_even_when_something_was_typed(client: Client) -> None:
    sent(client, **{**BEHALF, "behalf": "no"})
    assert Petition.objects.get().behalf_of is None


def test_anonymous_petitioners_name_nobody(client: Client) -> None:
    sent(client, **{**BEHALF, "anonymous": "yes"})
    assert Petition.objects.get().behalf_of is None
