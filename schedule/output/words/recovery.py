"""What can be done so that a deadline holds, in sentences: whether it can, what blocks it, the menus and their proof.

This module must never look for a measure, nor advise one menu before another: they stand by what they cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from schedule.analysis.recovery.menus import Bought, Menu, Recovery
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.holding import holding
from schedule.engine.schedule import Schedule, TaskDates
from schedule.files.yaml.scalars import number_text
from schedule.model import Duration, Instant
from schedule.output.words.phrases import Days, Voice, relation_words, worked

INVESTMENT = date(2019, 7, 1)
"""Since when the regulation on government investment (政府投资条例，国务院令第712号) is in force."""


def recovery_lines(found: Recovery, schedule: Schedule, voice: Voice) -> list[str]:
    """The whole answer, a sentence a line: what is asked, how early at all, what blocks it, menus, proof, law."""
    lines = [head_words(found, voice)]
    if not found.is_needed:
        return lines
    if not found.is_possible:
        return [*lines, *_impossible(found, voice)]
    lines.append(voice.say("recover.earliest", earliest=_day(found.target, found.earliest, voice)))
    if found.blocking and found.blocked is not None:
        tasks = voice.listed(voice.whose(name) for name in found.blocking)
        blocked = _day(found.target, found.blocked, voice)
        key = "recover.blocking" if len(found.blocking) > 1 else "recover.blocks"
        lines.append(voice.say(key, to=voice.finish(found.to), tasks=tasks, blocked=blocked))
    for number, menu in enumerate(found.menus, start=1):
        lines += menu_lines(menu, number, found, schedule, voice)
    if found.is_all and found.menus:
        lines.append(voice.counted("recover.all", len(found.menus)))
    lines += _proof(found, schedule, voice)
    return [*lines, *law_lines(found.menus, schedule, voice)]


def head_words(found: Recovery, voice: Voice) -> str:
    """Whether the date is reached without measures; if not, by how much it is missed."""
    values = {
        "task": voice.task(found.target),
        "to": voice.finish(found.to),
        "forecast": _day(found.target, found.forecast, voice),
    }
    if not found.is_needed:
        return voice.of(found.target, "recover.holds", **values)
    late = (voice.day_reached(found.target, found.forecast) - finish_day(found.to)).days
    values["days"] = voice.apart(late, found.forecast - found.to)
    if not found.measures:
        return voice.of(found.target, "recover.no-levers", **values)
    return voice.of(found.target, "recover.late", **values)


def _impossible(found: Recovery, voice: Voice) -> list[str]:
    """Why no measure reaches the date: what holds it with everything bought, and why that takes no less."""
    earliest = _day(found.target, found.earliest, voice)
    lines = [voice.say("recover.impossible", to=voice.finish(found.to), earliest=earliest)]
    bought = {one.task for one in found.measures}
    held = holding(found.soonest, found.target)
    return [*lines, *(_held(dates, bought, voice) for dates in held if dates.remaining)]


def _held(dates: TaskDates, bought: Iterable[str], voice: Voice) -> str:
    name = dates.task.id
    kind = "law" if dates.is_set_by_law else "measures" if name in bought else "none"
    article = dates.task.basis.article if dates.task.basis is not None else None
    if kind == "none" and dates.task.basis is not None and dates.task.basis.floor is not None:
        kind = "law"
    return voice.say(
        f"recover.held.{kind}",
        task=voice.whose(name),
        days=voice.days(worked(dates.remaining, dates)),
        article=article or voice.say("recover.law"),
    )


def menu_lines(menu: Menu, number: int, found: Recovery, schedule: Schedule, voice: Voice) -> list[str]:
    """One menu: its cost, its measures with whom they are asked of, and when the task then finishes; then its risks."""
    lines = [
        voice.say(
            "recover.menu",
            number=number,
            cost=cost_words(menu.cost, schedule, voice),
            menu=menu_words(menu, schedule, voice),
            finish=_day(found.target, menu.schedule.tasks[found.target].finish, voice),
        )
    ]
    for one in menu.bought:
        lever, said = one.measure.lever, []
        if lever.ask is not None:
            said.append(voice.say("recover.ask", body=voice.body(lever.ask)))
        if lever.authority is not None:
            said.append(voice.say("recover.authority", authority=lever.authority))
        if lever.risk is not None:
            said.append(voice.say("recover.risk", risk=lever.risk))
        if said:
            told = voice.say("clause").join(said)
            lines.append(voice.say("recover.said", task=voice.task(one.measure.task), said=told))
    if menu.is_assumed:
        lines.append(voice.say("recover.assumed"))
    return lines


def menu_words(menu: Menu, schedule: Schedule, voice: Voice) -> str:
    """The measures of a menu in one clause each."""
    return voice.say("clause").join(_bought(one, schedule, voice) for one in menu.bought)


def _bought(one: Bought, schedule: Schedule, voice: Voice) -> str:
    lever, unit = one.measure.lever, one.measure.unit
    task = voice.task(one.measure.task)
    if unit is not None:
        days = _amount(unit, one.steps, schedule, one.measure.task, voice)
        text = voice.say("recover.compress", task=task, days=days)
    elif lever.calendar is not None:
        spec = voice.plan.calendars.get(lever.calendar)
        name = (spec.name if spec is not None else None) or lever.calendar
        text = voice.say("recover.calendar", task=task, calendar=name)
    elif lever.to is not None:
        text = voice.say("recover.overlap", task=task, relation=relation_words(lever.to, voice))
    else:
        text = voice.say("recover.drop", task=task, before=voice.task(lever.overlap or ""))
    return text if lever.how is None else voice.say("lever.how", lever=text, how=lever.how)


def _amount(unit: Duration, steps: int, schedule: Schedule, task: str, voice: Voice) -> str:
    """So many units; working days of a calendar without days of rest are days."""
    whole = Duration(unit.amount * steps, unit.unit)
    dates = schedule.tasks[task]
    if unit.unit == "wd" and dates.calendar.counts_calendar_days:
        return voice.days(Days(whole.amount))
    return voice.duration(whole)


def _proof(found: Recovery, schedule: Schedule, voice: Voice) -> list[str]:
    """Why nothing less does: each step of the first menu less, re-run; and how many re-runs all of it took."""
    if found.unproved is not None:
        bound = cost_words(found.unproved, schedule, voice)
        key = "recover.unproved" if len(found.menus) < 2 else "recover.unproved.next"
        return [voice.say(key, bound=bound)]
    lines = []
    for one in found.menus[0].bought if found.menus else ():
        values = {"task": voice.task(one.measure.task), "less": _day(found.target, one.less, voice)}
        if one.measure.unit is None:
            lines.append(voice.say("recover.without", **values))
        else:
            days = _amount(one.measure.unit, 1, schedule, one.measure.task, voice)
            lines.append(voice.say("recover.less", days=days, **values))
    return [*lines, voice.counted("recover.proof", found.asked)]


def law_lines(menus: Iterable[Menu], schedule: Schedule, voice: Voice) -> list[str]:
    """What the law says where works are given less time, by the rules of the data date; nothing where none are."""
    tasks = schedule.state.plan.tasks
    pressed = [one for menu in menus for one in menu.bought if one.measure.unit is not None]
    if all(tasks[one.measure.task].applicant is not None for one in pressed):
        return []
    lines = [voice.say("recover.law.quality")]
    if start_day(schedule.state.data_date) >= INVESTMENT:
        lines.append(voice.say("recover.law.investment"))
    return lines


def cost_words(cost: Fraction, schedule: Schedule, voice: Voice) -> str:
    """A cost in the plan's unit; a plan that names none has costs that only compare."""
    unit = schedule.state.plan.settings.recovery.cost_unit
    if unit is None:
        return voice.say("recover.cost", cost=number_text(cost))
    return voice.say("recover.cost.unit", cost=number_text(cost), unit=unit)


def _day(name: str, instant: Instant, voice: Voice) -> str:
    return voice.reached(name, instant)


def recovery_record(found: Recovery, voice: Voice) -> dict[str, Any]:
    """The same for a program; days by ISO dates, costs as numbers."""

    def day(instant: Instant | None) -> date | None:
        return None if instant is None else voice.day_reached(found.target, instant)

    return {
        "deadline_task": found.target,
        "to": finish_day(found.to),
        "forecast": day(found.forecast),
        "earliest": day(found.earliest),
        "possible": found.is_possible,
        "blocking": list(found.blocking),
        "finish_if_blocking_stays": day(found.blocked),
        "unproved_cost": None if found.unproved is None else Days(found.unproved),
        "re_runs": found.asked,
        "menus": [
            {
                "cost": Days(menu.cost),
                "cost_assumed": menu.is_assumed,
                "finish": day(menu.schedule.tasks[found.target].finish),
                "measures": [_measure_record(one, day(one.less)) for one in menu.bought],
            }
            for menu in found.menus
        ],
    }


def _measure_record(one: Bought, less: date | None) -> dict[str, Any]:
    lever = one.measure.lever
    unit = one.measure.unit
    amount = None if unit is None else str(Duration(unit.amount * one.steps, unit.unit))
    return {
        "task": one.measure.task,
        "compress": amount,
        "calendar": lever.calendar,
        "overlap": lever.overlap,
        "to": None if lever.to is None else str(lever.to),
        "cost": Days(one.cost),
        "ask": lever.ask,
        "authority": lever.authority,
        "finish_with_a_step_less": less,
    }
