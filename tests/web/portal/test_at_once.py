"""A double click on the portal arrives as two requests at the same moment."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.models import Feedback, Petition
from tests.agency import set_up
from tests.cases.test_at_once import together
from tests.people import WORKER
from tests.web.page import read
from tests.web.portal.test_follow import answered, marks
from tests.web.portal.visit import filled, follows, opens

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _agency(settings: Any) -> None:
    set_up(settings)


def twin(client: Client) -> Client:
    """Return another client with the same cookies: the same browser, a second request."""
    other = Client()
    other.cookies = client.cookies.copy()
    return other


def test_a_double_click_on_send_is_one_petition_and_one_receipt(client: Client) -> None:
    filled(client)
    clicks = [twin(client) for _ in range(3)]
    pages = together(*[lambda c=c: c.post(reverse("portal:send"), follow=True) for c in clicks])
    number = Petition.objects.get().number
    assert [p.status_code for p in pages] == [200, 200, 200]
    assert all(number in read(p).text_content() for p in pages)


def test_a_double_click_on_rate_is_one_rating(client: Client) -> None:
    follows(client, answered().code)
    opens(client, WORKER.phone[-4:])
    clicks = [twin(client) for _ in range(2)]
    together(*[lambda c=c: c.post(reverse("portal:rate"), marks()).status_code for c in clicks])
    assert Feedback.objects.count() == 1
