"""Uploads stop at the size limit while they arrive, so that a huge one never fills memory or disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

ALLOWANCE = 1024 * 1024  # multipart borders and the other fields


class TooLargeStops(FileUploadHandler):
    """Refuse a request whose files are together larger than a petition may bring.

    The rest is read and thrown away (`connection_reset=False`), so that the visitor gets a page with a
    message instead of a broken connection; `request.too_large` tells the view.
    """

    arrived = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a chunk on while the limit holds."""
        self.arrived += len(raw_data)
        if self.arrived > settings.HUIYIN_UPLOAD_MB * 1024 * 1024 + ALLOWANCE:
            self.request.too_large = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Leave storing to the next handler."""
        return None
