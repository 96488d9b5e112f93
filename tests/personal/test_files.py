"""Files are sealed under the key of whom they belong to, and those of before stay readable."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.base.errors import NotFound
from huiyin.cases import attachments
from huiyin.cases.models import Attachment, Petition
from huiyin.cases.rules.given import PetitionGiven
from huiyin.cases.services import drafts, intake, work
from huiyin.foundation import crypto, files
from huiyin.jobs.timetable import TIMETABLE
from tests.agency import actor, as_staff, petition
from tests.people import RETIREE, WAGES, WORKER
from tests.web.portal.visit import picture

pytestmark = pytest.mark.usefixtures("agency")
PAPER = "工资条的照片说明".encode()


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    """A home of its own."""
    settings.HUIYIN_HOME = tmp_path


def sent(person: Any = WORKER, content: bytes = PAPER, name: str = "a.txt") -> Petition:
    token = drafts.begin(at=now())
    drafts.add_file(token, io.BytesIO(content), name=name, at=now())
    given = PetitionGiven(text=WAGES, channel="web", received_on=now().date(), person=person)
    given = PetitionGiven(**{**vars(given), "submission": drafts.load(token).submission})
    done = intake.send_draft(token, given, at=now())
    return Petition.objects.select_related("person").get(pk=done.petition)


def on_shelf(shelf: str) -> list[Path]:
    return [p for p in (Path(settings.HUIYIN_HOME) / "files" / shelf).rglob("*") if p.is_file()]


def test_a_file_sent_with_a_petition_lies_under_the_persons_key() -> None:
    came = sent()
    file = Attachment.objects.get()
    assert file.shelf.startswith(f"p{came.person_id}-")
    sealed = on_shelf(file.shelf)[0].read_bytes()
    key = crypto.open_key(came.person.key)
    assert crypto.unseal(key, sealed, about="file") == PAPER
    assert attachments.content(file) == PAPER
    assert attachments.name_of(file) == "a.txt"


def test_the_same_paper_of_two_people_is_two_files_and_each_keeps_its_own() -> None:
    one, _other = sent(), sent(RETIREE)
    shelves = {file.shelf for file in Attachment.objects.all()}
    assert [len(on_shelf(shelf)) for shelf in shelves] == [1, 1]
    type(one.person).objects.filter(pk=one.person_id).update(key=b"")
    mine, theirs = Attachment.objects.order_by("id")
    with pytest.raises(crypto.Erased):
        attachments.content(mine)
    assert attachments.content(theirs) == PAPER


def test_what_the_draft_left_in_the_house_is_erased_from_the_disk() -> None:
    from datetime import timedelta

    came = sent()
    assert len(on_shelf("house")) == 1
    for job in TIMETABLE:
        job.run(now() + timedelta(hours=3))
    assert on_shelf("house") == []
    shelf = Attachment.objects.get(petition=came).shelf
    assert len(on_shelf(shelf)) == 1


def test_a_picture_is_handed_over_byte_by_byte() -> None:
    came = sent(content=picture(), name="scan.png")
    file = Attachment.objects.get()
    assert file.shelf.startswith(f"p{came.person_id}-")
    assert attachments.content(file).startswith(b"\x89PNG")


def test_a_file_of_the_matter_lies_under_the_matters_key(client: Client) -> None:
    done = petition()
    work.attach(done.matter, io.BytesIO(PAPER), name="笔录.txt", by=actor("registrar"), at=now())
    file = Attachment.objects.get()
    assert file.shelf.startswith(f"m{done.matter}-")
    answer = as_staff(client, "registrar").get(reverse("desk:file", args=[file.pk]))
    assert answer.content == PAPER
    assert "%E7%AC%94%E5%BD%95.txt" in answer["Content-Disposition"]


def test_files_that_came_in_before_stay_readable(client: Client) -> None:
    done = petition()
    root = Path(settings.HUIYIN_HOME) / "files"
    stored = files.keep(
        io.BytesIO(PAPER), root=root, name="old.txt", limit_bytes=10_000, encrypt=crypto.house_seal
    )
    old = Attachment.objects.create(
        matter_id=done.matter,
        petition_id=done.petition,
        sha256=stored.sha256,
        name_sealed=crypto.house_seal(b"old.txt"),
        size=stored.size,
        content_type="text/plain",
        at=now(),
    )
    as_staff(client, "registrar")
    assert client.get(reverse("desk:file", args=[old.pk])).content == PAPER
    assert "old.txt" in client.get(reverse("desk:matter", args=[done.matter])).content.decode()


def test_a_file_without_its_owner_is_missing_and_not_a_fault() -> None:
    with pytest.raises(NotFound):
        attachments.content(Attachment(shelf="p1", sha256="0" * 64))
