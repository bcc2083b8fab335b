"""The words that only the one-page paper (meeting.html) needs, in Chinese and in English.

This module must never know a snapshot; `schedule.output.page.html` and its parts fill the words in.
"""

from __future__ import annotations

from collections.abc import Mapping

PAGE: Mapping[str, tuple[str, str]] = {
    # the verdict, which repeats the headline's first words
    "page.verdict.holds": ("能按期", "On time"),
    "page.verdict.late": ("不能按期", "Late"),
    "page.verdict.reached": ("已完成", "Finished"),
    "page.verdict.reached-late": ("已完成，晚于期限", "Finished late"),
    "page.verdict.open": ("没有定期限", "No deadline set"),
    "page.sample": ("演示数据", "SAMPLE DATA"),
    # jumps and headings
    "page.jump": ("跳到", "Go to"),
    "page.bodies": ("各单位的灯", "Lights by body"),
    "page.alerts": ("预警", "Alerts"),
    "page.chart": ("横道图", "Gantt chart"),
    "page.upcoming": ("近期任务", "Next days"),
    "page.deadlines": ("工期倒排表", "Deadline table"),
    "page.tasks": ("各事项说明", "Every task"),
    "page.up": ("回到顶部", "Back to the top"),
    # filters
    "page.filters": ("只看一部分", "Show only"),
    "page.all": ("全部单位", "All bodies"),
    "page.critical": ("只看关键工作", "Critical only"),
    "page.search": ("查找事项、单位、责任人", "Find a task, body or person"),
    "page.shown": ("现在显示 {shown} 项，共 {total}", "Showing {shown} of {total}"),
    "page.none": ("没有符合条件的事项", "Nothing here meets these conditions"),
    "page.whole": ("全程", "Whole plan"),
    "page.near": ("从现在起", "From now on"),
    # lights, numbers
    "page.count": ("{light} {number}", "{light} {number}"),
    "page.finished": ("完成 {done}/{total}", "{done} of {total} finished"),
    "page.is-critical": ("关键工作", "Critical"),
    # the chart's and the details' own
    "page.tap": (
        "点一行看原因：为什么是这一天，谁在等谁",
        "Open a row to read why it stands on these days and what waits for it",
    ),
    "page.more": (
        "点事项名称看全部内容：前置条件、配合单位、包联领导、原因",
        "Open a task to read all of it: what comes before, who supports and leads it, and why",
    ),
    "page.close": ("关闭", "Close"),
    "page.why": ("为什么", "Why"),
    "page.ledger": ("逐项台账", "Line by line"),
}
"""Key → (Chinese, English); merged into `schedule.output.words.catalogue`."""
