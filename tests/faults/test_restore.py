"""Backup and restore, on the database the suite runs on: proven before anything is touched, and after."""

import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.foundation.backup import key_file
from tests.faults.site import ROWS, Site, site


@pytest.fixture(scope="session")
def yesterday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation with petitions and a file; beside it its backup, with the keys saved apart."""
    beside = tmp_path_factory.mktemp("yesterday")
    with site(beside / "home") as one:
        (one.filled().home / "files" / "house" / "ab" / "cd").mkdir(parents=True)
        (one.home / "files" / "house" / "ab" / "cd" / ("ab" * 32)).write_bytes(b"k1:sealed")
        done = one.done("backup", str(beside / "b.tar"), "--keys", str(beside / "keys.sealed"), "--json")
        assert done["counts"]["petitions"] == ROWS
        yield one


@pytest.fixture
def here(yesterday: Site, tmp_path: Path) -> Iterator[Site]:
    """The installation as it was yesterday."""
    with site(tmp_path / "home", like=yesterday) as one:
        yield one


@pytest.fixture
def saved(yesterday: Site, tmp_path: Path) -> Path:
    """Yesterday's backup, with the keys saved apart."""
    for name in ("b.tar", "keys.sealed"):
        shutil.copy2(yesterday.home.parent / name, tmp_path / name)
    return tmp_path / "b.tar"


def test_a_backup_holds_no_key_and_no_readable_word(here: Site, saved: Path) -> None:
    held = saved.read_bytes()
    for file in (here.home / "keys").iterdir():
        for secret in file.read_bytes().split(b'"') if file.name == "ring.json" else [file.read_bytes()]:
            assert len(secret.strip()) < 20 or secret.strip() not in held, file.name
    assert "已责令支付".encode() not in held
    assert here.words().count("个月工资") == ROWS
    assert oct(saved.stat().st_mode & 0o777) == "0o600"


def test_it_comes_back_elsewhere_with_keys_files_and_proof(here: Site, elsewhere: Site, saved: Path) -> None:
    keys = saved.with_name("keys.sealed")
    done = elsewhere.done("restore", str(saved), "--keys", str(keys), "--json")
    assert (done["ok"], done["different"], done["broken"]) == (True, 0, None)
    assert elsewhere.words() == here.words()
    assert (elsewhere.home / "files/house/ab/cd" / ("ab" * 32)).read_bytes() == b"k1:sealed"
    assert elsewhere.run("law", "rebuild", "--check")[0] == 0
    assert elsewhere.run("audit", "verify")[0] == 0
    assert not list(elsewhere.home.glob(".restoring-*"))


def test_other_keys_are_refused_before_anything_is_touched(elsewhere: Site, saved: Path) -> None:
    code, said, err = elsewhere.run("restore", str(saved), "--json")
    assert code == 2
    assert said["error"]["code"] == "backup.wrong_keys"
    assert "huiyin restore --keys" in err
    assert "cases_petition" not in str(list(elsewhere.home.iterdir()))


def test_a_wrong_passphrase_is_refused(elsewhere: Site, saved: Path) -> None:
    elsewhere.environment["HUIYIN_PASSPHRASE"] = "another passphrase"
    code, said, _ = elsewhere.run("restore", "--keys", str(saved.with_name("keys.sealed")), "--json")
    assert (code, said["error"]["code"]) == (2, "backup.passphrase_wrong")
    assert not (elsewhere.home / "keys").exists()


def _changed(saved: Path, target: Path, *, part: str, content: bytes | None) -> Path:
    with tarfile.open(saved) as before, tarfile.open(target, "w") as after:
        for entry in before:
            held = before.extractfile(entry).read()  # type: ignore[union-attr]
            if entry.name.startswith(part):
                if content is None:
                    continue
                held = content
            entry.size = len(held)
            after.addfile(entry, io.BytesIO(held))
    return target


@pytest.mark.parametrize(
    ("part", "content"),
    [("home/files", b"k1:forged"), ("home/files", None), ("records", b"nothing"), ("manifest", None)],
)
def test_a_changed_or_missing_part_is_named_and_nothing_is_touched(
    here: Site, saved: Path, tmp_path: Path, part: str, content: bytes | None
) -> None:
    before = here.numbers()
    code, said, _ = here.run(
        "restore", str(_changed(saved, tmp_path / "x.tar", part=part, content=content)), "--replace", "--json"
    )
    assert code == 2
    assert said["error"]["code"] in {"backup.damaged", "backup.incomplete"}
    assert here.numbers() == before


def test_a_cut_off_file_is_no_backup(here: Site, saved: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.tar").write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    code, said, _ = here.run("restore", str(tmp_path / "cut.tar"), "--replace", "--json")
    assert code == 2
    assert said["error"]["code"] in {"backup.not_a_backup", "backup.incomplete", "backup.damaged"}


def test_what_is_here_is_replaced_only_when_asked_for(here: Site, saved: Path) -> None:
    code, said, _ = here.run("restore", str(saved), "--json")
    assert (code, said["error"]["code"]) == (2, "backup.not_empty")


def test_figures_of_what_was_here_do_not_outlive_it(here: Site, saved: Path) -> None:
    here.done("lake", "refresh", "--json")
    assert here.done("lake", "status", "--json")["rows"]["petition"] == ROWS
    here.done("restore", str(saved), "--replace", "--json")
    assert here.done("lake", "status", "--json")["state"] == "missing"


def test_a_newer_version_is_refused(here: Site, saved: Path) -> None:
    here.python(
        "from django.db import connection; from django.db.migrations.recorder import MigrationRecorder\n"
        "MigrationRecorder(connection).record_applied('cases', '9999_tomorrow')"
    )
    newer = saved.with_name("newer.tar")
    here.done("backup", str(newer))
    code, said, _ = here.run("restore", str(newer), "--replace", "--json")
    assert (code, said["error"]["code"]) == (2, "backup.newer")


def test_numbers_given_out_since_yesterday_are_not_given_out_again(here: Site, saved: Path) -> None:
    yesterday = here.numbers()
    here.filled(5, name="today")
    given = set(here.numbers())
    done = here.done("restore", str(saved), "--replace", "--json")
    assert done["numbers"]["rule"] == "known"
    assert here.numbers() == yesterday
    here.filled(3, name="later")
    assert not (set(here.numbers()) - set(yesterday)) & given


def test_where_nobody_knows_what_was_given_out_a_visible_gap_is_left(
    here: Site, elsewhere: Site, saved: Path
) -> None:
    done = elsewhere.done("restore", str(saved), "--keys", str(saved.with_name("keys.sealed")), "--json")
    assert done["numbers"]["rule"] == "gap"
    code = (
        "from huiyin.foundation.numbers import allocate; from huiyin.base.clock import today\n"
        "print(allocate(f'letter:opinion:77:{today().year}'))"
    )
    assert int(elsewhere.python(code)) == 1001


def test_the_log_says_where_it_was_restored(here: Site, saved: Path, tmp_path: Path) -> None:
    head = tmp_path / "head.json"
    here.filled(2, name="today")
    here.python(
        "from huiyin.foundation import audit; from huiyin.base.clock import now; audit.seal(at=now())"
    )
    here.done("audit", "head", "--out", str(head))
    assert here.done("audit", "verify", "--against", str(head), "--json")["against"] == "matches"
    here.done("restore", str(saved), "--replace", "--json")
    told = here.done("audit", "verify", "--against", str(head), "--json")
    assert told["against"] == "restored"
    reason = here.python(
        "from huiyin.foundation.models import AuditEntry; "
        "print(AuditEntry.objects.get(action='backup.restore').reason)"
    )
    assert "seal " in reason


def test_a_chain_cut_off_without_a_restore_is_told(here: Site, saved: Path, tmp_path: Path) -> None:
    here.done("audit", "head", "--out", str(tmp_path / "head.json"))
    head = json.loads((tmp_path / "head.json").read_text())
    (tmp_path / "head.json").write_text(json.dumps({**head, "position": head["position"] + 3}))
    code, told, _ = here.run("audit", "verify", "--against", str(tmp_path / "head.json"), "--json")
    assert (code, told["ok"], told["against"]) == (1, False, "cut")


def test_a_restore_that_does_not_hold_puts_back_what_was_here(here: Site, saved: Path) -> None:
    here.python(
        "from huiyin.cases.models import Matter; Matter.objects.filter(pk=1).update(stage='declined')"
    )
    wrong = saved.with_name("wrong.tar")
    here.done("backup", str(wrong))
    here.python(
        "from huiyin.cases.models import Matter; Matter.objects.filter(pk=1).update(headline='still here')"
    )
    code, said, _ = here.run("restore", str(wrong), "--replace", "--json")
    assert (code, said["error"]["code"]) == (2, "backup.put_back")
    assert (
        here.python("from huiyin.cases.models import Matter; print(Matter.objects.get(pk=1).headline)")
        == "still here"
    )
    assert (here.home / "files/house/ab/cd" / ("ab" * 32)).exists()


def test_a_full_disk_leaves_the_old_state_and_says_so(here: Site, saved: Path) -> None:
    before, whole = here.numbers(), saved.read_bytes()
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
    limit += "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    for arguments in (["restore", str(saved), "--replace", "--json"], ["backup", str(saved), "--json"]):
        said = here.python(
            limit + f"import sys; sys.argv = ['huiyin', *{arguments!r}]\n"
            "from huiyin.cli.main import app\n"
            "try: app()\nexcept SystemExit as end: print(end.code)"
        )
        assert said.splitlines()[-1] == "2"
        assert json.loads(said.splitlines()[-2])["error"]["code"] in {
            "backup.disk_full",
            "backup.program_failed",
        }
    assert here.numbers() == before
    assert saved.read_bytes() == whole
    assert not [
        *here.home.glob(".restoring-*"),
        *saved.parent.glob(".restoring-*"),
        *saved.parent.glob("*.part"),
    ]


def test_a_backup_is_whole_while_others_write(here: Site, elsewhere: Site, tmp_path: Path) -> None:
    table = tmp_path / "many.csv"
    lines = [f"m{n},工地欠我第{n}个月工资,2019-03-01,已责令支付,2019-04-01" for n in range(20_000)]
    table.write_text("编号,内容,留言时间,答复,答复时间\n" + "\n".join(lines), encoding="utf-8")
    writer = here.start("import", str(table), "--json")
    while len(here.numbers()) == ROWS:
        assert writer.poll() is None, writer.communicate()
    done = here.done("backup", str(tmp_path / "b.tar"), "--keys", str(tmp_path / "keys.sealed"), "--json")
    busy = writer.poll() is None
    writer.kill()
    writer.communicate()
    assert done["counts"]["petitions"] > ROWS
    assert busy, "the import was over before the backup: this proves nothing"
    assert (done["counts"]["petitions"] - ROWS) % 100 == 0
    back = elsewhere.done(
        "restore", str(tmp_path / "b.tar"), "--keys", str(tmp_path / "keys.sealed"), "--json"
    )
    assert back["ok"]


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    from huiyin.base.errors import Invalid

    with pytest.raises(Invalid):
        key_file.save_keys(tmp_path, tmp_path / "keys", "short")
