"""What a column is by its name, over the names portals use."""

from __future__ import annotations

import pytest

from crawler.reading.columns.kinds import ColumnKind, column_kind, kind_of, names_kind

NAMES = {
    "news": """
        要闻 今日要闻 政务要闻 时政要闻 工作动态 部门动态 镇街动态 政务动态 新闻中心 新闻发布
        图片新闻 视频新闻 媒体聚焦 国务院信息 领导活动 区县动态 政务信息 工作信息 信息快讯 信息动态
        动态信息 综合新闻 党建动态
    """,
    "other": """
        新闻发布会 新闻发言人 人事信息 人事任免 人事招考 招考录用 公务员招考 事业单位招聘 规章制度
        内部规章制度 党内法规 党内规章 党规党纪 党内规范性文件 规划和自然资源局 自然资源和规划局 规划局
        规划设计院 计划生育 招生计划 采购计划 政府采购 统计公报 环境状况公报 水资源公报
        政府网站年度报表 政府网站工作年度报表 网站年报 法治政府建设年度报告 政府工作报告 统计年报
        建议提案办理 人大建议办理 政协提案 机构职能 机构设置 领导之窗 领导信息 政府领导 统计数据
        统计信息 数据开放 专题专栏 重点领域 走进临川 城市概况 行政处罚 行政执法 双随机一公开 权责清单
        应急管理 应急预案 重大项目 重大建设项目 文件下载 下载中心 收费目录 行政事业性收费 教育信息
        环境保护 会议公开 政府常务会议 议定事项 重大行政决策 重大决策预公开 决策预公开 动态监测
        县政府令 督查通报 通报
    """,
    "notice": """
        通知公告 公示公告 公告公示 公示 通知 最新通知 通告 公告栏 规划公示 招标公告 采购公告
        拍卖公告 环评公示 干部任前公示 处罚决定公示 双公示 建设工程规划许可公示 通知文件
    """,
    "policy-document": """
        政策文件 政府文件 政策法规 市政府文件 市政府办公室文件 法律法规 政策 国务院文件 最新文件
        地方性法规 行政法规 国家政策 惠企政策 政策库 政策文件库 政策法规库 政策发布 政策服务
        政策直通车 政策动态 政令
    """,
    "interpretation": """
        政策解读 政策图解 图解政策 文件解读 规划解读 一图读懂 媒体解读 部门解读 规章解读
        规范性文件解读 政策问答
    """,
    "rule": """
        规章 政府规章 市政府规章 规章库 现行有效规章 废止和失效政府规章 部门规章 政府令 市政府令
    """,
    "interaction": """
        规章草案征求意见 立法意见征集 规范性文件征求意见 市长信箱 领导信箱 书记信箱 在线访谈 民意征集
        意见征集 征求意见 网上调查 咨询投诉 互动交流 政民互动 网上信访 回应关切 常见问题 政策咨询
        热点回应 舆情回应
    """,
    "normative-document": """
        规范性文件 行政规范性文件 规范性文件库 规范性文件清理
    """,
    "plan": """
        规划计划 发展规划 专项规划 规划信息 国民经济和社会发展规划 十四五规划 “十五五”规划 区域规划
        国土空间规划 城乡规划 规划纲要 工作计划 年度计划 立法计划 重大行政决策计划 规划动态
    """,
    "service": """
        规划许可 办事服务 政务服务 网上办事 办事指南 服务大厅 行政审批 行政许可 便民服务 公共服务
        一件事 政策兑现 表格下载
    """,
    "budget": """
        财政预决算 预决算公开 部门预算 三公经费 财政信息 财政资金
    """,
    "gazette": """
        政府公报 市政府公报 公报
    """,
    "annual-report": """
        政府信息公开年报 政府信息公开工作年度报告 公开年报 年度报告
    """,
    "disclosure": """
        重点领域信息公开 基层政务公开 政府信息公开 政府信息公开专栏 政务公开 信息公开 依申请公开
        法定主动公开内容 政府信息公开目录 政府信息公开指南 政府信息公开制度
    """,
}
CASES = [(name, kind) for kind, names in NAMES.items() for name in names.split()]


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_a_columns_name_tells_its_kind(name: str, kind: str) -> None:
    assert column_kind(name) is ColumnKind(kind)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("规章库", "现行有效"), "rule"),
        (("政策文件", "规范性文件", "市直部门"), "normative-document"),
        (("规划计划", "历史"), "plan"),
        (("政策解读", "视频"), "interpretation"),
        (("新闻动态", "乡镇街道"), "other"),
        (("通知公告", "其他"), "other"),
        (("规章库", "党内法规"), "other"),
        (("规划计划", "通知公告"), "notice"),
    ],
)
def test_a_silent_name_takes_the_kind_of_the_documents_it_stands_below(path: tuple[str, ...], kind: str) -> None:
    assert kind_of(path) is ColumnKind(kind)


def test_a_column_of_two_kinds_speaks_of_both() -> None:
    assert names_kind("规章和规范性文件", ColumnKind.RULE)
    assert names_kind("规章和规范性文件", ColumnKind.NORMATIVE_DOCUMENT)
    assert not names_kind("内部规章制度", ColumnKind.RULE)
