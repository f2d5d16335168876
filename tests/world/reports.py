"""Invented annual reports on disclosure: figures that agree from year to year, and the pages that show them."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.world import words

KINDS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
NEW, OVER, TOTAL, FORWARD = "new", "over", "total", "forward"
NEW_LAYOUT = 2021  # the first year whose report has the uniform layout; before it stands the trial one
# key, label, heading it stands under
PARTS: tuple[tuple[str, str, str], ...] = (
    ("granted", "（一）予以公开", ""),
    ("partly", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ""),
    ("secret", "1.属于国家秘密", "（三）不予公开"),
    ("law", "2.其他法律行政法规禁止公开", "（三）不予公开"),
    ("safety", "3.危及“三安全一稳定”", "（三）不予公开"),
    ("third", "4.保护第三方合法权益", "（三）不予公开"),
    ("internal", "5.属于三类内部事务信息", "（三）不予公开"),
    ("process", "6.属于四类过程性信息", "（三）不予公开"),
    ("file", "7.属于行政执法案卷", "（三）不予公开"),
    ("query", "8.属于行政查询事项", "（三）不予公开"),
    ("absent", "1.本机关不掌握相关政府信息", "（四）无法提供"),
    ("making", "2.没有现成信息需要另行制作", "（四）无法提供"),
    ("unclear", "3.补正后申请内容仍不明确", "（四）无法提供"),
    ("petition", "1.信访举报投诉类申请", "（五）不予处理"),
    ("again", "2.重复申请", "（五）不予处理"),
    ("printed", "3.要求提供公开出版物", "（五）不予处理"),
    ("many", "4.无正当理由大量反复申请", "（五）不予处理"),
    ("confirm", "5.要求行政机关确认或重新出具已获取信息", "（五）不予处理"),
)
OTHERS = (
    ("late", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "（六）其他处理"),
    ("unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "（六）其他处理"),
    ("rest", "3.其他", "（六）其他处理"),
)
TRIAL_OTHERS = (("rest", "（六）其他处理", ""),)
USUAL = ("granted", "partly", "third", "internal", "absent", "making", "petition", "again", "rest")
SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TOPICS = (
    ("（一）主动公开。", "聚焦{t}和{u}，在网站发布信息{n}条，{s}"),
    ("（二）依申请公开。", "全年共收到政府信息公开申请{new}件，均在法定期限内答复，{s}"),
    ("（三）政府信息管理。", "对{t}类文件逐件审核公开属性，{s}"),
    ("（四）平台建设。", "优化政府网站{t}栏目，政务新媒体推送{u}信息{n}条，{s}"),
    ("（五）监督保障。", "围绕{t}开展业务培训{m}次，{s}"),
)
ENDINGS = (
    "并把{t}的办理进度按月公布，方便群众随时查看。",
    "同时邀请企业和居民代表就{t}提出意见，意见采纳情况一并公开。",
    "对{t}方面来电咨询较多的问题，整理成问答集中解答。",
    "会同有关单位梳理{t}事项清单，逐项明确公开时限和责任人。",
    "结合{t}工作实际，修订了内部审核流程，减少重复填报。",
    "针对{t}信息更新不及时的情况，建立了到期提醒。",
    "组织{t}专题开放日，现场解答办事疑问。",
    "委托第三方对{t}公开情况进行评估，并公布评估结果。",
)
DISPUTES = ("行政复议", "未经复议直接起诉", "复议后起诉")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


@dataclass(slots=True)
class Report:
    """One year's report. ``cells`` are as printed, totals too, so that a spoil changes what a clerk would."""

    organ: str
    year: int
    cells: dict[str, list[int]]  # of table three: row → the six kinds of applicants and the total
    disputes: list[list[int]]  # of table four: the four outcomes and the total, three times
    stock: dict[str, tuple[int, int, int]]  # rules and documents: made, repealed, in force
    decisions: tuple[int, int, int]
    trial: bool  # the layout of 2019
    prose: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=lambda: list(SECTIONS))
    form: str = ""  # html, pdf, docx, scan; empty: the template family's own

    @property
    def title(self) -> str:
        return f"{self.organ}{self.year}年政府信息公开工作年度报告"

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """key, label and the heading above, in order."""
        return [
            (NEW, "一、本年新收政府信息公开申请数量", ""),
            (OVER, "二、上年结转政府信息公开申请数量", ""),
            *PARTS,
            *(TRIAL_OTHERS if self.trial else OTHERS),
            (TOTAL, "（七）总计", ""),
            (FORWARD, "四、结转下年度继续办理", ""),
        ]

    @property
    def table2(self) -> list[list[str]]:
        return _trial_table2(self) if self.trial else _table2(self)


def history(organ: str, seed: int, years: range) -> dict[int, Report]:
    """A report for each year; what one carries forward the next takes over."""
    made: dict[int, Report] = {}
    over, stock = [seed % 3, 0, 0, 0, 0, 0], {"规章": (0, 0, seed % 4), "行政规范性文件": (0, 0, 20 + seed % 30)}
    for year in years:
        report = _invented(organ, year, over, stock)
        made[year], over, stock = report, report.cells[FORWARD][:6], report.stock
    return made


def _invented(organ: str, year: int, over: list[int], stock: dict[str, tuple[int, int, int]]) -> Report:
    chance = random.Random(f"{organ}:{year}")
    new = [chance.randrange(20, 60), chance.randrange(2, 9), 0, 0, chance.randrange(3), 0]
    forward = [chance.randrange(3), 0, 0, 0, 0, 0]
    trial = year < NEW_LAYOUT
    keys = [key for key, *_ in (*PARTS, *(TRIAL_OTHERS if trial else OTHERS))]
    parts = {key: [0] * 6 for key in keys}
    for kind in range(6):
        for _ in range(new[kind] + over[kind] - forward[kind]):
            parts[chance.choice(USUAL)][kind] += 1
    total = [new[kind] + over[kind] - forward[kind] for kind in range(6)]
    cells = {NEW: new, OVER: over, **parts, TOTAL: total, FORWARD: forward}
    disputes = [_with_total([chance.randrange(4), 0, chance.randrange(2), chance.randrange(2)]) for _ in DISPUTES]
    made = {name: _grown(name, before, chance) for name, before in stock.items()}
    decisions = (chance.randrange(90, 900), chance.randrange(5, 80), chance.randrange(4))
    printed = {key: _with_total(row) for key, row in cells.items()}
    report = Report(organ, year, printed, disputes, made, decisions, trial)
    report.prose = _prose(report, chance)
    return report


def _with_total(row: list[int]) -> list[int]:
    return [*row, sum(row)]


def _grown(name: str, before: tuple[int, int, int], chance: random.Random) -> tuple[int, int, int]:
    made, repealed = (0, 0) if name == "规章" else (chance.randrange(6), chance.randrange(3))
    return made, repealed, before[2] + made - repealed


def _prose(report: Report, chance: random.Random) -> list[str]:
    lines = [
        f"本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{report.year}年1月1日起至{report.year}年12月31日止。"
    ]
    for head, form in TOPICS:
        topic, other = chance.sample(words.TOPICS, 2)
        ending = "".join(one.format(t=chance.choice(words.TOPICS)) for one in chance.sample(ENDINGS, 2))
        figures = {"n": chance.randrange(40, 900), "m": chance.randrange(2, 9), "new": report.cells[NEW][-1]}
        lines.append(head + form.format(t=topic, u=other, s=ending, **figures))
    return lines


def problems(report: Report) -> str:
    chance = random.Random(f"problems:{report.organ}:{report.year}")
    one, other = chance.sample(words.TOPICS, 2)
    return f"{one}信息公开的深度还不够，{other}解读形式较为单一。下一步，{chance.choice(ENDINGS).format(t=one)}"


def _table2(report: Report) -> list[list[str]]:
    stock = [[name, *map(str, report.stock[name])] for name in ("规章", "行政规范性文件")]
    licence, punishment, coercion = map(str, report.decisions)
    return [
        ["第二十条第（一）项"], ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], *stock,
        ["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", licence],
        ["第二十条第（六）项"], ["信息内容", "本年处理决定数量"], ["行政处罚", punishment], ["行政强制", coercion],
        ["第二十条第（八）项"], ["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "12.5"],
    ]  # fmt: skip


def _trial_table2(report: Report) -> list[list[str]]:
    stock = [[name, str(made), str(made), str(force)] for name, (made, _, force) in report.stock.items()]
    licence, punishment, coercion = map(str, report.decisions)
    return [
        ["第二十条第（一）项"], ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"],
        stock[0], ["规范性文件", *stock[1][1:]],
        ["第二十条第（五）项"], ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "40", "0", licence], ["其他对外管理服务事项", "6", "+1", "55"],
        ["第二十条第（六）项"], ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政处罚", "120", "-2", punishment], ["行政强制", "8", "0", coercion],
        ["第二十条第（八）项"], ["信息内容", "上一年项目数量", "本年增/减"], ["行政事业性收费", "3", "0"],
        ["第二十条第（九）项"], ["信息内容", "采购项目数量", "采购总金额"], ["政府集中采购", "15", "220.5"],
    ]  # fmt: skip


def report_path(report: Report, kind: str) -> str:
    """Where the report lies as a file."""
    return f"/files/nb{report.year}.{'docx' if kind == 'docx' else 'pdf'}"


# Markup


def html(report: Report) -> str:
    """The report as the body of an article page."""
    parts = [f"<p><strong>{report.sections[0]}</strong></p>", *(f"<p>　　{line}</p>" for line in report.prose)]
    bodies = {"二": _grid(report.table2, 4), "三": _html_table3(report), "四": _html_table4(report)}
    bodies |= {"五": f"<p>　　{problems(report)}</p>", "六": "<p>　　无其他需要报告的事项。</p>"}
    for section in report.sections[1:]:
        parts += [f"<p><strong>{section}</strong></p>", bodies[section[0]]]
    return "".join(parts)


def _cell(text: object, columns: int = 1, rows: int = 1) -> str:
    spans = (f' colspan="{columns}"' if columns > 1 else "") + (f' rowspan="{rows}"' if rows > 1 else "")
    return f"<td{spans}><p>{text}</p></td>"


def _grid(rows: list[list[str]], width: int) -> str:
    lines = []
    for row in rows:
        cells = [_cell(text) for text in row[:-1]] + [_cell(row[-1], width - len(row) + 1)]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1" cellspacing="0">{"".join(lines)}</table>'


def _html_table3(report: Report) -> str:
    rule = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    heads = (
        f"<tr>{_cell(rule, 3, 3)}{_cell('申请人情况', 7)}</tr>"
        f"<tr>{_cell('自然人', 1, 2)}{_cell('法人或其他组织', 5)}{_cell('总计', 1, 2)}</tr>"
        f"<tr>{''.join(_cell(kind) for kind in KINDS[1:6])}</tr>"
    )
    rows, lines, shown = report.rows, [], set()
    for key, label, above in rows:
        before = _cell("三、本年度办理结果", 1, len(rows) - 3) if key == "granted" else ""
        if above and above not in shown:
            shown.add(above)
            before += _cell(above, 1, sum(other == above for *_, other in rows))
        wide = 3 if key in {NEW, OVER, FORWARD} else 1 if above else 2
        lines.append(f"<tr>{before}{_cell(label, wide)}{''.join(_cell(n) for n in report.cells[key])}</tr>")
    return f'<table border="1" cellspacing="0">{heads}{"".join(lines)}</table>'


def _html_table4(report: Report) -> str:
    heads = (
        f"<tr>{_cell(DISPUTES[0], 5, 2)}{_cell('行政诉讼', 10)}</tr><tr>{_cell(DISPUTES[1], 5)}{_cell(DISPUTES[2], 5)}</tr>"
        f"<tr>{''.join(_cell(outcome) for outcome in OUTCOMES * 3)}</tr>"
    )
    cells = "".join(_cell(number) for row in report.disputes for number in row)
    return f'<table border="1" cellspacing="0">{heads}<tr>{cells}</tr></table>'
