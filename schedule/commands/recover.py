"""`daopai recover`: the cheapest lawful measures that keep a deadline, and the proof that nothing less does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import monotonic

import click

from schedule.analysis.history import History
from schedule.analysis.levelling.levelled import PLACED, levelled
from schedule.analysis.meeting import Meeting, take
from schedule.analysis.recovery.decided import UNSIGNED, revisions_of, undecided
from schedule.analysis.recovery.menus import BRANCHED, Recovery, recovery
from schedule.analysis.speaking_order import open_milestone
from schedule.analysis.views.remedy import ByCrews, by_crews
from schedule.calendars.worktime import DAY
from schedule.commands.conduct import options
from schedule.commands.conduct.exits import Exit, leave
from schedule.commands.conduct.printing import answer, screen, tell, tell_unwritten
from schedule.commands.conduct.reading import day_of, identified, names_of, opened
from schedule.engine.schedule import Schedule, Stage
from schedule.files.sealed.updates import update_text
from schedule.files.yaml.text import scalar_text
from schedule.model import Instant, Update
from schedule.output.tables.csv_json import json_text
from schedule.output.tables.terminal import joined, noted, wrapped
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice, voice_of
from schedule.output.words.recovery import menu_words, recovery_lines, recovery_record, review_lines

SEARCHED = 0.9
"""The share of the seconds in which it is looked for the cheapest; the rest is for one that may not be."""
_PLACED = 3 * PLACED
"""How many tasks it may put anywhere to level the plan with each menu."""
FORMS = ("table", "json", *options.CHARTS)


@click.command()
@options.plan
@options.task_or_all
@options.date
@click.option(
    "--to",
    metavar="DATE",
    callback=options.day,
    help="要赶到哪天，默认它的期限  The day by which it is to finish; by default its deadline.",
)
@click.option(
    "--menus",
    type=options.Whole(1, 99),
    metavar="NUMBER",
    help="最多几个方案，默认 3 或计划里写的  How many menus at most; by default 3, or what the plan says.",
)
@click.option(
    "--as-revision",
    type=options.Whole(1, 99),
    metavar="NUMBER",
    help="把第几个方案写成决定，批准人空着  Print this menu as a decision that nobody has approved yet.",
)
@options.formats(*FORMS)
@options.out("写入文件；.png .svg .pdf 画成图  Write to a file instead; .png .svg .pdf: a chart.")
@options.lang
def command(
    plan: Path,
    task: str | None,
    data_date: Instant | None,
    to: Instant | None,
    menus: int | None,
    as_revision: int | None,
    form: str | None,
    out: Path | None,
    lang: str,
) -> None:
    """守不住怎么办：最省的合法措施，证明少一点都不行。The cheapest lawful measures that keep a deadline, with proof.

    TASK is an id or a name, by default the one that the meeting speaks of first（默认是例会先说的那一项）.
    It asks how early its date can be at all, which tasks block it, and which of the plan's `levers:` reach it for the
    least; each menu is computed by the engine that makes the forecast, and no measure goes below a period of the law
    （每个方案都重排过，不突破法定期限）. It ends with 3 where none reaches the date（措施全用上也赶不到，退出码 3）.
    """
    form = options.form_of(form, out, FORMS)
    project = opened(plan, lang)
    history, day = History(project), day_of(project, data_date)
    schedule = history.schedule(day)
    tasks = schedule.state.plan.tasks
    name = open_milestone(schedule) if task is None else identified(task, names_of(tasks, lang), "TASK")
    dates = schedule.tasks[name]
    if dates.stage is Stage.FINISHED or dates.task.spans:
        raise options.refused("TASK", "recover.over", task=name)
    by = dates.task.deadline if to is None else to + DAY
    if by is None:
        raise options.refused("--to", "recover.no-deadline", task=name)
    rules = schedule.state.plan.settings.recovery
    end = monotonic() + rules.seconds * SEARCHED
    wanted = max(menus or rules.max_menus, as_revision or 0)
    found = recovery(schedule, name, by, wanted, lambda: monotonic() > end, branched=BRANCHED)
    voice, show = voice_of(schedule, lang), screen(out)
    if as_revision is not None:
        options.no_chart(form)
        answer(_revision(found, as_revision, schedule, voice), out)
    elif form in options.CHARTS and out is not None:
        answer(joined([str(_drawn(found, take(history, day), out, lang))]))
        tell_unwritten(schedule, plan, voice)
    elif form == "json":
        answer(json_text([recovery_record(found, schedule, _by_crews(found, schedule))]), out)
    else:
        said = recovery_lines(found, schedule, _by_crews(found, schedule))
        lines = [line for text in voice.told(said) for line in wrapped(text, show)]
        marks = voice.told(notices(schedule))
        answer(joined([*lines, *([""] if marks else []), *noted(marks, show)]), out)
    leave(Exit.FINE if found.is_possible or not found.is_needed else Exit.ALERTED)


def _by_crews(found: Recovery, schedule: Schedule) -> ByCrews | None:
    """What crews do to the date that the menus keep; nobody levels a plan for which there is no menu."""
    return by_crews(found, levelled(schedule), len(found.menus), _PLACED) if found.menus else None


def _drawn(found: Recovery, meeting: Meeting, out: Path, lang: str) -> Path:
    """The menus as a chart; matplotlib is only loaded for it."""
    from schedule.output.figures import cures

    return cures.save(found, meeting, out, lang=lang)


def _revision(found: Recovery, number: int, schedule: Schedule, voice: Voice) -> str:
    """A menu as an update's file that cannot be recorded until somebody writes who approved it."""
    if not 0 < number <= len(found.menus):
        raise options.refused("--as-revision", "recover.no-menu", number=len(found.menus))
    menu = found.menus[number - 1]
    said = voice.say("clause").join((voice.tell(menu_words(menu, schedule)), *voice.told(review_lines(menu, schedule))))
    reason = voice.say("recover.reason", to=voice.finish(found.to), menu=said)
    if names := undecided(menu, schedule):
        tell([voice.say("recover.reported", tasks=voice.listed(voice.task(name) for name in names))])
    update = Update(schedule.state.data_date, revisions=revisions_of(menu, schedule, reason))
    text = update_text(replace(update, sample=schedule.state.sample))
    unsigned = f"approved_by: {scalar_text(UNSIGNED)}"
    return text.replace(f"{unsigned}\n", "approved_by:\n").replace(unsigned, "approved_by: ")
