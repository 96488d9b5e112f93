"""`python -m tools.routes`: walks every route as every role and writes docs/routes-and-roles.md."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "routes-and-roles.md"


def main() -> int:
    """Set the tests' agency up in a database of its own, walk, and write what was met."""
    for name in [n for n in os.environ if n.startswith("HUIYIN_") or n == "DATABASE_URL"]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="huiyin-routes-") as home:
        os.environ |= {"HUIYIN_HOME": home, "DJANGO_SETTINGS_MODULE": "huiyin.foundation.settings"}
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.test.utils import setup_test_environment
        from tests.agency import set_up
        from tests.web import walk

        setup_test_environment()
        call_command("migrate", verbosity=0)
        set_up(settings)
        worlds = walk.world(), walk.world("fd-hrss", "另一单位的话")
        DOCUMENT.write_text(walk.document(walk.table(*worlds)), encoding="utf-8")
    print(f"{DOCUMENT.relative_to(ROOT)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
