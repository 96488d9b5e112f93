"""Search on real records: what is found, by whom, and what never is."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from huiyin.base.clock import now, today
from huiyin.cases.models import Erasure, Matter, Petition
from huiyin.cases.queries import matter as matters
from huiyin.cases.queries import search
from huiyin.cases.queries.search import Narrowed, Results
from huiyin.cases.services import indexing, letters, personal, work
from huiyin.foundation.search import health, shelf
from huiyin.foundation.search.shelves import place, state
from huiyin.orgs.rules import Actor
from tests.agency import actor, office_id, petition
from tests.people import COMPANION, PENSION, RETIREE, WAGES, WORKER

pytestmark = pytest.mark.usefixtures("agency")
ACCUSED = "举报柳坪县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"


def worker(later: timedelta = timedelta()) -> int:
    """Give the worker its turn at the index."""
    return indexing.keep_up(Path(settings.HUIYIN_HOME), at=now() + later)


def found(words: str, by: Actor | None = None, **wanted: object) -> Results:
    return search.search(
        by or actor("registrar"),
        words,
        Narrowed(**wanted),  # type: ignore[arg-type]
        home=Path(settings.HUIYIN_HOME),
        today=today(),
    )


def ids(results: Results) -> list[int]:
    return [result.row.id for result in results.rows]


def test_words_are_found_in_the_text_and_marked() -> None:
    wages, _pension = petition(), petition(PENSION, person=RETIREE)
    worker()
    results = found("包工头 工资")
    assert ids(results) == [wages.matter]
    assert {piece.said for piece in results.rows[0].text if piece.hit} >= {"包工头", "工资"}


def test_a_name_no_dictionary_knows_is_found_by_its_characters() -> None:
    there = petition("霁泷电子厂的工人反映补贴没有到账。")
    petition("别处电子厂的工人反映补贴没有到账。")
    worker()
    assert ids(found("霁泷")) == [there.matter]


def test_another_offices_matters_are_never_found() -> None:
    theirs = petition(office="lp-hrss", by=actor("registrar", "lp-hrss"), channel="visit")
    worker()
    assert ids(found("工资")) == []
    assert ids(found("工资", actor("registrar", "fd-hrss"))) == []
    assert ids(found("工资", actor("registrar", "lp-hrss"))) == [theirs.matter]
    assert ids(found("工资", actor("leader"))) == [theirs.matter], "a leader reads the whole branch"


def test_a_hit_is_checked_again_in_the_records() -> None:
    done = petition()
    worker()
    Matter.objects.update(office=office_id("lp-hrss"), registered_at=office_id("lp-hrss"))
    assert ids(found("工资")) == [], "the index still says it is here"
    assert done.matter


def test_a_possible_accusation_is_in_no_index_and_asks_for_nothing() -> None:
    done = petition(ACCUSED)
    plain = petition("柳坪县人社局科长吃拿卡要的传闻不实，请求澄清。")
    worker()
    here = shelf(Path(settings.HUIYIN_HOME))
    assert here is not None and here.of(done.matter) is None
    head = actor("head")
    assert done.matter not in ids(found("收受红包", head))
    view = matters.opened(head, done.matter, at=now())
    assert view.restricted
    assert search.similar_to(head, view, home=Path(settings.HUIYIN_HOME), today=today()) == ()
    assert done.matter not in {
        case.row.id
        for case in search.similar_to_text(head, ACCUSED, home=Path(settings.HUIYIN_HOME), today=today())
    }
    assert plain.matter


def test_sorted_as_an_accusation_it_leaves_the_index() -> None:
    done = petition("窗口的人说话难听，还拿了东西。")
    worker()
    assert ids(found("说话难听")) == [done.matter]
    by = actor("head")
    work.sort(done.matter, work.Sorting("accusation", "B2", None, ""), version=None, by=by, at=now())
    assert ids(found("说话难听", by)) == [], "at once, whatever the index says"
    worker()
    here = shelf(Path(settings.HUIYIN_HOME))
    assert here is not None and here.of(done.matter) is None


def test_nothing_of_a_name_or_number_is_in_the_files_of_the_index() -> None:
    petition(
        f"{WAGES}我叫{WORKER.name}，电话{WORKER.phone}，和{COMPANION.name}一起。", companions=(COMPANION,)
    )
    worker()
    here = shelf(Path(settings.HUIYIN_HOME))
    said = here.of(Matter.objects.get().pk) if here else None
    assert said is not None and "工资" in said.text
    for secret in (WORKER.name, WORKER.phone, COMPANION.name):
        assert secret not in said.text
    assert ids(found(WORKER.phone)) == []


def test_an_erased_persons_words_are_gone_from_the_index_and_then_from_its_files() -> None:
    done = petition("霁泷苑工棚里的旧事。")
    worker()
    assert ids(found("霁泷")) == [done.matter]
    erasure = Erasure.objects.create(ground="rule", due_on=today(), proposed_at=now())
    erasure.petitions.set(Petition.objects.filter(matter=done.matter))
    personal._erase(personal._locked([done.petition]), at=now())
    worker()
    assert ids(found("霁泷")) == []
    home = Path(settings.HUIYIN_HOME)
    before = state(home)
    assert before is not None and before.erased
    assert indexing.purge(home, at=now()) == 1
    worker()
    after = state(home)
    assert after is not None and not after.erased and after.folder != before.folder
    assert not (place(home) / before.folder).exists()


def test_a_second_petition_and_an_answer_are_found_after_the_workers_turn() -> None:
    done, by = petition(channel="visit", by=actor("registrar")), actor("registrar")
    worker()
    work.sort(done.matter, work.Sorting("claim", "W1", 6, ""), version=None, by=by, at=now())
    letter = letters.draft(done.matter, "accepted", {"path": "6"}, version=None, by=by, at=now())
    content = {**letters_content(letter, by), "matter": "霁泷苑项目欠薪"}
    letters.revise(letter, content, version=1, by=by, at=now())
    letters.sign(letter, version=2, by=actor("head"), at=now())
    worker()
    results = found("霁泷苑项目")
    assert ids(results) == [done.matter]
    assert any(piece.hit for piece in results.rows[0].answer)


def letters_content(letter: int, by: Actor) -> dict[str, str]:
    from huiyin.cases.queries import papers

    return dict(papers.letter(by, letter, at=now()).content)


def test_filters_narrow_what_is_found() -> None:
    old = petition(received_on=today() - timedelta(days=100), channel="letter", by=actor("registrar"))
    new = petition()
    worker()
    assert set(ids(found("工资"))) == {old.matter, new.matter}
    assert ids(found("工资", since=today() - timedelta(days=5))) == [new.matter]
    assert ids(found("工资", overdue_on=today())) == [old.matter]
    assert ids(found("工资", stage="final")) == []
    assert ids(found("工资", kind="P1")) == []


def test_without_an_index_the_number_and_the_headline_are_found_and_it_is_said() -> None:
    done = petition(title="霁泷苑欠薪")
    number = Matter.objects.get().number
    for words in (number, "霁泷苑"):
        results = found(words)
        assert ids(results) == [done.matter] and results.by_number
    assert health(Path(settings.HUIYIN_HOME)) == "missing"


def test_a_damaged_index_is_noticed_answers_by_number_and_is_made_anew() -> None:
    done = petition()
    worker()
    home = Path(settings.HUIYIN_HOME)
    now_there = state(home)
    assert now_there is not None
    (place(home) / now_there.folder / "meta.json").write_text("{broken")
    state_file = place(home) / "state.json"
    state_file.write_text(state_file.read_text())  # as after the worker's next turn
    results = found(Matter.objects.get().number)
    assert results.by_number and ids(results) == [done.matter]
    assert health(home) == "broken"
    worker()
    assert health(home) == "ready" and ids(found("工资")) == [done.matter]


def test_a_rebuild_goes_on_where_it_was_stopped_and_search_works_meanwhile() -> None:
    for _ in range(3):
        petition()
    home = Path(settings.HUIYIN_HOME)
    worker()
    indexing.BATCH, before = 1, indexing.BATCH
    try:
        steps = indexing.rebuild(home, at=now())
        next(steps)
        steps.close()
        assert len(ids(found("工资"))) == 3
        assert [step.written for step in indexing.rebuild(home, at=now())].count(1) >= 2
    finally:
        indexing.BATCH = before
    assert len(ids(found("工资"))) == 3


def test_an_index_thrown_away_by_a_restore_is_made_anew() -> None:
    petition()
    worker()
    shutil.rmtree(place(Path(settings.HUIYIN_HOME)))
    assert found("工资").by_number
    worker()
    assert len(ids(found("工资"))) == 1


def test_similar_cases_come_with_reasons_and_without_the_matter_itself() -> None:
    one = petition()
    other = petition("工地老板拖欠我三万元工资，在柳坪县河口镇讨要多次。请求帮我追回工资。", person=RETIREE)
    petition(PENSION, person=RETIREE)
    worker()
    by = actor("registrar")
    view = matters.opened(by, one.matter, at=now())
    cases = search.similar_to(by, view, home=Path(settings.HUIYIN_HOME), today=today())
    assert cases[0].row.id == other.matter
    assert "request" in {reason.code for reason in cases[0].reasons}
    assert one.matter not in {case.row.id for case in cases}


def test_to_come_from_one_town_makes_no_two_cases_alike() -> None:
    one = petition("工地老板拖欠我三万元工资，在柳坪县河口镇讨要多次。请求帮我追回工资。")
    town = petition("柳坪县河口镇的老板多次说我的失业登记没有办好，请问要带什么材料？", person=RETIREE)
    by = actor("registrar")
    for matter, kind in ((one.matter, "W1"), (town.matter, "J1")):
        work.sort(matter, work.Sorting("claim", kind, 5, "970122"), version=None, by=by, at=now())
    worker()
    view = matters.opened(by, one.matter, at=now())
    cases = search.similar_to(by, view, home=Path(settings.HUIYIN_HOME), today=today())
    assert town.matter not in {case.row.id for case in cases}


def test_a_query_that_is_too_short_looks_for_nothing() -> None:
    petition()
    worker()
    assert found("工").too_short and not found("工").rows
    assert not found("  ").too_short


@pytest.mark.parametrize("words", ["***", "AND OR (", "\x00工资", "工" * 5000, "的的的的", "🙂🙂", "'; DROP"])
def test_odd_words_are_looked_for_like_any_others(words: str) -> None:
    petition()
    worker()
    assert isinstance(found(words).rows, list | tuple)
