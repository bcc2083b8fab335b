"""What crews do to dates, in words: by the plan and levelled, who waits for whom, and what is proved of the order.

This module must never know how an order is found, nor which paper it speaks on.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schedule.analysis.levelling.levelled import CrewWait, Due, Levelled, Load
from schedule.analysis.levelling.load import there
from schedule.analysis.views.remedy import ByCrews
from schedule.calendars.worktime import finish_day, start_day
from schedule.output.words.saying import Days, Phrase, crew_name, joined, listed, say, task_name


def goal_text(due: Due) -> Phrase:
    """One deadline: by the plan such a day, levelled another, and whether it is lost by that."""
    deadline, name = due.levelled.task.deadline, due.levelled.task.id
    task = task_name(name) if deadline is not None else say("level.everything")
    goal = task if deadline is None else say("money.goal", task=task, day=finish_day(deadline))
    plain = due.plain.last_day
    if due.undated:
        said = say("level.goal.undated")
    elif due.never:
        said = say("level.goal.never", plain=plain)
    elif not due.days:
        said = say("level.goal.same", plain=plain)
    else:
        days = Days(Fraction(abs(due.days)))
        key = "level.goal.later" if due.days > 0 else "level.goal.earlier"  # what is no longer as late as possible
        said = say(key, plain=plain, levelled=due.levelled.last_day, days=days)
    lost = [say("level.lost")] if due.is_lost and not due.never else []
    return say("sentence.end", text=say("money.of-goal", goal=goal, said=joined([said, *lost], "clause")))


def lost_text(found: Levelled, most: int | None = None) -> Phrase:
    """The deadlines that the plan keeps and its crews do not, in one sentence; empty where there is none.

    Where they are more than `most`, the first of them and how many they are.
    """
    lost = [one for one in found.dues if one.is_lost]
    if not lost:
        return ""
    named = (
        say(
            "level.lost-goal.never" if one.never else "level.lost-goal",
            task=task_name(one.levelled.task.id),
            due=finish_day(one.levelled.task.deadline or 0),
            plain=one.plain.last_day,
            levelled=one.levelled.last_day,
        )
        for one in lost[:most]
    )
    goals = joined(named, "clause")
    if most is not None and len(lost) > most:
        goals = say("paper.more", items=goals, number=len(lost))
    return say("sentence.end", text=say("level.meeting", goals=goals))


def uncounted_text(one: ByCrews) -> Phrase:
    """Beside measures: that they count no crews, when by crews the task is done, and what to ask once they are decided.

    A reader is about to spend money for a day that the crews may not let anybody keep.
    """
    task = task_name(one.plain.task.id)
    if one.is_untold:
        return say("remedy.crews.untold", task=task)
    said = list[Phrase]()
    if one.days > 0:
        said.append(say("remedy.crews.now", levelled=one.levelled.last_day, days=Days(Fraction(one.days))))
    if len(one.cured) == 1:
        said.append(say("remedy.crews.then", cured=one.cured[0].last_day))
    elif one.cured:
        each = (say("remedy.crews.menu", number=k, cured=dates.last_day) for k, dates in enumerate(one.cured, start=1))
        said.append(listed(each))
    return say("remedy.crews", task=task, said=joined(said, "clause"))


def proof_texts(found: Levelled) -> Iterator[Phrase]:
    """Whether another order could be better: proved, or by how many days at most; and what that rests on."""
    if not found.relations and not found.floors and not found.never:
        yield say("level.enough")
        return
    dated = [one for one in found.dues if one.levelled.task.deadline is not None]
    late = any(one.levelled.misses_deadline for one in dated)
    if found.never:
        return
    if any(one.undated for one in found.dues):
        yield say("level.unproved.undated")
        return
    if dated and not late:
        yield say("level.kept")
        return
    what = "deadlines" if dated else "everything"
    if not found.gap:
        yield say(f"level.proved.{what}")
        return
    days = Days(Fraction(found.gap))
    yield say(f"level.gap.{what}", days=days, number=found.tried)
    if found.proof is None:
        yield say("level.no-solver")
    elif not found.proof.exact:
        yield say("level.inexact")


def doubt_texts(found: Levelled) -> Iterator[Phrase]:
    """What a levelled plan does not keep: crews that are never enough, what has begun, work on a crew's days off."""
    usual = {load.crew.id: load.crew.units for load in found.loads}
    for name in found.never:
        asked = found.plain.tasks[name].task.crew
        few = [crew for crew, units in asked if usual[crew] < units] or [crew for crew, _ in asked]
        yield say("level.never", task=task_name(name), crews=listed(map(crew_name, few)))
    for load in found.loads:
        for step in load.over_levelled[:1]:
            tasks = [name for name in step.tasks if name not in found.never]
            if len(tasks) == len(step.tasks):
                yield say(
                    "level.over",
                    crew=crew_name(load.crew.id),
                    day=start_day(step.begin),
                    units=step.units,
                    there=there(load.crew, step.begin),
                    tasks=listed(map(task_name, tasks)),
                )
        if load.rests:
            rests = listed(map(task_name, load.rests))
            yield say("level.rests", crew=crew_name(load.crew.id), tasks=rests)


def load_text(load: Load) -> Phrase:
    """When by the plan more of a crew is asked for than there is: the worst of it; empty where never."""
    if not load.over_plain:
        return ""
    worst = max(load.over_plain, key=lambda one: (one.units - there(load.crew, one.begin), -one.begin))
    return say(
        "level.short",
        crew=crew_name(load.crew.id),
        day=start_day(worst.begin),
        units=worst.units,
        there=there(load.crew, worst.begin),
        tasks=listed(map(task_name, worst.tasks)),
    )


def reason_of(wait: CrewWait) -> Phrase:
    """Why a task waits, as a decision gives its reason."""
    crews = listed(map(crew_name, wait.crews))
    if not wait.behind:
        return say("level.reason.days", crews=crews)
    return say("level.reason", crews=crews, tasks=listed(map(task_name, wait.behind)))
