"""Shows a page of a paper that came as a picture or as PDF: as a plain picture, in which nothing can run.

A PDF is drawn by a process of its own with little memory and time: it comes from strangers.
"""

import io
import subprocess
import sys
import threading
from typing import Final, NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from huiyin.base.errors import Invalid, NotFound

PDF: Final = "application/pdf"
SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/webp", PDF})
WIDTH: Final = 1400  # pixels; a line of a typed letter is easily read
HIGHEST: Final = 8_000
LAST_PAGE: Final = 999
_SECONDS: Final = 20
_few = threading.BoundedSemaphore(2)
# Reads a PDF, writes whether another page follows, then the page as PNG. Exits 3 where there is no such page.
_PRESS: Final = """
import pathlib, resource, sys, tempfile
for limit, most in ((resource.RLIMIT_AS, 3 * 2**30), (resource.RLIMIT_CPU, 15)):
    resource.setrlimit(limit, (most, most))
import typst
page = int(sys.argv[1])
def drawn(root, page, ppi):
    sheet = "#set page(width: 700pt, height: auto, margin: 0pt)"
    paper = f'#image("paper.pdf", page: {page}, width: 700pt)'
    (root / "page.typ").write_text(sheet + chr(10) + paper)
    return typst.compile(str(root / "page.typ"), root=str(root), format="png", ppi=ppi)
with tempfile.TemporaryDirectory() as folder:
    root = pathlib.Path(folder)
    (root / "paper.pdf").write_bytes(sys.stdin.buffer.read())
    try:
        shown = drawn(root, page, 144)
    except typst.TypstError:
        sys.exit(3)
    try:
        more = bool(drawn(root, page + 1, 1))
    except typst.TypstError:
        more = False
    sys.stdout.buffer.write((b"1" if more else b"0") + (shown if isinstance(shown, bytes) else shown[0]))
"""


class ScannedPage(NamedTuple):
    """A page as a JPEG picture, and whether another page follows."""

    picture: bytes
    more: bool


def page_of(content: bytes, content_type: str, page: int = 1, *, name: str = "") -> ScannedPage:
    """Return a page of a paper. Raises NotFound where there is none, Invalid where it cannot be shown."""
    if content_type not in SHOWN or not 1 <= page <= LAST_PAGE or (content_type != PDF and page > 1):
        raise NotFound("files.no_page")
    drawn, more = _drawn(content, page, name) if content_type == PDF else (content, False)
    return ScannedPage(_small(drawn, name), more)


def _drawn(content: bytes, page: int, name: str) -> tuple[bytes, bool]:
    command = [sys.executable, "-I", "-c", _PRESS, str(page)]
    try:
        with _few:
            made = subprocess.run(  # noqa: S603 - our own words and a number
                command, input=content, capture_output=True, timeout=_SECONDS, check=False
            )
    except subprocess.TimeoutExpired as slow:
        raise Invalid("files.not_drawn", field="file", name=name) from slow
    if made.returncode == 3 and page > 1:  # noqa: PLR2004 - see the words of the process
        raise NotFound("files.no_page")
    if made.returncode or not made.stdout:
        raise Invalid("files.not_drawn", field="file", name=name)
    return made.stdout[1:], made.stdout[:1] == b"1"


def _small(content: bytes, name: str) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as opened:
            opened.draft("RGB", (WIDTH, HIGHEST))
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((WIDTH, HIGHEST))
            if picture.mode in {"RGBA", "LA", "P"}:
                paper = Image.new("RGB", picture.size, "white")
                clear = picture.convert("RGBA")
                paper.paste(clear, mask=clear.getchannel("A"))
                picture = paper
            file = io.BytesIO()
            picture.convert("RGB").save(file, "JPEG", quality=82, optimize=True)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Invalid("files.too_many_pixels", field="file", name=name) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as damaged:
        raise Invalid("files.damaged", field="file", name=name) from damaged
    return file.getvalue()
