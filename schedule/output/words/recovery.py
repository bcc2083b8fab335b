"""What can be done so that a deadline holds, in sentences: whether it can, what blocks it, the menus and their proof.

This module must never look for a measure, nor advise one menu before another: they stand by what they cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from schedule.analysis.dates.compressed import Pressed, works_of
from schedule.analysis.dates.lawful import earliest_end, is_at_floor
from schedule.analysis.meeting import Meeting
from schedule.analysis.recovery.menus import Bought, Menu, Recovery
from schedule.analysis.recovery.reach import CHOICES, Measure, Unusable, entering, leading
from schedule.analysis.views.remedy import ByCrews, Remedy, remedy, remedy_by_crews
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.funding import counts_money
from schedule.engine.holding import holding
from schedule.engine.schedule import Schedule, TaskDates, Wait
from schedule.files.yaml.scalars import number_text
from schedule.model import Duration, Instant, Lever, Plan
from schedule.output.words.crews import uncounted_text
from schedule.output.words.decisions import lever_words, with_how
from schedule.output.words.money import assumed_texts
from schedule.output.words.phrases import day_reached, duration_of, relation_words, worked
from schedule.output.words.saying import (
    Days,
    Either,
    Name,
    Named,
    Narrow,
    Phrase,
    Reached,
    apart,
    body_name,
    counted,
    fitting,
    joined,
    listed,
    say,
    say_of,
    task_name,
    whose,
    with_room,
)

INVESTMENT = date(2019, 7, 1)
"""Since when the regulation on government investment (政府投资条例，国务院令第712号) is in force."""


def recovery_lines(found: Recovery, schedule: Schedule, crews: ByCrews | None = None) -> list[Phrase]:
    """The whole answer, a sentence a line: what is asked, how early at all, what blocks it, menus, crews, proof, law.

    What is not proved is not said: of the tried combinations the earliest day is told as that, and nothing that blocks.
    """
    known = schedule.funding.at_latest.get(found.target)
    supposed = found.target in schedule.funding.undated and (known is None or known > found.to)
    lines = [head_words(found, schedule.state.plan, supposed=supposed), *_undated(found, schedule)]
    if not found.is_needed:
        return lines
    unusable = unusable_lines(found, schedule.state.plan)
    if not found.is_possible:
        return [*lines, *_impossible(found), *unusable]
    key = "recover.earliest" if found.is_exact else "recover.earliest.tried"
    lines.append(say(key, earliest=_day(found.target, found.earliest)))
    if found.is_exact and found.blocking and found.blocked is not None:
        tasks = listed(whose(name) for name in found.blocking)
        blocked = _day(found.target, found.blocked)
        key = "recover.blocking" if len(found.blocking) > 1 else "recover.blocks"
        lines.append(say(key, to=finish_day(found.to), tasks=tasks, blocked=blocked))
    for number, menu in enumerate(found.menus, start=1):
        lines += menu_lines(menu, number, found, schedule)
    lines += [] if crews is None else [uncounted_text(crews)]
    lines += proof_lines(found, schedule)
    return [*lines, *law_lines(found.menus, schedule), *unusable]


def _without_a_date(found: Recovery, schedule: Schedule) -> list[str]:
    """The tasks on the way whose money has no date, as planned; where there is none, with everything bought."""
    on_way = leading(schedule, found.target)
    for funding in (schedule.funding, found.soonest.funding):
        if names := [one.task for one in funding.waits.values() if one.until is None and one.task in on_way]:
            return names
    return []


def _undated(found: Recovery, schedule: Schedule) -> list[Phrase]:
    """That all that follows is so only if money that has no date comes when it is needed."""
    return list(assumed_texts(_without_a_date(found, schedule)))


def unusable_lines(found: Recovery, plan: Plan) -> list[Phrase]:
    """Each lever that takes no part, with why."""
    return [_unusable(one, plan) for one in found.unusable]


def _unusable(one: Unusable, plan: Plan) -> Phrase:
    """A lever that takes no part, with why."""
    lever = lever_words(one.lever, plan.tasks[one.task], plan)
    return say(f"recover.unusable.{one.why}", task=whose(one.task), lever=lever)


def head_words(found: Recovery, plan: Plan, *, supposed: bool = False) -> Phrase:
    """Whether the date is reached without measures; if not, by how much it is missed.

    Where it is `supposed`, it is reached if money that has no date comes when it is needed.
    """
    values = {
        "task": task_name(found.target),
        "to": finish_day(found.to),
        "forecast": _day(found.target, found.forecast),
    }
    if not found.is_needed:
        return say_of(found.target, "recover.holds.undated" if supposed else "recover.holds", **values)
    late = (day_reached(plan, found.target, found.forecast) - finish_day(found.to)).days
    values["days"] = apart(late, found.forecast - found.to)
    if not found.measures:
        return say_of(found.target, "recover.unused" if found.unusable else "recover.no-levers", **values)
    return say_of(found.target, "recover.late", **values)


def _impossible(found: Recovery) -> list[Phrase]:
    """Why no measure reaches the date: what holds it with everything bought, and why that takes no less."""
    key = "recover.decides" if not found.measures else "recover.impossible"
    if found.measures and not found.is_exact:
        key = "recover.impossible.money" if counts_money(found.soonest.state) else "recover.impossible.tried"
    earliest = _day(found.target, found.earliest)
    lines = [say(key, to=finish_day(found.to), earliest=earliest, most=CHOICES)]
    held = holding(found.soonest, found.target)
    waits = found.soonest.funding.waits
    for dates in held:
        if dates.task.id in waits:
            lines.append(_waits(waits[dates.task.id]))
        if dates.remaining:
            lines.append(_held(dates, found))
    return lines


def _waits(one: Wait) -> Phrase:
    """That work cannot begin before its money is there."""
    task = whose(one.task)
    if one.until is None:
        return say("recover.held.undated", task=task)
    return say("recover.held.money", task=task, day=start_day(one.until))


def _held(dates: TaskDates, found: Recovery) -> Phrase:
    name, basis, kind = dates.task.id, dates.task.basis, "none"
    must = None if basis is None else earliest_end(dates, found.soonest)
    if is_at_floor(dates, found.soonest):
        kind = "law"
    elif any(one.task == name for one in found.measures):
        kind = "measures"
    elif any(one.task == name for one in found.unusable):
        kind = "unusable"
    elif must is not None:
        kind = "beyond"
    article = basis.article if basis is not None else None
    return say(
        f"recover.held.{kind}",
        task=whose(name),
        days=worked(dates.remaining, dates),
        article=article or say("recover.law"),
        must="" if must is None else must,
    )


def menu_lines(menu: Menu, number: int, found: Recovery, schedule: Schedule) -> list[Phrase]:
    """One menu: its cost, its measures with whom they are asked of, and when the task then finishes; then its risks."""
    lines = [
        say(
            "recover.menu",
            number=number,
            cost=cost_words(menu.cost, schedule),
            menu=menu_words(menu, schedule),
            finish=_day(found.target, menu.schedule.tasks[found.target].finish),
        )
    ]
    lines += [
        say("recover.said", task=task_name(one.measure.task), said=said)
        for one in menu.bought
        if (said := terms_words(one))
    ]
    lines += [say("recover.mark", text=text) for text in review_lines(menu, schedule)]
    if menu.is_assumed:
        lines.append(say("recover.assumed"))
    return lines


def review_lines(menu: Menu, schedule: Schedule) -> list[Phrase]:
    """Which works a menu brings below their reasonable duration: that experts have to review it, or who has."""
    return [review_words(one, menu.schedule) for one in _pressed(menu, schedule) if one.is_below]


def review_words(one: Pressed, schedule: Schedule) -> Phrase:
    """That works would take less than is reasonable: experts have to review it, or did. `schedule` is the one so."""
    assert one.length is not None
    assert one.reasonable is not None
    task = schedule.tasks[one.task].task
    length, reasonable = (duration_of(schedule.state.plan, amount, task) for amount in (one.length, one.reasonable))
    values = {"task": task_name(one.task), "length": length, "reasonable": reasonable}
    if one.review is None:
        return say("review.wanted", **values)
    return say("review.stands", by=one.review.by, day=one.review.on, **values)


def terms_words(one: Bought) -> Phrase:
    """Whose consent a measure takes, who has to decide it, and what may come of it; empty where nobody said."""
    lever, said = one.measure.lever, list[Phrase]()
    if lever.ask is not None:
        said.append(say("recover.ask", body=body_name(lever.ask)))
    if lever.authority is not None:
        said.append(say("recover.authority", authority=lever.authority))
    own = lever.risk or lever.risk_en  # a risk that is told in English alone is better told so than not
    if own is not None:
        said.append(say("recover.risk", risk=Either(own, lever.risk_en)))
    return joined(said, "clause")


def menu_words(menu: Menu, schedule: Schedule, *, brief: bool = False, kept: int | None = None) -> Phrase:
    """The measures of a menu in one clause each; `brief` without how each is done.

    Of more than are `kept` the first, and how many they are in all.
    """
    text = joined(
        (measure_words(one.measure, one.steps, schedule, brief=brief) for one in menu.bought[:kept]), "clause"
    )
    if kept is None or kept >= len(menu.bought):
        return text
    return counted("remedy.menu.more" if kept else "remedy.menu.only", len(menu.bought), menu=text)


def measure_words(measure: Measure, steps: int, schedule: Schedule, *, brief: bool = False) -> Phrase:
    """So many steps of a measure, as a phrase; `brief` without how it is done."""
    lever, unit = measure.lever, measure.unit
    task = task_name(measure.task)
    if unit is not None:
        days = _amount(unit, steps, schedule, measure.task)
        text = say("recover.compress", task=task, days=days)
    elif lever.calendar is not None:
        text = say("recover.calendar", task=task, calendar=Name(Named.CALENDAR, lever.calendar))
    elif lever.split is not None:
        names = dict.fromkeys(one.successor for one in entering(measure.task, schedule.state))
        after, days = listed(task_name(name) for name in names), lever.split
        text = say("recover.split", task=task, after=after, days=days)
    elif lever.to is not None:
        text = say("recover.overlap", task=task, relation=relation_words(lever.to, schedule.state.plan))
    else:
        text = say("recover.drop", task=task, before=task_name(lever.overlap or ""))
    return text if brief else with_how(text, lever)


def _amount(unit: Duration, steps: int, schedule: Schedule, task: str) -> Phrase:
    """So many units of a task's own work."""
    return duration_of(schedule.state.plan, Duration(unit.amount * steps, unit.unit), schedule.tasks[task].task)


def _unproved(found: Recovery, schedule: Schedule) -> list[Phrase]:
    """Where time ran out: between what and what the cheapest costs, or what the next one does; and what would help."""
    if found.unproved is None:
        return []
    values = {"bound": cost_words(found.unproved, schedule)}
    key = "recover.unproved.next" if found.is_cheapest else "recover.unproved"
    if not found.menus:
        key = "recover.unproved.none"
    elif not found.is_cheapest:
        values["cost"] = cost_words(found.menus[0].cost, schedule)
    return [say(key, **values), *([say("recover.solver")] if found.wants_solver else [])]


def proof_lines(found: Recovery, schedule: Schedule) -> list[Phrase]:
    """Whether these are all, why nothing less does (each step of the first menu less, re-run), and after how many."""
    if not found.is_exact and counts_money(schedule.state):
        return [say("recover.untried.money")]
    if not found.is_exact:
        return [say("recover.untried", most=CHOICES)]
    lines = _unproved(found, schedule)
    if found.unproved is not None and not found.is_cheapest:
        return lines
    lines += [counted("recover.all", len(found.menus))] if found.is_all and found.menus else []
    for one in found.menus[0].bought if found.menus else ():
        values = {"task": task_name(one.measure.task), "less": _day(found.target, one.less)}
        if one.less <= found.to:  # it would reach the date, and bring some other work below a period of the law
            lines.append(say("recover.less.law", **values))
        elif one.measure.unit is None:
            lines.append(say("recover.without", **values))
        else:
            days = _amount(one.measure.unit, 1, schedule, one.measure.task)
            lines.append(say("recover.less", days=days, **values))
    return [*lines, counted("recover.proof", found.asked)]


def law_lines(menus: Iterable[Menu], schedule: Schedule) -> list[Phrase]:
    """What the law says where works are given less time, by the rules of the data date; nothing where none are."""
    pressed = [one for menu in menus for one in _pressed(menu, schedule)]
    if not pressed:
        return []
    kept = all(_is_settled(one) for one in pressed)
    lines = [say("recover.law.kept" if kept else "recover.law.quality")]
    if start_day(schedule.state.data_date) >= INVESTMENT:
        lines.append(say("recover.law.investment"))
    return lines


def _pressed(menu: Menu, schedule: Schedule) -> list[Pressed]:
    """The works, and no approvals, that a menu gives less time; on another calendar only where that goes too far."""
    names = dict.fromkeys(one.measure.task for one in menu.bought)
    shorter = {one.measure.task for one in menu.bought if one.measure.unit is not None}
    before = {one.task: one.length for one in works_of(schedule, names)}
    found = []
    for one in works_of(menu.schedule, names):
        was, now = before[one.task], one.length
        if one.task in shorter or (one.is_below and was is not None and now is not None and now.amount < was.amount):
            found.append(one)
    return found


def _is_settled(one: Pressed) -> bool:
    """Whether no review of experts is asked for: works stay at what is reasonable, or it was made."""
    return one.review is not None or (one.reasonable is not None and not one.is_below)


def remedies(meeting: Meeting, *, brief: bool = False, room: int | None = None) -> tuple[Phrase, ...]:
    """What a meeting could decide so that a missed deadline is kept, in few words; none where there is none.

    The menu with what it costs, whose consent it takes, the law, and what crews do to it, which it does not count; or
    that none reaches it. What was not tried to the end is said not to be. `brief` is for a page that has no room: not
    how each is done, nor when it finishes then. Where it would be wider than `room`, in Chinese characters, names are
    cut, then measures counted; the sentence on crews has as much room again.
    """
    one = meeting.once(remedy)
    if one is None:
        return ()

    def said(kept: int | None = None) -> Phrase:
        texts = _remedy(one, meeting.schedule, brief, kept)
        return joined((say("sentence.end", text=text) for text in texts), "sentence.gap")

    crews = meeting.once(remedy_by_crews)
    beside = [] if crews is None else [with_room(say("sentence.end", text=uncounted_text(crews)), room)]
    if room is None:
        return (joined([said(), *beside], "sentence.gap"),)
    most = len(one.found.menus[0].bought) if one.found is not None and one.found.menus else 0
    menu = fitting([said(), *(Narrow(said(kept)) for kept in range(most, -1, -1))], room)
    return (joined([menu, *beside], "sentence.gap"),)


def _remedy(one: Remedy, schedule: Schedule, brief: bool, kept: int | None) -> list[Phrase]:
    found, values = one.found, {"to": finish_day(one.to), "task": task_name(one.target)}
    if found is None or (found.is_possible and not found.menus):
        return [say("remedy.untried", **values)]
    if not found.menus:
        key = "remedy.none" if found.is_exact else "remedy.none.tried"
        return [say(key, earliest=_day(found.target, found.earliest), **values)]
    menu = found.menus[0]
    values["cost"] = cost_words(menu.cost, schedule)
    values["menu"] = menu_words(menu, schedule, brief=brief, kept=kept)
    if brief:
        said = [say("remedy.menu.brief" if found.is_cheapest else "remedy.menu.tried.brief", **values)]
    else:
        key = "remedy.menu" if found.is_cheapest else "remedy.menu.tried"
        finish = _day(found.target, menu.schedule.tasks[found.target].finish)
        said = [say_of(one.target, key, finish=finish, **values)]
    if menu.is_assumed:
        said.append(say("remedy.assumed"))
    levers = [bought.measure.lever for bought in menu.bought]
    bodies = dict.fromkeys(body_name(lever.ask) for lever in levers if lever.ask is not None)
    if bodies:
        said.append(say("recover.ask", body=listed(bodies)))
    authorities = dict.fromkeys(lever.authority for lever in levers if lever.authority is not None)
    if authorities:
        said.append(say("recover.authority", authority=listed(authorities)))
    return said + _reviews(menu, schedule, brief)


def _reviews(menu: Menu, schedule: Schedule, brief: bool) -> list[Phrase]:
    """What experts have to review before a menu is decided: by name where the author says what is reasonable."""
    pressed = _pressed(menu, schedule)
    wanted = [one for one in pressed if one.wants_review]
    said = [] if brief else [review_words(one, menu.schedule) for one in wanted]
    if brief and wanted:
        said.append(say("review.wanted.brief", tasks=listed(task_name(one.task) for one in wanted)))
    if any(one.reasonable is None and not _is_settled(one) for one in pressed):
        said.append(say("remedy.law.brief" if brief else "remedy.law"))
    return said


def cost_words(cost: Fraction, schedule: Schedule) -> Phrase:
    """A cost in the plan's unit, assumed where the plan says so; without a unit costs only compare."""
    rules = schedule.state.plan.settings.recovery
    assumed = ".assumed" if rules.costs_assumed else ""
    if rules.cost_unit is None:
        return say(f"recover.cost{assumed}", cost=number_text(cost))
    return say(f"recover.cost.unit{assumed}", cost=number_text(cost), unit=rules.cost_unit)


def _day(name: str, instant: Instant) -> Phrase:
    return Reached(name, instant)


def recovery_record(found: Recovery, schedule: Schedule, crews: ByCrews | None = None) -> dict[str, Any]:
    """The same for a program; days by ISO dates, costs as numbers; days by crews where these put the date off."""

    def day(instant: Instant | None) -> date | None:
        return None if instant is None else day_reached(schedule.state.plan, found.target, instant)

    return {
        "deadline_task": found.target,
        "to": finish_day(found.to),
        "forecast": day(found.forecast),
        "forecast_by_crews": None if crews is None or crews.is_untold else crews.levelled.last_day,
        "earliest": day(found.earliest),
        "money_without_a_date": _without_a_date(found, schedule),
        "exact": found.is_exact,
        "possible": found.is_possible,
        "blocking": list(found.blocking),
        "finish_if_blocking_stays": day(found.blocked),
        "proved": found.is_exact and found.unproved is None,
        "first_is_cheapest": found.is_cheapest,
        "unproved_cost": None if found.unproved is None else Days(found.unproved),
        "solver_missing": found.wants_solver,
        "re_runs": found.asked,
        "menus": [
            {
                "cost": Days(menu.cost),
                "cost_assumed": menu.is_assumed or schedule.state.plan.settings.recovery.costs_assumed,
                "finish": day(menu.schedule.tasks[found.target].finish),
                "finish_by_crews": crews.cured[k].last_day if crews is not None and crews.cured else None,
                "measures": [_measure_record(one, day(one.less)) for one in menu.bought],
                "expert_review_wanted": [one.task for one in _pressed(menu, schedule) if one.wants_review],
            }
            for k, menu in enumerate(found.menus)
        ],
        "unusable": [{"task": one.task, **_lever_record(one.lever), "why": one.why} for one in found.unusable],
    }


def _measure_record(one: Bought, less: date | None) -> dict[str, Any]:
    lever = one.measure.lever
    unit = one.measure.unit
    amount = None if unit is None else str(Duration(unit.amount * one.steps, unit.unit))
    return {
        "task": one.measure.task,
        **_lever_record(lever),
        "compress": amount,
        "cost": Days(one.cost),
        "ask": lever.ask,
        "authority": lever.authority,
        "finish_with_a_step_less": less,
    }


def _lever_record(lever: Lever) -> dict[str, Any]:
    return {
        "compress": None if lever.compress is None else str(lever.compress),
        "calendar": lever.calendar,
        "overlap": lever.overlap,
        "to": None if lever.to is None else str(lever.to),
        "split": None if lever.split is None else str(lever.split),
    }
