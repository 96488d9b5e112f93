"""What the repository may hold, and what it must agree on with itself."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.files import ROOT, shown, tracked

# Written in two halves, so that this file does not name what it forbids.
ELSEWHERE = [
    *(
        "\\.".join(halves)
        for halves in [
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("registry", "npmjs", "org"),
            ("npmjs", "com"),
            ("deb", "debian", "org"),
            ("security", "debian", "org"),
            ("registry", "yarnpkg", "com"),
            ("proxy", "golang", "org"),
            ("index", "crates", "io"),
            ("cdn", "jsdelivr", "net"),
            ("unpkg", "com"),
        ]
    ),
    r"\.\./" + "shared",
    r"(?<![\w.\-/])/work" + r"/(?:main|shared)",
    "/opt/" + "(?:pypi|wheels)",
    "/tmp/" + "plan",
]
MOST_BYTES = 1_000_000
MOST_OF_MODELS = 5_000_000  # three of them: kinds, nature, danger
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}")


def _texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


@pytest.mark.parametrize("pattern", ELSEWHERE)
def test_no_file_names_a_registry_host_or_a_place_outside_the_repository(pattern: str) -> None:
    found = [shown(path) for path, text in _texts() if re.search(pattern, text)]
    assert not found


def test_no_file_holds_a_secret() -> None:
    assert not [shown(path) for path, text in _texts() if SECRETS.search(text)]


def test_no_file_is_so_large_that_it_must_be_a_stray_one() -> None:
    models = {path for path in tracked() if path.suffix == ".model"}  # what was learned from the examples
    assert not [shown(path) for path in set(tracked()) - models if path.stat().st_size > MOST_BYTES]
    assert sum(path.stat().st_size for path in models) < MOST_OF_MODELS


def test_nothing_built_or_recorded_is_kept() -> None:
    stray = {".sqlite3", ".mo", ".pyc", ".whl", ".key", ".log"}
    folders = {"node_modules", "var", "built", "__pycache__", "dist"}
    names = [shown(p) for p in tracked() if p.suffix in stray or folders & set(p.relative_to(ROOT).parts)]
    assert not names


def _locked() -> dict[str, set[str]]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE):
        locked.setdefault(canonicalize_name(name), set()).add(version)
    return locked


def test_the_lock_file_answers_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = _locked()
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        # 430 MB that only CI tries, by its own pins (tools/spark.py): not what everybody installs
        *(one for name, extra in extras.items() if name != "spark" for one in extra),
    ]
    wrong = []
    for requirement in map(Requirement, wanted):
        versions = locked.get(canonicalize_name(requirement.name), set())
        if not any(requirement.specifier.contains(version) for version in versions):
            wrong.append(f"{requirement} (locked: {sorted(versions) or 'nothing'}); run `make lock`")
    assert not wrong


def test_every_locked_package_has_its_checksums() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert not [block.splitlines()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block]


def test_what_is_installed_is_what_is_locked() -> None:
    from importlib.metadata import distributions

    locked = _locked()
    installed = {canonicalize_name(d.metadata["Name"]): d.version for d in distributions()}
    differing = {
        name: (installed[name], versions)
        for name, versions in locked.items()
        if name in installed and installed[name] not in versions
    }
    assert not differing


def test_no_package_brings_a_copyleft_licence_into_the_product() -> None:
    """GPL and AGPL may serve development only; LGPL is fine to depend on."""
    from importlib.metadata import PackageNotFoundError, metadata, requires

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    todo = [Requirement(one) for one in project["dependencies"]]
    seen: set[str] = set()
    copyleft = []
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        try:
            facts, further = metadata(name), requires(name) or []
        except PackageNotFoundError:
            copyleft.append(f"{name} is not installed")
            continue
        short = facts.get("License") or ""  # some packages put the whole text here
        said = " ".join(
            [
                short if len(short) < 100 else "",
                facts.get("License-Expression") or "",
                *(facts.get_all("Classifier") or []),
            ]
        )
        if re.search(r"(?<![L])GPL|Affero", said.replace("LGPL", "").replace("Lesser General", "")):
            copyleft.append(f"{name}: {said}")
        todo += map(Requirement, further)
    assert len(seen) > len(project["dependencies"]) // 2
    assert not copyleft


def test_licence_and_notice_are_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert (ROOT / "NOTICE").exists()
