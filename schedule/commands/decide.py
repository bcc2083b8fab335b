"""`daopai decide`: record a decision that changes the plan, and say what it moves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

import click

from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting, take
from schedule.analysis.views.proposals import proposed
from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, screen, tell
from schedule.commands.conduct.reading import day_of, folder_of
from schedule.commands.conduct.recording import on_the_latest, record_update
from schedule.commands.conduct.repeating import recorded_in
from schedule.diagnostics import PlanError
from schedule.engine.state import as_of
from schedule.files.forms.changes import Said, read_changes
from schedule.files.records.plan_folder import latest_until, read_history
from schedule.files.yaml.source import Faults
from schedule.model import Instant, Project, Revision, State, Update
from schedule.output.answers.chain import sealed_words
from schedule.output.answers.decision import decision_lines
from schedule.output.tables.terminal import joined, wrapped
from schedule.output.words.catalogue import word
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import planless, voice_of


@click.command()
@options.plan
@click.argument("changes", metavar="CHANGE...", nargs=-1)
@options.date_required
@click.option("--reason", help="为什么这样定  Why it was decided.")
@options.approved_by(required=False)
@options.corrects
@click.option("--announced", is_flag=True, help="日历：政府公布的，不算谁的延误  Days that a government announced.")
@click.option(
    "--id", "id_", metavar="ID", help="决定的编号，默认 D-日期-序号  The decision's id; D-DATE-N if not said."
)
@click.option("--for", "asked_by", metavar="BODY", help="哪个单位提出的  The body that asked for it.")
@click.option(
    "--promise", "promises", metavar="'TASK DAYS'", multiple=True, help="答应 TASK 提前几天  What was promised."
)
@click.option("--due", metavar="DATE", callback=options.day, help="哪天以前落实  By when it is to be done.")
@click.option("--measure", "measures", multiple=True, help="措施，可写多次  What is to be done; may be repeated.")
@options.note
@options.dry_run
@options.lang
def command(
    plan: Path,
    changes: tuple[str, ...],
    data_date: Instant,
    reason: str | None,
    approved_by: str | None,
    corrects: str | None,
    announced: bool,
    id_: str | None,
    asked_by: str | None,
    promises: tuple[str, ...],
    due: Instant | None,
    measures: tuple[str, ...],
    note: str | None,
    dry_run: bool,
    lang: str,
) -> None:
    """登记一个调整计划的决定，写成新文件，旧的从不改动。Record a decision that changes the plan, in a new file.

    CHANGE is one change, as one word of the command line, with the keys of the plan file: TASK KEY=VALUE …, a task by
    its id or name; `after=` takes the place of all relations, `after+=` adds one, `after-=` drops those to a task;
    `rule=` names a rule of law, `waived=DOCUMENT` lets its period not be kept（不足法定期限，写补正文件的文号）,
    `extended=10wd` makes an authority's longer（延长办理期限）, `extended=DATE` lets a permit be used until then, and
    `correction=restart|resume` says what a return does to it, and `expert_review=WHO、DATE` that experts
    reviewed less than the reasonable duration（短于合理工期的，谁在哪天论证过）;
    `commits=5200:roads:finish` says what it uses of the funds, for what and when, `needs_funds=50%:contract` or
    `needs_funds=3000` what has to be in place before, `price=9000:roads、21000:workshops` its price（资金）;
    `crew=steel-gang:1、crane:2` how many of which crews are on it（班组）. What begins with another
    word: `add TASK KEY=VALUE …`, `remove TASK`, `calendar ID off=DATE on=DATE name=NAME` (several days as DATE..DATE
    or joined by “、”; `complete=YEAR`: all its holidays are stated), `body ID KEY=VALUE …`, `body ID into=BODY`,
    `add body ID name=NAME`, `phase ID name=NAME`, `add phase ID name=NAME`, `project name=NAME`.
    It says what moves; with --dry-run nothing is written, nor is what is recorded already（登记过的不再写）. A slip of
    the pen in a name needs --corrects in place of --reason and --approved-by（名称录错了，用 --corrects，不用批准）.
    For example:

    \b
    daopai decide PLAN --date 2016-04-11 'works-done deadline=2016-07-10' \\
        --reason 增加路段 --approved-by 领导小组 --for city-investment
    """  # noqa: D301 -- click's mark of a line that is not to be wrapped is the backspace itself
    folder = folder_of(plan)
    if not changes:
        raise options.refused("CHANGE", "usage.no-change")
    if corrects is None and (reason is None or approved_by is None):
        raise options.refused("--reason" if reason is None else "--approved-by", "usage.missing")
    said = Said(
        reason=reason,
        approved_by=approved_by,
        corrects=corrects,
        announced=announced,
        id=id_,
        asked_by=asked_by,
        promises=tuple(_promise(text) for text in promises),
        due=None if due is None else start_day(due).isoformat(),
        measures=measures,
    )

    def read(state: State, said: Said, faults: Faults) -> tuple[Revision, ...]:
        try:
            return read_changes(changes, said, state, faults)
        except ValueError as error:
            raise options.refused("CHANGE", "usage.change", found=error) from None

    def write(project: Project, known: Collection[str]) -> None:
        at = day_of(project.whole, data_date)
        again = recorded_in(project.whole, at, lambda state: read(state, said, Faults()), note, named=id_ is not None)
        if again is not None:
            answer(joined(wrapped(word("decide.again", lang, record=again), screen())))
            return
        decision = _decided(project, at, said, read, note, lang)
        if dry_run:
            tell(decision.warned)
            answer(decision.shown)
            tell([word("decide.dry-run", lang)])
            return
        beside = read_history(folder).unsealed
        path = record_update(folder, decision.update, known)
        tell(decision.warned)
        answer(decision.shown)  # what a decision that is refused would move is no answer
        tell([word("written", lang, path=path), *planless(lang).told(sealed_words(beside, beside=True))])

    on_the_latest(plan, folder, lang, write)


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decision that can be recorded: the record, what is doubtful about it, and what it moves."""

    update: Update
    warned: list[str]
    shown: str


def _decided(
    project: Project,
    data_date: Instant,
    said: Said,
    read: Callable[[State, Said, Faults], tuple[Revision, ...]],
    note: str | None,
    lang: str,
) -> _Decided:
    """The decision with the next free id where it has none, computed with before it is written.

    Raises PlanError where it cannot be recorded.
    """
    faults, history = Faults(), History(project)
    before = as_of(project.whole, data_date)  # what is put right may be what cannot be computed
    latest_until(project.whole, data_date)
    if said.id is None and said.corrects is None:
        said = replace(said, id=_next_id(before, data_date))
    revisions = read(before, said, faults)
    update = Update(data_date, revisions=revisions, note=note)
    # Whether it can be computed is told before anything is written.
    found = proposed(history, update)
    if found.is_unlawful:
        raise PlanError(found.broken)
    warned = (*faults.diagnostics, *found.broken)
    voice, show = voice_of(found.meeting.schedule, lang), screen()
    lines = voice.told(decision_lines(before, _met(history, data_date), found))
    shown = joined(line for text in lines for line in wrapped(text, show, indent="  ", first=""))
    return _Decided(update, [render_all(warned, lang)] if warned else [], shown)


def _met(history: History, data_date: Instant) -> Meeting | None:
    """The meeting before the decision; None where no schedule follows from what is recorded, which it may put right."""
    try:
        return take(history, data_date)
    except PlanError:
        return None


def _next_id(state: State, data_date: Instant) -> str:
    """The id of the next decision of a day: `D-2016-04-11-1`."""
    stem = f"D-{start_day(data_date).isoformat()}-"
    known = {one.decision.id for one in state.revisions}
    return next(name for number in range(1, len(known) + 2) if (name := f"{stem}{number}") not in known)


def _promise(text: str) -> tuple[str, str]:
    task, _, days = text.strip().rpartition(" ")
    if not task.strip():
        raise options.refused("--promise", "usage.promise", found=text)
    return task.strip(), days
