"""Everything the system says, it says in Chinese and in English."""

import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest
import yaml
from tools import messages

from huiyin.foundation.wording import LANGUAGES, catalogue
from tests.house.files import PACKAGE

WORDING = PACKAGE / "foundation" / "wording"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CHINESE_PUNCTUATION = "、，。；：（）"
# What stays Chinese in an English sentence: names of things that have no other name.
KEPT_IN_CHINESE = re.compile(r"[（(【《「][^）)】》」]*[）)】》」]|回音|中文|简体中文")


def _params(sentence: str) -> Counter[str]:
    return Counter(
        {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(sentence) if name}
    )


def test_each_topic_is_worded_in_both_languages() -> None:
    topics = {lang: {p.name for p in (WORDING / lang).glob("*.yaml")} for lang in LANGUAGES}
    assert topics["zh"] == topics["en"]
    assert topics["zh"]


def test_both_languages_know_the_same_codes() -> None:
    assert sorted(catalogue("zh").keys() ^ catalogue("en").keys()) == []


def test_both_languages_use_the_same_parameters() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert not {code for code in zh.keys() & en.keys() if _params(zh[code]) != _params(en[code])}


def test_no_sentence_is_empty() -> None:
    assert not [
        (lang, code) for lang in LANGUAGES for code, words in catalogue(lang).items() if not words.strip()
    ]


def _codes(tree: dict[str, object], prefix: str = "") -> list[str]:
    found: list[str] = []
    for key, value in tree.items():
        found += _codes(value, f"{prefix}{key}.") if isinstance(value, dict) else [f"{prefix}{key}"]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_code_is_worded_twice(lang: str) -> None:
    counted = Counter(
        code
        for path in (WORDING / lang).glob("*.yaml")
        for code in _codes(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    )
    assert not [code for code, times in counted.items() if times > 1]


def test_every_message_of_the_pages_has_english_words() -> None:
    new, gone = messages.difference(messages.collect(), messages.read_english())
    assert not new, "run `make messages` and put these into English"
    assert not gone, "run `make messages`: these are no longer said"
    assert not messages.untranslated(messages.read_english())


def test_messages_of_the_pages_are_written_in_chinese() -> None:
    said = [m.id if isinstance(m.id, str) else m.id[0] for m in messages.collect() if m.id]
    assert not [words for words in said if not CHINESE.search(words) and words not in CHINESE_PUNCTUATION]


def test_english_words_are_english_and_keep_their_parameters() -> None:
    placeholder = re.compile(r"%\((\w+)\)")
    wrong = []
    for message in messages.read_english():
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[0]
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        if any(CHINESE.search(KEPT_IN_CHINESE.sub("", s)) for s in strings):
            wrong.append(source)
        if any(s and set(placeholder.findall(s)) - set(placeholder.findall(source)) for s in strings):
            wrong.append(source)
        if strings[-1] and set(placeholder.findall(strings[-1])) != set(placeholder.findall(source)):
            wrong.append(source)
    assert not wrong


def test_messages_are_found_wherever_a_page_can_say_them(tmp_path: Path) -> None:
    package = tmp_path / "src" / "huiyin"
    package.mkdir(parents=True)
    (package / "page.html").write_text(
        '<div>\n    {% trans "你好" %}\n  {% blocktrans with name=a.b %}您好 {{ name }}{% endblocktrans %}\n'
        " {% trans '五月' context \"month\" %}\n"
        "<c-field :label=\"_('日期')\" hint=\"{% trans '提示' %}\" />\n</div>",
        encoding="utf-8",
    )
    (package / "view.py").write_text('words = gettext("已登记")\n', encoding="utf-8")
    found = {(m.id, m.context) for m in messages.collect(package) if m.id}
    assert found == {
        ("你好", None),
        ("您好 %(name)s", None),
        ("五月", "month"),
        ("日期", None),
        ("提示", None),
        ("已登记", None),
    }
