"""Uploads are kept whole or not at all, sealed, cleaned, and under a name that can do no harm."""

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.foundation.content_types import ALLOWED
from huiyin.foundation.files import clean_name, keep, open_kept, remove, sweep

LIMIT = 1024 * 1024


def turned(content: bytes) -> bytes:
    """A stand-in for sealing that can be seen on disk: every bit turned over."""
    return bytes(255 - byte for byte in content)


def kept(content: bytes, root: Path, name: str = "说明.txt", **more):
    more = {"limit_bytes": LIMIT, "encrypt": turned, **more}
    return keep(io.BytesIO(content), root=root, name=name, **more)


def files_under(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_kept_file_comes_back_and_is_unreadable_on_disk(tmp_path: Path):
    content = "拖欠工资三个月".encode()
    stored = kept(content, tmp_path)
    assert (stored.size, stored.content_type.code, stored.name_clean) == (len(content), "txt", "说明.txt")
    assert open_kept(stored.sha256, root=tmp_path, decrypt=turned) == content
    (on_disk,) = files_under(tmp_path)
    assert on_disk.name == stored.sha256
    assert content not in on_disk.read_bytes()
    assert on_disk.stat().st_mode & 0o077 == 0


def test_the_same_content_twice_is_one_file_and_shelves_are_apart(tmp_path: Path):
    first, second = kept(b"same", tmp_path), kept(b"same", tmp_path, name="别名.txt")
    assert first.sha256 == second.sha256
    assert len(files_under(tmp_path)) == 1
    other = kept(b"same", tmp_path, shelf="p12", encrypt=bytes)
    assert len(files_under(tmp_path)) == 2
    remove(first.sha256, root=tmp_path)
    assert open_kept(other.sha256, root=tmp_path, decrypt=bytes, shelf="p12") == b"same"
    with pytest.raises(NotFound):
        open_kept(first.sha256, root=tmp_path, decrypt=turned)


class Endless(io.RawIOBase):
    """A 200 MB upload that counts how much of it was taken."""

    taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.taken += size
        return b"a" * size if self.taken < 200 * 2**20 else b""


def test_a_200_mb_upload_is_refused_as_soon_as_the_limit_is_passed(tmp_path: Path):
    upload = Endless()
    with pytest.raises(Invalid) as refusal:
        keep(upload, root=tmp_path, name="录像.mp4", limit_bytes=LIMIT, encrypt=turned)
    assert refusal.value.message.code == "files.too_large"
    assert refusal.value.message.params["limit_mb"] == "1"
    assert upload.taken < 2 * LIMIT
    assert files_under(tmp_path) == []


def test_a_file_of_exactly_the_limit_is_kept(tmp_path: Path):
    assert kept(b"a" * LIMIT, tmp_path).size == LIMIT
    with pytest.raises(Invalid):
        kept(b"b" * (LIMIT + 1), tmp_path)


def test_nothing_is_left_when_sealing_or_reading_fails(tmp_path: Path):
    def broken(content: bytes) -> bytes:
        raise OSError("no key")

    class Torn(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(OSError, match="no key"):
        kept(b"text", tmp_path, encrypt=broken)
    with pytest.raises(ConnectionResetError):
        keep(Torn(), root=tmp_path, name="a.txt", limit_bytes=LIMIT, encrypt=turned)
    with pytest.raises(Invalid):
        kept(b"\x7fELF\x00\x00", tmp_path)
    assert files_under(tmp_path) == []


def test_a_file_changed_on_disk_is_not_handed_out(tmp_path: Path):
    stored = kept(b"text", tmp_path)
    (on_disk,) = files_under(tmp_path)
    on_disk.write_bytes(turned(b"other"))
    with pytest.raises(Refused) as refusal:
        open_kept(stored.sha256, root=tmp_path, decrypt=turned)
    assert refusal.value.message.code == "files.changed_on_disk"


@pytest.mark.parametrize("checksum", ["../../etc/passwd", "", "a" * 63, "A" * 64, "a" * 64 + "\n"])
def test_only_a_checksum_opens_a_file(tmp_path: Path, checksum: str):
    with pytest.raises(NotFound):
        open_kept(checksum, root=tmp_path, decrypt=turned)


@pytest.mark.parametrize("shelf", ["../x", "", "incoming", "A", "a/b"])
def test_a_shelf_cannot_lead_elsewhere(tmp_path: Path, shelf: str):
    with pytest.raises(NotFound):
        kept(b"text", tmp_path, shelf=shelf)


def test_leftovers_of_a_killed_server_are_swept_after_an_hour(tmp_path: Path):
    kept(b"text", tmp_path)
    old, new = tmp_path / "incoming" / "old.part", tmp_path / "incoming" / "new.part"
    now = datetime(2026, 3, 2, tzinfo=UTC)
    for path, age in ((old, 2), (new, 0)):
        path.write_bytes(b"half")
        moment = (now - timedelta(hours=age)).timestamp()
        os.utime(path, (moment, moment))
    assert sweep(tmp_path, now=now) == 1
    assert not old.exists()
    assert new.exists()
    assert sweep(tmp_path / "nowhere", now=now) == 0


def photo(kind: str = "JPEG", **more) -> bytes:
    picture = Image.new("RGB", (40, 20), "red")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SecretPhone", 6  # maker; turned by 90 degrees
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    picture.save(file, kind, exif=exif.tobytes(), **more)
    return file.getvalue()


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_a_photo_loses_its_place_and_device_and_stands_upright(tmp_path: Path, kind: str, name: str):
    content = photo(kind) + b"<script>hidden second file</script>"
    stored = kept(content, tmp_path, name=name)
    clean = open_kept(stored.sha256, root=tmp_path, decrypt=turned)
    assert b"SecretPhone" not in clean
    assert b"<script>" not in clean
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()
        assert picture.format == kind


def test_remarks_inside_a_photo_are_removed(tmp_path: Path):
    stored = kept(photo(comment=b"taken at home"), tmp_path, name="a.jpg")
    assert b"taken at home" not in open_kept(stored.sha256, root=tmp_path, decrypt=turned)


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path):
    file = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(file, "PNG")
    with pytest.raises(Invalid) as refusal:
        kept(file.getvalue(), tmp_path, name="a.png")
    assert refusal.value.message.code == "files.too_many_pixels"


@pytest.mark.parametrize("cut", [30, 300])
def test_half_a_picture_is_refused(tmp_path: Path, cut: int):
    with pytest.raises(Invalid) as refusal:
        kept(photo()[:cut], tmp_path, name="a.jpg")
    assert refusal.value.message.code == "files.damaged"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\何\\合同.TXT", "合同.txt"),
        ("工资\u202egpj.txt", "工资gpj.txt"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("a<b>:c|d?.txt", "a_b__c_d_.txt"),
        ("", "file.txt"),
        (".txt", "txt.txt"),
        ("没有扩展名", "没有扩展名.txt"),
        ("长" * 300 + ".txt", "长" * 80 + ".txt"),
        ("说明.pdf.txt", "说明.pdf.txt"),
    ],
)
def test_names_are_made_harmless(name: str, clean: str):
    assert clean_name(name, ALLOWED["txt"]) == clean


def test_a_jpeg_called_png_is_given_its_true_extension(tmp_path: Path):
    assert kept(photo(), tmp_path, name="微信图片.png").name_clean == "微信图片.jpg"
