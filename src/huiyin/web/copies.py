"""The copy of what is held about a person, as the file they take along: for reading and for machines."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header


def as_zip(content: Mapping[str, Any]) -> HttpResponse:
    """Return a download with a page to read (HTML, no address outside it) and the same as JSON."""
    page = render_to_string("copy.html", {"copy": content})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("我的信息副本.html", page)
        archive.writestr("copy.json", json.dumps(content, ensure_ascii=False, indent=1))
    name = f"我的信息副本-{content['made_at'][:10]}.zip"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(
        packed.getvalue(), content_type="application/zip", headers={"Content-Disposition": disposition}
    )
