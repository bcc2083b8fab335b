"""What everything printed from a schedule says about itself: invented data, other rules, what calendars assumed.

This module must never know a meeting: who only asks for dates waits for none of what is said of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from schedule.calendars.worktime import Provisional, start_day
from schedule.engine.schedule import Schedule, Stage
from schedule.model import Aside, External, Published, accepted_from_outside
from schedule.output.words.saying import (
    Fact,
    Fault,
    Marked,
    Name,
    Named,
    Phrase,
    Unread,
    WholeDay,
    joined,
    say,
    task_name,
)
from schedule.rules import Profile


def notices(schedule: Schedule) -> tuple[Phrase, ...]:
    """What everything printed from a schedule says about itself.

    Sample data first, then whose rules where they are not P6's, then what its calendars assumed.
    """
    return (
        *head_marks(schedule),
        *rules_notice(schedule),
        *external_notices(schedule),
        *calendar_notices(schedule),
    )


def external_notices(schedule: Schedule) -> tuple[Phrase, ...]:
    """What has come to differ from what zones published: of what waits for another plan, and of what another waits for.

    Nothing of it has moved a date: the plan decides what it accepts.
    """
    last = {one.zone: one for one in schedule.state.external}
    return tuple(said for one in last.values() for said in _external(one, schedule))


def _external(external: External, schedule: Schedule) -> Iterator[Phrase]:
    held: dict[str, Published] = {}
    for row in external.dates:
        dates = schedule.tasks.get(row.task)
        if dates is None or dates.stage is Stage.FINISHED:
            continue
        if not row.gives:
            if dates.stage is Stage.NOT_STARTED and (row.task not in held or row.early_start is not None):
                held[row.task] = row
        elif row.comes != (comes := dates.first_day if row.begins else dates.last_day):
            now = comes
            facts: dict[str, Fact] = {"comes": row.comes, "other": row.other, "plan": row.plan, "now": now}
            yield say("external.moved", day=external.day, task=task_name(row.task), **facts)
    for name, row in held.items():
        kept = accepted_from_outside(schedule.tasks[name].task)
        key = "gone" if row.early_start is None else "open" if kept is None else "changed"
        if kept != row.early_start:
            yield say(
                f"external.{key}",
                day=external.day,
                zone=external.zone,
                task=task_name(name),
                plan=row.plan,
                other=row.other,
                published=None if row.early_start is None else start_day(row.early_start),
                accepted=None if kept is None else start_day(kept),
            )


def rules_notice(schedule: Schedule) -> tuple[Phrase, ...]:
    """Whose rules the dates were computed by, where they are not P6's."""
    profile = schedule.state.plan.settings.profile
    return () if profile is Profile.P6 else (say("notice.profile", profile=profile),)


def head_marks(schedule: Schedule) -> tuple[Phrase, ...]:
    """What stands at the head of everything printed: records that were changed or are left out, then invented data.

    The words for the latter are not said twice where the author's text begins with them.
    """
    aside = record_marks(schedule.state.altered, schedule.state.aside)
    text = schedule.state.sample
    if text is None:
        return aside
    return *aside, Marked(say("notice.sample", text=""), text)


def record_marks(altered: Sequence[str], aside: Iterable[Aside]) -> tuple[Phrase, ...]:
    """That records were changed after they were sealed, or are left out: every figure may rest on that."""
    return *_altered(altered), *(_aside(one) for one in aside)


def _altered(names: Sequence[str]) -> list[Phrase]:
    """That past records are not as they were sealed: every figure may rest on what was changed."""
    if not names:
        return []
    shown = joined(names[:_NAMED], "comma")
    shown = shown if len(names) <= _NAMED else say("notice.altered.more", names=shown, number=len(names))
    return [say("notice.altered", names=shown)]


_NAMED = 2
"""How many of the changed records are named: `verify` has all, and a paper's line has an end."""


def _aside(one: Aside) -> Phrase:
    """That an update cannot be computed, why, and from when on what it says counts all the same."""
    names, why = joined(one.names, "comma"), Fault(one.faults[0])
    if one.counted is None:
        return say("notice.aside", names=names, why=why)
    return say("notice.aside-counted", names=names, why=why, day=WholeDay(start_day(one.counted)))


def calendar_notices(schedule: Schedule) -> tuple[Phrase, ...]:
    """That nobody has read the words, then what the calendars assumed, a sentence a kind and span of years."""
    return UNREAD, *_assumed(schedule.provisional)


UNREAD = Unread(say("notice.unread"))
"""That nobody who speaks the language has read its words, and what stands where it has none."""


def unannounced(schedule: Schedule) -> tuple[Phrase, ...]:
    """The years whose working days nobody has announced yet, a sentence: it stands on letters and messages too.

    A festival of a region that is not known yet is a matter of days, which the minutes tell.
    """
    years = (one for one in schedule.provisional if one.code == "national-provisional")
    return UNREAD, *_assumed(years)


def _assumed(provisional: Iterable[Provisional]) -> tuple[Phrase, ...]:
    years: dict[tuple[str, str], list[int]] = {}
    for one in provisional:
        years.setdefault((one.code, one.subject), []).append(one.year)
    subjects: dict[tuple[str, Phrase], list[Phrase]] = {}
    for (code, subject), found in sorted(years.items(), key=lambda entry: (entry[1], entry[0])):
        subjects.setdefault((code, _spans(found)), []).append(Name(Named.FESTIVAL, subject))
    return tuple(
        say("sentence.end", text=say(f"notice.{code}", years=span, subject=joined(names, "comma")))
        for (code, span), names in subjects.items()
    )


def _spans(years: list[int]) -> Phrase:
    """Years in order, those that follow each other as one span: 2015, 2017-2021."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return joined((str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs), "comma")
