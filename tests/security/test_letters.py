"""Letters are written, read and signed by the office they go out from, and by no other."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed, NotFound
from huiyin.cases.models import Act, Letter, Matter
from huiyin.cases.queries import matter as queries
from huiyin.cases.queries import papers
from huiyin.cases.services import letters, past, work
from huiyin.cases.services.work import Sorting
from tests.agency import actor, as_staff, office_id, petition

pytestmark = pytest.mark.usefixtures("agency")
SECRET = "周大勇患病住院，电话19900001234"


def sorted_matter(office: str = "ql-hrss") -> int:
    done = petition(office=office, received_on=today() - timedelta(days=9))
    by = actor("registrar", office)
    work.sort(done.matter, Sorting("claim", "W1", 6, "970121"), version=None, by=by, at=now())
    return done.matter


def drafted(matter: int, act: str, role: str, office: str, **fields: str) -> Letter:
    key = letters.draft(matter, act, fields, version=None, by=actor(role, office), at=now())
    return Letter.objects.get(pk=key)


def under_review() -> int:
    """Return a matter of the county whose opinion the city is asked to review."""
    matter, by = sorted_matter("lp-hrss"), actor("registrar", "lp-hrss")
    for kind, fields in (
        ("accepted", {"path": 6}),
        ("opinion_issued", {"result": "reject"}),
        ("served", {"how": "hand"}),
        ("review_asked", {}),
    ):
        past.enter(matter, kind, on=today() - timedelta(days=3), by=by, at=now(), fields=fields)
    return matter


def test_the_office_under_review_does_not_read_the_reviewers_draft() -> None:
    matter = under_review()
    draft = drafted(matter, "review_decided", "reviewer", "ql-hrss", result="revoke")
    assert papers.letter(actor("reviewer"), draft.pk, at=now()).may_draft
    for role in ("head", "handler"):
        with pytest.raises(NotFound):
            papers.letter(actor(role, "lp-hrss"), draft.pk, at=now())
        with pytest.raises(NotFound):
            papers.official_page(actor(role, "lp-hrss"), draft.pk, at=now())
        seen = queries.opened(actor(role, "lp-hrss"), matter, at=now())
        assert draft.pk not in {row.id for row in seen.letters}
    assert draft.pk in {row.id for row in queries.opened(actor("reviewer"), matter, at=now()).letters}


def test_a_head_cannot_sign_what_another_office_drafted_before_it_passed_the_matter_on() -> None:
    matter = sorted_matter("lp-hrss")
    draft = drafted(matter, "accepted", "registrar", "lp-hrss", path="6")
    Matter.objects.filter(pk=matter).update(office_id=office_id("fd-hrss"))
    with pytest.raises((NotAllowed, NotFound)):
        letters.sign(draft.pk, version=1, by=actor("head", "fd-hrss"), at=now())
    assert Letter.objects.get(pk=draft.pk).number is None


def test_free_words_of_a_step_are_kept_sealed_only() -> None:
    matter = sorted_matter()
    draft = drafted(matter, "told", "registrar", "ql-hrss", to="柳坪县人社局", procedure=SECRET)
    assert SECRET in "".join(papers.letter(actor("registrar"), draft.pk, at=now()).content.values())
    past.enter(
        matter, "accepted", on=today() - timedelta(days=2), by=actor("registrar"), at=now(),
        fields={"path": 6, "reason": SECRET},
    )  # fmt: skip
    version = Matter.objects.get(pk=matter).version
    work.take(
        matter, "mediated", {"reason": SECRET}, on=today(), version=version, by=actor("handler"), at=now()
    )
    kept = [
        *Act.objects.values_list("fields", flat=True),
        *Letter.objects.values_list("act_fields", flat=True),
    ]
    assert "周大勇" not in json.dumps(kept, ensure_ascii=False)
    assert any(SECRET in n.text for n in queries.opened(actor("handler"), matter, at=now()).notes)


def test_a_receipt_with_its_code_is_for_registrars_of_the_office_not_for_whoever_may_read(
    client: Client,
) -> None:
    done = petition(office="lp-hrss")
    with pytest.raises(NotFound):
        papers.receipt(actor("leader"), done.petition, at=now())
    with pytest.raises(NotFound):
        papers.receipt(actor("head"), done.petition, at=now())
    page = reverse("desk:receipt", args=[done.petition])
    assert as_staff(client, "registrar", "lp-hrss").get(page).status_code == 200
