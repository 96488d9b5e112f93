"""In doubt for the person: stated danger and possible accusations are found however they are worded."""

import pytest

from huiyin.demo import world
from huiyin.text import understand


@pytest.mark.parametrize(
    "text",
    [
        "再不给钱，今晚我就从工地楼上跳下去",
        "我哥哥现在人在楼顶，劝不下来",
        "老婆喝了药，现在医院，老板还是不肯付钱",
        "两个工友爬上塔吊了，快来人",
        "要不到钱我就烧炭算了，永别",
        "站在桥栏外面给你们写的这几句",
    ],
)
def test_danger_is_seen_in_the_words_people_use(text: str) -> None:
    assert understand(text).urgent


@pytest.mark.parametrize("text", ["准备进京上访反映养老金", "宿舍顶楼漏水修了三次", "越级反映多次没有结果"])
def test_going_higher_or_a_leaking_roof_is_no_danger(text: str) -> None:
    assert not understand(text).urgent


@pytest.mark.parametrize(
    "text",
    [
        "公益岗是给关系户的，社区负责人收取好处才报上去，为安全我不留姓名",
        "培训中心和经办人员谈好返点，没上课也能领补贴",
        "面试前有人去打点了考官，名单早就定了",
        "窗口人员要收礼才给办",
    ],
)
def test_favours_for_somebody_in_office_are_a_possible_accusation(text: str) -> None:
    assert understand(text).nature.possible_accusation


def test_every_accusation_of_the_invented_agency_is_found_and_few_others_are_taken_for_one() -> None:
    taken = {m["id"]: understand(m["text"], m.get("title", "")).nature for m in world.read().matters}
    meant = {m["id"] for m in world.read().matters if m["nature"] == "accusation"}
    found = {key for key, nature in taken.items() if nature.possible_accusation}
    assert meant <= found
    assert len(found - meant) <= 5
