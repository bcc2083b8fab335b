"""The words of custody: who holds the file of an approval, for how long, against which allowance.

This module must never know a holding; `schedule.output.answers.custody` fills the words in.
"""

from __future__ import annotations

from collections.abc import Mapping

CUSTODY: Mapping[str, tuple[str, str]] = {
    "column.holder": ("现在谁手上", "Held by"),
    "column.held_since": ("自哪天起", "Since"),
    "column.held_until": ("到哪天", "Until"),
    "column.desk_holder": ("谁手上", "Held by"),
    "column.days_held": ("用时", "Held"),
    "column.desk": ("环节", "As"),
    "column.applicant": ("申报单位", "Applicant"),
    "column.applicant_days": ("申报用时", "Applicant's days"),
    "column.authority": ("审批单位", "Authority"),
    "column.authority_days": ("审批用时", "Authority's days"),
    "column.superior_days": ("等上级", "Waiting: higher authority"),
    "column.money_days": ("等资金", "Waiting: money"),
    "column.allowed_days": ("办理期限", "Allowed"),
    "column.allowance": ("期限依据", "By"),
    "column.used_days": ("期限内已用", "Used of it"),
    "column.balance": ("超期或剩余", "Left or over"),
    "column.remark": ("说明", "Remark"),
    "custody.heading": (
        "责任倒逼：{project}，数据日期 {day}。在办 {open}，超期 {over}",
        "Custody of approvals: {project}, data date {day}. On a desk: {open}, over the allowance: {over}",
    ),
    "custody.none": (
        "计划里没有写申报单位（applicant）的审批事项，看不出材料在谁手上",
        "No approval of the plan names its applicant, so nothing tells who holds a file",
    ),
    "custody.no-approval": (
        "{task}没有写申报单位（applicant）和审批单位（body），看不出材料在谁手上",
        "{task} does not name its applicant and its authority (body), so nothing tells who holds its file",
    ),
    "custody.not-yet": (
        "{task}的前面还没有办完，还不到报送的时候",
        "What {task} follows is not done: its file is on nobody's desk yet",
    ),
    "custody.nobody.closed": ("已办结", "decided"),
    "custody.nobody.waiting": ("未到报送时", "not yet due"),
    "custody.held": ("{body}（{cause}）", "{body} ({cause})"),
    "custody.legal": ("法定", "law"),
    "custody.planned": ("计划", "plan"),
    "custody.left": ("还剩 {days}", "{days} left"),
    "custody.due": ("已到期", "used up"),
    "custody.over": ("超期 {days}", "{days} over"),
    "custody.within": ("按期办结", "decided within it"),
    "custody.no-filings": (
        "没有报送记录，按开始日期算交到审批单位",
        "No filing was reported: its start counts as the submission",
    ),
    "custody.bodies": (
        "各单位经手用时，按计划的日历；同时在手的几件分别计：",
        "What each body held, in days of the plan's calendar; files held at the same time count each:",
    ),
    "custody.total": ("{body}：累计 {days}", "{body}: {days} in all"),
    "custody.total.now": (
        "{body}：累计 {days}，现在手上 {count}：{tasks}",
        "{body}: {days} in all; now holds {count}: {tasks}",
    ),
    "custody.total.superior": ("等待上级审批：累计 {days}", "Waiting for a higher authority: {days} in all"),
    "custody.total.money": ("等待资金到位：累计 {days}", "Waiting for money: {days} in all"),
    "custody.task": (
        "{task}：申报 {applicant}，审批 {authority}；{state}",
        "{task}: applicant {applicant}, authority {authority}; {state}",
    ),
    "custody.state.open": ("现在在{holder}手上，自{day}起", "now with {holder}, since {day}"),
    "custody.state.closed": ("已办结", "decided"),
    "custody.state.waiting": ("还不到报送的时候", "not yet due"),
    "custody.sum": ("合计：{parts}", "In all: {parts}"),
    "custody.part.applicant": ("申报单位 {days}", "applicant {days}"),
    "custody.part.authority": ("审批单位 {days}", "authority {days}"),
    "custody.part.superior": ("等待上级 {days}", "waiting for a higher authority {days}"),
    "custody.part.money": ("等待资金 {days}", "waiting for money {days}"),
    "custody.clock.legal": (
        "法定期限 {allowed}，已用 {used}，{balance}",
        "Legal period {allowed}, used {used}: {balance}",
    ),
    "custody.clock.planned": (
        "计划工期 {allowed}，已用 {used}，{balance}",
        "Planned duration {allowed}, used {used}: {balance}",
    ),
    "custody.rule": (
        "法定期限自受理的次日起算（没有受理记录的，自报送的次日起算）；退回补正、等待上级、等待资金、听证和专家评审的"
        "时间不计（行政许可法第32、45条）。没有法定期限的，按计划工期。",
        "A legal period runs from the day after the acceptance, or after the submission where no acceptance was told;"
        " corrections, waiting for a higher authority or for money, hearings and expert reviews do not count"
        " (Administrative Licensing Law, articles 32 and 45). Without a legal period, the planned duration holds.",
    ),
    "desk.applicant": ("申报", "applicant"),
    "desk.authority": ("审批", "authority"),
    "cause.own": ("责任单位自身", "the body itself"),
    "cause.correction": ("报件补正", "correction of the file"),
    "cause.superior": ("等待上级审批", "waiting for a higher authority"),
    "cause.money": ("资金未到位", "waiting for money"),
    "cause.review": ("专家评审、听证", "expert review or hearing"),
    "cause.weather": ("天气、不可抗力、政策", "weather, force majeure, policy"),
    "cause.holiday": ("节假日", "holidays"),
    "cause.revision": ("计划调整", "plan revision"),
    "cause.not-reported": ("未报", "not reported"),
    "cause.other": ("其他", "other"),
    "count.file.one": ("{number} 件", "{number} file"),
    "count.file.many": ("{number} 件", "{number} files"),
}
"""Key → (Chinese, English); merged into `schedule.output.words.catalogue`."""
