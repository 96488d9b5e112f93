"""Colleagues sign along first: nothing is signed while one is asked, a dissent stays on file."""

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases.models import Countersign, Letter
from huiyin.cases.queries import countersigning as countersigning_read
from huiyin.cases.services import countersigning, letters
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import notices, standing_in
from tests.agency import actor, login, office_id, staff_id
from tests.cases.test_letters import drafted, sorted_matter

pytestmark = pytest.mark.usefixtures("agency")


def asked_of(*who: str) -> Letter:
    letter = drafted(sorted_matter(), "accepted", path="6")
    countersigning.ask(letter.pk, who, by=actor("registrar"), at=now())
    return letter


def say(said: str, words: str = "", *, by: str, version: int = 1) -> None:
    row = countersigning_read.waiting(login(by))[0]
    countersigning.answer(row.id, said, words, version=version, by=login(by), at=now())


def test_nothing_is_signed_while_somebody_is_asked() -> None:
    letter = asked_of(f"staff:{staff_id('luchuan')}", f"office:{office_id('ql-jc')}")
    with pytest.raises(NotAllowed) as refusal:
        letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    assert refusal.value.message.params["names"] == ["陆川", "青岚市劳动保障监察支队"]
    say("agree", by="luchuan")
    say("agree", by="linlan")
    assert letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())


def test_a_dissent_needs_words_does_not_block_and_stays_sealed_on_file() -> None:
    letter = asked_of(f"staff:{staff_id('luchuan')}")
    with pytest.raises(Invalid):
        say("dissent", by="luchuan")
    say("dissent", "周大勇的材料还没核实", by="luchuan")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    (row,) = countersigning_read.of_letter(letter.pk)
    assert (row.answer, row.words) == ("dissent", "周大勇的材料还没核实")
    assert "周大勇".encode() not in bytes(Countersign.objects.get().words_sealed)
    assert [n.kind for n in notices.inbox(staff_id("heqing"))[0]] == ["countersign_answered"]


def test_a_changed_draft_asks_again_and_an_unchanged_one_does_not() -> None:
    letter = asked_of(f"staff:{staff_id('luchuan')}")
    say("agree", by="luchuan")
    letters.revise(letter.pk, {}, version=1, by=actor("registrar"), at=now())
    assert countersigning_read.waiting(login("luchuan")) == []
    letters.revise(
        letter.pk, {"acceptance": "改过了，决定受理。"}, version=2, by=actor("registrar"), at=now()
    )
    assert [c.replaced for c in countersigning_read.of_letter(letter.pk)] == [True, False]
    with pytest.raises(NotAllowed):
        letters.sign(letter.pk, version=3, by=actor("registrar"), at=now())
    with pytest.raises(Conflict):
        say("agree", by="luchuan", version=2)
    say("agree", by="luchuan", version=3)
    assert letters.sign(letter.pk, version=3, by=actor("registrar"), at=now())


def test_who_may_sign_takes_a_request_back_on_record() -> None:
    letter = asked_of(f"staff:{staff_id('luchuan')}")
    row = Countersign.objects.get()
    with pytest.raises(NotAllowed):
        countersigning.withdraw(row.pk, by=actor("handler"), at=now())
    countersigning.withdraw(row.pk, by=actor("head"), at=now())
    assert letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    assert AuditEntry.objects.filter(action="countersign.withdraw").count() == 1


def test_a_unit_asked_sees_the_draft_and_not_the_matter() -> None:
    letter = asked_of(f"office:{office_id('ql-jc')}")
    inspector = login("linlan")
    (row,) = countersigning_read.waiting(inspector)
    assert "受理" in str(countersigning_read.asked(inspector, row.id, at=now()).page.paragraphs)
    from huiyin.cases.queries import matter, papers

    assert not matter.may_see(inspector, letter.matter_id)
    with pytest.raises(NotFound):
        papers.letter(inspector, letter.pk, at=now())
    for other in (actor("handler", "lp-hrss"), actor("leader"), login("zhoutong")):
        assert countersigning_read.waiting(other) == []
        with pytest.raises(NotFound):
            countersigning_read.asked(other, row.id, at=now())


@pytest.mark.parametrize("who", [[], ["staff:0"], ["office:99999"], ["x"], ["staff:"]])
def test_only_the_authority_can_be_asked(who: list[str]) -> None:
    with pytest.raises(Invalid):
        asked_of(*who)


def test_asked_twice_is_asked_once_and_nobody_asks_oneself() -> None:
    letter = asked_of(f"staff:{staff_id('luchuan')}")
    countersigning.ask(letter.pk, [f"staff:{staff_id('luchuan')}"], by=actor("registrar"), at=now())
    assert Countersign.objects.count() == 1
    with pytest.raises(Invalid):
        countersigning.ask(letter.pk, [f"staff:{staff_id('heqing')}"], by=actor("registrar"), at=now())


def test_who_stands_in_for_a_colleague_does_not_answer_the_own_request() -> None:
    letter = asked_of(f"staff:{staff_id('luchuan')}")
    standing_in.set_stand_in(
        staff_id("luchuan"), actor("registrar").staff or 0, kind="leave", from_day=today(), to_day=today(),
        by=login("luchuan"), at=now(),
    )  # fmt: skip
    with pytest.raises(NotAllowed) as refusal:
        say("agree", by="heqing")
    assert refusal.value.message.code == "cases.countersign_own"
    assert Countersign.objects.get(letter=letter).answer == ""
