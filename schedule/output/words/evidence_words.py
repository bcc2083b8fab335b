"""The audit of reports in Chinese and in English: one clause a finding, joined into one line a task.

This module must never know a finding's facts; `schedule.output.answers.evidence` fills them in.
"""

from __future__ import annotations

from collections.abc import Mapping

AUDIT: Mapping[str, tuple[str, str]] = {
    "audit.closing": (
        "已报未见依据：{count}报称完成，没有批文号，不能销号",
        "Reported, not evidenced: {count}, finished without the document that closes it",
    ),
    "audit.closed": ("已报未见依据：没有", "Reported, not evidenced: none"),
    "audit.asking": ("上报情况核对：{count}", "Audit of what was reported: {count}"),
    "audit.honest": ("上报情况核对：没有发现问题", "Audit of what was reported: nothing to ask"),
    "audit.body": ("{body}：", "{body}:"),
    "audit.line": ("{task}：{text}", "{task}: {text}"),
    "audit.next": ("；", "; "),
    "audit.at": ("{text}，见 {place}", "{text} ({place})"),
    "audit.suspended": ("{since} 起停工", "suspended since {since}"),
    "audit.cause": ("原因：{cause}", "cause: {cause}"),
    "audit.grown": ("其中 {days}是批准增加的", "{days} of it approved"),
    "audit.left": ("还需 {days}", "{days} left"),
    "audit.done": ("完成 {percent}%", "{percent}% done"),
    "audit.backwards.left": (
        "{day} 报还需 {now}，比 {before_day} 报的 {before}还多 {more}",
        "{now} left on {day}, up from {before} on {before_day}, {more} more",
    ),
    "audit.backwards.percent": (
        "{day} 报完成 {now}%，比 {before_day} 报的 {before}% 还低",
        "{now}% done on {day}, down from {before}% on {before_day}",
    ),
    "audit.future.started": (
        "{day} 报开始，写的日期 {found} 当时还没有到",
        "reported on {day} as started on {found}, which was still to come",
    ),
    "audit.future.finished": (
        "{day} 报完成，写的日期 {found} 当时还没有到",
        "reported on {day} as finished on {found}, which was still to come",
    ),
    "audit.future.suspended": (
        "{day} 报停工，写的日期 {found} 当时还没有到",
        "reported on {day} as suspended on {found}, which was still to come",
    ),
    "audit.changed.started": (
        "{day} 把开始日期改为 {found}，{before_day} 报的是 {earlier}",
        "start changed on {day} to {found}, on {before_day} it was {earlier}",
    ),
    "audit.changed.finished": (
        "{day} 把完成日期改为 {found}，{before_day} 报的是 {earlier}",
        "finish changed on {day} to {found}, on {before_day} it was {earlier}",
    ),
    "audit.reopened": (
        "{before_day} 已报 {finish} 完成，{day} 又报还需 {now}",
        "reported on {before_day} as finished on {finish}, and on {day} with {now} left",
    ),
    "audit.stuck.same": (
        "从 {day} 到 {last} 一直报{amount}，已 {days}没有进展",
        "{amount} in every report from {day} to {last}, no progress for {days}",
    ),
    "audit.stuck.silent": (
        "{day} 报{amount}，以后没有再报，已 {days}",
        "{amount} on {day}, not reported since, {days} ago",
    ),
    "audit.burst": (
        "{day} 报的 {number} 个实际日期都在会前最后一个工作日（{last}），{before_day} 以来 {window}里没有别的日期，"
        "请核对：{tasks}",
        "all {number} actual dates reported on {day} are of the last working day before the meeting ({last}),"
        " none of another of the {window} since {before_day}; check {tasks}",
    ),
    "audit.unevidenced": (
        "{finish} 完成，已 {days}未见{evidence}的文号",
        "finished on {finish}, document missing for {days}: {evidence}",
    ),
}
"""Key → (Chinese, English); merged into `schedule.output.words.catalogue`."""
