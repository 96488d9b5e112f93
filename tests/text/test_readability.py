"""How hard a letter is to read, and what would make it easier."""

from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from huiyin.text.plain import readability

OFFICIAL = (
    "经调查核实，您反映的用人单位未按规定缴纳社会保险费的问题，我局已责令其限期改正，因该单位目前处于停产状态，"
    "且账户被法院冻结，补缴事宜需待法院处置完毕后方可进一步办理，届时将及时告诉您。"
)
PLAIN = "您反映的事，我们查清楚了。公司欠您三个月工资。我们已经要求它在12月20日以前付清。"


def test_plain_words_are_easy_and_officialese_is_hard():
    easy, hard = readability(PLAIN), readability(OFFICIAL)
    assert easy.level == "easy" and easy.per_hundred == 0
    assert hard.level == "hard" and hard.per_hundred > 3
    assert (hard.sentences, hard.longest) == (1, 92)


def test_a_long_sentence_is_shown_where_to_part_it():
    hint = next(h for h in readability(OFFICIAL).hints if h.what.code == "plain.hint.split")
    assert hint.what.params["length"] == 92
    assert hint.what.params["at"] in OFFICIAL
    assert hint.what.params["at"].endswith("，")


def test_official_words_have_a_plain_one_beside_them():
    hints = {h.span.text: h.what for h in readability("兹有一事，方可办理，请及时办理。").hints}
    assert hints["方可"].params["plain"] == "才可以"
    assert hints["兹"].code == "plain.hint.leave-out"
    assert hints["及时"].code == "plain.hint.say-which"


def test_terms_that_are_explained_below_are_no_difficulty():
    assert readability("您可以申请复查。").per_hundred == 0


def test_rare_characters_passives_and_chains_are_named():
    codes = {h.what.code for h in readability("他的母亲的房子的钥匙被锁匠取走，罹难者予以登记造册。").hints}
    assert {"plain.hint.chain", "plain.hint.passive", "plain.hint.rare", "plain.hint.nominal"} <= codes


def test_an_office_named_in_suo_is_no_passive_and_getting_further_no_officialese():
    codes = {h.what.code for h in readability("我们把该诉求转给为您办事的社保所在地，进一步了解。").hints}
    assert not {"plain.hint.passive", "plain.hint.official"} & codes
    assert "plain.hint.passive" in {h.what.code for h in readability("房屋为单位所占。").hints}


def test_the_name_of_a_document_does_not_make_a_sentence_long():
    said = f"按照《{'关于' * 28}》，可以。"
    assert readability(said).longest < 20


def test_reasons_say_how_often_and_nothing_is_said_of_nothing():
    assert readability("").level == "easy"
    assert [r.code for r in readability("届时方可。").reasons] == ["plain.reason.official"]
    assert readability("届时方可。").reasons[0].params == {"times": 2}


def test_a_text_of_nothing_but_difficulties_is_read_soon():
    began = perf_counter()
    assert readability("予以" * 20_000).level == "hard"
    assert perf_counter() - began < 3


@given(st.text(alphabet="的，。被由予以《》经查abc 1\n罹", max_size=200))
def test_every_hint_stands_in_the_text_and_the_figure_is_what_was_counted(text: str):
    found = readability(text)
    assert all(text[h.span.start : h.span.end] == h.span.text for h in found.hints)
    expected = round(100 * sum(found.counts.values()) / found.characters, 1) if found.characters else 0
    assert found.per_hundred == expected
