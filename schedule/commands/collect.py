"""`daopai collect`: forms that came back become one new update."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from schedule.analysis.weekly.merging import Collected, addition
from schedule.calendars.worktime import start_day
from schedule.commands.collecting import collect
from schedule.commands.conduct import options
from schedule.commands.conduct.exits import Exit, leave
from schedule.commands.conduct.printing import answer, screen, tell
from schedule.commands.conduct.reading import folder_of
from schedule.commands.conduct.recording import on_the_latest, record_update
from schedule.files.forms.filled import MAX_BYTES
from schedule.files.forms.replies import form_files, labels
from schedule.files.records.plan_folder import read_history
from schedule.files.sealed.record_names import update_name
from schedule.model import UPDATES, Instant, Project, Update
from schedule.output.answers.chain import sealed_words
from schedule.output.answers.collection import collected_lines, fields_text, silent_text
from schedule.output.tables.terminal import joined
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import Voice, voice_of


@click.command()
@options.plan
@click.argument("forms", metavar="FORM…", nargs=-1, required=True, type=options.Place(exists=True))
@options.date_of(("表里写的", "the forms' own"))
@options.dry_run
@options.yes
@options.lang
def command(
    plan: Path, forms: tuple[Path, ...], data_date: Instant | None, dry_run: bool, yes: bool, lang: str
) -> None:
    """收回填报表，合成一期新周报。Read forms back and write one new update.

    FORM is a filled form or a folder of them, all of one week, collected together or as they come in: what the day's
    records do not say yet becomes a record of its own, beside decisions of the day. What would change is shown first,
    and by whom. The same answer twice is one; different answers are a conflict: none of them counts, all of them
    stand in the update under conflicts, and on the papers until a record says what is so, and the exit code is 10.
    The dates of a task and its days left hang together: a conflict in one holds the others back. A cell that cannot be
    read is told by file, sheet and cell, and nothing is written (exit 1). Collecting the same forms again, in any
    order, changes nothing. What contradicts a record of the day is not recorded (exit 11): it belongs to the next week,
    or `daopai update --corrects` says how the record went wrong.
    """
    folder = folder_of(plan)
    read = started(forms)
    leave(written(plan, folder, lambda project: collect(project, read, data_date), Asked(dry_run, yes), lang))


def started(forms: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Forms and those of folders, each with what to call it and its bytes; a usage error where there is none."""
    files = form_files(forms)
    if not files:
        raise options.refused("FORM…", "usage.no-forms", found=options.said("comma").join(map(str, forms)))
    return [(label, _start(file)) for label, file in zip(labels(files), files, strict=True)]


@dataclass(slots=True)
class Asked:
    """What is said and asked once, though another writer may make it necessary to merge the forms again."""

    dry_run: bool
    yes: bool
    shown: bool = False


def written(plan: Path, folder: Path, gather: Callable[[Project], Collected], asked: Asked, lang: str) -> Exit:
    """Show what forms say of a plan, and write what is new as a record of it; how that ends."""

    def write(project: Project, known: Collection[str]) -> Exit:
        found = gather(project)
        voice = voice_of(found.schedule, lang)
        if not asked.shown:
            _show(found, voice)
            asked.shown = True
        return _record(folder, project, found, voice, asked, known)

    return on_the_latest(plan, folder, lang, write)


def _show(found: Collected, voice: Voice) -> None:
    """What is doubtful, what would change, what is in conflict, whose form is empty."""
    tell([render_all(found.warnings, voice.lang), ""] if found.warnings else [])
    answer(joined(collected_lines(found, voice, screen())))
    silent = silent_text(found)
    tell([voice.tell(silent)] if silent else [])


def _start(file: Path) -> bytes:
    """A file's bytes, and of one that is too large as many as tell that."""
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _record(
    folder: Path, project: Project, found: Collected, voice: Voice, asked: Asked, known: Collection[str]
) -> Exit:
    """Write what the day's records do not say yet, unless there is nothing to say or nobody wants it."""
    day = start_day(found.week.data_date)
    recorded = next((one for one in project.updates if start_day(one.data_date) == day), Update(found.week.data_date))
    data_date = recorded.data_date
    new = addition(found.progress, recorded, found.settling)
    there_already = {(one.task, one.claims) for record in recorded.records or (recorded,) for one in record.disputes}
    disputes = tuple(one for one in found.disputes if (one.task, one.claims) not in there_already)
    there = folder / UPDATES / update_name(data_date)
    if found.gone:
        tell([voice.say("collect.gone", tasks=voice.say("comma").join(found.gone))])
    if not new.progress and not disputes:
        if not new.contradicting and (found.progress or found.outcome.conflicts):
            tell([voice.say("collect.already", path=there)])
        elif not new.contradicting:
            tell([voice.say("collect.nothing")])
    elif asked.dry_run:
        tell([voice.say("collect.dry-run")])
    elif asked.yes or _agreed(voice.say("collect.confirm", day=voice.whole_day(day))):
        asked.yes = True
        beside = read_history(folder).unsealed
        path = record_update(folder, Update(data_date, new.progress, disputes=disputes), known)
        tell([voice.say("written", path=path), *voice.told(sealed_words(beside, beside=True))])
    else:
        tell([voice.say("collect.refused")])
    if new.contradicting:
        pairs = fields_text(new.contradicting)
        tell([voice.say("collect.contradicts", said=pairs, path=there)])
        return Exit.UNRECORDED
    return Exit.CONFLICTS if found.outcome.conflicts else Exit.FINE


def _agreed(question: str) -> bool:
    """Whether whoever sits at the terminal says yes; without a terminal, that is a usage error."""
    if not sys.stdin.isatty():
        raise options.refused("--yes", "collect.no-terminal")
    return click.confirm(question, err=True)
