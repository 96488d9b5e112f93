"""Words and reasons: pure rules of search and of similar cases."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.text import segment, similar
from huiyin.text.snippets import LENGTH, snippet


def test_words_of_the_trade_and_of_the_tenant_stay_whole() -> None:
    said = "云溪新城的人社局不给办工伤认定"
    assert {"人社局", "工伤认定"} <= set(segment.words(said))
    assert "云溪新城" not in segment.words(said)
    assert "云溪新城" in segment.words(said, ("云溪新城",))


def test_words_that_say_nothing_are_left_out_and_pairs_know_a_number_as_one() -> None:
    cut = segment.cut("尊敬的领导您好，我的工资13800元没有发")
    assert "的" not in cut.words and "您好" not in cut.words
    assert "13800" in cut.pairs and "工资" in cut.pairs


def test_traditional_and_full_width_characters_are_the_same_words() -> None:
    assert segment.words("養老保險２０１９年") == segment.words("养老保险2019年")


@given(st.text(max_size=300))
def test_any_text_can_be_cut_and_shown(text: str) -> None:
    cut = segment.cut(text)
    assert all(word.strip() for word in (*cut.words, *cut.pairs))
    shown = "".join(piece.said for piece in snippet(text, ["工资", "a"], always=True))
    assert len(shown) <= LENGTH + 2
    assert len(similar.gist(text)) <= similar.GIST


def test_a_gist_says_what_is_asked_and_is_short() -> None:
    said = "我在工地干了八个月。" * 20 + "请求追回拖欠的工资。"
    assert similar.gist(said, "讨薪") == "讨薪。请求追回拖欠的工资。"


def test_a_snippet_marks_the_words_where_most_of_them_stand() -> None:
    text = "工资的事。" + "前面说了很多别的话，" * 12 + "包工头拖欠工资八个月没有发。"
    pieces = snippet(text, ["拖欠", "工资"])
    assert [p.said for p in pieces if p.hit] == ["拖欠", "工资"]
    assert pieces[0].said == "…"
    assert snippet(text, ["没写过"]) == ()


def features(text: str, **more: str) -> similar.Features:
    return similar.features(text, **more)


def test_reasons_name_what_two_cases_have_in_common() -> None:
    one = features(
        "拖欠工资2.8万元，违反《保障农民工工资支付条例》第三十条。请求帮我追回工资。",
        kind="W1",
        division="970121",
    )
    other = features(
        "还欠我3万元，按《保障农民工工资支付条例》第三十条应由总包先付。请求尽快帮我们追回工资。",
        kind="W1",
        division="970121",
    )
    codes = [reason.code for reason in similar.reasons(one, other)]
    assert codes == ["request", "clause", "kind", "place", "amount"]


def test_a_place_and_a_sum_do_not_tell_that_two_cases_are_of_one_matter() -> None:
    wages = features("拖欠工资2.8万元。", kind="W1", division="970121")
    pension = features("少缴社保3万元。", kind="P2", division="970121")
    there = similar.reasons(wages, pension)
    assert {reason.code for reason in there} == {"place", "amount"} and not similar.telling(there)
    assert similar.telling(similar.reasons(wages, features("工钱没给。", kind="W1")))


def test_two_cases_with_nothing_in_common_have_no_reason() -> None:
    assert similar.reasons(features("噪声扰民。"), features("请求核定养老金。", kind="P2")) == ()


def test_a_clause_of_no_named_law_is_no_reason() -> None:
    one, other = features("按第三十条办。"), features("第三十条说得很清楚。")
    assert similar.reasons(one, other) == ()


def test_the_meaning_reorders_what_the_words_found_and_adds_nothing() -> None:
    words = {1: 10.0, 2: 9.9}
    assert [key for key, _score in similar.fused(words, {}, {1: 0.0, 2: 0.9, 3: 1.0}, {})] == [2, 1]
    assert [key for key, _score in similar.fused(words, {}, {}, {})] == [1, 2]


def test_of_two_alike_the_one_nearer_in_time_comes_first() -> None:
    assert [key for key, _score in similar.fused({1: 9.0, 2: 9.1}, {}, {}, {1: 1, 2: 400})] == [1, 2]


def test_pieces_two_texts_share_count_by_how_rare_they_are() -> None:
    mine = similar.weighed(["霁泷", "泷苑", "工资"], {"霁泷": 8.0, "泷苑": 8.0, "工资": 1.0})
    assert similar.shared(mine, ["霁泷", "泷苑"]) > similar.shared(mine, ["工资"]) > similar.shared(mine, [])


@given(st.floats(1, 1e9))
def test_a_sum_and_twice_the_sum_are_at_most_one_band_apart(yuan: float) -> None:
    assert 0 <= similar.band(2 * yuan) - similar.band(yuan) <= 1
