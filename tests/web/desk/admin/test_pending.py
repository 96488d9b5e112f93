"""A limit that waits for a second person: what stands on its page, and how it is taken back."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.orgs import two_persons
from tests.agency import actor, as_staff
from tests.web.desk.admin.test_rules import look_at, post
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HUIYIN_HOME = tmp_path


def test_who_asked_for_a_limit_takes_it_back_on_its_page(client: Client) -> None:
    as_staff(client, "administrator")
    form = {"value": 15, "since": today().isoformat(), "instrument": "规定", "seen": 0}
    mark = look_at(client, "keep_concluded_years", **form)
    post(client, "limit", "keep_concluded_years", **form, do="set", looked_at=mark)
    page = sound(client.get(reverse("desk:limit", args=["keep_concluded_years"])))
    [asked] = page.xpath("//form[.//button[@value='withdraw_request']]//input[@name='id']/@value")
    sent = {"do": "withdraw_request", "id": asked}
    assert post(client, "limit", "keep_concluded_years", **sent).status_code == 302
    assert not two_persons.to_confirm(actor("head"), at=now())
    assert post(client, "limit", "keep_concluded_years", **sent).status_code == 409
