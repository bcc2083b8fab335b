"""What crews do to dates, in words: by the plan and levelled, who waits for whom, and what is proved of the order.

This module must never know how an order is found, nor which paper it speaks on.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schedule.analysis.levelling.levelled import CrewWait, Due, Levelled, Load
from schedule.analysis.levelling.load import there
from schedule.calendars.worktime import start_day
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Days


def goal_text(found: Levelled, due: Due, voice: Voice) -> str:
    """One deadline: by the plan such a day, levelled another, and whether it is lost by that."""
    deadline, name = due.levelled.task.deadline, due.levelled.task.id
    task = voice.task(name) if deadline is not None else voice.say("level.everything")
    goal = task if deadline is None else voice.say("money.goal", task=task, day=voice.finish(deadline))
    plain = voice.day(due.plain.last_day)
    if name in found.schedule.funding.undated:
        said = voice.say("level.goal.undated")
    elif not due.days:
        said = voice.say("level.goal.same", plain=plain)
    else:
        days = voice.days(Days(Fraction(abs(due.days))))
        key = "level.goal.later" if due.days > 0 else "level.goal.earlier"  # what is no longer as late as possible
        said = voice.say(key, plain=plain, levelled=voice.day(due.levelled.last_day), days=days)
    lost = [voice.say("level.lost")] if due.is_lost else []
    return voice.say(
        "sentence.end", text=voice.say("money.of-goal", goal=goal, said=voice.say("clause").join([said, *lost]))
    )


def lost_text(found: Levelled, voice: Voice, most: int | None = None) -> str:
    """The deadlines that the plan keeps and its crews do not, in one sentence; empty where there is none.

    Where they are more than `most`, the first of them and how many they are.
    """
    lost = [one for one in found.dues if one.is_lost]
    if not lost:
        return ""
    named = (
        voice.say(
            "level.lost-goal",
            task=voice.task(one.levelled.task.id),
            due=voice.finish(one.levelled.task.deadline or 0),
            plain=voice.day(one.plain.last_day),
            levelled=voice.day(one.levelled.last_day),
        )
        for one in lost[:most]
    )
    goals = voice.say("clause").join(named)
    if most is not None and len(lost) > most:
        goals = voice.say("paper.more", items=goals, number=len(lost))
    return voice.say("sentence.end", text=voice.say("level.meeting", goals=goals))


def proof_texts(found: Levelled, voice: Voice) -> Iterator[str]:
    """Whether another order could be better: proved, or by how many days at most; and what that rests on."""
    if not found.relations and not found.floors and not found.never:
        yield voice.say("level.enough")
        return
    dated = [one for one in found.dues if one.levelled.task.deadline is not None]
    late = any(one.levelled.misses_deadline for one in dated)
    if found.never:
        return
    if dated and not late:
        yield voice.say("level.kept")
        return
    what = "deadlines" if dated else "everything"
    if not found.gap:
        yield voice.say(f"level.proved.{what}")
        return
    days = voice.days(Days(Fraction(found.gap)))
    yield voice.say(f"level.gap.{what}", days=days, number=found.tried)
    if found.proof is None:
        yield voice.say("level.no-solver")
    elif not found.proof.exact:
        yield voice.say("level.inexact")


def doubt_texts(found: Levelled, voice: Voice) -> Iterator[str]:
    """What a levelled plan does not keep: crews that are never enough, what has begun, work on a crew's days off."""
    usual = {load.crew.id: load.crew.units for load in found.loads}
    for name in found.never:
        asked = found.plain.tasks[name].task.crew
        few = [crew for crew, units in asked if usual[crew] < units] or [crew for crew, _ in asked]
        yield voice.say("level.never", task=voice.task(name), crews=voice.listed(map(voice.crew, few)))
    for load in found.loads:
        for step in load.over_levelled[:1]:
            tasks = [name for name in step.tasks if name not in found.never]
            if len(tasks) == len(step.tasks):
                yield voice.say(
                    "level.over",
                    crew=voice.crew(load.crew.id),
                    day=voice.day(start_day(step.begin)),
                    units=step.units,
                    there=there(load.crew, step.begin),
                    tasks=voice.listed(map(voice.task, tasks)),
                )
        if load.rests:
            tasks = list(map(voice.task, load.rests))
            yield voice.say("level.rests", crew=voice.crew(load.crew.id), tasks=voice.listed(tasks))


def load_text(load: Load, voice: Voice) -> str:
    """When by the plan more of a crew is asked for than there is: the worst of it; empty where never."""
    if not load.over_plain:
        return ""
    worst = max(load.over_plain, key=lambda one: (one.units - there(load.crew, one.begin), -one.begin))
    return voice.say(
        "level.short",
        crew=voice.crew(load.crew.id),
        day=voice.day(start_day(worst.begin)),
        units=worst.units,
        there=there(load.crew, worst.begin),
        tasks=voice.listed(map(voice.task, worst.tasks)),
    )


def reason_of(wait: CrewWait, voice: Voice) -> str:
    """Why a task waits, as a decision gives its reason."""
    crews = voice.listed(map(voice.crew, wait.crews))
    if not wait.behind:
        return voice.say("level.reason.days", crews=crews)
    return voice.say("level.reason", crews=crews, tasks=voice.listed(map(voice.task, wait.behind)))
