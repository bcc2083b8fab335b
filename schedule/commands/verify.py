"""`daopai verify`: whether a past record was changed, and which first."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.commands import options
from schedule.commands.exits import Exit, leave
from schedule.commands.printing import answer, screen, tell
from schedule.commands.reading import folder_of
from schedule.files.records.plan_folder import read_history, seal_history
from schedule.files.records.reading import unread
from schedule.output.answers.chain import history_lines, sealed_words
from schedule.output.tables.terminal import joined
from schedule.output.words.faults import render_all


@click.command()
@options.plan
@click.option(
    "--seal", is_flag=True, help="封存末尾手写的周报和基准  Seal what was typed by hand at the end of the chain."
)
@options.lang
def command(plan: Path, seal: bool, lang: str) -> None:
    """核对历史：周报、基准和计划在封存之后有没有改过。Verify that no past update, baseline or plan was changed.

    Each record gives the fingerprint of the one before it and its own. Exit code 12 where one says something else than
    when it was sealed, was taken away, renamed or put in later; the first is named. Other line ends, as git makes them,
    and other comments are told as what they are, and change nothing. What nobody has sealed yet is told
    （未封存的会指出）.
    """
    folder = folder_of(plan)
    if seal:
        names = [path.relative_to(folder).as_posix() for path in seal_history(folder)]
        tell(sealed_words(names, lang))
    chain, left_out = read_history(folder), unread(folder)
    if left_out:
        tell([render_all(left_out, lang)])
    answer(joined(history_lines(chain, folder, lang, screen())))
    if chain.faults:
        leave(Exit.CHANGED)
