"""The disk is full: while a file is uploaded, a petition is written, a table is imported."""

import json
import os

import pytest

from tests.faults.site import Site

# No file may grow beyond so many bytes: the system answers as it does on a full disk.
FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def limit(size): resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
"""
CLIENT = """
from django.conf import settings; settings.ALLOWED_HOSTS = ['testserver']
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pathlib import Path
client = Client(raise_request_exception=False)
def kept(): return sorted(p.name for p in (Path(settings.HUIYIN_HOME) / 'files').rglob('*') if p.is_file())
def upload(size): return client.post('/submit/1/', {'title': '欠薪', 'text': '工地欠我工资两万元，请求追回',
    'files': SimpleUploadedFile('a.txt', '证'.encode() * size)})
"""
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


def test_an_upload_says_so_leaves_nothing_half_written_and_works_again_after(ready: Site) -> None:
    said = ready.python(
        f"{FULL}{CLIENT}\n"
        "limit(100_000)\n"
        "full = upload(60_000)\n"
        "page = full.content.decode()\n"
        "print(full.status_code, '存储空间已满' in page, kept(), full.headers['Retry-After'])\n"
        "limit(resource.RLIM_INFINITY)\n"
        "again = upload(60_000)\n"
        "print(again.status_code, len(kept()))"
    ).splitlines()
    assert said == ["503 True [] 600", "302 1"]


def test_a_file_that_cannot_be_kept_leaves_no_row_either(ready: Site) -> None:
    """The upload arrives, but keeping it fails: neither a file, nor a part of it, nor a row stays."""
    said = ready.python(
        f"{FULL}{CLIENT}\n"
        "import io\n"
        "from huiyin.base.clock import now\n"
        "from huiyin.cases.services import drafts\n"
        "from huiyin.cases.models import Attachment\n"
        "token = drafts.begin(at=now())\n"
        "limit(100_000)\n"
        "try: drafts.add_file(token, io.BytesIO('证'.encode() * 60_000), name='a.txt', at=now())\n"
        "except OSError as fault: print(fault.errno == 27, kept(), Attachment.objects.count())\n"
        "limit(resource.RLIM_INFINITY)\n"
        "drafts.add_file(token, io.BytesIO('证'.encode() * 60_000), name='a.txt', at=now())\n"
        "print(len(kept()), Attachment.objects.count())"
    )
    assert said.splitlines() == ["True [] 0", "1 1"]


@pytest.mark.skipif(ON_POSTGRES, reason="the server's own disk is not this process's")
def test_a_petition_that_cannot_be_written_comes_back_with_all_that_was_typed(ready: Site) -> None:
    said = ready.python(
        f"{FULL}{CLIENT}\n"
        "from django.db import connection\n"
        "from huiyin.cases.models import Draft\n"
        "with connection.cursor() as c: c.execute('PRAGMA wal_checkpoint(TRUNCATE)')\n"
        "limit(20_000)\n"
        "text = '工地欠我工资两万元，请求追回。' * 2_000\n"
        "full = client.post('/submit/1/', {'title': '欠薪', 'text': text})\n"
        "page = full.content.decode()\n"
        "print(full.status_code, text in page, '再送一次' in page, 'csrfmiddlewaretoken' in page)\n"
        "limit(resource.RLIM_INFINITY)\n"
        "print(Draft.objects.count())\n"
        "again = client.post('/submit/1/', {'title': '欠薪', 'text': text})\n"
        "print(again.status_code, Draft.objects.count())"
    ).splitlines()
    assert said == ["503 True True True", "0", "302 1"]


@pytest.mark.skipif(ON_POSTGRES, reason="the server's own disk is not this process's")
def test_an_import_stops_with_a_message_and_goes_on_when_there_is_room(ready: Site) -> None:
    table = ready.home.parent / "p.csv"
    lines = [f"{n},工地欠我第{n}个月工资,2019-03-01,已责令支付,2019-04-01" for n in range(600)]
    table.write_text("编号,内容,留言时间,答复,答复时间\n" + "\n".join(lines), encoding="utf-8")
    arguments = ["import", str(table), "--json"]
    said = ready.python(
        f"{FULL}\nlimit(1_500_000)\nimport sys; sys.argv = ['huiyin', *{arguments!r}]\n"
        "from huiyin.cli.main import app\n"
        "try: app()\nexcept SystemExit as end: print(end.code)"
    )
    assert said.splitlines()[-1] == "2"
    assert json.loads(said.splitlines()[-2])["error"]["code"] == "fault.full"
    left = len(ready.numbers())
    assert left < 600
    assert left % 100 == 0
    done = ready.done(*arguments)
    assert (done["added"], done["skipped"]) == (600 - left, left)
    assert ready.run("law", "rebuild", "--check")[0] == 0
    assert ready.run("audit", "verify")[0] == 0
