"""A petition laid out for the rules: title and text in normal form, sentence by sentence, requests marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from huiyin.text.dialect import in_standard
from huiyin.text.normalise import Normal, normalise
from huiyin.text.spans import Span, Where
from huiyin.text.terms import Hit, lexicon

_SENTENCE = re.compile(r"[^。!?;\n]+[。!?;]*")
_ASK = re.compile(
    r"请求|恳请|恳求|请问|希望|要求|诉求|盼望?|期望|期盼|拜托|求助|求帮|求解|想(?:要)?(?:咨询|了解|问|知道|请)|咨询|"
    r"能否|能不能|可否|可不可以|是否|是不是|有没有|怎么(?:办|处理|算|弄|才|样)|如何|什么时候|何时|多久|多少|哪里|哪个部门|"
    r"建议|应当?给|请(?!假|客|教|示|长|您好)|帮(?:我|忙|助)(?!过)|还(?:我|给我)|给(?:我|我们)(?:一个|个)?(?:答复|说法|公道|解决|回复)|"
    r"\?|吗[。!?]?$|呢[。!?]?$|为什么|为何|凭什么|强烈(?:要求|呼吁)|呼吁|诉请|特此|敬请|望(?:政府|领导|有关|相关|局|贵|给|予|能|尽快|您)"
)
# How a list of requests goes on after a semicolon: with a number, a word that joins, or what is to be done.
_ASKS_ON = re.compile(
    r"[(]?(?:[一二三四五六七八九十]|\d{1,2})[)、.．是]|[①-⑨]|第[一二三四五六]|其[一二三四次]|同时|并(?!非|未|不|没)|另外?|以及|再(?!就业|次)"
    r"|(?:依法|尽快|书面|及时)?(?:补[发缴偿办交]|退[还回]|返还|支付|发放|处理|查[处明清]|追[回究讨]|归还|责令|督促|认定|确认|恢复|更正"
    r"|办理|落实|解决|公开|说明|答复|赔偿|取消|停止|核[算实查定]|给予|出具|告知|安排|协调)(?!了|过|的)"
)
_LISTED = re.compile(r"(?:我们?的|本人)?(?:诉求|请求|要求|请求事项|信访诉求)(?:是|如下)?:")
_COURTESY = re.compile(r"^(?:谢谢|感谢|此致|敬礼|祝|顺祝|特此(?:反映|报告|申请)|请(?:领导|您)?(?:见谅|谅解))")


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of the normal text, and whether it asks for something."""

    start: int
    end: int
    asks: bool


@dataclass(frozen=True)
class Reading:
    """One source (the title or the text) ready for matching."""

    normal: Normal
    where: Where

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return the sentences in order."""
        return tuple(_parts(self.normal.text, title=self.where == "title"))

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """Return the terms found, from left to right."""
        return tuple(lexicon().hits(self.normal.text))

    def span(self, start: int, end: int) -> Span:
        """Return a stretch of the normal text as evidence in the source as given."""
        first, last = self.normal.back(start, end)
        return Span(first, last, self.normal.given[first:last], self.where)

    def requests(self) -> tuple[Span, ...]:
        """Return the sentences that ask for something, with what a semicolon adds to them."""
        found: list[tuple[int, int]] = []
        going_on = listed = False
        for part in self.parts:
            said = self.normal.text[part.start : part.end]
            if part.asks:
                found.append((part.start, part.end))
                listed = bool(_LISTED.match(said))
            elif going_on and (listed or _ASKS_ON.match(said)):
                found[-1] = (found[-1][0], part.end)
            else:
                going_on = False
                continue
            going_on = said.endswith(";")
        return tuple(self.span(start, end) for start, end in found)


def laid_out(title: str, text: str) -> list[Reading]:
    """Return a petition laid out for the rules: its title, where it has one, and its text."""
    body = read(text, "text")
    return [read(title, "title"), body] if title.strip() else [body]


def read(source: str, where: Where) -> Reading:
    """Return a source laid out for the rules, dialect words read as standard ones."""
    normal = normalise(source)
    return Reading(replace(normal, text=in_standard(normal.text)), where)


def _parts(text: str, *, title: bool) -> Iterator[Part]:
    for sentence in _SENTENCE.finditer(text):
        raw = sentence.group()
        said = raw.strip()
        if not said:
            continue
        start = sentence.start() + len(raw) - len(raw.lstrip())
        asks = title or bool(_ASK.search(said) and not _COURTESY.match(said))
        yield Part(start, start + len(said), asks)
