"""The invented agency can be played in, is whole, and is invented."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from random import Random
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.cases.queries import lists
from huiyin.cases.services import rebuild
from huiyin.cases.services.multiplying import multiply
from huiyin.demo import mistakes, play, seasons, world
from huiyin.demo.answered import just_answered
from huiyin.demo.told import book
from huiyin.law.acts import KINDS
from huiyin.orgs import queries
from huiyin.orgs.rules import ROLES
from huiyin.text.taxonomy import kinds

DAY = date(2026, 11, 25)
CHANNELS = {"web", "letter", "phone", "fax", "visit", "transferred"}
NATURES = {"claim", "suggestion", "accusation", "inquiry"}


@pytest.fixture(scope="module")
def invented() -> world.World:
    return world.whole(DAY)


def test_a_petition_that_was_just_answered_is_there_to_follow(invented: world.World) -> None:
    codes = [matter["id"] for matter in invented.matters]
    found = just_answered(invented, codes)
    assert found is not None
    [matter] = [one for one in invented.matters if one["id"] == found.code]
    steps = [step for step in matter["steps"] if matter["day"] + step["day"] <= 0]
    assert [step["act"] for step in steps[-2:]] == ["opinion_issued", "served"]
    assert -30 < matter["day"] + steps[-1]["day"] <= 0, "a review can still be asked for"
    assert not matter.get("rating") and matter["petitioner"]["phone"].endswith(found.phone_end)
    assert just_answered(replace(invented, matters=[]), []) is None


def test_every_code_it_uses_exists(invented: world.World) -> None:
    offices = {office["code"] for office in invented.offices}
    divisions = {d["code"] for d in (invented.province, invented.city, *invented.divisions)}
    for matter in invented.matters:
        assert {matter["office"], matter.get("registered_at") or matter["office"]} <= offices, matter["id"]
        assert matter["kind"] in kinds(), matter["id"]
        assert matter["channel"] in CHANNELS, matter["id"]
        assert matter["nature"] in NATURES, matter["id"]
        assert not matter.get("division") or matter["division"] in divisions, matter["id"]
        assert {step["act"] for step in matter["steps"]} <= set(KINDS), matter["id"]
    assert all(set(someone["roles"]) <= set(ROLES) for someone in invented.staff)
    assert {someone["office"] for someone in invented.staff} <= offices


def test_its_places_lie_outside_the_real_ranges_and_its_telephones_are_its_own(invented: world.World) -> None:
    assert all(str(d["code"]).startswith("98") for d in (invented.city, *invented.divisions))
    petitioners = [m.get("petitioner") or {} for m in invented.matters]
    assert all(re.fullmatch(r"(1990000\d{4})?", str(p.get("phone") or "")) for p in petitioners)
    assert all(str(p.get("id_number") or "98").startswith("98") for p in petitioners)


def test_no_text_holds_a_telephone_or_identity_number() -> None:
    texts = [told.text for file in book().told.values() for told in file]
    assert not [text for text in texts if re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dX]", text)]


def test_it_has_the_size_it_promises(invented: world.World) -> None:
    assert len(invented.matters) >= 3_000
    assert len(invented.staff) == 40
    assert len([o for o in invented.offices if o["kind"] == "hrss"]) == 12
    assert len(invented.divisions) == 6
    assert {m["kind"] for m in invented.matters} == set(kinds())
    assert min(int(m["day"]) for m in invented.matters) >= -seasons.SPAN


def test_its_texts_do_not_read_alike() -> None:
    texts = [told.text for file in book().told.values() for told in file if "copies" not in told.id]
    assert len(set(texts)) == len(texts)
    openings = Counter(text[:10] for text in texts if not text.startswith(("来电人", "市民", "来访人")))
    assert openings.most_common(1)[0][1] <= 12
    chosen = Random(1).sample(texts, 80)
    alike = [SequenceMatcher(None, a, b).ratio() for n, a in enumerate(chosen) for b in chosen[:n]]
    assert max(alike) < 0.6


def test_the_same_day_gives_the_same_world(invented: world.World) -> None:
    assert world.whole(DAY).matters == invented.matters


def _of(matters: Sequence[Any], name: str) -> Counter[str]:
    return Counter(str(m["truth"][name]) for m in matters if m.get("truth", {}).get(name))


def test_what_was_put_in_on_purpose_is_known(invented: world.World) -> None:
    assert set(_of(invented.matters, "surge")) == {surge.file for surge in seasons.SURGES}
    assert min(_of(invented.matters, "surge").values()) >= 40
    assert len(_of(invented.matters, "joint")) >= 20
    assert sum(_of(invented.matters, "repeat_of").values()) >= 100
    drawn = Counter(m["flaw"] for m in invented.matters if m.get("truth") and m["flaw"])
    assert drawn == Counter(mistakes.CODES)
    assert drawn.total() == 200


def test_the_waves_are_there_to_be_found(invented: world.World) -> None:
    before_new_year = [m for m in invented.matters if m["kind"] == "W1"]
    months = Counter((DAY.toordinal() + int(m["day"])) for m in before_new_year)
    winter = sum(n for day, n in months.items() if date.fromordinal(day).month in {12, 1})
    summer = sum(n for day, n in months.items() if date.fromordinal(day).month in {6, 7})
    assert winter > 2 * summer
    subsidy = [int(m["day"]) for m in invented.matters if m["kind"] == "J1"]
    after = sum(1 for day in subsidy if -seasons.SUBSIDY.first <= day)
    assert after / seasons.SUBSIDY.first > 1.4 * (len(subsidy) - after) / (
        seasons.SPAN - seasons.SUBSIDY.first
    )


@pytest.mark.django_db
def test_it_plays_into_an_empty_installation_and_again_without_doubling(
    settings: Any, invented: world.World
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    told = world.whole(today())
    some = [m for m in told.matters if m.get("notes")][:15] + Random(3).sample(list(told.matters), 60)
    some = sorted({m["id"]: m for m in some}.values(), key=lambda m: int(m["day"]))
    first = replace(told, matters=some)
    play.set_up(told)
    codes = list(play.play(first, today=today()))
    assert len(set(codes)) == len(some)
    leader = queries.actor_by_login("shenguohua")
    assert lists.newest(leader, wanted=lists.Wanted(), today=today()).rows
    before = lists.counts(leader, today=today())
    assert list(play.play(first, today=today())) == codes
    assert lists.counts(leader, today=today()) == before
    assert not any(names for _, names in rebuild.differing(mend=False))
    assert list(multiply(3, at=now()))[-1] == 3 * len(some)
    assert not any(names for _, names in rebuild.differing(mend=False))
