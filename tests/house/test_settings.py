"""What an operator can set is described, and what is described can be set."""

import re

from tests.house.files import PACKAGE, ROOT, python_files

GUIDE = ROOT / "docs" / "how-to" / "configure.md"
READ = re.compile(
    r"""environ(?:\.get\(|\.setdefault\(|\[)\s*["'](HUIYIN_[A-Z_]+|DATABASE_URL|WEB_CONCURRENCY)["']"""
)


def _read_by_the_product() -> set[str]:
    files = [path for path in python_files() if path.is_relative_to(PACKAGE)]
    return {name for path in files for name in READ.findall(path.read_text(encoding="utf-8"))}


def test_every_setting_is_described() -> None:
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
    assert "HUIYIN_HOME" in described
    assert described == _read_by_the_product()
