"""`make docs`: what the documents name must exist: links, headings, files, commands, make targets, tests."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)")
SPAN = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
# A path is recognised by the folder it begins with, or by being a Markdown file.
FOLDERS = ("src/", "tests/", "tools/", "docs/", "frontend/", ".ci/", "huiyin/")
PATH = re.compile(r"^[\w.\-/\u4e00-\u9fff]+(?:::\w+)*$")
OPTION = re.compile(r"^--[a-z][a-z-]*$")
WORD = re.compile(r"^[a-z][a-z-]*$")


def documents() -> list[Path]:
    """Return every document of the repository."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def anchors(text: str) -> set[str]:
    """Return the names by which the headings of a document can be linked to."""
    plain = FENCE.sub("", text)
    return {
        re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")
        for heading in HEADING.findall(plain)
    }


def wrong_links(path: Path, text: str) -> Iterator[str]:
    """Yield each relative link that leads nowhere."""
    for target in LINK.findall(FENCE.sub("", text)):
        if re.match(r"[a-z][a-z+.-]*:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        linked = (path.parent / name).resolve() if name else path
        if not linked.exists():
            yield f"link to {target}"
        elif anchor and linked.suffix == ".md" and anchor not in anchors(linked.read_text(encoding="utf-8")):
            yield f"link to {target}: no such heading"


def code(text: str) -> tuple[list[str], list[str]]:
    """Return the code spans of a document, and the lines of its code blocks."""
    lines = [line for block in FENCE.findall(text) for line in block.splitlines()]
    return SPAN.findall(FENCE.sub("", text)), lines


def wrong_paths(spans: list[str]) -> Iterator[str]:
    """Yield each file, folder or test that is named but not there."""
    for span in spans:
        if not PATH.match(span) or not (span.startswith(FOLDERS) or span.endswith(".md")):
            continue
        name, *within = span.split("::")
        named = ROOT / ("src/" + name if name.startswith("huiyin/") else name)
        if not named.exists():
            yield f"file {span}"
        elif within and not re.search(rf"^\s*(?:def|class) {within[-1]}\b", named.read_text(), re.MULTILINE):
            yield f"{within[-1]} in {name}"


def wrong_commands(commands: list[str], root: Any) -> Iterator[str]:
    """Yield each `huiyin …` command or option that does not exist."""
    for command in commands:
        for said in re.split(r"\s*(?:\||&&|;)\s*", command):
            words = re.sub(r"^(?:\$\s+)?(?:\.venv/bin/)?", "", said).split()
            if words[:1] == ["huiyin"] and (wrong := _wrong_word(words[1:], root)):
                yield f"command `{said}`: {wrong}"


def _wrong_word(words: list[str], node: Any) -> str | None:
    for word in words:
        # a comment, a placeholder or prose ends what can be checked
        if word.startswith("#") or word in {"…", "..."}:
            return None
        bare = word.partition("=")[0]
        if OPTION.match(bare):
            known = {
                option for parameter in node.params for option in [*parameter.opts, *parameter.secondary_opts]
            }
            if bare not in known | {"--help"}:
                return f"no option {bare}"
        elif hasattr(node, "commands"):
            if not WORD.match(word):
                return None
            if word not in node.commands:
                return f"no command {word}"
            node = node.commands[word]
    return None


def wrong_targets(commands: list[str]) -> Iterator[str]:
    """Yield each `make …` target that the Makefile does not have."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for command in commands:
        match = re.match(r"(?:\$\s+)?make ([a-z]+)\b", command)
        if match and match[1] not in targets:
            yield f"make {match[1]}"


def command_line() -> Any:
    """Return the product's command line as a tree: a group has `commands`, each command has `params`."""
    import typer

    from huiyin.cli import main

    return typer.main.get_command(main.app)


def check(path: Path, root: Any) -> list[str]:
    """Return everything that one document names and that does not exist."""
    text = path.read_text(encoding="utf-8")
    spans, lines = code(text)
    said = [*spans, *lines]
    found = [*wrong_links(path, text), *wrong_paths(spans), *wrong_commands(said, root), *wrong_targets(said)]
    return [f"{path.relative_to(ROOT)}: {wrong}" for wrong in found]


def main() -> int:
    """Check every document, print what is wrong, and return 1 when something is."""
    root = command_line()
    wrong = [line for path in documents() for line in check(path, root)]
    for line in wrong:
        print(line)
    print(f"{len(documents())} documents, {len(wrong)} things named that do not exist")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
