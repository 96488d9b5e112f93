"""The invented agency can be played in, is whole, and is invented."""

import re

import pytest

from huiyin.base.clock import today
from huiyin.cases.queries import lists
from huiyin.cases.services import rebuild
from huiyin.demo import play, world
from huiyin.law.acts import KINDS
from huiyin.orgs import queries
from huiyin.orgs.rules import ROLES
from huiyin.text.taxonomy import kinds


def test_every_code_it_uses_exists() -> None:
    invented = world.read()
    offices = {office["code"] for office in invented.offices}
    divisions = {d["code"] for d in (invented.province, invented.city, *invented.divisions)}
    for matter in invented.matters:
        assert matter["office"] in offices, matter["id"]
        assert matter["kind"] in kinds(), matter["id"]
        assert not matter.get("division") or matter["division"] in divisions, matter["id"]
        assert {step["act"] for step in matter["steps"]} <= set(KINDS), matter["id"]
    assert all(set(someone["roles"]) <= set(ROLES) for someone in invented.staff)


def test_its_places_lie_outside_the_real_ranges_and_its_telephones_are_impossible() -> None:
    invented = world.read()
    assert all(str(d["code"]).startswith("98") for d in (invented.city, *invented.divisions))
    phones = [str((m.get("petitioner") or {}).get("phone") or "") for m in invented.matters]
    assert all(re.fullmatch(r"(1990000\d{4})?", phone) for phone in phones)


def test_it_has_the_size_it_promises() -> None:
    invented = world.read()
    assert len(invented.matters) == 200
    assert len(invented.staff) == 15
    assert len({m["text"] for m in invented.matters}) == 200


@pytest.mark.django_db
def test_it_plays_into_an_empty_installation_and_again_without_doubling(
    settings: pytest.FixtureRequest,
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    invented = world.read()
    first = world.World(**{**vars(invented), "matters": invented.matters[-25:]})
    play.set_up(invented)
    codes = list(play.play(first, today=today()))
    assert len(set(codes)) == 25
    leader = queries.actor_by_login("shenguohua")
    assert lists.newest(leader, wanted=lists.Wanted(), today=today()).rows
    before = lists.counts(leader, today=today())
    assert list(play.play(first, today=today())) == codes
    assert lists.counts(leader, today=today()) == before
    assert not any(names for _, names in rebuild.differing(mend=False))
