"""What goes on around the invented matters: played once, through the services, and nothing leaks by it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from importlib import resources
from random import Random
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.test import override_settings

from huiyin.base.clock import now, today
from huiyin.cases.queries import countersigning, lists, same, signing, tasks
from huiyin.cases.queries.submitted import submitted
from huiyin.demo import life, play, world
from huiyin.demo.life.scene import script
from huiyin.demo.truth import truth
from huiyin.exchange.queries import differences, systems
from huiyin.orgs import notices, queries, standing_in
from huiyin.reception.queries import events, queue, talks
from huiyin.registers.queries import lists as registers
from huiyin.text.taxonomy import kinds

# A test database is made for tests that ask for one; the fixture of a module asks for itself only.
pytestmark = pytest.mark.django_db

NAMED = ("events", "attempts", "backlog", "promises", "closed_files", "tasks", "countersigns", "recusals")


def named() -> set[str]:
    """The matters that the script of the agency's life names."""
    found = {told["matter"] for part in NAMED for told in script()[part] if "matter" in told}
    found |= {name for told in script()["directives"] for name in told.get("matters", ())}
    return found | {name for told in script()["systems"] for name in told["seen"]}


def part_of(whole: world.World) -> world.World:
    """A small part of the world: what is named, some repeats with their firsts, a few others, accusations."""
    repeats = [m for m in whole.matters if m.get("truth", {}).get("repeat_of")][:8]
    wanted = named() | {m["id"] for m in repeats} | {m["truth"]["repeat_of"] for m in repeats}
    wanted |= {m["id"] for m in whole.matters if m["nature"] == "accusation"} & {"d183", "d184", "d054"}
    few = {m["id"] for m in Random(5).sample(list(whole.matters), 25)}
    return replace(whole, matters=[m for m in whole.matters if m["id"] in wanted | few])


@pytest.fixture(scope="module")
def whole() -> world.World:
    return world.whole(today())


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: Any, whole: world.World) -> Iterator[world.World]:
    """An installation in which a part of the world was played, and its life: once for all tests here."""
    small, hashers = part_of(whole), ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=hashers), transaction.atomic():
        play.set_up(small)
        list(play.play(small, today=today()))
        life.live(small, at=now())
        yield small
        transaction.set_rollback(True)


def _seen(login: str) -> tuple[Any, ...]:
    """Everything that somebody's first pages count and list."""
    actor, at = queries.actor_by_login(login), now()
    return (
        lists.counts(actor, today=today()),
        registers.counts(actor, today=today()),
        [t.number for t in queue.queue(actor, at=at).waiting] if "petition.register" in actor.may else [],
        [t.number for t in talks.talks(actor).rows],
        [e.id for e in events.events(actor, at=at).rows],
        [t.id for t in tasks.waiting(actor, today=today())],
        [c.id for c in countersigning.waiting(actor)],
        [d.id for d in signing.unsigned(actor)],
        notices.unseen(actor.staff or 0),
    )


def test_life_played_again_doubles_nothing(lived: world.World) -> None:
    everybody = [someone.login for someone in queries.staff_list()]
    before = {login: _seen(login) for login in everybody}
    assert life.live(lived, at=now()) == []
    assert {login: _seen(login) for login in everybody} == before


def test_every_part_of_the_agency_is_alive(lived: world.World) -> None:
    head, registrar = queries.actor_by_login("liangzhiyuan"), queries.actor_by_login("zhouhui")
    assert len(queue.queue(registrar, at=now()).waiting) == 5
    found = registers.page(head, "directive", wanted=registers.Wanted(show="all"), today=today()).rows
    assert Counter(row.state for row in found) == {"open": 4, "accepted": 2, "reported": 1, "sent_back": 1}
    assert sum(row.overdue for row in found) == 1
    backlog = registers.page(head, "backlog", wanted=registers.Wanted(show="all"), today=today()).rows
    assert Counter(row.state for row in backlog) == {"open": 3, "proposed": 1}
    assert [e.closed for e in events.events(head, at=now()).rows].count(False) == 1
    assert standing_in.on_leave(queries.actor_by_login("guxiaolan").staff or 0, on=today())
    assert signing.unsigned(head)
    assert len(differences.page("yp-petition", registrar).rows) == 5
    [hook] = systems.webhooks(queries.actor_by_login("luotao"))
    assert hook.paused_at and hook.url.split("/")[2].endswith(".invalid")
    assert same.repeated(head).rows


def test_no_possible_accusation_leaks_into_what_is_played(lived: world.World) -> None:
    hidden = {found.matter for found in submitted("demo:").values() if found.restricted}
    assert hidden
    named_for_it = {s.login for s in queries.staff_list() if "accusation-officer" in s.roles}
    for someone in queries.staff_list():
        actor = queries.actor_by_login(someone.login)
        if someone.login in named_for_it:
            continue
        told, _more = notices.inbox(someone.id, size=500)
        assert not {notice.about for notice in told} & {f"matter:{key}" for key in hidden}
        shown = {t.matter for t in tasks.waiting(actor, today=today())}
        shown |= {row.matter for name in ("guidance", "execution", "backlog") for row in _items(actor, name)}
        assert not shown & hidden
    linked = {name for told in script()["systems"] for name in told["seen"]}
    assert not {submitted("demo:")[name].matter for name in linked} & hidden


def _items(actor: Any, register: str) -> Sequence[Any]:
    if "matter.read" not in actor.may:
        return ()
    return registers.page(actor, register, wanted=registers.Wanted(show="all"), today=today()).rows


def test_the_truth_names_every_matter_once_with_its_number_here(lived: world.World) -> None:
    lines = list(truth(lived))
    assert len({line["id"] for line in lines}) == len(lines) == len(lived.matters)
    assert all(line["number"] for line in lines)
    assert sum(1 for line in lines if line["repeat_of"]) >= 8


def test_another_day_has_a_queue_of_its_own_and_nothing_else(lived: world.World) -> None:
    tomorrow = now() + timedelta(days=1)
    assert [name.partition(":")[0] for name in life.live(lived, at=tomorrow)] == ["queue"]


def test_the_truth_of_the_whole_world_tells_what_was_put_in(whole: world.World) -> None:
    told = {name: {m["truth"][name] for m in whole.matters if m.get("truth")} for name in ("surge", "policy")}
    assert told["surge"] - {""} == {"surge-a", "surge-b", "surge-c"}
    assert told["policy"] - {""} == {"papers", "subsidy"}


def test_what_life_names_exists(whole: world.World) -> None:
    assert named() <= {m["id"] for m in whole.matters}
    logins = {someone["login"] for someone in whole.staff}
    people = {told["by"] for part in NAMED for told in script()[part]} | {
        q["desk"] for q in script()["queues"]
    }
    assert people <= logins
    assert not {m["id"] for m in whole.matters if m["nature"] == "accusation"} & named()


def _yaml(name: str) -> Any:
    file = resources.files("huiyin.demo").joinpath("agency", name)
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def test_policies_name_known_kinds_and_their_versions_follow_each_other() -> None:
    policies = _yaml("policies.yaml")["policies"]
    assert len(policies) >= 10
    for policy in policies:
        assert policy["kinds"] and set(policy["kinds"]) <= set(kinds()), policy["id"]
        ends = [v.get("valid_to") for v in policy["versions"]]
        begins = [v["valid_from"] for v in policy["versions"]]
        assert begins == sorted(begins) and begins[0] == policy["valid_from"], policy["id"]
        assert all(end < begin for end, begin in zip(ends[:-1], begins[1:], strict=True)), policy["id"]
        clauses = [clause["id"] for version in policy["versions"] for clause in version["clauses"]]
        assert len(set(clauses)) == len(clauses), policy["id"]
    assert len({policy["id"] for policy in policies}) == len(policies)


def test_service_items_name_known_kinds_and_promise_no_more_than_the_law_allows() -> None:
    found = _yaml("service_items.yaml")["items"]
    assert len({item["id"] for item in found}) == len(found) >= 30
    for item in found:
        assert item["kinds"] and set(item["kinds"]) <= set(kinds()), item["id"]
        assert item["unit"] in {"wd", "d"} and item["steps"], item["id"]
        assert 0 < item["promised_days"] <= item["statutory_days"], item["id"]


def test_most_guidance_was_asked_about_in_time(lived: world.World) -> None:
    leader = queries.actor_by_login("shenguohua")
    rows = registers.page(
        leader, "guidance", wanted=registers.Wanted(show="all"), today=today(), size=500
    ).rows
    assert len(rows) > 5 * sum(row.overdue for row in rows)
