"""The words of the deadline table as a workbook, in Chinese and in English; merged into the labels.

This module must never know a cell, a colour or a number.
"""

from __future__ import annotations

from collections.abc import Mapping

WORKBOOK: Mapping[str, tuple[str, str]] = {
    # sheets and titles
    "workbook.all": ("总表", "All"),
    "workbook.finished": ("已完成", "Finished"),
    "workbook.title": ("{project}工期倒排表", "{project}: deadlines, scheduled backward"),
    "workbook.title.body": ("{project}工期倒排表（{body}）", "{project}: deadlines of {body}"),
    "workbook.title.finished": ("{project}已完成事项", "{project}: what is finished"),
    "workbook.about": ("{date}　{counts}", "{date} · {counts}"),
    "workbook.lights": ("{light} {number}", "{light} {number}"),
    "workbook.page": ("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    "workbook.cut": (
        "…（超过 Excel 一格的上限，后面的字未列）",
        "… (longer than a cell of Excel can be, the rest is left out)",
    ),
    # what the sheet does not list
    "workbook.idle": ("没有剩余限期事项的单位：{bodies}", "Nothing left before a deadline: {bodies}"),
    "workbook.unlisted": (
        "另有 {count}未完成，后面没有期限，不在表内",
        "Not listed, unfinished and without a deadline after them: {count}",
    ),
    "workbook.closed": ("已完成 {count}，见“{sheet}”", "Finished, see “{sheet}”: {count}"),
    # columns of its own
    "workbook.days-left": ("剩余天数(日历日)", "Days left (calendar)"),
    "workbook.float": ("余地(天)", "Float (wd: working days)"),
    "workbook.blocked": ("卡在哪里", "Held up by"),
    "workbook.state": ("状态", "State"),
    "workbook.started": ("实际开始", "Started"),
    "workbook.reached": ("实际完成", "Finished"),
    "workbook.evidence": ("应有依据", "Paper that closes it"),
    "band.what": ("工作", "Work"),
    "band.who": ("责任", "Who"),
    "band.when": ("时限", "When"),
    "band.progress": ("进展", "Progress"),
    "band.trouble": ("问题与协调", "Trouble"),
    "band.note": ("备注", "Remarks"),
    # amounts
    "workbook.days": ("{number} 天", "{number} d"),
    "workbook.workdays": ("{number} 个工作日", "{number} wd"),
    "workbook.short": ("缺 {days}", "{days} short"),
    "workbook.passed": ("已过 {days}", "{days} past"),
    "workbook.last-day": ("当天", "today"),
    "workbook.quarter": ("{number}季", "Q{number}"),
    # what holds a task up
    "workbook.waits": ("等{points}", "waits for {points}"),
    "workbook.waits-finish": ("完成要等{points}", "cannot finish before {points}"),
    "workbook.point": ("{point}（{body}）", "{point} ({body})"),
    "workbook.suspended": ("{day}起停办", "suspended since {day}"),
    "workbook.free": ("可以启动，还没有启动", "free to start, not started"),
    "workbook.due": ("可以办结，还没有报完成", "free to be reached, not reported"),
    "workbook.silent": ("没有报进展", "nothing reported"),
    "workbook.desk": ("材料在{holder}", "the file is with {holder}"),
    "workbook.and": ("；", "; "),
    # legend
    "workbook.legend.lights": ("灯：", "Lights: "),
    "meaning.red": ("期限已保不住", "a deadline is lost"),
    "meaning.yellow": (
        "余地少、比原计划晚，或该启动没启动",
        "little room, behind the baseline, or ready and not started",
    ),
    "meaning.grey": ("没有报进展，或已报未见依据", "not reported, or without its paper"),
    "meaning.green": ("正常", "on plan"),
    "workbook.legend.bars": ("　横道（一格{unit}）：", "   Bars (a cell is {unit}): "),
    "unit.week": ("一周", "a week"),
    "unit.half-month": ("半个月", "half a month"),
    "unit.month": ("一个月", "a month"),
    "unit.quarter": ("一个季度", "a quarter"),
    "workbook.legend.done": ("已做", "done"),
    "workbook.legend.forecast": ("预计", "forecast"),
    "workbook.legend.critical": ("关键线路（红框，深色为已做）", "critical (red edge; dark: done)"),
    "workbook.legend.baseline": ("原计划（细线、空心节点）", "baseline (thin line, hollow milestone)"),
    "workbook.legend.milestone": ("节点", "milestone"),
    "workbook.legend.limit": ("完成时限", "latest finish"),
    "workbook.legend.date": ("数据日期", "data date"),
    # usage
    "usage.xlsx-file": (
        "xlsx 要写进文件，加 -o 文件名.xlsx",
        "an xlsx goes into a file, add -o FILE.xlsx",
    ),
}
"""Key → (Chinese, English)."""
