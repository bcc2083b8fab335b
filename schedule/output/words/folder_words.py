"""The papers of a meeting's folder in Chinese and in English: what each is, and for whom.

This module must never know what a paper says.
"""

from __future__ import annotations

from collections.abc import Mapping

FOLDER: Mapping[str, tuple[str, str]] = {
    "papers.line": ("- {what}：{files}", "- {what}: {files}"),
    "papers.writing": ("正在写：{what}", "writing: {what}"),
    "papers.charts": ("图表，投影和上墙用", "Charts, for the projector and the wall"),
    "papers.minutes": ("会议材料", "Minutes of the meeting"),
    "papers.page": ("手机网页，发到群里，不用联网", "The page for a phone; opens offline"),
    "papers.secretary": ("给书记的一页纸", "One page for the county secretary"),
    "papers.notice": ("进展通报", "Notice on progress"),
    "papers.supervision": ("督办单", "Supervision notices"),
    "papers.deadlines": ("工期倒排表，Excel 直接打开", "The deadline table, for Excel"),
    "papers.ledger": ("为什么变动、算谁的，明细", "Why the forecast moved, and whose it is: the figures"),
    "papers.alerts": ("预警清单", "Alerts"),
    "papers.calendars": ("各单位期限日历，可导入手机", "Each body's deadlines, for a phone's calendar"),
}
