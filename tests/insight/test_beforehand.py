"""What pages usually ask is answered at night: the same answers, for who may see them, of this lake alone."""

import errno
import json
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Refused
from huiyin.evaluation import invented_lake
from huiyin.evaluation.invented_lake import Where
from huiyin.foundation import whole
from huiyin.insight import ahead, beforehand, brief, found, profile, queries, remembered, shown, store, usual
from huiyin.insight.alike import alike
from huiyin.insight.answers import form, kept
from huiyin.insight.engines.duck import Duck
from huiyin.insight.expressions import Chosen
from huiyin.insight.refresh import refresh
from huiyin.insight.shown import Sight
from huiyin.insight.spoken import spoken
from huiyin.insight.ways import ways
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from tests.agency import actor, office_id
from tests.insight.invented import Case, bring_up_invented
from tests.insight.scene import finding_of

MANY = 4_000


def fill(home: Path) -> None:
    """Write a lake of invented facts at the offices of the tests' agency."""
    offices = [office_id(code) for code in ("ql-hrss", "lp-hrss", "fd-hrss")]
    areas = {d.code: d.parent or "" for d in orgs.divisions()}
    where = Where(areas, [offices[n % 3] for n in range(len(areas))])
    invented_lake.write(home, MANY, at=now(), months=4, seed=5, where=where)


def cases(home: Path) -> None:
    """Write a small lake of two offices, of one more than of the other."""
    at = [(n, "ql-hrss" if n % 3 else "lp-hrss") for n in range(1, 40)]
    bring_up_invented(
        home,
        [Case(n, today(), kind="P1" if n in {3, 6} else "W1", office=office_id(office)) for n, office in at],
    )


def usually_asked(who: Actor, home: Path) -> dict[str, Callable[[], Any]]:
    """Return what the pages of somebody usually ask."""
    seen, on = shown.sight(who), queries.as_of(home)
    period, quarter = (
        next(one for one in brief.offered(on) if one.step == step) for step in ("month", "quarter")
    )
    return {
        "matrix": lambda: shown.grid(usual.back(on, 13), seen, levels=usual.FIELDS, home=home),
        "matrix of a field": lambda: shown.grid(usual.back(on, 13, "W"), seen, levels=usual.KINDS, home=home),
        "trend": lambda: shown.series(usual.back(on, usual.TREND), seen, home=home),
        "unusual": lambda: found.unusual(who, on=on, home=home).rows,
        "in sight": lambda: ahead.sees_all(seen, home),
        "voices": lambda: spoken(shown.within(Chosen(), seen).offices, on, home=home),
        "ways": lambda: ways(usual.back(on, 52), seen, home=home),
        "ways of a field": lambda: ways(usual.back(on, 52, "W"), seen, home=home),
        "alike": lambda: alike(who, usual.back(on, 104), seen, home=home),
        "profile": lambda: _profile(who, Chosen(on - timedelta(weeks=52), kinds=("W1",)), home),
        "profile of few": lambda: _profile(who, Chosen(on - timedelta(weeks=52), kinds=("G9",)), home),
        "brief": lambda: _or_why_not(lambda: brief.of_period(who, period, home=home)),
        "of a quarter": lambda: brief.of_period(who, quarter, home=home),
    }


def _profile(who: Actor, chosen: Chosen, home: Path) -> Any:
    return _or_why_not(lambda: profile.profile(who, chosen, home=home))


def _or_why_not(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Refused as refusal:
        return refusal.message.code


def closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody ask the lake any more."""

    def refused(_self: Duck, expression: Any) -> Any:
        raise AssertionError(f"the lake was asked: {expression}")

    remembered.forget()
    monkeypatch.setattr(Duck, "ask", refused)


def run(home: Path, **more: Any) -> list[beforehand.Progress]:
    """Answer what is usually asked."""
    remembered.forget()
    return list(beforehand.answer(home, at=now(), **more))


def test_every_kept_answer_is_the_one_that_would_be_found_and_the_lake_is_not_asked_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(home)
    finding_of()
    people = [actor("head", "lp-hrss"), actor("analyst")]
    monkeypatch.setattr(beforehand, "by_sight", lambda _on: people)
    monkeypatch.setattr(beforehand, "fields", lambda: ["W"])
    monkeypatch.setattr(beforehand, "kinds", lambda: ["W1", "G9"])
    monkeypatch.setattr(beforehand, "_LATEST", {"month": 1, "quarter": 1})
    for page, usually in (("HOME", 13), ("WAYS", 52), ("ALIKE", 104), ("PROFILE", 52)):
        monkeypatch.setattr(usual, page, usual.Back((usually,), usually))
    fresh = [{n: form.text(ask()) for n, ask in usually_asked(one, home).items()} for one in people]
    steps = run(home)
    assert (steps[-1].done, steps[-1].kept > 30) == (steps[-1].total, True)
    assert beforehand.done(home, at=now())
    _no_person_is_kept(home)
    assert run(home)[-1].kept == 0, "what is kept is passed over"
    closed(monkeypatch)
    again = [{n: form.text(ask()) for n, ask in usually_asked(one, home).items()} for one in people]
    assert again == fresh
    assert len({one["matrix"] for one in fresh}) == 2, "each sees something else"


def _no_person_is_kept(home: Path) -> None:
    lake = store.place(home)
    manifest = store.read(lake)
    assert manifest is not None
    persons = Duck(lake, manifest).session.execute("SELECT DISTINCT person FROM petition").fetchall()
    files = list(kept.place(lake, manifest).glob("*.z"))
    said = [json.loads(zlib.decompress(file.read_bytes())) for file in files]
    numbers = {str(n) for (n,) in persons if n > 10**9}
    assert numbers and not any(number in json.dumps(one) for one in said for number in list(numbers)[:200])
    columns = [one for one in said if '"column"' in json.dumps(one["answer"])]
    assert {json.loads(one["question"])["row"][0] for one in columns} <= {"grid", "spoken"}, (
        "only sums by cell are columns"
    )
    assert sum(file.stat().st_size for file in files) < kept.MOST_BYTES


def test_nobody_is_given_an_answer_of_who_sees_more(home: Path) -> None:
    cases(home)
    on = queries.as_of(home)
    whole_house, one_office = actor("leader"), actor("head", "lp-hrss")
    with remembered.keeping(_keeper(home)):
        wide = shown.grid(usual.back(on, 13), shown.sight(whole_house), home=home)
    remembered.forget()
    narrow = shown.grid(usual.back(on, 13), shown.sight(one_office), home=home)
    assert (int(wide.petitions[-1, -1]), int(narrow.petitions[-1, -1])) == (39, 13)
    offices = shown.sight(one_office).offices
    with remembered.keeping(_keeper(home)):
        bare = shown.grid(usual.back(on, 4), Sight(offices, hides=False), home=home)
    remembered.forget()
    hidden = shown.grid(usual.back(on, 4), Sight(offices, hides=True), home=home)
    assert (bare.hidden.any(), hidden.hidden.any()) == (False, True), "small cells are hidden as ever"


def _keeper(home: Path) -> Any:
    folder = kept.place(store.place(home), store.read(store.place(home)))  # type: ignore[arg-type]
    return lambda question, answer: kept.keep(folder, question, answer)


def test_an_answer_of_another_state_of_the_lake_is_not_used_and_forgotten(home: Path) -> None:
    cases(home)
    with remembered.keeping(_keeper(home)):
        assert remembered.remembered("asked", lambda: 1, home=home) == 1
    remembered.forget()
    assert remembered.remembered("asked", lambda: 2, home=home) == 1
    manifest = store.read(store.place(home))
    assert manifest is not None
    before = kept.place(store.place(home), manifest)
    (home / "lake" / "making").mkdir()  # a run that is not finished changes nothing
    remembered.forget()
    assert remembered.remembered("asked", lambda: 2, home=home) == 1
    list(refresh(home, at=now()))
    assert remembered.remembered("asked", lambda: 2, home=home) == 2
    assert run(home, longest=timedelta()) == [], "there was no time, but for forgetting"
    assert not before.exists()


def test_what_was_asked_while_the_lake_was_replaced_is_not_kept(home: Path) -> None:
    cases(home)
    handed: list[Any] = []

    def ask() -> int:
        list(refresh(home, at=now()))
        return 1

    with remembered.keeping(lambda *one: handed.append(one)):
        remembered.remembered("asked", ask, home=home)
        assert handed == []
        remembered.remembered("asked", lambda: 2, home=home)
    assert handed == [("asked", 2)]


@pytest.mark.parametrize("spoil", [lambda said: said[:20], lambda _said: b"", lambda said: b"\0" * len(said)])
def test_a_file_that_is_half_written_or_of_another_question_is_asked_anew(
    home: Path, spoil: Callable[[bytes], bytes]
) -> None:
    cases(home)
    with remembered.keeping(_keeper(home)):
        for question in ("one", "other"):
            remembered.remembered(question, lambda question=question: question, home=home)  # type: ignore[misc]
    one, other = sorted((home / "lake" / "answers").rglob("*.z"))
    content = one.read_bytes()
    one.write_bytes(spoil(content))
    other.write_bytes(content)
    remembered.forget()
    for question in ("one", "other"):
        assert remembered.remembered(question, lambda: "anew", home=home) == "anew"


def test_a_full_disk_stops_the_run_and_pages_go_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases(home)
    monkeypatch.setattr(beforehand, "_parts", lambda *_some: iter(_three(home)))

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as now_full:
        now_full.setattr(whole, "replace", full)
        with pytest.raises(OSError, match="no room"):
            run(home)
    assert not beforehand.done(home, at=now())
    grid = shown.grid(usual.back(queries.as_of(home), 13), shown.sight(actor("leader")), home=home)
    assert int(grid.petitions[-1, -1]) == 39
    monkeypatch.setattr(kept, "MOST_BYTES", 1)
    assert len(run(home)) == 1, "no more than there is room for"
    assert not beforehand.done(home, at=now())


def test_a_run_out_of_time_is_gone_on_with_at_night_and_only_after_reckoning(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases(home)
    assert run(home, longest=timedelta()) == []
    assert beforehand.answer_at_night(home, at=now()) == 0, "nothing was reckoned of it yet"
    monkeypatch.setattr(beforehand, "reckoned", lambda _manifest: True)
    monkeypatch.setattr(beforehand, "_parts", lambda *_some: iter(_three(home)))
    for step in beforehand.answer(home, at=now()):
        assert step.kept == 1
        break  # as a worker that is stopped
    assert beforehand.answer_at_night(home, at=now()) == 0, "of so few everything is answered at once"
    monkeypatch.setattr(beforehand, "WORTH", 1)
    assert beforehand.answer_at_night(home, at=now()) == 2
    assert beforehand.answer_at_night(home, at=now()) == 0


def _three(home: Path) -> list[beforehand.Part]:
    return [
        ("home", lambda n=n: remembered.remembered(f"{n}", lambda: n, home=home))  # type: ignore[misc]
        for n in range(3)
    ]


def test_each_sight_that_somebody_has_is_there_once_the_widest_first(home: Path) -> None:
    seen = [shown.sight(one) for one in beforehand.by_sight(today())]
    assert len({*seen}) == len(seen)
    assert seen[0].offices == actor("leader").offices("matter.read")
    assert {shown.sight(actor("head", "lp-hrss")), shown.sight(actor("analyst"))} <= {*seen}


def test_what_is_written_down_is_read_as_it_was_and_nothing_else_is_made_of_it() -> None:
    said = {(1, "一"): [today(), now(), None, True, 1.5], "of": Sight(frozenset({3, 1}), hides=True)}
    assert form.read(form.plain(said)) == said
    assert form.text(Sight(frozenset({3, 1}), hides=True)) == form.text(Sight(frozenset({1, 3}), hides=True))
    for wrong in (
        {"record": ["os:system", {}]},
        {"record": ["huiyin.insight.store:forget", {}]},
        {"call": 1},
    ):
        with pytest.raises(ValueError, match=r".+"):
            form.read(wrong)
