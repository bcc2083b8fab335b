"""`daopai verify`: whether a past record was changed, and which first; whether a certificate is that of its plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from schedule.analysis.history import History
from schedule.analysis.meeting import take
from schedule.analysis.views.certificate import Finding, certificate, finding, said_of_menus
from schedule.calendars.worktime import minutes
from schedule.commands.conduct import options
from schedule.commands.conduct.exits import Exit, leave
from schedule.commands.conduct.printing import answer, screen, tell
from schedule.commands.conduct.reading import day_of, folder_of, sound
from schedule.commands.conduct.recording import seal_records
from schedule.diagnostics import PlanError
from schedule.files.records.certificates import written_certificates
from schedule.files.records.plan_folder import read_history
from schedule.files.records.reading import unread
from schedule.output.answers.certificate import Compared, certificate_lines
from schedule.output.answers.chain import history_lines, sealed_words
from schedule.output.tables.terminal import joined
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import planless, voice_of


@click.command()
@options.plan
@click.option(
    "--seal", is_flag=True, help="封存末尾手写的周报和基准  Seal what was typed by hand at the end of the chain."
)
@click.option(
    "--tip",
    metavar="HASH",
    callback=options.fingerprint,
    help="和先前材料上印的记录指纹核对，可只写前 8 位  Compare with the fingerprint printed on an earlier paper.",
)
@click.option(
    "--certificate",
    "certificates",
    is_flag=True,
    help="再把 certificates/ 里的排期证明和重新计算的核对  Compare certificates/ with what is computed anew as well.",
)
@options.lang
def command(plan: Path, seal: bool, tip: str | None, certificates: bool, lang: str) -> None:
    """核对历史：周报、基准和计划在封存之后有没有改过。Verify that no past update, baseline or plan was changed.

    Each record gives the fingerprint of the one before it and its own. Exit code 12 where one says something else than
    when it was sealed, was taken away, renamed or put in later; the first is named. Other line ends, as git makes them,
    and other comments are told as what they are, and change nothing. What nobody has sealed yet is told
    （未封存的会指出）. What the files alone cannot show, that the newest records were taken away or all was written
    anew, --tip does: HASH is the fingerprint of the records on an earlier notice or minutes, or at least 8 digits of
    it. It says which record that is of and what was recorded since; exit code 12 where no record has it.
    --certificate computes each certificate anew from the plan and the records of its day; exit code 12 where one is
    another. Whoever does not trust daopai runs tools/verify_schedule.py on the file, which needs Python alone.
    """
    folder = folder_of(plan)
    if seal:
        names = [path.relative_to(folder).as_posix() for path in seal_records(folder)]
        tell(planless(lang).told(sealed_words(names)))
    chain, left_out = read_history(folder), unread(folder)
    if left_out:
        tell([render_all(left_out, lang)])
    answer(joined(history_lines(chain, folder, lang, screen(), tip)))
    found = _compared(plan, folder, lang) if certificates else {}
    if certificates:
        answer(joined(["", *certificate_lines(found, folder, lang, screen())]))
    is_another = any(one.finding is not Finding.SAME for one in found.values())
    if chain.faults or is_another or (tip is not None and chain.known_by(tip) is None):
        leave(Exit.CHANGED)


def _compared(plan: Path, folder: Path, lang: str) -> dict[date, Compared]:
    """How each certificate of a plan's folder stands to the one of the same day that is computed anew."""
    written = written_certificates(folder)
    if not written:
        return {}
    history, found = History(sound(plan)[0]), dict[date, Compared]()
    for day, text in written.items():
        try:
            meeting = take(history, day_of(history.project, minutes(day)))
            own = certificate(meeting)
        except PlanError:  # a file may name any day
            found[day] = Compared(Finding.UNCOMPUTED)
            continue
        if own is None:
            found[day] = Compared(Finding.UNREADABLE)
        else:
            found[day] = Compared(finding(text, own), said_of_menus(own), voice_of(meeting.schedule, lang))
    return found
