"""`daopai verify`: whether a past record was changed, and which first."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.commands import options
from schedule.commands.exits import Exit, leave
from schedule.commands.printing import answer, screen, tell
from schedule.commands.reading import folder_of
from schedule.files.records.plan_folder import read_history, seal_history
from schedule.output.answers.chain import history_lines, sealed_words
from schedule.output.tables.terminal import joined


@click.command()
@options.plan
@click.option(
    "--seal", is_flag=True, help="封存末尾手写的周报和基准  Seal what was typed by hand at the end of the chain."
)
@options.lang
def command(plan: Path, seal: bool, lang: str) -> None:
    """核对历史：周报、基准和计划在封存之后有没有改过。Verify that no past update, baseline or plan was changed.

    Each record gives the fingerprint of the one before it and its own. Exit code 12 where one is not as it was sealed,
    was taken away, renamed or put in later; the first is named. What nobody has sealed yet is told（未封存的会指出）.
    """
    folder = folder_of(plan)
    if seal:
        names = [path.relative_to(folder).as_posix() for path in seal_history(folder)]
        tell(sealed_words(names, lang))
    chain = read_history(folder)
    answer(joined(history_lines(chain, folder, lang, screen())))
    if chain.faults:
        leave(Exit.CHANGED)
