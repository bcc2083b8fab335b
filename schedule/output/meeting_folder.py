"""The meeting's folder of papers: charts, tables, minutes, letters, the page for the phone, all from one meeting.

Beside the papers lies `snapshot.json` with all their figures, against which a later run of the same meeting is held.

The papers are written into a temporary folder and moved when all of them are there, so that after a fault no chart of
one run lies beside the table of another. This module must never choose what a paper says, nor where the folder lies.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from errno import EISDIR
from os import strerror
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock, Timeout

from schedule.analysis.meeting import Meeting
from schedule.analysis.move.windows import Windows
from schedule.analysis.views.issued import issued
from schedule.diagnostics import PlanError
from schedule.files.records.issued import ISSUED, issued_text
from schedule.issued import Issued
from schedule.output.answers.issued import comparison_text
from schedule.output.delivery.icalendar import calendars
from schedule.output.minutes.bulletin import MINUTES, bulletin
from schedule.output.minutes.markdown import escaped, markdown
from schedule.output.tables.contents import ALERT_COLUMNS, alert_records, alert_rows, deadline_table
from schedule.output.tables.csv_json import BYTE_ORDER_MARK, csv_text, json_text
from schedule.output.why.tables import sheet
from schedule.output.words.phrases import Voice
from schedule.output.words.sentences import made_by_text

Write = Callable[[Meeting, Path, Voice], Sequence[str]]
"""Writes one paper into a folder and names its files; none where it has nothing to say."""

_WORKPLACE = ".writing-"
_LOCK = ".lock"
INDEX = "index.md"


def write_papers(
    meeting: Meeting,
    folder: Path,
    voice: Voice,
    *,
    only: Collection[str] = (),
    kept: Issued | None = None,
    told: Callable[[str], None] = lambda _: None,
    missing: Callable[[PlanError], None] | None = None,
) -> tuple[Path, ...]:
    """Write the papers of a meeting into `folder`, over those of an earlier run, and return their paths in order.

    Args:
        meeting: the meeting.
        folder: where they go; made where it is not there.
        voice: whose words.
        only: names of `PAPERS`; by default all of them, an index, and the figures that are kept.
        kept: the figures of the meeting, with what they replace; by default those of the meeting, which replace none.
        told: is called with the name of each paper before it is written.
        missing: is called where the typeface of the charts is missing; all other papers are written.

    Raises:
        KeyError: a name that is none of `PAPERS`.
        PlanError: the same, where `missing` is not given; nothing is written.
        OSError: the folder cannot be written, or one of the papers cannot be replaced; then the papers are those that
            were there, and a folder that was not there is not.
    """
    if unknown := set(only) - PAPERS.keys():
        raise KeyError(min(unknown))
    chosen = [name for name in PAPERS if not only or name in only]
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _workplace(folder) as workplace:
            files: dict[str, Sequence[str]] = {}
            for name in chosen:
                told(name)
                try:
                    with _named(folder):
                        files[name] = PAPERS[name](meeting, workplace, voice)
                except PlanError as error:
                    if missing is None:
                        raise
                    for drawn in workplace.glob("*.png"):
                        drawn.unlink()  # so that the minutes show no chart that is not in the folder
                    missing(error)
            names = [file for written in files.values() for file in written]
            kept = issued(meeting) if kept is None else kept
            if (workplace / MINUTES).is_file():
                _close(workplace / MINUTES, [escaped(line) for line in _closing(kept, voice)])
            if not only:
                (workplace / INDEX).write_text(_index(meeting, files, voice), encoding="utf-8")
                _close(workplace / INDEX, [_closing_of_index(kept, voice)])
                (workplace / ISSUED).write_text(issued_text(kept), encoding="utf-8")
                names += [INDEX, ISSUED]
            _move(workplace, folder, names, chosen)
    except BaseException:
        with suppress(OSError):
            for path in made:
                path.rmdir()
        raise
    return tuple(folder / name for name in names)


@contextmanager
def _named(folder: Path) -> Iterator[None]:
    """Give an error that names no file, as that of a full disk, the name of the folder."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(folder)) from None


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A folder for the time of writing. Those of runs that were killed are taken away: nobody holds their lock."""
    workplace = Path(mkdtemp(prefix=_WORKPLACE, dir=folder))
    try:
        with FileLock(workplace / _LOCK):
            for other in folder.glob(f"{_WORKPLACE}*"):
                if other != workplace and (other / _LOCK).is_file():
                    with suppress(Timeout, OSError), FileLock(other / _LOCK, timeout=0):
                        shutil.rmtree(other, ignore_errors=True)
            yield workplace
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _minutes(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    """The minutes, with the charts that this run has drawn; `PAPERS` has the charts before them."""
    drawn = {name: pages(name, [path.name for path in folder.iterdir()]) for name in ("gantt", "critical")}
    pictures = {name: files for name, files in drawn.items() if files}
    return _texts(folder, {MINUTES: markdown(bulletin(meeting, voice), voice, pictures)})


def pages(chart: str, files: Iterable[str]) -> list[str]:
    """The files of a chart among others, in the order of its pages.

    >>> pages("gantt", ["gantt-10.png", "wall.png", "gantt-2.png"])
    ['gantt-2.png', 'gantt-10.png']
    """
    numbers = {file: re.fullmatch(rf"{chart}(?:-(\d+))?\.png", file) for file in files}
    found = {file: int(match[1] or 0) for file, match in numbers.items() if match is not None}
    return sorted(found, key=found.__getitem__)


def _page(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    from schedule.output.page.html import page

    return _texts(folder, {"meeting.html": page(meeting, voice)})


def _secretary(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    from schedule.output.letters.secretary import secretary_markdown, write_secretary

    write_secretary(meeting, folder / "secretary.docx", voice)
    return ["secretary.docx", *_texts(folder, {"secretary.md": secretary_markdown(meeting, voice)})]


def _notice(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    from schedule.output.letters.notice import notice_markdown, write_notice

    write_notice(meeting, folder / "notice.docx", voice)
    return ["notice.docx", *_texts(folder, {"notice.md": notice_markdown(meeting, voice)})]


def _supervision(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    from schedule.output.letters.supervision import has_supervision, supervision_markdown, write_supervision

    if not has_supervision(meeting):
        return []
    write_supervision(meeting, folder / "supervision.docx", voice)
    return ["supervision.docx", *_texts(folder, {"supervision.md": supervision_markdown(meeting, voice)})]


def _deadlines(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    from schedule.output.workbooks.deadlines import write_workbook

    table = deadline_table(meeting, voice)
    text = csv_text(table.titles(voice), table.rows, separator=voice.say("comma"))
    write_workbook(meeting, folder / "deadlines.xlsx", voice)
    return ["deadlines.xlsx", *_texts(folder, {"deadlines.csv": BYTE_ORDER_MARK + text})]


def _alerts(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    titles = [voice.say(f"column.{key}") for key in ALERT_COLUMNS]
    text = csv_text(titles, alert_rows(meeting, voice), separator="; ")
    records = json_text(alert_records(meeting, voice.lang))
    return [*_texts(folder, {"alerts.csv": BYTE_ORDER_MARK + text}), *_texts(folder, {"alerts.json": records})]


def _ledger(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    if meeting.ledger is None:
        return []
    table = sheet(Windows(meeting.ledger.milestone, (meeting.ledger,)), voice)
    return _texts(folder, {"ledger.csv": BYTE_ORDER_MARK + csv_text(table.titles(voice), table.rows)})


def _calendars(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    """One a body, named by its id: a folder with names in Chinese cannot be made on every system."""
    texts = calendars(meeting, voice)
    return _texts(folder, {f"deadlines{f'-{body}' if body else ''}.ics": text for body, text in texts.items()})


def _charts(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    from schedule.output.figures.album import draw_all

    return [path.name for one in draw_all(meeting, folder, lang=voice.lang) for path in one.paths]


PAPERS: Mapping[str, Write] = {
    "charts": _charts,
    "minutes": _minutes,
    "page": _page,
    "secretary": _secretary,
    "notice": _notice,
    "supervision": _supervision,
    "deadlines": _deadlines,
    "ledger": _ledger,
    "alerts": _alerts,
    "calendars": _calendars,
}
"""Every paper by its name, in the order of the writing: the minutes show charts that are there already."""

_PAGES = r"(-\d+)?\.png"
_FILES: Mapping[str, str] = {
    "charts": rf"(gantt|critical|weeks|late|wall|ladder|network|float|milestones|curve|why|windows){_PAGES}",
    "ledger": r"ledger\.csv",
    "supervision": r"supervision\.(docx|md)",
    "calendars": r".*\.ics",
}
"""The files of which a run may have more or fewer than the one before it."""


def _texts(folder: Path, texts: Mapping[str, str]) -> Sequence[str]:
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    return list(texts)


def _index(meeting: Meeting, files: Mapping[str, Sequence[str]], voice: Voice) -> str:
    """What lies in the folder and for whom, with links; the headline above it."""
    paper = bulletin(meeting, voice)
    lines = [
        f"# {paper.title}",
        "",
        paper.day,
        "",
        *(f"**{text}**\n" for text in (*paper.begun, paper.headline, *paper.asked)),
    ]
    for name, written in files.items():
        if written:
            links = voice.say("comma").join(f"[{file}]({file.replace(' ', '%20')})" for file in written)
            lines.append(voice.say("papers.line", what=voice.say(f"papers.{name}"), files=links))
    marks = [f"> {line}" for line in (*paper.sample, *paper.notices)]
    return "\n".join([*lines, *([""] if marks else []), *"\n>\n".join(marks).splitlines()]) + "\n"


def _closing(kept: Issued, voice: Voice) -> list[str]:
    """The last lines of the minutes: who made them, and what became of earlier minutes with other figures."""
    was = kept.replaced
    replaced = [] if was is None else [comparison_text(was.made_by, kept.made_by, was.sources, was.figures, voice)]
    return [*replaced, made_by_text(kept.made_by, voice)]


def _closing_of_index(kept: Issued, voice: Voice) -> str:
    """The last line of the index: who made the papers, and where all their figures are."""
    file = voice.say("papers.figures", file=f"[{ISSUED}]({ISSUED})")
    return voice.say("issued.clause").join([made_by_text(kept.made_by, voice), file])


def _close(paper: Path, lines: Sequence[str]) -> None:
    with paper.open("ab") as file:
        file.write("".join(f"\n{line}\n" for line in lines).encode())


def _move(workplace: Path, folder: Path, names: Sequence[str], chosen: Collection[str]) -> None:
    """Put the papers in place of those of an earlier run, whose further pages go too; or leave all as it was."""
    own = re.compile("|".join([_FILES[name] for name in chosen if name in _FILES] or [r"\Z."]))
    old = [path for path in folder.iterdir() if path.name in names or own.fullmatch(path.name)]
    for path in old:
        if path.is_dir():
            raise IsADirectoryError(EISDIR, strerror(EISDIR), str(path))
    aside = workplace / "old"
    aside.mkdir()
    moves = [(path, aside / path.name) for path in old] + [(workplace / name, folder / name) for name in names]
    done: list[tuple[Path, Path]] = []
    try:
        for begin, end in moves:
            done.append((begin, end))
            begin.replace(end)
    except BaseException as error:
        for begin, end in reversed(done):
            with suppress(OSError):  # the move that failed has nothing to take back
                end.replace(begin)
        if isinstance(error, OSError) and error.errno is not None:
            paper = folder / done[-1][0].name
            raise OSError(error.errno, error.strerror, str(paper)) from None
        raise
