"""Which database: SQLite inside HUIYIN_HOME by default, PostgreSQL by DATABASE_URL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

BUSY_SECONDS = 20


def database(url: str, home: Path) -> dict[str, Any]:
    """Return Django's connection settings for a DATABASE_URL; an empty one means SQLite in `home`.

    Raises ValueError for a scheme that is neither sqlite nor postgres.
    """
    parts = urlsplit(url)
    if parts.scheme in {"", "sqlite", "sqlite3"}:
        return _sqlite(Path(parts.path) if parts.path else home / "huiyin.sqlite3")
    if parts.scheme in {"postgres", "postgresql"}:
        options: dict[str, Any] = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        # What is prepared (foundation/statements.py) is planned once: planning takes the server ten times as
        # long as the look-ups themselves.
        options.setdefault("options", "-c plan_cache_mode=force_generic_plan")
        options.setdefault("prepare_threshold", 1)  # Django's own statements are never prepared
        host = options.pop("host", parts.hostname or "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(host),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ValueError("DATABASE_URL must begin with sqlite:// or postgres://")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening and closing the file for every request took longer than registering: the last one to
        # close it also writes the log back.
        "CONN_MAX_AGE": None,
        # IMMEDIATE takes the write lock when a transaction begins: writers queue up instead of failing
        # half-way when two readers both want to write (see docs/adr).
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            # 64 MB of pages kept in memory; the log is written back in larger pieces than by default.
            "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=8000; "
            # What is deleted or overwritten leaves nothing behind in the file: an erased key must be gone.
            "PRAGMA secure_delete=ON;",
        },
        "TEST": {"NAME": home_test(path)},
    }


def home_test(path: Path) -> str:
    """Return the file a test run uses, beside the real one (a file, so that the live server can share it)."""
    return str(path.with_name("test.sqlite3"))
