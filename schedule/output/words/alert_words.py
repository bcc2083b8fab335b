"""The alerts in Chinese and in English: one sentence a code, and what a body said beside it.

This module must never know an alert's facts; `schedule.output.words.sentences` fills them in.
"""

from __future__ import annotations

from collections.abc import Mapping

ALERTS: Mapping[str, tuple[str, str]] = {
    "alert.deadline-missed": (
        "{whose}期限 {deadline}，预计 {finish} 才能完成，晚 {cost}",
        "{whose} is due on {deadline} and forecast for {finish}, {cost} late",
    ),
    "alert.overdue.start": (
        "{whose}最迟 {latest_start} 就该启动，至今没有启动，{deadline}的期限因此要晚 {cost}",
        "{whose} had to start by {latest_start} and has not: the deadline of {deadline} will be {cost} late",
    ),
    "alert.overdue.finish": (
        "{whose}最迟 {latest_finish} 就该完成，预计 {finish} 才能完成，{deadline}的期限因此要晚 {cost}",
        "{whose} was due by {latest_finish}, is forecast for {finish}: the deadline of {deadline} will be {cost} late",
    ),
    "alert.negative-float": (
        "{whose}最迟 {latest_finish} 必须完成，预计 {finish} 才能完成，{deadline}的期限因此要晚 {cost}",
        "{whose} is due by {latest_finish}, is forecast for {finish}: the deadline of {deadline} will be {cost} late",
    ),
    "alert.date-missed": (
        "{whose}最迟 {latest_finish} 必须完成，才赶得上计划规定的日期，预计 {finish} 才能完成，缺 {short}",
        "{whose} must finish by {latest_finish} to keep a date that the plan fixes, is forecast for {finish}:"
        " short by {short}",
    ),
    "alert.ready-not-started": (
        "{whose}已可以启动而没有启动，请尽快启动",
        "{whose} could have started and has not",
    ),
    "alert.ready-not-started.due": (
        "{whose}已可以启动而没有启动，最迟 {latest_start} 必须启动，否则 {deadline}的期限保不住",
        "{whose} could have started and has not: start by {latest_start}, or the deadline of {deadline} is lost",
    ),
    "alert.ready-not-started.milestone": (
        "{whose}已可以完成而没有报完成",
        "{whose} could have been reached and is not reported",
    ),
    "alert.ready-not-started.milestone-due": (
        "{whose}已可以完成而没有报完成，最迟 {latest_finish} 必须完成，否则 {deadline}的期限保不住",
        "{whose} could have been reached and is not reported: it is due by {latest_finish},"
        " or the deadline of {deadline} is lost",
    ),
    "alert.ready-not-started.milestone-own": (
        "{whose}已可以完成而没有报完成，期限 {deadline}",
        "{whose} could have been reached and is not reported; it is due on {deadline}",
    ),
    "alert.low-float": (
        "{whose}只剩 {days}余地，最迟 {latest_finish} 必须完成，否则 {deadline}的期限保不住",
        "{whose} has only {days} to lose: it must finish by {latest_finish}, or the deadline of {deadline} is lost",
    ),
    "alert.low-float.none": (
        "{whose}已经没有余地，最迟 {latest_finish} 必须完成，否则 {deadline}的期限保不住",
        "{whose} has nothing left to lose: it must finish by {latest_finish}, or the deadline of {deadline} is lost",
    ),
    "alert.low-float.own": (
        "{whose}期限 {deadline}，预计 {finish} 完成，只剩 {days}余地",
        "{whose} is due on {deadline} and forecast for {finish}, with only {days} to lose",
    ),
    "alert.low-float.own-none": (
        "{whose}期限 {deadline}，预计 {finish} 完成，已经没有余地",
        "{whose} is due on {deadline} and forecast for {finish}, with nothing left to lose",
    ),
    "alert.behind-baseline": (
        "{whose}比原计划晚 {slip}，预计 {finish} 完成",
        "{whose} is {slip} behind the baseline and forecast for {finish}",
    ),
    "alert.behind-baseline.due": (
        "{whose}比原计划晚 {slip}，最迟 {latest_finish} 必须完成，否则 {deadline}的期限保不住",
        "{whose} is {slip} behind the baseline: finish by {latest_finish}, or the deadline of {deadline} is lost",
    ),
    "alert.behind-baseline.own": (
        "{whose}比原计划晚 {slip}，预计 {finish} 完成，期限 {deadline}",
        "{whose} is {slip} behind the baseline, forecast for {finish} and due on {deadline}",
    ),
    "alert.not-reported": (
        "{whose}这次没有报进展，按没有进展计算",
        "{whose} was not reported and counts as no progress",
    ),
    "alert.not-reported.since": (
        "{whose}{last_report} 以后没有报进展，按没有进展计算",
        "{whose} was last reported on {last_report} and counts as no progress since",
    ),
    "alert.no-evidence": (
        "{whose}报称已完成，但没有批文号（{evidence}），不能销号",
        "{whose} is reported finished, but the document that closes it is missing ({evidence})",
    ),
    "remark.cause": ("原因：{cause}", "Cause: {cause}"),
    "remark.note": ("说明：{note}", "Note: {note}"),
    "problem.noted": ("{cause}（{note}）", "{cause} ({note})"),
    "remark.request": ("请会议协调：{request}", "To settle: {request}"),
}
"""Key → (Chinese, English); merged into `schedule.output.words.catalogue`."""
