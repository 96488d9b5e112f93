"""Service that is difficult: what was tried, who may receive, and when it counts."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases.queries import matter as matters
from huiyin.cases.services import letters, work
from huiyin.reception.models import ElectronicConsent, ReceivingAgent, ServiceAttempt
from huiyin.reception.queries import service as queries
from huiyin.reception.services import service
from huiyin.reception.services.service import AttemptGiven
from tests.agency import actor, petition

pytestmark = pytest.mark.usefixtures("agency")


@pytest.fixture
def letter() -> int:
    """A signed notice of acceptance."""
    by = actor("registrar")
    done = petition(by=by, channel="visit")
    work.sort(done.matter, work.Sorting("claim", "W1", 6, ""), version=2, by=by, at=now())
    made = letters.draft(done.matter, "accepted", {"path": "6"}, version=3, by=by, at=now())
    letters.sign(made, version=1, by=by, at=now())
    return made


def tried(letter: int, outcome: str, **more: Any) -> Any:
    usual: dict[str, Any] = {"day": today(), "way": "hand", "address": "home", "outcome": outcome}
    return service.attempt(letter, AttemptGiven(**{**usual, **more}), by=actor("registrar"), at=now())


def seen(letter: int, role: str = "registrar", office: str = "ql-hrss") -> queries.ServiceView:
    return queries.service(actor(role, office), letter, at=now())


def test_vain_attempts_are_kept_and_lead_to_a_next_step(letter: int) -> None:
    assert seen(letter).next is not None
    for _ in range(2):
        assert not tried(letter, "absent", words="敲门无人应").served
    view = seen(letter)
    assert [a.words for a in view.attempts] == ["敲门无人应"] * 2
    assert view.served is None
    assert view.next is not None and view.next.step == "post"
    assert queries.unserved(actor("registrar"), today=today()).rows[0].attempts == 2


def test_the_day_signed_on_the_proof_is_the_day_of_service(letter: int) -> None:
    assert tried(letter, "signed", words="本人签收").served
    assert seen(letter).served == ("hand", today())
    assert queries.unserved(actor("registrar"), today=today()).rows == []
    with pytest.raises(Conflict):
        tried(letter, "absent")


def test_service_needs_its_proof_in_words(letter: int) -> None:
    with pytest.raises(Invalid) as refusal:
        tried(letter, "signed")
    assert refusal.value.field == "words"
    assert not ServiceAttempt.objects.exists()


def test_a_refusal_counts_only_before_witnesses_whose_names_are_sealed(letter: int) -> None:
    assert not tried(letter, "refused", words="不开门", witnesses=("社区王某",)).served
    assert seen(letter).next.step == "with-witnesses"  # type: ignore[union-attr]
    assert tried(letter, "refused", words="不开门", witnesses=("社区王某", "邻居李某")).served
    view = seen(letter)
    assert view.served == ("refused", today())
    assert view.attempts[1].witnesses == "社区王某、邻居李某"
    assert not view.attempts[1].verdict.certain
    assert "王某".encode() not in bytes(ServiceAttempt.objects.order_by("-id")[0].witnesses_sealed)


def test_electronic_service_counts_only_while_the_petitioner_agrees(letter: int) -> None:
    by = actor("registrar")
    message = {"way": "electronic", "address": "electronic"}
    assert not tried(letter, "arrived", **message).served
    service.consent(letter, "19900001234", how="phone", since=today(), by=by, at=now())
    with pytest.raises(Conflict):
        service.consent(letter, "19900001234", how="phone", since=today(), by=by, at=now())
    assert b"19900001234" not in bytes(ElectronicConsent.objects.get().address_sealed)
    service.withdraw_consent(letter, how="paper", day=today(), by=by, at=now())
    assert not tried(letter, "arrived", **message).served
    service.consent(letter, "a@example.org", how="paper", since=today(), by=by, at=now())
    assert tried(letter, "arrived", **message).how == "electronic"


def test_an_agent_receives_only_with_an_authority_of_that_day(letter: int) -> None:
    by = actor("registrar")
    assert not tried(letter, "agent-signed", words="妻子签收").served
    service.name_agent(letter, "妻子 吴小满 19900002468", since=today(), by=by, at=now())
    assert "吴小满".encode() not in bytes(ReceivingAgent.objects.get().who_sealed)
    assert seen(letter).next.step == "to-agent"  # type: ignore[union-attr]
    service.end_agent(letter, day=today(), by=by, at=now())
    assert not tried(letter, "agent-signed", words="妻子签收").served
    service.name_agent(letter, "妻子 吴小满", since=today(), by=by, at=now())
    assert tried(letter, "agent-signed", words="妻子签收").how == "hand"


def test_service_of_an_opinion_starts_the_petitioners_time() -> None:
    by = actor("handler")
    done = petition(by=actor("registrar"), channel="visit")
    work.sort(done.matter, work.Sorting("claim", "W1", 6, ""), version=2, by=by, at=now())
    registrar = actor("registrar")
    made = letters.draft(done.matter, "accepted", {"path": "6"}, version=3, by=registrar, at=now())
    letters.sign(made, version=1, by=registrar, at=now())
    version = matters.opened(by, done.matter, at=now()).version
    opinion = letters.draft(
        done.matter, "opinion_issued", {"result": "support"}, version=version, by=by, at=now()
    )
    letters.revise(
        opinion, {"investigation": "查", "findings": "明", "view": "支持"}, version=1, by=by, at=now()
    )
    letters.sign(opinion, version=2, by=actor("head"), at=now())
    tried(opinion, "signed", way="post", words="邮件单号 EX1")
    acts = matters.opened(by, done.matter, at=now()).acts
    assert (acts[-1].kind, acts[-1].fields["how"]) == ("served", "post")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"day": date(2020, 1, 1)}, "day"),
        ({"way": "pigeon"}, "way"),
        ({"address": "moon"}, "address"),
        ({"outcome": "arrived"}, "outcome"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(letter: int, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        tried(letter, more.pop("outcome", "absent"), **more)
    assert refusal.value.field == field


def test_days_to_come_are_refused(letter: int) -> None:
    tomorrow, by = today() + timedelta(days=1), actor("registrar")
    with pytest.raises(Invalid):
        service.consent(letter, "x", how="paper", since=tomorrow, by=by, at=now())
    with pytest.raises(Invalid):
        service.name_agent(letter, "x", since=tomorrow, by=by, at=now())


def test_another_office_and_who_only_reads_record_nothing(letter: int) -> None:
    given = AttemptGiven(today(), "hand", "home", "absent")
    with pytest.raises(NotFound):
        service.attempt(letter, given, by=actor("registrar", "lp-hrss"), at=now())
    with pytest.raises(NotAllowed):
        service.attempt(letter, given, by=actor("leader"), at=now())
    with pytest.raises(NotFound):
        seen(letter, "registrar", "lp-hrss")
