"""What everything printed from a schedule says about itself: invented data, other rules, what calendars assumed.

This module must never know a meeting: who only asks for dates waits for none of what is said of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from schedule.calendars.worktime import Provisional, start_day
from schedule.engine.schedule import Schedule, Stage
from schedule.model import Aside, External, Published, accepted_from_outside
from schedule.output.words.faults import fault_sentence
from schedule.output.words.phrases import Voice
from schedule.rules import Profile


def notices(schedule: Schedule, voice: Voice) -> tuple[str, ...]:
    """What everything printed from a schedule says about itself.

    Sample data first, then whose rules where they are not P6's, then what its calendars assumed.
    """
    return (
        *head_marks(schedule, voice),
        *rules_notice(schedule, voice),
        *external_notices(schedule, voice),
        *calendar_notices(schedule, voice),
    )


def external_notices(schedule: Schedule, voice: Voice) -> tuple[str, ...]:
    """What has come to differ from what zones published: of what waits for another plan, and of what another waits for.

    Nothing of it has moved a date: the plan decides what it accepts.
    """
    last = {one.zone: one for one in schedule.state.external}
    return tuple(said for one in last.values() for said in _external(one, schedule, voice))


def _external(external: External, schedule: Schedule, voice: Voice) -> Iterator[str]:
    held: dict[str, Published] = {}
    for row in external.dates:
        dates = schedule.tasks.get(row.task)
        if dates is None or dates.stage is Stage.FINISHED:
            continue
        if not row.gives:
            if dates.stage is Stage.NOT_STARTED and (row.task not in held or row.early_start is not None):
                held[row.task] = row
        elif row.comes != (comes := dates.first_day if row.begins else dates.last_day):
            now = voice.day(comes)
            facts = {"comes": voice.day(row.comes), "other": row.other, "plan": row.plan, "now": now}
            yield voice.say("external.moved", day=voice.day(external.day), task=voice.task(row.task), **facts)
    for name, row in held.items():
        kept = accepted_from_outside(schedule.tasks[name].task)
        key = "gone" if row.early_start is None else "open" if kept is None else "changed"
        if kept != row.early_start:
            yield voice.say(
                f"external.{key}",
                day=voice.day(external.day),
                zone=external.zone,
                task=voice.task(name),
                plan=row.plan,
                other=row.other,
                published=None if row.early_start is None else voice.day(start_day(row.early_start)),
                accepted=None if kept is None else voice.day(start_day(kept)),
            )


def rules_notice(schedule: Schedule, voice: Voice) -> tuple[str, ...]:
    """Whose rules the dates were computed by, where they are not P6's."""
    profile = schedule.state.plan.settings.profile
    return () if profile is Profile.P6 else (voice.say("notice.profile", profile=profile),)


def head_marks(schedule: Schedule, voice: Voice) -> tuple[str, ...]:
    """What stands at the head of everything printed: records that were changed or are left out, then invented data.

    The words for the latter are not said twice where the author's text begins with them.
    """
    aside = record_marks(schedule.state.altered, schedule.state.aside, voice)
    text = schedule.state.sample
    if text is None:
        return aside
    mark = voice.say("notice.sample", text="")
    return *aside, text if text.startswith(mark.rstrip(voice.say("colon"))) else mark + text


def record_marks(altered: Sequence[str], aside: Iterable[Aside], voice: Voice) -> tuple[str, ...]:
    """That records were changed after they were sealed, or are left out: every figure may rest on that."""
    return *_altered(altered, voice), *(_aside(one, voice) for one in aside)


def _altered(names: Sequence[str], voice: Voice) -> list[str]:
    """That past records are not as they were sealed: every figure may rest on what was changed."""
    if not names:
        return []
    shown = voice.say("comma").join(names[:_NAMED])
    shown = shown if len(names) <= _NAMED else voice.say("notice.altered.more", names=shown, number=len(names))
    return [voice.say("notice.altered", names=shown)]


_NAMED = 2
"""How many of the changed records are named: `verify` has all, and a paper's line has an end."""


def _aside(one: Aside, voice: Voice) -> str:
    """That an update cannot be computed, why, and from when on what it says counts all the same."""
    names, why = voice.say("comma").join(one.names), fault_sentence(one.faults[0], voice.lang)
    if one.counted is None:
        return voice.say("notice.aside", names=names, why=why)
    return voice.say("notice.aside-counted", names=names, why=why, day=voice.whole_day(start_day(one.counted)))


def calendar_notices(schedule: Schedule, voice: Voice) -> tuple[str, ...]:
    """That nobody has read the words, then what the calendars assumed, a sentence a kind and span of years."""
    return *unread(voice), *_assumed(schedule.provisional, voice)


def unread(voice: Voice) -> tuple[str, ...]:
    """That nobody who speaks the language has read its words, and what stands where it has none."""
    return () if voice.language.reviewed else (voice.say("notice.unread"),)


def unannounced(schedule: Schedule, voice: Voice) -> tuple[str, ...]:
    """The years whose working days nobody has announced yet, a sentence: it stands on letters and messages too.

    A festival of a region that is not known yet is a matter of days, which the minutes tell.
    """
    years = (one for one in schedule.provisional if one.code == "national-provisional")
    return *unread(voice), *_assumed(years, voice)


def _assumed(provisional: Iterable[Provisional], voice: Voice) -> tuple[str, ...]:
    years: dict[tuple[str, str], list[int]] = {}
    for one in provisional:
        years.setdefault((one.code, one.subject), []).append(one.year)
    subjects: dict[tuple[str, str], list[str]] = {}
    for (code, subject), found in sorted(years.items(), key=lambda entry: (entry[1], entry[0])):
        subjects.setdefault((code, _spans(found, voice)), []).append(voice.festival(subject))
    return tuple(
        voice.say("sentence.end", text=voice.say(f"notice.{code}", years=span, subject=voice.say("comma").join(names)))
        for (code, span), names in subjects.items()
    )


def _spans(years: list[int], voice: Voice) -> str:
    """Years in order, those that follow each other as one span: 2015, 2017-2021."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return voice.say("comma").join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
