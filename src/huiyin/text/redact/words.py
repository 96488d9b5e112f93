"""The words that announce a person, and those that follow a name."""

from collections.abc import Iterable, Iterator
from operator import add

_KIN = (
    "父亲 母亲 爸爸 妈妈 继父 继母 养父 养母 岳父 岳母 公公 婆婆 丈夫 妻子 老公 老婆 爱人 前夫 前妻 儿子 女儿 大儿 小儿 儿媳 儿媳妇 女婿 哥哥 弟弟 姐姐 妹妹 "
    "大哥 二哥 大姐 二姐 堂哥 堂弟 堂姐 堂妹 表哥 表弟 表姐 表妹 嫂子 爷爷 奶奶 外公 外婆 姥姥 姥爷 孙子 孙女 外甥 外甥女 侄子 侄女 叔叔 伯父 伯伯 婶婶 舅舅 舅妈 "
    "姑姑 姑妈 姨妈 姨父 我爸 我妈 我爹 我娘 我哥 我弟 我姐 我妹 我夫 我妻 他爸 他妈 她爸 她妈 老爹 老娘 口子 其父 其母 其子 其女 其妻 其夫 其侄 其弟 其兄"
)
_ROLES = (
    "信访人 反映人 投诉人 举报人 上访人 来信人 来访人 求助人 申请人 申诉人 控告人 报案人 受害人 当事人 代理人 委托人 证明人 证人 收件人 经办人 承办人 承包人 "
    "欠薪人 联系人 负责人 介绍人 担保人 受益人 户主 户名 死者 伤者 逝者 原告 被告 被申请人 法定代表人 法人代表 法人 股东 老板 老板娘 包工头 工头 班组长 班长 带班 带班的 队长 厂长 "
    "店长 站长 院长 校长 园长 场长 矿长 经理 总监 主管 会计 出纳 文员 工友 同事 同学 老乡 邻居 房东 战友 村民 居民 业主 职工 员工 工人 学员 学生 老师 教师 医生 "
    "医师 护士 律师 司机 师傅 干部 书记 村支书 支书 主任 村长 组长 局长 科长 股长 所长 镇长 乡长 县长 市长 区长 工作人员 办事员 科员 警官 法官 仲裁员 小姑娘 "
    "小伙子 老人 大爷 大妈 五保户 低保户 贫困户 领导 中介的 同村的 镇里的 局里的 局的 队里的 队的 公司的 单位的 男子 女子 姑娘 媳妇 名字 就找 联系 签名 签字 代表 百姓 姓名 "
    "本人 我是 我系 自称 监察大队 承包商 中间人 见证人 审核人 审批人 补缴人 参保人 签名人 签字人 签收人 投诉者 举报者 师父 师兄 师弟 师姐 师妹 徒弟 村医 讲师 施工员 安全员 材料员 检查员 办事员 工程师 职工代表 副主任 副局长 大名 真名 本名 实名 遗孀 保姆 护工 阿姨 教练 船长 机长 主播 作者"
)
_TITLES = (
    "先生 女士 同志 老师 师傅 经理 老板 书记 主任 局长 科长 股长 所长 站长 镇长 乡长 村长 县长 市长 区长 院长 校长 厂长 队长 支书 会计 律师 医生 法官 警官 班长 "
    "大爷 大妈 组长 等人 是我 系我 拖欠 欠我 欠了 卷款 身份证 公民身份 电话 手机 联系电话 联系方式 本人身份证"
)


class Words:
    """Literal words looked for all at once."""

    def __init__(self, words: Iterable[str]) -> None:
        """Sort the words by their first two characters."""
        self._by_start: dict[str, tuple[str, ...]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            self._by_start[word[:2]] = (*self._by_start.get(word[:2], ()), word)

    def hits(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the longest word at each place, from left to right."""
        known = self._by_start.get
        for at, words in enumerate(map(known, map(add, text, text[1:]))):
            if words:
                for word in words:
                    if text.startswith(word, at):
                        yield at, at + len(word)
                        break


ANNOUNCERS = Words(f"{_KIN} {_ROLES}".split())
TITLES = Words(_TITLES.split())
# A surname with one of these is how people are spoken of, not a full name.
TITLED = tuple(
    "老师 师傅 经理 大爷 大妈 大姐 大哥 阿姨 叔叔 叔 伯伯 主任 科长 局长 书记 厂长 队长 老板 医生 律师 会计 同志 先生 女士 总 姓 市长 县长 区长 镇长 乡长 "
    "村长 院长 校长 所长 站长 班长 组长 部长 司机 警官 法官 某".split()
)
