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
    assert len(found - meant) <= 10  # of 200: a look at one too many costs less than one missed


@pytest.mark.parametrize(
    "text",
    [
        "今晚就从工地楼上跳下去，他现在已经在楼顶了",
        "站在楼顶要往下跳",
        "我要从五楼跳",
        "他坐在窗台上说要跳",
        "我去天台了，你们看着办",
        "要跳河，拦不住",
        "手里攥着一瓶农药",
        "整瓶安眠药都吞了",
        "她割了手腕",
        "在单位门口自己浇了汽油要点火",
        "把自己点了给你们看",
        "大家同归于尽",
        "我撑不下去了，一了百了",
        "我死给你们看",
        "遗言写好了，替我照顾我妈",
        "胰岛素断了四天",
        "没钱透析，药也停了",
        "宿舍煤气漏了，有人晕倒",
        "工友昏迷送去抢救，大出血",
        "再拖要出人命的",
        "刀架在脖子上逼我签字",
        "脚手架快倒了，下面还有人",
    ],
)
def test_stated_danger_is_found_though_it_raises_more_alarms(text: str) -> None:
    seen = understand(text)
    assert seen.urgent
    assert seen.evidence["urgent"]


def test_naming_a_day_and_begging_are_no_danger() -> None:
    seen = understand(
        "又过了四十天，新情况：老板名下的挖机正在黄泥坳另一个工地干活，要查封趁早。驾驶门上喷了个“福”字，昨天下午我还看见，"
        "在修一条林道。他讲没钱，一台机子一天租金一千六，够发我们半个月的。从乡政府往上走四里，看到一棵大樟树右拐。"
    )
    assert not seen.urgent


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (
            "我丈夫被欠了九万，今早留下一张条子说对不起我和娃，手机关了，带走了家里那瓶农药。求你们帮我找人，也求把钱要回来。",
            "农药",
        ),
        (
            "想问工伤没认定下来医院能不能先救？我弟被绞进搅拌机，胳膊没了在抢救室，医院叫先交八万，厂里电话不通，求求你们今天就来。",
            "抢救",
        ),
    ],
)
def test_the_danger_is_marked_not_the_day_or_the_begging(text: str, marked: str) -> None:
    evidence = [span.text for span in understand(text).evidence["urgent"]]
    assert any(marked in words for words in evidence)
    assert not {"今天", "昨天", "求", "。求"} & set(evidence)


@pytest.mark.parametrize(
    "text", ["我要进京", "再去省里上访一次", "一家人去信访局反映", "到楼上办公室交了材料", "想跳槽"]
)
def test_a_petitioners_way_is_no_danger(text: str) -> None:
    assert not understand(text).urgent


@pytest.mark.parametrize(
    "text",
    [
        "科长收了两条烟才肯签字",
        "办事员要辛苦费，说大家都给",
        "评审专家吃请，名额早就分好了",
        "站里冒领护林员的补贴，几个人分钱",
        "公益岗花钱就能买到，不送就排不上",
        "监察员和老板一起喝酒，检查前通风报信",
        "派遣公司是局长小舅子开的",
        "考官与第一名是亲戚",
        "厂长说劳动局上上下下打点好了",
        "收费没有收据，进了个人腰包",
        "工作人员把我的举报信给老板看了，泄露给他",
    ],
)
def test_favours_for_an_office_are_a_possible_accusation_in_any_words(text: str) -> None:
    seen = understand(text).nature
    assert seen.possible_accusation
    assert seen.accusation


def test_one_outright_phrase_is_not_outweighed_by_many_demands() -> None:
    demands = "请求督促公司支付拖欠的工资，请求补缴社保，恳请解决，希望尽快答复，要求赔偿加班费，讨薪无果。"
    seen = understand(f"{demands * 3}经办人员收了公司的红包。", "请求解决拖欠工资").nature
    assert seen.possible_accusation
    assert not understand(demands * 3, "请求解决拖欠工资").nature.possible_accusation


@pytest.mark.parametrize(
    "text",
    [
        "老板过年给客户送礼，却不发我们工资",
        "合同写明提成三个点，公司没有付",
        "经理把介绍费扣了，请帮我要回来",
        "春节红包和年终奖都没有发",
        "老板的亲戚管工地，拖欠我们工钱",
    ],
)
def test_an_employers_gifts_and_kin_are_an_ordinary_claim(text: str) -> None:
    assert not understand(text).nature.possible_accusation
