"""How a letter opens before it tells its trouble: greeting, name, age, home, trade."""

import re

_GREETING = re.compile(
    r"(?:(?:尊敬|敬爱|亲爱)的[^,，:：]{0,20}[,，:：]?"
    r"|(?:各位|各级)?(?:领导|书记|市长|县长|局长|厅长|主任|同志)们?(?:您们?好|你们?好|好)?[,，:：]+"
    r"|[\u4e00-\u9fff*＊]{0,7}?[,，:： ]*(?:您|你)们?好[,，:：]?"
    r"|我(?:要|想|来)?(?:咨询|反映|投诉)(?:一下)?[,，:：]+)\s*"
)
_WRITER = r"(?:我们?|本人|信访人|来信人|反映人|投诉人|申请人|举报人)"
_INTRODUCES = re.compile(
    rf"(?:{_WRITER}(?:的名字|姓名|名字)?(?:名?叫|名为|姓|[:：])"
    rf"|(?:本人|信访人|来信人|反映人|投诉人|申请人|举报人)"
    r"(?=[,，、 ]|[^,，、]{1,4}[,，、](?:男|女|今年|现年|\d))"
    rf"|{_WRITER}?(?:是|系|为)(?:[^,，。]{{0,30}}?(?:人|人员|职工|工人|员工|民工|村民|居民|农民|市民|户|业主|家长|教师|老师|医生|司机"
    r"|学生|军人|战士|干部|妇女|老人|老百姓|群众|者|员|工|一名|一位|一个))"
    rf"|{_WRITER}?(?:今年|现年|年龄|现在)?[^,，。]{{0,4}}?\d[\d*]{{0,2}}多?周?岁"
    r"|(?:性别)?[:：]?(?:男|女)(?=[,，、 ]|$)"
    r"|(?:[汉满回壮苗侗瑶]|土家)族(?=[,，、 ]|$)"
    r"|\d{4}年(?:\d+月)?(?:\d+日)?(?:出)?生(?=[,，、 ]|$)"
    rf"|{_WRITER}?(?:现|家)?(?:居)?住(?:在|址|于)?(?!宿|院|房)|家在|户籍|户口(?:所在地|在)|籍贯|身份证|(?:联系|手机|电话)(?:电话|方式|号码|号)?[:：是为\d*])"
    r"[^,，、]*(?:[,，、]+\s*|$)"
)
_TROUBLE = re.compile(
    r"欠|没有?(?:[给发交缴签办拿领收到买按付结退算批上]|人管|着落|结果)|未[能及给发交缴签办付按依予休支足]|尚未|不[给发交缴签办付退让肯予能到了合公服按同会足见批承满理管]"
    r"|少[了算发给交缴付]|多扣|扣[了发押我除]|克扣|辞退|开除|辞职|裁员|解除|终止合同|赔|补[偿缴发贴办交]|[断漏停]缴|停[发工保产]|工伤|受伤|摔|砸|伤残|拒"
    r"|要求|请求|请问|请[贵各相有]|咨询|想[问知]|反映|投诉|举报|希望|恳[请求]|申请|如何|怎[么样]|能否|能不能|是否|可否|可以吗|多久|何时|什么时候|为什么|为何|[吗么呢]$"
    r"|困难|降[低薪了]|骗|违[法规反]|乱|太[差慢]|噪|污染|扰民|至今|一直|迟迟|被|拖|强[迫制]|失业|下岗|错[了误]|有误|严重|危[险害]|无[法人故理]|超时|加班|求"
)


def without_greeting(sentence: str) -> str:
    """Return a sentence without the words that only greet, or say that something is to be told."""
    while greeting := _GREETING.match(sentence):
        sentence = sentence[greeting.end() :]
    return sentence


def without_introduction(sentence: str) -> str:
    """Return a sentence without the clauses before its trouble that say who writes, how old, from where."""
    sentence = without_greeting(sentence)
    while (clause := _INTRODUCES.match(sentence)) and clause[0] and not tells_trouble(clause[0]):
        sentence = without_greeting(sentence[clause.end() :])
    return sentence


def tells_trouble(sentence: str) -> bool:
    """Return whether a sentence says what is wrong, asked or wanted, by its words."""
    return _TROUBLE.search(sentence) is not None


def to_the_trouble(sentence: str, length: int) -> str:
    """Return a sentence from a clause on with which its first trouble stands within a length."""
    found = _TROUBLE.search(sentence)
    if found is None or found.end() <= length:
        return sentence
    starts = [at + 1 for at, mark in enumerate(sentence[: found.start()]) if mark in ",，"]
    return next((sentence[at:] for at in starts if found.end() - at <= length), sentence)
