"""Files are known by their content; what is not taken in is refused with a reason that says what to do."""

import io
import struct
import zipfile

import pytest
from PIL import Image

from huiyin.base.errors import Invalid
from huiyin.foundation.content_types import ALLOWED, extensions, sniff
from huiyin.foundation.wording import say

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(file, kind)
    return file.getvalue()


def package(*names: str, content: bytes = b"<x/>") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return file.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")


def film(brand: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\x00\x00\x00\x00mp42isom" + b"\x00" * 64


TAKEN = [
    ("jpg", "照片.jpg", picture("JPEG")),
    ("jpg", "照片.JPEG", picture("JPEG")),
    ("png", "a.png", picture("PNG")),
    ("webp", "a.webp", picture("WEBP")),
    ("pdf", "合同.pdf", PDF),
    ("docx", "合同.docx", DOCX),
    ("xlsx", "工资.xlsx", XLSX),
    ("doc", "合同.doc", OLE + "WordDocument".encode("utf-16-le")),
    ("xls", "工资.xls", OLE + "Workbook".encode("utf-16-le")),
    ("txt", "说明.txt", "拖欠工资三个月😀\r\n".encode()),
    ("txt", "说明.txt", "拖欠工资三个月".encode("gb18030")),
    ("txt", "说明.txt", "拖欠工资三个月".encode("utf-16")),
    ("mp3", "录音.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 64),
    ("mp3", "录音.mp3", b"\xff\xfb\x90\x64" + b"\x00" * 64),
    ("m4a", "录音.m4a", film(b"M4A ")),
    ("m4a", "录音.m4a", film(b"isom")),
    ("mp4", "录像.mp4", film(b"isom")),
    ("png", "名字没有扩展名", picture("PNG")),
    ("jpg", "微信图片.png", picture("JPEG")),
]


@pytest.mark.parametrize(("code", "name", "content"), TAKEN)
def test_files_people_send_are_recognised(code: str, name: str, content: bytes):
    assert sniff(content, name=name).code == code
    assert sniff(io.BytesIO(content), name=name) is ALLOWED[code]


REFUSED = [
    ("files.empty", "a.txt", b""),
    ("files.mismatch", "照片.jpg", PDF),
    ("files.mismatch", "合同.pdf", picture("JPEG")),
    ("files.mismatch", "合同.docx", XLSX),
    ("files.mismatch", "setup.exe", "看似文本".encode()),
    ("files.mismatch", "页面.html", "没有标记的文字".encode()),
    ("files.program", "照片.jpg", b"MZ\x90\x00" + b"\x00" * 128),
    ("files.program", "合同.pdf", b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 64),
    ("files.program", "说明.txt", b"#!/bin/sh\nrm -rf /\n"),
    ("files.web_page", "照片.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("files.web_page", "说明.txt", b"\xef\xbb\xbf \n<!DOCTYPE html><script>alert(1)</script>"),
    ("files.web_page", "说明.txt", "<script>alert(1)</script>".encode("utf-16")),
    ("files.archive", "材料.zip", package("a.txt")),
    ("files.archive", "材料.rar", b"Rar!\x1a\x07\x01\x00"),
    ("files.archive", "合同.docx", package("word/other.xml")),
    ("files.macros", "工资.xlsx", package("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")),
    ("files.macros", "a.doc", OLE + "WordDocument_VBA_PROJECT".encode("utf-16-le")),
    ("files.locked", "a.docx", OLE + "EncryptedPackage".encode("utf-16-le")),
    ("files.damaged", "合同.docx", DOCX[:-30]),
    ("files.damaged", "合同.pdf", b"%PDF-1.7\nnothing more"),
    ("files.two_in_one", "合同.pdf", PDF + package("a.txt")),
    ("files.two_in_one", "合同.docx", DOCX[:0] + b"PK\x03\x04junk" + DOCX),
    ("files.heic", "IMG_0001.HEIC", film(b"heic")),
    ("files.unknown", "录像.mov", film(b"qt  ")),
    ("files.unknown", "a.bin", bytes(range(256))),
    ("files.swells", "a.docx", package("[Content_Types].xml", "word/document.xml", content=b"0" * 2**21)),
]


@pytest.mark.parametrize(("code", "name", "content"), REFUSED)
def test_other_files_are_refused_with_what_to_do(code: str, name: str, content: bytes):
    with pytest.raises(Invalid) as refusal:
        sniff(content, name=name)
    assert refusal.value.message.code == code
    assert refusal.value.field == "file"
    for lang in ("zh", "en"):
        assert name in say(refusal.value.message, lang)


def test_the_extensions_for_a_form_hold_no_program():
    assert {"jpg", "pdf", "docx", "mp3"} <= set(extensions())
    assert not {"exe", "html", "svg", "js", "zip"} & set(extensions())
