"""`daopai forms`: one form for each body, with its open tasks and what it has to answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from schedule.analysis.weekly.questions import inquire
from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, tell
from schedule.commands.conduct.reading import folder_of, identified, names_of, opened
from schedule.diagnostics import Diagnostic, PlanError
from schedule.files.forms.digest import digest_before
from schedule.files.records.writing import make_folder, sweep, write_atomically
from schedule.model import Instant
from schedule.output.tables.terminal import joined
from schedule.output.words.catalogue import word
from schedule.output.words.phrases import Voice, voice_of
from schedule.output.workbooks.forms import FormFile, forms


@click.command()
@options.plan
@options.date_required
@options.body
@options.out("表放在哪里，默认 PLAN/forms/日期  Where the forms go; by default PLAN/forms/DATE.", folder=True)
@options.force
@options.lang
def command(plan: Path, data_date: Instant, body: str | None, out: Path | None, force: bool, lang: str) -> None:
    """给每个单位发一张填报表（.xlsx）。One form (.xlsx) for each body: its open tasks, and what it has to answer.

    Started? finished? days left? document, cause, who holds the file. The cells to fill in are yellow, the others
    locked; dates and choices are checked while they are typed. Bodies fill them in with WPS, Excel or LibreOffice and
    send them back; `daopai collect` reads them. The same week gives the same files; one that is there and differs is
    left alone, for somebody may have filled it in, unless --force says to replace it.
    """
    folder, project = folder_of(plan), opened(plan, lang)
    inquiry = inquire(project, data_date, digest_before(project, data_date))
    voice, day = voice_of(inquiry.meeting.schedule, lang), start_day(data_date)
    if body is not None:
        body = identified(body, names_of(voice.plan.bodies, lang), "--body")
    asked = [one for one in forms(inquiry, voice) if body in (None, one.body)]
    place_forms(asked, out or folder / "forms" / day.isoformat(), force=force, voice=voice)
    if not asked:
        tell([word("forms.none", lang)])
    if inquiry.nobodys:
        names = voice.say("comma").join(voice.task(name) for name in inquiry.nobodys)
        tell([voice.say("forms.nobodys", count=voice.count(len(inquiry.nobodys), "row"), tasks=names)])
    if any(update.data_date >= data_date for update in project.updates):
        tell([voice.say("forms.recorded", day=voice.whole_day(day))])


def place_forms(made: Sequence[FormFile], folder: Path, *, force: bool, voice: Voice) -> None:
    """Write forms into a folder and say so.

    Raises:
        PlanError: one is there and differs (`form-exists`), and nobody said to replace it; nothing is written then,
            but where another run wrote it meanwhile.
    """
    placed = [(one, folder / one.name) for one in made]
    sweep(folder)
    there = {path: path.read_bytes() for _, path in placed if path.exists()}
    differing = [path for one, path in placed if there.get(path, one.data) != one.data]
    if differing and not force:
        raise PlanError(Diagnostic("form-exists", None, {"found": str(path)}) for path in differing)
    for one, path in placed:
        make_folder(path.parent)
        if path not in there:
            try:
                write_atomically(path, one.data, exclusive=True)
            except FileExistsError:  # of another run at the same instant
                if path.read_bytes() == one.data:
                    continue
                if not force:
                    raise PlanError([Diagnostic("form-exists", None, {"found": str(path)})]) from None
                write_atomically(path, one.data)
        elif path in differing:
            write_atomically(path, one.data)
    counts = {
        one.body: {"count": voice.count(one.rows, "row"), "must": voice.count(one.must, "row")} for one, _ in placed
    }
    keys = {
        path: "forms.unchanged" if path in there and path not in differing else "forms.written" for _, path in placed
    }
    answer(joined(voice.say(keys[path], path=path, **counts[one.body]) for one, path in placed))
