"""How each language cites the law: 《信访工作条例》第三十四条 or Regulations on Petition Work, art 34."""

import re

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_PARTS = {"条": "art", "款": "para", "项": "item"}
_PART = re.compile(r"第([零一二三四五六七八九十百千]+)([条款项])")
# Instruments as published, and what they are called in English; an instrument not listed keeps its own name.
_NAMES = {
    "信访工作条例": "Regulations on Petition Work",
    "各该法律法规文本": "the text of the law named",
    "信访条例": "Petition Regulations",
    "山东省信访事项复查复核办法": "Shandong Measures for Review and Re-examination of Petition Matters",
    "全国年节及纪念日放假办法": "Regulation on Public Holidays for Festivals and Memorial Days",
    "信访事项简易办理办法（试行）": "Measures for the Simple Handling of Petition Matters (Trial)",
    "机关文件材料归档范围和文书档案保管期限规定": "Rules on Filing and Keeping Records of Authorities",
    "民法典": "Civil Code",
    "民事诉讼法": "Civil Procedure Law",
    "党政机关公文处理工作条例": "Regulations on Official Documents",
    "信访文书式样": "published forms of petition letters",
    "本机关内部规定": "the office's own rules",
    "民法总则": "General Rules of Civil Law",
    "民法通则": "General Principles of Civil Law",
    "行政复议法": "Administrative Reconsideration Law",
    "行政诉讼法": "Administrative Litigation Law",
    "劳动法": "Labour Law",
    "劳动争议调解仲裁法": "Labour Dispute Mediation and Arbitration Law",
    "劳动保障监察条例": "Regulations on Labour Security Inspection",
    "关于实施〈劳动保障监察条例〉若干规定": "Rules on Labour Security Inspection",
    "保障农民工工资支付条例": "Regulations on Wages of Migrant Workers",
    "工伤保险条例": "Regulations on Work-Injury Insurance",
    "最高人民法院关于审理工伤保险行政案件若干问题的规定": "Supreme Court on Work-Injury Cases",
    "最高人民法院关于适用〈行政诉讼法〉的解释（法释〔2018〕1号）": "Supreme Court, Fashi [2018] No. 1",
    "社会保险法": "Social Insurance Law",
    "社会保险经办条例": "Regulations on Social-Insurance Handling",
    "国发〔1997〕26号": "State Council, Guofa [1997] No. 26",
    "国发〔2005〕38号": "State Council, Guofa [2005] No. 38",
    "国发〔2015〕2号": "State Council, Guofa [2015] No. 2",
    "劳社部发〔1999〕8号": "Ministry of Labour, Laoshebufa [1999] No. 8",
    "人社部发〔2016〕132号": "Ministry of Human Resources, Renshebufa [2016] No. 132",
}


def cited(instrument: str, article: str, lang: str) -> str:
    """Return an instrument and its article as the language cites them."""
    if lang != "en":
        return f"《{instrument}》{article}"
    return f"{_NAMES.get(instrument, f'《{instrument}》')}, {_article(article)}"


def _article(article: str) -> str:
    parts = _PART.findall(article)
    if not parts or _PART.sub("", article).strip("、"):
        # Words around the number, such as "条款待核", are not ours to translate piecemeal.
        return "article to be checked" if article == "条款待核" else article
    return " ".join(f"{_PARTS[part]} {_number(written)}" for written, part in parts)


def _number(written: str) -> int:
    total = digit = 0
    for sign in written:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _DIGITS[sign]
    return total + digit
