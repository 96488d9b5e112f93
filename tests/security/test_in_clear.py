"""What stands in clear in the database names nobody, and what was thrown away is gone from the disk too."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from huiyin.base.clock import now
from huiyin.cases.models import Attachment, Matter
from huiyin.cases.services import drafts
from huiyin.foundation.crypto import blind_index
from huiyin.jobs.timetable import TIMETABLE
from tests.agency import petition
from tests.people import COMPANION, WAGES, WORKER

pytestmark = pytest.mark.usefixtures("agency")


def test_a_headline_names_neither_the_petitioner_nor_companions_nor_their_telephone() -> None:
    done = petition(title="周大勇、吴小满反映欠薪，电话19900001234", companions=(COMPANION,))
    headline = Matter.objects.get(pk=done.matter).headline
    assert WORKER.name not in headline
    assert COMPANION.name not in headline
    assert "19900001234" not in headline
    assert "欠薪" in headline


def on_disk() -> set[str]:
    return {p.name for p in (Path(settings.HUIYIN_HOME) / "files" / "house").rglob("*") if p.is_file()}


def in_a_while(hours: int) -> None:
    for job in TIMETABLE:
        job.run(now() + timedelta(hours=hours))


def test_files_of_a_forgotten_draft_are_erased_from_the_disk_and_others_stay(client: Client) -> None:
    token, kept = drafts.begin(at=now()), drafts.begin(at=now())
    drafts.add_file(token, io.BytesIO("机密的病历".encode()), name="a.txt", at=now())
    drafts.add_file(kept, io.BytesIO(WAGES.encode()), name="b.txt", at=now())
    gone, stays = (Attachment.objects.get(draft__token_index=t).sha256 for t in _indexes(token, kept))
    drafts.forget(token)
    in_a_while(0)
    assert gone in on_disk(), "an upload on its way into the database must not lose its file"
    in_a_while(3)
    assert gone not in on_disk()
    assert stays in on_disk()


def _indexes(*tokens: str) -> list[str]:
    return [blind_index(token, about="draft") for token in tokens]


def test_a_file_that_came_again_is_not_erased_while_it_is_on_its_way() -> None:
    first = drafts.begin(at=now())
    drafts.add_file(first, io.BytesIO("同一份材料".encode()), name="a.txt", at=now())
    sha = Attachment.objects.get().sha256
    place = next(p for p in (Path(settings.HUIYIN_HOME) / "files").rglob(sha))
    drafts.forget(first)
    os.utime(place, (0, 0))
    again = drafts.begin(at=now())
    drafts.add_file(again, io.BytesIO("同一份材料".encode()), name="a.txt", at=now())
    assert place.stat().st_mtime > 0
    in_a_while(0)
    assert sha in on_disk()
