"""What the registers decide: entries that move an item, who is independent, order of papers, standards."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.citation import Status
from huiyin.law.acts import Act
from huiyin.law.calendar import Calendar
from huiyin.law.lifecycle import fold
from huiyin.law.parameters import national
from huiyin.law.state import MatterState
from huiyin.registers import standards
from huiyin.registers.rules import checking, following, moves, papers

DAY = date(2026, 3, 2)
STAFF = st.integers(1, 6)
OFFICES = st.frozensets(st.integers(1, 5))


@given(st.sampled_from(moves.REGISTERS), st.lists(st.integers(0, 9), max_size=12))
def test_whatever_is_entered_an_item_stays_in_a_known_state_and_an_end_owes_nothing(
    register: str, choices: list[int]
) -> None:
    state = "open"
    for choice in choices:
        possible = moves.possible(register, state)
        if not possible:
            assert state in moves.ENDS
            break
        move = possible[choice % len(possible)]
        state = move.to or state
        assert state in moves.states(register)
        assert moves.overdue(state, DAY, DAY + timedelta(days=1)) == (state not in moves.ENDS)


def test_a_directive_is_reported_before_its_giver_can_be_content() -> None:
    assert moves.move_of("directive", "open", "taken_well") is None
    assert moves.move_of("directive", "reported", "taken_well") is not None
    again = moves.move_of("directive", "reported", "sent_back")
    assert again is not None and "due" in again.asks


def test_nothing_closes_a_backlog_matter_but_a_check() -> None:
    closing = [m for m in moves.MOVES["backlog"] if m.to == "closed"]
    assert [m.permission for m in closing] == [moves.CHECK]
    assert [m.after for m in closing] == [("proposed",)]


@given(staff=STAFF, power=OFFICES, posts=OFFICES, handled=OFFICES, worked=st.frozensets(STAFF))
def test_whoever_closes_is_of_another_office_and_never_worked_on_the_matter(
    staff: int,
    power: frozenset[int],
    posts: frozenset[int],
    handled: frozenset[int],
    worked: frozenset[int],
) -> None:
    checker = checking.Checker(staff, power, posts)
    barred = checking.why_not(checker, handled_by=handled, worked=worked)
    independent = bool(power - handled) and not posts & handled and staff not in worked
    assert (barred == "") == independent


def test_nobody_in_particular_closes_nothing() -> None:
    assert checking.why_not(checking.Checker(None, {1}, ()), handled_by=(), worked=()) == "another_office"


@given(
    outcomes=st.lists(st.sampled_from([*checking.OUTCOMES, "punished"]), max_size=4),
    word=st.sampled_from([*checking.WORDS, "office"]),
    after=st.integers(-3, 12),
    requests=st.integers(0, 3),
)
def test_a_proposal_is_whole_only_with_an_outcome_for_each_request_and_a_word_since(
    outcomes: list[str], word: str, after: int, requests: int
) -> None:
    said = checking.Checks(outcomes, word, DAY + timedelta(days=after))
    gaps = checking.gaps(said, requests=requests, since=DAY, today=DAY + timedelta(days=10))
    assert ("outcomes" in gaps) == ("punished" in outcomes or len(outcomes) < max(requests, 1))
    assert ("word" in gaps) == (word == "office")
    assert ("word_on" in gaps) == (not 0 <= after <= 10)


def _state(*acts: Act) -> tuple[MatterState, list[Act]]:
    received = Act("received", DAY, {"channel": "web"})
    whole = [received, *acts]
    return fold(whole, office="hrss", nature="claim", law=national(), calendar=Calendar()), whole


def _wanted(*acts: Act) -> list[tuple[str, int, date | None]]:
    state, _whole = _state(*acts)
    found = following.wanted(state, guidance_days=15, help_days=90)
    return [(w.register, w.place, w.due) for w in found]


def test_guidance_is_followed_up_and_a_plain_path_of_our_own_is_not() -> None:
    guided = Act("guided", DAY, {"path": 2, "to": "仲裁委", "procedure": "申请仲裁"})
    assert _wanted(guided) == [("guidance", 1, DAY + timedelta(days=15))]
    assert _wanted(Act("told", DAY, {"to": "医保局"})) == [("guidance", 1, DAY + timedelta(days=15))]
    assert _wanted(Act("told", DAY, {"path": 6})) == []
    assert _wanted(Act("accepted", DAY, {"path": 6})) == []


def test_a_guidance_that_was_corrected_away_is_not_followed() -> None:
    guided = Act("guided", DAY, {"path": 2, "to": "仲裁委", "procedure": "x"})
    assert _wanted(guided, Act("corrected", DAY, {"index": 1})) == []


@pytest.mark.parametrize("result", ["support", "explain", "reject"])
def test_only_a_supporting_opinion_is_to_be_carried_out_by_the_day_it_names(result: str) -> None:
    by = date(2026, 5, 1)
    acts = (
        Act("accepted", DAY, {"path": 6}),
        Act("opinion_issued", DAY, {"result": result, "execute_by": by}),
    )
    assert _wanted(*acts) == ([("execution", 2, by)] if result == "support" else [])


def test_an_opinion_that_review_set_aside_is_no_longer_to_be_carried_out_once_another_is_given() -> None:
    acts = [
        Act("accepted", DAY, {"path": 6}),
        Act("opinion_issued", DAY, {"result": "support"}),
        Act("served", DAY, {"how": "hand"}),
        Act("review_asked", DAY),
        Act("review_decided", DAY, {"result": "revoke"}),
    ]
    assert [w[0] for w in _wanted(*acts, Act("opinion_issued", DAY, {"result": "reject"}))] == []


def test_what_came_back_may_be_accepted_or_guided_again() -> None:
    state, whole = _state(Act("guided", DAY, {"path": 2, "to": "仲裁委", "procedure": "x"}))
    assert set(following.what_to_do(state)) >= {"accepted", "guided"}
    assert not following.taken_up_after(state, 1)
    state, _whole = _state(*whole[1:], Act("accepted", DAY, {"path": 6}))
    assert following.taken_up_after(state, 1)


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.integers(0, 40))
def test_months_back_is_never_later_and_never_a_month_more(day: date, months: int) -> None:
    before = following.months_before(day, months)
    assert before <= day
    assert (day.year - before.year) * 12 + day.month - before.month == months


GROUPED = st.sampled_from([g for g in papers.GROUPS if g != "proof"])
PAPERS = st.lists(
    st.tuples(GROUPED, st.integers(1, 30), st.dates(date(2026, 1, 1), date(2026, 12, 31))),
    unique_by=lambda p: (p[0], p[1]),
    max_size=12,
)


@given(PAPERS, st.data())
def test_a_catalogue_counts_from_one_keeps_every_paper_and_puts_each_proof_after_its_letter(
    raw: list[tuple[str, int, date]], choose: st.DataObject
) -> None:
    found = [papers.Paper(group, key, f"{group}{key}", day, "pdf") for group, key, day in raw]
    letters = [p for p in found if p.group == "letter"]
    served = [p for p in letters if choose.draw(st.booleans())]
    later = timedelta(days=choose.draw(st.integers(0, 60)))
    proofs = [papers.Paper("proof", p.key, "回证", p.day + later, "pdf") for p in served]
    ordered = papers.in_order([*proofs, *found])
    assert [p.number for p in ordered] == list(range(1, len(found) + len(proofs) + 1))
    assert {(p.group, p.key) for p in ordered} == {(p.group, p.key) for p in [*found, *proofs]}
    for place, paper in enumerate(ordered):
        if paper.group == "proof":
            assert (ordered[place - 1].group, ordered[place - 1].key) == ("letter", paper.key)


@given(st.lists(st.one_of(st.none(), st.integers(1, 40)), max_size=10))
def test_pages_run_on_and_are_not_guessed_after_an_unknown(counts: list[int | None]) -> None:
    found = [papers.Paper("letter", n, "", DAY, "pdf", pages=pages) for n, pages in enumerate(counts)]
    first = [p.first_page for p in papers.paged(found)]
    known = 1
    for place, pages in enumerate(counts):
        assert first[place] == (known or None)
        known = known + pages if known and pages is not None else 0


def test_the_letter_and_the_proof_that_are_not_there_are_named() -> None:
    acts = (Act("accepted", DAY, {"path": 6}), Act("opinion_issued", DAY, {"result": "reject"}))
    state, _whole = _state(*acts)
    none = papers.Kept(frozenset(), frozenset(), 0)
    codes = [m.code for m in papers.lacking(state, none)]
    assert codes == ["registers.lacks.petition", "registers.lacks.letter", "registers.lacks.letter"]
    unserved = papers.lacking(state, papers.Kept(frozenset({1, 2}), frozenset({1}), 1))
    assert [m.code for m in unserved] == ["registers.lacks.proof"]
    assert not papers.lacking(state, papers.Kept(frozenset({1, 2}), frozenset({2}), 1))


@pytest.mark.parametrize("text", ["=1+1", "+86", "-x", "@a", "\tx"])
def test_no_cell_of_a_list_is_a_formula(text: str) -> None:
    assert papers.cell(text) == f"'{text}"
    assert papers.cell("告知书") == "告知书"


def test_numbers_that_no_law_sets_say_so_and_why() -> None:
    for number in standards.every():
        assert number.citation.status is Status.UNCONFIRMED
        assert number.interpretation
    with pytest.raises(Exception, match="not-in-force"):
        standards.standard("backlog_months", date(1990, 1, 1))
