"""What the petitioner reads after a step was set right: the truth, and what could be read there before."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from huiyin.base.clock import now, today
from huiyin.cases.models import Letter
from huiyin.cases.queries import follow
from huiyin.cases.services import letters, work
from huiyin.cases.services.intake import Registered
from huiyin.cases.services.work import Sorting
from tests.agency import actor, petition
from tests.cases.set_right import set_right
from tests.cases.test_letters import signed_opinion
from tests.web.page import read, sound
from tests.web.portal.visit import follows, opens

pytestmark = pytest.mark.usefixtures("agency")
HOURS = timedelta(hours=3)


def came(at: datetime) -> Registered:
    by, day = actor("registrar"), today() - timedelta(days=5)
    done = petition(by=by, channel="letter", received_on=day, at=at)
    work.sort(done.matter, Sorting("claim", "W1", 6, "970121"), version=None, by=by, at=at)
    return done


def accept(matter: int, at: datetime, path: str = "6") -> None:
    by = actor("registrar")
    letters.sign(
        letters.draft(matter, "accepted", {"path": path}, version=None, by=by, at=at), version=1, by=by, at=at
    )


def said(client: Client, code: str) -> list[str]:
    tree = sound(follows(client, code))
    return [" ".join(li.text_content().split()) for li in tree.xpath("//ol[contains(@class,'timeline')]/li")]


def chinese(days_ago: int) -> str:
    day = today() - timedelta(days=days_ago)
    return f"{day.year}年{day.month}月{day.day}日"


def test_a_day_that_could_be_read_wrong_says_what_it_was_and_which_limit_moved(client: Client) -> None:
    done = came(now() - HOURS)
    set_right(done.matter, "received", day=today() - timedelta(days=9), fields={"channel": "letter"})
    (step,) = said(client, done.code)
    assert chinese(9) in step
    assert f"此前写的是{chinese(5)}" in step
    assert "现在最晚是" in step
    assert "看错" not in step, "the reason is for colleagues"


def test_a_slip_set_right_within_the_hour_alarms_nobody(client: Client) -> None:
    done = came(now())
    set_right(done.matter, "received", day=today() - timedelta(days=9), fields={"channel": "letter"})
    accept(done.matter, now(), path="5")
    set_right(done.matter, "accepted")
    (step,) = said(client, done.code)
    assert chinese(9) in step and "更正" not in step


def test_a_step_that_never_was_is_gone_and_the_page_says_so(client: Client) -> None:
    done = came(now() - 2 * HOURS)
    accept(done.matter, now() - HOURS)
    assert "决定受理" in said(client, done.code)[1]
    set_right(done.matter, "accepted")
    steps = said(client, done.code)
    assert len(steps) == 2
    assert "记错了，没有这一步" in steps[1] and "决定受理" in steps[1]
    page = read(follows(client, done.code))
    assert "已登记" in page.text_content() or "已经登记" in page.text_content()
    assert not page.xpath("//a[contains(@href,'/letters/')]")
    later = now() + HOURS
    set_right(done.matter, "", position=3, at=later)
    standing = follow.progress(done.petition, today=today() + timedelta(days=1))
    step = standing.steps[1]
    assert step.kind == "accepted"
    assert step.before is not None and step.before.day is None, "it had been taken off, long enough to see"


def test_a_result_is_told_only_to_who_may_read_the_answer(client: Client) -> None:
    done = came(now() - 2 * HOURS)
    accept(done.matter, now() - 2 * HOURS)
    letter = signed_opinion(done.matter)
    letters.serve(letter.pk, how="hand", day=today(), receipt="签收", by=actor("handler"), at=now())
    later = now() + HOURS
    changed = {"fields": {"result": "reject"}, "letter_agrees": True, "by": actor("head")}
    set_right(done.matter, "opinion_issued", at=later, **changed)
    closed = "".join(said(client, done.code))
    assert "现已改正" in closed and "支持" not in closed
    opened = read(opens(client, "1234")).text_content()
    assert "此前写的是" in opened and "支持" in opened


def test_a_wrong_way_of_service_is_told(client: Client) -> None:
    done = came(now() - 2 * HOURS)
    accept(done.matter, now() - 2 * HOURS)
    letter = signed_opinion(done.matter)
    Letter.objects.filter(pk=letter.pk).update(signed_on=today() - timedelta(days=1))
    letters.serve(letter.pk, how="hand", day=today(), receipt="签收", by=actor("handler"), at=now())
    set_right(done.matter, "served", fields={"how": "post"}, by=actor("handler"), at=now() + HOURS)
    steps = follow.progress(done.petition, today=today()).steps
    assert steps[-1].fields["how"] == "post"
    assert steps[-1].before is not None and steps[-1].before.fields["how"] == "hand"
    assert "此前写的是“方式：" in said(client, done.code)[-1]
