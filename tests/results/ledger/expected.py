"""The tasks of four real documents, written down by hand: number, first words, leading and responsible units, deadline.

Only facts are kept here; the documents themselves lie beside the repository.
"""

from __future__ import annotations

from typing import NamedTuple

END = "2021-12-31"


class Expected(NamedTuple):
    number: str
    begins: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    deadline: str | None = None


COUNTIES, RELATED, ALL = "各县（区）政府（管委会）", "市政府有关部门", "市政府各部门"
OFFICE = "市政府办公室"
FIRST = (
    Expected("1", "做好各类规划", (), ("市发展改革委", "自然资源和规划局", RELATED, COUNTIES)),
    Expected("2", "做好市场规则", (), ("市发展改革委", "市场监督管理局", "商务局", "司法局", RELATED, COUNTIES)),
    Expected("3", "做好财政信息", (), ("市财政局", RELATED, COUNTIES)),
    Expected("4", "做好常态化疫情", (), ("市卫生健康委", RELATED, COUNTIES)),
    Expected("5", "深入推进重大政策", (), (COUNTIES, ALL)),
    Expected("6", "积极开展多样化", (), (OFFICE, "政务服务和大数据管理局", RELATED, COUNTIES)),
    Expected("7", "明确政策解读着力点", (), (COUNTIES, ALL)),
    Expected("8", "切实提升回应", (), (COUNTIES, ALL)),
    Expected("9", "全面推进规章", (), ("市司法局",), END),
    Expected("10", "稳步推进政府网站", (), (OFFICE, "政务服务和大数据管理局", RELATED, COUNTIES)),
    Expected("11", "如期完成县级以上", (), (COUNTIES,), END),
    Expected("12", "完善政务公开平台", (), (OFFICE, RELATED, COUNTIES)),
    Expected("13", "加强政务新媒体", (), (OFFICE, RELATED, COUNTIES)),
    Expected(
        "14", "推进基层政务公开", (),
        (
            OFFICE, "自然资源和规划局", "发展改革委", "财政局", "应急管理局", "住房和城乡建设局", "城市管理局",
            "生态环境局", "文化广电和旅游局", "司法局", "乡村振兴局", "民政局", "市场监管局", "人力资源和社会保障局",
            "公安局", "农业农村局", "教育局", "卫生健康委", "政务服务和大数据管理局", "水利局", "市税务局",
            "市公共资源交易中心", COUNTIES,
        ),
    ),
    Expected("15", "全面推进政务公开专区", (), (COUNTIES,)),
    Expected("16", "规范依申请公开", (), (OFFICE, RELATED, COUNTIES)),
    Expected("17", "切实加强队伍", (), (COUNTIES, ALL)),
    Expected("18", "不断改进工作作风", (), (COUNTIES, ALL)),
    Expected("19", "狠抓任务落实", (), (COUNTIES, ALL)),
)  # fmt: skip

AREAS = ("各省辖市政府", "济源示范区管委会", "省直管县〔市〕政府")
SOME, EVERY, CABINET = "省政府有关部门", "省政府各部门", "省政府办公厅"
SECOND = (
    Expected("1", "做好省政府工作报告", (), (*AREAS, SOME)),
    Expected("2", "做好各类规划", (), ("省发展改革委", "自然资源厅", SOME, *AREAS)),
    Expected("3", "做好市场规则", (), ("省发展改革委", "市场监管局", "商务厅", "司法厅", *AREAS)),
    Expected("4", "做好财政信息", (), ("省财政厅", *AREAS)),
    Expected("5", "做好常态化疫情", (), ("省卫生健康委", SOME, *AREAS)),
    Expected("6", "持续提高重大政策", (), (*AREAS, EVERY)),
    Expected("7", "不断改进政策解读", (), (CABINET, "大数据局", SOME, *AREAS)),
    Expected("8", "切实提升回应", (), (*AREAS, EVERY)),
    Expected("9", "做好政务信息管理", (), (CABINET, "各省辖市政府"), END),
    Expected("10", "完善政务公开平台", (), (CABINET, "大数据局", *AREAS), END),
    Expected("11", "推进基层政务公开", (), (*AREAS, SOME)),
    Expected("12", "规范依申请公开", (), (*AREAS, EVERY)),
    Expected("13", "加大指导力度", (), (CABINET, *AREAS)),
    Expected("14", "强化队伍建设", (), (*AREAS, EVERY)),
    Expected("15", "改进工作作风", (), (*AREAS, EVERY)),
    Expected("16", "狠抓任务落实", (), (*AREAS, EVERY)),
)

LOCAL, DEPARTMENTS = "各县（市、区）政府（管委会）", "市有关部门"
BOTH = (LOCAL, DEPARTMENTS)
CITY, DATA = "市政府办", "市大数据管理局"
THIRD = (
    Expected("1.1", "加强重要政策发布", (), (), END),
    Expected("1.2", "提升重要政策解读", (), ()),
    Expected("1.3", "积极关注回应", (), ()),
    Expected("2.1", "集中主动公开各类规划", (), ()),
    Expected("2.2", "科学精准公开疫情", (), ()),
    Expected("2.3", "持续深化重点领域", (), ()),
    Expected("3.1", "动态更新政务公开", (), ()),
    Expected("3.2", "加快标准目录", (), ()),
    Expected("3.3", "强化政务公开基层", (), ()),
    Expected("4.1", "加快建设集约高效", (), (), END),
    Expected("4.2", "贯彻执行政府信息", (), ()),
    Expected("4.3", "建立健全政务新媒体", (), ()),
    Expected("4.4", "持续推进政务服务", (), ()),
    Expected("4.5", "深化行政执法", (), ()),
    Expected("5.1", "加强组织领导", (), ()),
    Expected("5.2", "重视考核评估", (), ()),
    Expected("5.3", "抓好任务落实", (), ()),
    Expected("1", "继续做好政府规章", (CITY, "市司法局", DATA), BOTH, END),
    Expected("2", "持续深化“一企来”", ("市市域治理指挥中心",), BOTH),
    Expected("3", "着力打造一体化", (CITY, DATA, "市市域治理指挥中心"), BOTH),
    Expected(
        "4", "密切关注涉及疫情",
        (
            "市教育局", "市民政局", "市人社局", "市生态环境局", "市卫健委", "市应急管理局", "市市场监管局",
            "人行南通市中心支行", "南通银保监分局",
        ),
        BOTH,
    ),
    Expected("5", "市规划工作主管部门", ("市发改委",), (DEPARTMENTS,)),
    Expected("6", "重点围绕散发疫情", ("市卫健委等有关部门",), (LOCAL,)),
    Expected("7", "加强市场规则", ("市市场监管局", "市发改委", "市商务局"), BOTH),
    Expected("8", "加强财政信息", ("市财政局",), BOTH),
    Expected("9", "各地要按照", (LOCAL,), (DEPARTMENTS,)),
    Expected("10", "加快建设统一联动", (CITY, DATA), (LOCAL,)),
    Expected("11", "对政府网站政府信息公开专栏", (CITY, DATA), BOTH),
    Expected("12", "按照上级关于政务新媒体", (CITY,), BOTH),
    Expected("13", "依托覆盖全市", ("市行政审批局", DATA), BOTH),
    Expected("14", "全面推行行政执法", ("市司法局",), BOTH),
    Expected("15", "加强监督检查", (CITY, DATA), BOTH),
)  # fmt: skip

TOWNS = ("市直相关单位", "各乡镇（街道）人民政府（办事处）")
APPROVAL, CENTRE = "市行政审批服务局", "市数据资源中心"
FOURTH = (
    Expected("1", "做好“三高四新”", (), TOWNS),
    Expected("2", "做好各类规划", ("市发改局",), (CENTRE, *TOWNS)),
    Expected("3", "做好高标准市场", ("市发改局", "市市场监管局", "市司法局"), TOWNS),
    Expected("4", "做好民生领域", (), TOWNS),
    Expected("5", "做好财政信息", (), ("市财政局", *TOWNS)),
    Expected("6", "做好疫情防控", ("市卫生健康局", "市医保局"), TOWNS),
    Expected("7", "持续加强重大政策", (), (CENTRE, *TOWNS)),
    Expected("8", "持续开展“一件事", (APPROVAL,), TOWNS),
    Expected("9", "加大政策解读回应", (APPROVAL, "市发改局", "市优化办", CENTRE), TOWNS),
    Expected("10", "增强回应关切", (), TOWNS),
    Expected("11", "推进重点政务信息", ("市司法局", CENTRE), TOWNS),
    Expected("12", "全面推行政府网站", (CENTRE, "市委网信办"), TOWNS, END),
    Expected("13", "高质量推进基层", (APPROVAL,), TOWNS),
    Expected("14", "加强规范主动公开", (APPROVAL,), TOWNS),
    Expected("15", "提高依申请公开", (), (APPROVAL, *TOWNS)),
    Expected("16", "加快推进公共企事业", ("公共企事业单位相应主管部门",), ()),
    Expected("17", "加强指导培训", (APPROVAL,), TOWNS),
    Expected("18", "主动探索创新", (APPROVAL,), TOWNS),
    Expected("19", "强化监督评估", (APPROVAL,), TOWNS),
)

# first characters of the file's name → its tasks, and what stands in it that is no task
REAL = {
    "000": (FIRST, ("接受社会监督", "主办：", "督办：")),
    "001": (SECOND, ("接受社会监督", "作者:")),
    "002": (THIRD, ("接受社会监督", "附件：")),
    "004": (FOURTH, ("印发给你们",)),
}
