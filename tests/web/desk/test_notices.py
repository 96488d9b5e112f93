"""The inbox reads in the order of what it tells of, whatever order that was written down in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.orgs import notices
from tests.agency import as_staff, staff_id
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def told(*days_ago: int) -> None:
    """Leave a notice for each of these days, in this order."""
    for days in days_ago:
        at = now() - timedelta(days=days)
        notices.notify(
            [staff_id("heqing")], "given", about="matter:0", at=at, number=f"{days}号", name="何青"
        )


def test_notices_are_shown_the_newest_first_though_played_in_otherwise(client: Client) -> None:
    told(5, 1, 30, 3)
    page = sound(as_staff(client, "registrar").get(reverse("desk:notices")))
    days = page.xpath("//main//tbody//time/@datetime")
    assert days == sorted(days, reverse=True)
    assert len(days) == 4


def test_a_page_goes_on_where_the_one_before_it_ended() -> None:
    told(*(range(0, 6, 2)), *(range(1, 7, 2)))
    mine, seen, before = staff_id("heqing"), [], None
    while True:
        rows, before = notices.inbox(mine, before=before, size=2)
        seen += [row.params["number"] for row in rows]
        if before is None:
            break
    assert seen == [f"{days}号" for days in range(6)]
