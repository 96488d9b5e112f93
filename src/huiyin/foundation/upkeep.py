"""What keeps the embedded database quick; a PostgreSQL server does it by itself."""

from django.db import connection

_LOOKED_AT = 1_000  # rows of each index: enough to choose between them, and done in a moment


def look_at_tables() -> int:
    """Let SQLite see how its tables are filled, by which it chooses indexes; return 1 when it did."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={_LOOKED_AT}")
        cursor.execute("ANALYZE")
    return 1
