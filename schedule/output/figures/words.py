"""The words that only charts need, in Chinese and English; every other word is `schedule.output.words.catalogue`'.

Dates stand without their year here, because an axis beside them has it. This module must never know a shape or a
colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from schedule.calendars.worktime import DAY
from schedule.model import Minutes
from schedule.output.figures.ledger_words import LEDGER
from schedule.output.figures.rows import Heading, Only
from schedule.output.words.catalogue import LANGUAGES
from schedule.output.words.phrases import Voice, decimal

WORDS: Mapping[str, tuple[str, str]] = {
    # titles
    "chart": ("进度横道图", "Gantt chart"),
    "critical": ("关键线路", "Critical path"),
    "weeks": ("未来 {weeks} 周", "Next {weeks} weeks"),
    "weeks.one": ("未来 1 周", "Next week"),
    "page": ("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    "sample": ("演示数据", "SAMPLE DATA"),
    "baseline": ("原计划：{name}，{by}批准。", "Baseline: {name}, approved by {by}."),
    "nothing": ("没有符合条件的工作", "No task meets these conditions"),
    # columns and headings
    "task": ("工作事项", "Task"),
    "body": ("责任单位", "Body"),
    "finish": ("完成", "Finish"),
    "week": ("周次", "ISO week"),
    "phase.none": ("未分阶段", "No phase"),
    "continued": ("{heading}（续）", "{heading} (continued)"),
    "done": ("{done}/{total} 完成", "{done}/{total} done"),
    # the axis
    "month.year": ("{year}年{month}月", "{month_name} {year}"),
    "month": ("{month}月", "{month_name}"),
    "year": ("{year}年", "{year}"),
    "day": ("{month}-{day:02}", "{day} {month_name}"),
    "day.year": ("{year}-{month}-{day:02}", "{day} {month_name} {year}"),
    "week.number": ("第{week}周", "W{week}"),
    # flags
    "data-date": ("数据日期 {day}", "Data date {day}"),
    "deadline": ("期限 {day}", "Due {day}"),
    "slip": ("{days}天", "{days} d"),
    "beyond": ("→ {day}", "→ {day}"),
    # legend
    "legend.baseline": ("原计划", "Baseline"),
    "legend.done": ("已做", "Done"),
    "legend.forecast": ("预计", "Forecast"),
    "legend.critical-done": ("关键工作已做", "Critical, done"),
    "legend.critical": ("关键工作预计", "Critical, forecast"),
    "legend.milestone": ("节点", "Milestone"),
    "legend.deadline": ("期限", "Deadline"),
    "legend.data-date": ("数据日期", "Data date"),
    "legend.front": ("前锋线（左为滞后）", "Progress front (left = late)"),
    "legend.link": ("关键线路的衔接", "Critical relation"),
    "legend.closure": ("停工期", "Closed season"),
    "legend.holiday": ("节假日", "Holidays"),
    "legend.rest": ("周末", "Weekends"),
    "legend.slip": ("+5天：比原计划晚 5 个日历日", "+5 d: 5 calendar days behind the baseline"),
    "legend.lights": (
        "灯：红 滞后，黄 预警，灰 未报或无批文，绿 正常，✓ 已完成",
        "Lights: R late, Y warning, ? not reported or no paper, G on plan, ✓ finished",
    ),
    # lights
    "light.red": ("红", "R"),
    "light.yellow": ("黄", "Y"),
    "light.grey": ("灰", "?"),
    "light.green": ("绿", "G"),
    "light.finished": ("✓", "✓"),
    # the finish-move ledger
    **LEDGER,
}
"""Key → (Chinese, English)."""


def word(key: str, voice: Voice, /, **values: object) -> str:
    """The words of a key, with its values filled in. Raises KeyError for an unknown key or a missing value."""
    return WORDS[key][LANGUAGES.index(voice.lang)].format(**values)


def short_day(day: date, voice: Voice) -> str:
    """A day: "3-14" with two figures for the day, or "14 Mar"; with its year where that is not the data date's."""
    key = "day" if day.year == voice.year else "day.year"
    return word(key, voice, year=day.year, month=day.month, day=day.day, month_name=_month_name(day, voice))


def month(day: date, voice: Voice) -> tuple[str, str, str]:
    """The month of a day: with its year, the year alone, the month alone."""
    names = {"year": day.year, "month": day.month, "month_name": _month_name(day, voice)}
    return word("month.year", voice, **names), word("year", voice, **names), word("month", voice, **names)


def slip(minutes: Minutes, voice: Voice) -> str:
    """Elapsed minutes as signed days, "+5天", and nothing for none."""
    if not minutes:
        return ""
    return word("slip", voice, days=("+" if minutes > 0 else "") + decimal(Fraction(minutes, DAY)))


def heading(row: Heading, voice: Voice) -> str:
    """The name of a phase or a group; a phase without a name of its own has that of its id, or its id."""
    if row.group:
        name = " / ".join(voice.group(part) for part in row.group)
    elif row.phase is None:
        name = word("phase.none", voice)
    else:
        name = phase(row.phase, voice)
    return word("continued", voice, heading=name) if row.continued else name


def phase(name: str, voice: Voice) -> str:
    """A phase's name by its id."""
    found = voice.plan.phases.get(name)
    stated = found and ((found.name_en if voice.lang == "en" else None) or found.name)
    if stated:
        return stated
    try:
        return voice.say(f"phase.{name}")
    except KeyError:
        return name


def subject(only: Only, voice: Voice) -> str:
    """What a chart shows, for its title: the whole plan, or what was asked for."""
    parts = [word("critical", voice)] if only.critical else []
    parts += [voice.body(body) for body in only.bodies]
    parts += [phase(name, voice) for name in only.phases]
    if only.weeks is not None:
        parts.append(word("weeks.one" if only.weeks == 1 else "weeks", voice, weeks=only.weeks))
    return " · ".join(parts) or word("chart", voice)


def _month_name(day: date, voice: Voice) -> str:
    return voice.say("months").split()[day.month - 1]
