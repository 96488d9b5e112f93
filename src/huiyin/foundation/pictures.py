"""Makes a picture safe to keep: no place, device or thumbnail inside it, no hidden second file behind it."""

import io
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from huiyin.base.errors import Invalid

PIXEL_LIMIT: Final = 64_000_000  # decoded at most about 200 MB; phones' 50-megapixel photos still pass
_FORMATS: Final = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


def without_metadata(content: bytes, code: str, *, name: str = "") -> bytes:
    """Return a picture turned the right way up and written anew, so that only what is seen is kept."""
    picture_format = _FORMATS[code]
    try:
        with Image.open(io.BytesIO(content), formats=[picture_format]) as opened:
            if opened.width * opened.height > PIXEL_LIMIT:
                raise Invalid("files.too_many_pixels", field="file", name=name)
            colours = opened.info.get("icc_profile")
            transparency = opened.info.get("transparency") if opened.mode == "P" else None
            picture = ImageOps.exif_transpose(opened)
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Invalid("files.too_many_pixels", field="file", name=name) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as damaged:
        raise Invalid("files.damaged", field="file", name=name) from damaged
    picture.info = {}
    if transparency is not None:
        picture.info["transparency"] = transparency
    return _written(picture, picture_format, colours)


def _written(picture: Image.Image, picture_format: str, colours: bytes | None) -> bytes:
    file = io.BytesIO()
    if picture_format == "PNG":
        picture.save(file, "PNG", icc_profile=colours)
    else:
        picture.save(file, picture_format, quality=92, icc_profile=colours)
    return file.getvalue()
