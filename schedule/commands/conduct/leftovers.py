"""What killed commands left in a plan's folder: finished, undone or taken away, before anybody reads the plan.

This module must never look outside the folder that commands write into by themselves, nor at what a file says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from schedule.commands.conduct.reading import home_of
from schedule.files.records.reading import BASELINES, EXTERNAL
from schedule.files.records.writing import sweep
from schedule.model import UPDATES

if TYPE_CHECKING:
    from schedule.files.records.papers import Recovered

MEETINGS, FORMS = "meetings", "forms"


def tidy(plan: Path) -> list[tuple[Path, Recovered]]:
    """Leave no file of a killed command in a plan's folder; whose papers were finished or undone is returned.

    Where there is no plan, or nothing may be written, all stays as it is.
    """
    home, found = home_of(plan), list[tuple[Path, "Recovered"]]()
    try:
        if not home.is_dir():  # as beside most files of another tool, whose readers wait for nothing of this
            return found
    except OSError:
        return found
    from schedule.files.records.certificates import CERTIFICATES
    from schedule.files.records.papers import recover
    from schedule.files.records.sent import SENT

    for folder in (home, *(home / name for name in (UPDATES, BASELINES, EXTERNAL, CERTIFICATES, SENT, FORMS))):
        sweep(folder)
    for folder in (home / FORMS, home / MEETINGS):
        for week in _folders(folder):
            sweep(week)
    for week in _folders(home / MEETINGS):
        for papers in (*_folders(week), week):
            found += [(papers, what) for what in recover(papers)]
    return found


def _folders(folder: Path) -> Iterator[Path]:
    """The folders in a folder, by name; none where it cannot be read."""
    with suppress(OSError):
        yield from sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
