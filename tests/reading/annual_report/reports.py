"""Invented annual reports, and the forms they are published in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace

KINDS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
LABELS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "3.补正后申请内容仍不明确",
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
]
OTHERS = [
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
]
END = ["（七）总计", "四、结转下年度继续办理"]
# The heads of rows without figures of their own, by the label they stand before
PARENTS = {
    "（一）予以公开": "三、本年度办理结果",
    "1.属于国家秘密": "（三）不予公开",
    "1.本机关不掌握相关政府信息": "（四）无法提供",
    "1.信访举报投诉类申请": "（五）不予处理",
    OTHERS[0]: "（六）其他处理",
}
TITLES = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
OVERVIEW = (
    "本局按照条例的要求推进公开工作，本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
    "（一）主动公开。全年在门户网站发布信息 318 条。",
    "（二）依申请公开。全年共收到政府信息公开申请{new}件，均按期答复。",
    "（三）政府信息管理。对规范性文件逐件标注有效性。",
    "（四）平台建设。完善栏目设置。",
    "（五）监督保障。全年培训两次。",
)


@dataclass(frozen=True)
class Report:
    """Figures as they are printed; ``revised`` is the layout of 2021."""

    table3: list[list[str]]
    table4: list[str]
    revised: bool = True
    organ: str = "林苑市水务局"
    year: int = 2022
    titles: list[str] = field(default_factory=lambda: list(TITLES))

    @property
    def labels(self) -> list[str]:
        return [*LABELS, *(OTHERS if self.revised else ["（六）其他处理"]), *END]

    @property
    def title(self) -> str:
        return f"{self.organ}{self.year}年政府信息公开工作年度报告"

    @property
    def overview(self) -> list[str]:
        return [line.format(new=self.table3[0][-1]) for line in OVERVIEW]

    @property
    def table2(self) -> list[list[str]]:
        return REVISED if self.revised else TRIAL

    def changed(self, row: int, column: int, value: str) -> Report:
        """Another figure in one cell of table three, or of table four (row -1)."""
        table3, table4 = deepcopy(self.table3), list(self.table4)
        if row < 0:
            table4[column] = value
        else:
            table3[row][column] = value
        return replace(self, table3=table3, table4=table4)

    def cells(self) -> Iterator[tuple[int, int]]:
        yield from ((row, column) for row in range(len(self.table3)) for column in range(7))
        yield from ((-1, column) for column in range(15))

    def value(self, row: int, column: int) -> str:
        return self.table4[column] if row < 0 else self.table3[row][column]


REVISED = [
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "2"],
    ["行政规范性文件", "5", "1", "34"],
    ["第二十条第（五）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政许可", "1208"],
    ["第二十条第（六）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政处罚", "46"],
    ["行政强制", "3"],
    ["第二十条第（八）项"],
    ["信息内容", "本年收费金额（单位：万元）"],
    ["行政事业性收费", "12.75"],
]
TRIAL = [
    ["第二十条第（一）项"],
    ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"],
    ["规章", "0", "0", "2"],
    ["规范性文件", "5", "5", "34"],
    ["第二十条第（五）项"],
    ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["行政许可", "40", "-2", "1208"],
    ["其他对外管理服务事项", "11", "+1", "96"],
    ["第二十条第（六）项"],
    ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["行政处罚", "120", "0", "46"],
    ["行政强制", "8", "0", "3"],
    ["第二十条第（八）项"],
    ["信息内容", "上一年项目数量", "本年增/减"],
    ["行政事业性收费", "4", "0"],
    ["第二十条第（九）项"],
    ["信息内容", "采购项目数量", "采购总金额"],
    ["政府集中采购", "15", "220.5"],
]


def row(*numbers: int) -> list[str]:
    return [str(number) for number in (*numbers, sum(numbers))]


def invented(revised: bool = True) -> Report:
    """A consistent report: 41 new and 5 carried over are 43 dealt with and 3 carried forward."""
    parts = {2: (20, 2), 3: (3, 0), 5: (1, 0), 7: (0, 1), 12: (6, 0), 13: (2, 0), 15: (4, 0), 16: (1, 0), 19: (0, 1)}
    count = 23 if revised else 21
    parts |= {20: (1, 0), 22: (1, 0)} if revised else {20: (2, 0)}
    rows = {number: (*parts.get(number, (0, 0)), 0, 0, 0, 0) for number in range(2, count)}
    totals = [sum(column) for column in zip(*rows.values(), strict=True)]
    table = [row(37, 4, 0, 0, 0, 0), row(4, 1, 0, 0, 0, 0), *(row(*rows[number]) for number in range(2, count))]
    table += [row(*totals), row(2, 1, 0, 0, 0, 0)]
    assert totals[:2] == [39, 4]
    return Report(table, ["1", "0", "0", "1", "2", "0", "0", "0", "0", "0", "1", "0", "2", "0", "3"], revised)


HEAD4 = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
PROBLEMS = "公开的主动性还不够，下一步加强培训。"


def as_text(report: Report, join: str = " ") -> str:
    """A text layer: a row a line, or with ``join`` a line feed, a cell a line."""
    lines = [report.title, report.titles[0], *report.overview, report.titles[1]]
    lines += [join.join(cells) for cells in report.table2]
    lines += [report.titles[2], "申请人情况", "自然人 法人或其他组织 总计", " ".join(KINDS[1:6])]
    for label, cells in zip(report.labels, report.table3, strict=True):
        lines += [PARENTS[label]] if label in PARENTS else []
        lines += [join.join([label, *cells])]
    lines += [
        report.titles[3],
        "行政复议 行政诉讼",
        " ".join(HEAD4),
        "未经复议直接起诉 复议后起诉",
        " ".join(HEAD4 * 2),
    ]
    lines += [join.join(report.table4), report.titles[4], PROBLEMS, report.titles[5], "无"]
    return "\n".join(lines)


def td(text: str, tag: str = "td", **spans: int) -> str:
    attributes = "".join(f" {name}={number}" for name, number in spans.items() if number > 1)
    return f"<{tag}{attributes}><p class=MsoNormal><span lang=EN-US>{text}</span></p></{tag}>"


def tr(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def html_table3(report: Report) -> str:
    """The table as word processors export it: parents span their rows, the heads three rows."""
    labels = report.labels
    heads = [
        tr(td("（本列数据的勾稽关系）", colspan=3, rowspan=3), td("申请人情况", colspan=7)),
        tr(td("自然人", rowspan=2), td("法人或其他组织", colspan=5), td("总计", rowspan=2)),
        tr(*(td(kind) for kind in KINDS[1:6])),
    ]
    rows = []
    spans = {"（三）不予公开": 8, "（四）无法提供": 3, "（五）不予处理": 5, "（六）其他处理": 3}
    for label, cells in zip(labels, report.table3, strict=True):
        before = []
        if label == "（一）予以公开":
            before.append(td("三、本年度办理结果", rowspan=len(labels) - 3))
        elif label in PARENTS:
            before.append(td(PARENTS[label], rowspan=spans[PARENTS[label]]))
        outer = label[:2] in {"一、", "二、", "四、"}
        wide = 3 if outer else 2 if label.startswith("（") else 1
        rows.append(tr(*before, td(label, colspan=wide), *(td(cell) for cell in cells)))
    return f"<table border=1>{''.join(heads + rows)}</table>"


def html_table2(report: Report) -> str:
    rows = []
    for cells in report.table2:
        last = 5 - len(cells)
        rows.append(tr(*(td(cell) for cell in cells[:-1]), td(cells[-1], colspan=last)))
    return f"<table>{''.join(rows)}</table>"


def html_table4(report: Report) -> str:
    heads = [
        tr(td("行政复议", colspan=5, rowspan=2), td("行政诉讼", colspan=10)),
        tr(td("未经复议直接起诉", colspan=5), td("复议后起诉", colspan=5)),
        tr(*(td(head) for head in HEAD4 * 3)),
    ]
    return f"<table>{''.join(heads)}{tr(*(td(cell) for cell in report.table4))}</table>"


def as_html(report: Report, heading: str = "<p><strong>{}</strong></p>") -> str:
    titles = [heading.format(title) for title in report.titles]
    body = [titles[0], *(f"<p>{line}</p>" for line in report.overview), titles[1], html_table2(report), titles[2]]
    body += [
        html_table3(report),
        titles[3],
        html_table4(report),
        titles[4],
        f"<p>{PROBLEMS}</p>",
        titles[5],
        "<p>无</p>",
    ]
    return (
        f"<html><head><meta charset=utf-8><title>{report.title}</title></head><body>"
        f"<ul class=nav><li><a href=/>首页</a><li><a href=/nb/>政府信息公开年报</a></ul>"
        f"<table><tr><td><h1>{report.title}</h1>"
        f"<div class=TRS_Editor>{''.join(body)}</div></td></tr></table><p>主办：{report.organ}</p></body></html>"
    )


def flipped(value: str) -> str:
    """Another figure than the one printed."""
    return str(int(value) + 1) if int(value) % 2 == 0 else str(int(value) - 1)


def spoiled(report: Report, column: int) -> Report:
    """One other figure in every row of table three, and in each of the three groups of table four."""
    for row in range(len(report.table3)):
        report = report.changed(row, column, flipped(report.value(row, column)))
    for group in range(3):
        place = 5 * group + column % 5
        report = report.changed(-1, place, flipped(report.value(-1, place)))
    return report


def broken(identities: Sequence[object]) -> list[str]:
    return [one.name for one in identities if one.holds is False]  # type: ignore[attr-defined]
