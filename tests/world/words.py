"""Invented government-style text: no real place, person or organ. Same seed, same words."""

# ruff: noqa: E501 - markup and invented sentences stay unbroken

from __future__ import annotations

import random

TOPICS = [
    "秋冬农田水利建设",
    "城市道路养护",
    "老旧小区改造",
    "校园食品安全",
    "林区防火",
    "供热保障",
    "政务服务事项办理",
    "河道清淤",
    "村级公路养护",
    "公共停车场建设",
    "青少年科普",
    "社区养老服务",
    "职业技能培训",
    "公交线路优化",
    "图书馆夜间开放",
    "绿色建材推广",
    "小微企业融资",
    "秸秆综合利用",
    "污水管网改造",
    "冬季旅游推介",
    "数据资源共享",
    "市场价格巡查",
    "高标准农田建设",
    "免费健康筛查",
    "园区招商服务",
    "电梯安全检查",
    "山洪灾害预警",
    "传统村落保护",
    "农产品追溯",
    "城市内涝治理",
]
NEWS = (
    "{a}召开{t}工作调度会",
    "{a}部署{t}重点任务",
    "{a}开展{t}专题调研",
    "{t}现场推进会在{a}举行",
    "{a}{t}取得阶段性进展",
    "{a}组织{t}交流活动",
)
NOTICES = ("关于做好{t}有关工作的通知", "{a}关于{t}的公告", "关于{t}项目的公示", "关于公开征集{t}意见的通知")
DOCUMENTS = ("{a}关于加强{t}工作的意见", "{a}关于印发{t}实施办法的通知", "{a}关于推进{t}的若干措施")
INTERPRETATIONS = ("《关于加强{t}工作的意见》政策解读", "一图读懂{t}若干措施", "{t}实施办法问答")
STATISTICS = ("{a}{t}季度情况", "{a}{t}统计简报", "{a}{t}月度数据")
SYSTEMS = (
    "政府信息公开保密审查制度",
    "政府信息依申请公开工作制度",
    "政府信息主动公开管理办法",
    "政府信息公开工作考核制度",
)
LETTERS = ("咨询{t}办理时限", "反映{t}有关问题", "建议完善{t}")
HINTS = ("{t}便民提示", "{t}温馨提醒", "{t}办理指引")
RULES = ("{a}城市供水管理办法", "{a}户外广告设置管理规定", "{a}公共停车场管理办法", "{a}养犬管理规定")
FORMS = {
    "news": NEWS,
    "notice": NOTICES,
    "document": DOCUMENTS,
    "interpretation": INTERPRETATIONS,
    "statistics": STATISTICS,
    "letter": LETTERS,
    "hint": HINTS,
}
SENTENCES = (
    "会议听取了{t}工作情况汇报，研究部署下一阶段重点任务。",
    "要坚持问题导向，细化工作清单，明确责任单位和完成时限。",
    "各有关单位要加强协同配合，及时通报进展，确保各项措施落到实处。",
    "今年以来，{a}持续推进{t}，群众办事更加方便。",
    "工作人员走访了现场，详细了解项目进度和存在的困难。",
    "下一步，将继续完善制度机制，不断提升服务水平。",
)


def titles(kind: str, organ: str, seed: str, count: int) -> list[str]:
    """``count`` different headlines of one kind."""
    chance = random.Random(f"{kind}:{organ}:{seed}")
    topics = TOPICS * (count // len(TOPICS) + 1)
    chance.shuffle(topics)
    forms = FORMS[kind]
    return [forms[(i + i // len(TOPICS)) % len(forms)].format(a=organ, t=topics[i]) for i in range(count)]


def paragraphs(organ: str, title: str, count: int = 4) -> str:
    """The body of an article as HTML."""
    chance = random.Random(title)
    topic = chance.choice(TOPICS)
    picked = [SENTENCES[chance.randrange(len(SENTENCES))].format(a=organ, t=topic) for _ in range(count * 2)]
    return "".join(f"<p>　　{picked[2 * i]}{picked[2 * i + 1]}</p>" for i in range(count))


def guide(organ: str, telephone: str, address: str, *, contact: bool = True) -> str:
    """A 政府信息公开指南 with every element of article 12, or without the working organ's contact elements."""
    reach = (
        f"<p>　　（一）公开工作机构：{organ}政务公开科</p><p>　　办公地址：{address}</p>"
        f"<p>　　办公时间：法定工作日 8:30-12:00，14:30-18:00</p><p>　　联系电话：{telephone}</p>"
        f"<p>　　传真号码：{telephone[:-1]}9</p><p>　　电子邮箱：gk@example.test　邮政编码：579900</p>"
    )
    return (
        f"<h3>{organ}政府信息公开指南</h3><p>　　为了方便公民、法人和其他组织获取政府信息，根据《中华人民共和国政府信息公开条例》，编制本指南。</p>"
        "<p>　　<strong>一、信息分类和编排体系</strong></p><p>　　本机关主动公开的信息按照机构职能、政策文件、规划计划、财政信息等类别编排，"
        "每条信息编有索引号、名称、发布机构、生成日期和内容概述。</p>"
        "<p>　　<strong>二、获取方式</strong></p><p>　　主动公开的信息可以通过本网站政府信息公开栏目、政务服务大厅查阅点获取；"
        "需要其他政府信息的，可以提出申请，获取申请表后当面提交、邮寄或者在线提交。</p>"
        + (f"<p>　　<strong>三、政府信息公开工作机构</strong></p>{reach}" if contact else "")
        + "<p>　　<strong>四、监督保障</strong></p><p>　　公民、法人或者其他组织认为本机关不依法履行政府信息公开义务的，可以向上级机关投诉、举报。</p>"
    )


def application(organ: str) -> str:
    """A 依申请公开 page: how to apply, and a form."""
    return (
        f"<h3>依申请公开</h3><p>　　向{organ}申请获取政府信息的，应当填写《政府信息公开申请表》，并提供身份证明。"
        "申请人可以当面提交、邮寄提交，也可以在线提交。收到申请后二十个工作日内答复。</p>"
        '<form action="/zfxxgk/submit" method="post"><label>申请人姓名</label><input name="applicant"/>'
        '<label>联系电话</label><input name="phone"/><label>所需信息内容描述</label><textarea name="content"></textarea>'
        '<input type="submit" value="提交申请"/></form>'
    )
