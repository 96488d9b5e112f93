"""Log lines hold no query codes."""

import logging

from huiyin.foundation.logs import WithoutCodes


def test_a_query_code_in_an_address_is_taken_out_of_the_line() -> None:
    record = logging.LogRecord(
        "django.request",
        logging.ERROR,
        "",
        0,
        "Internal Server Error: %s",
        ("/api/v1/petitions/ACDE-FGH-JKM",),
        None,
    )
    assert WithoutCodes().filter(record)
    assert record.getMessage() == "Internal Server Error: /api/v1/petitions/…"
