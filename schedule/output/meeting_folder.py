"""The meeting's folder of papers: charts, tables, minutes, letters, the page for the phone, all from one meeting.

Beside the papers lies `snapshot.json` with all their figures, against which a later run of the meeting is held, and
`papers.json`, by which the next run knows its own files from those of people (`schedule.files.records.papers`).

The papers are written into a temporary folder and take their places when all of them are there, so that no chart of one
run lies beside the table of another. This module must never choose what a paper says, nor where the folder lies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from schedule.analysis.meeting import Meeting
from schedule.analysis.move.windows import Windows
from schedule.analysis.views.issued import issued
from schedule.diagnostics import PlanError
from schedule.files.records.issued import ISSUED, issued_text, read_issued, version_object
from schedule.files.records.papers import Own, Paper, listed, paper_of, placement, recover, take_places, workplace
from schedule.files.records.writing import held_folder, make_folder
from schedule.issued import Issued
from schedule.output.answers.issued import comparison_text
from schedule.output.delivery.icalendar import calendars
from schedule.output.figures import NAMES
from schedule.output.letters.docx import is_as_written
from schedule.output.letters.letterhead import Letterhead
from schedule.output.minutes.bulletin import MINUTES, bulletin
from schedule.output.minutes.markdown import escaped, markdown
from schedule.output.tables.contents import alert_records, alert_table, deadline_records, deadline_table
from schedule.output.tables.csv_json import BYTE_ORDER_MARK, csv_text, json_text
from schedule.output.why.tables import sheet
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Phrase, joined, say
from schedule.output.words.sentences import fingerprint_check, fingerprint_text, made_by_text
from schedule.version import THIS

Write = Callable[[Meeting, Path, Voice], Sequence[str]]
"""Writes one paper into a folder and names its files; none where it has nothing to say."""

INDEX = "index.md"


def write_papers(
    meeting: Meeting,
    folder: Path,
    voice: Voice,
    *,
    only: Collection[str] = (),
    kept: Issued | None = None,
    force: bool = False,
    told: Callable[[str], None] = lambda _: None,
    missing: Callable[[PlanError], None] | None = None,
    own: Callable[[Own], None] = lambda _: None,
    letterhead: Letterhead | None = None,
) -> tuple[Path, ...]:
    """Write the papers of a meeting into `folder`, over those of an earlier run, and return their paths in order.

    Only what an earlier run wrote, and nobody has changed, is replaced or removed. Where another file has a paper's
    name, the paper gets one like `notice.new.docx`.

    Args:
        meeting: the meeting.
        folder: where they go; made where it is not there.
        voice: whose words.
        only: names of `PAPERS`; by default all of them, an index, and the figures that are kept.
        kept: the figures of the meeting, with what they replace; by default those of the meeting, which replace none.
        force: replace the files of people that have a paper's name.
        told: is called with the name of each paper before it is written.
        missing: is called where the typeface of the charts is missing; all other papers are written.
        own: is called with each file of a person that stays in the place of a paper.
        letterhead: the office's page that the letters are put on; by default one by the standard.

    Raises:
        KeyError: a name that is none of `PAPERS`.
        PlanError: the same, where `missing` is not given; nothing is written.
        OSError: the folder cannot be written, or one of the papers cannot be replaced; then the papers are those that
            were there, and a folder that was not there is not.
    """
    if unknown := set(only) - PAPERS.keys():
        raise KeyError(min(unknown))
    chosen = [name for name in PAPERS if not only or name in only]
    with _made(folder), workplace(folder) as work:
        files: dict[str, Sequence[str]] = {}
        for name in chosen:
            told(name)
            try:
                with _named(folder):
                    files[name] = _written(name, meeting, work, voice, letterhead)
            except PlanError as error:
                if missing is None:
                    raise
                for drawn in work.glob("*.png"):
                    drawn.unlink()  # so that the minutes show no chart that is not in the folder
                missing(error)
        kinds = {file: name for name, written in files.items() for file in written}
        kept = issued(meeting) if kept is None else kept
        if (work / MINUTES).is_file():
            _close(work / MINUTES, [escaped(line) for line in _closing(meeting, kept, voice)])
        with held_folder(folder):
            known = known_papers(folder)
            found = placement(folder, work, kinds, chosen, known, force=force)
            _show_own_charts(work, found.names)
            if not only:
                (work / INDEX).write_text(_index(meeting, files, found.own, voice), encoding="utf-8")
                _close(work / INDEX, voice.told((_closing_of_index(kept), fingerprint_check(meeting))))
                (work / ISSUED).write_text(issued_text(kept), encoding="utf-8")
                kinds |= dict.fromkeys((INDEX, ISSUED), _FIGURES)
            found = placement(folder, work, kinds, chosen, known, force=force)
            take_places(folder, work, found, version_object(kept.made_by))
    for one in found.own:
        own(one)
    return tuple(folder / name for name in found.names.values())


def write_files(
    folder: Path,
    write: Callable[[Path], Mapping[str, str]],
    *,
    renewed: Collection[str] = (),
    force: bool = False,
    own: Callable[[Own], None] = lambda _: None,
) -> tuple[Path, ...]:
    """Write files that are no whole meeting into a folder, all or none, and return their paths in order.

    Args:
        folder: where they go; made where it is not there.
        write: writes them into a folder, and names each with its kind.
        renewed: the kinds of which an earlier run's further files go.
        force: as for `write_papers`.
        own: as for `write_papers`.

    Raises:
        OSError: as `write_papers`.
    """
    with _made(folder), workplace(folder) as work:
        with _named(folder):
            kinds = write(work)
        with held_folder(folder):
            found = placement(folder, work, kinds, renewed, known_papers(folder), force=force)
            take_places(folder, work, found, version_object(THIS))
    for one in found.own:
        own(one)
    return tuple(folder / name for name in found.names.values())


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder, or finish in it what a killed run had begun; after an error it is gone, if it was not there."""
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    recover(folder)
    make_folder(folder)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            for path in made:
                path.rmdir()
        raise


def _written(name: str, meeting: Meeting, folder: Path, voice: Voice, letterhead: Letterhead | None) -> Sequence[str]:
    """Write one paper, a letter on the office's page."""
    letter = _LETTERS.get(name)
    return PAPERS[name](meeting, folder, voice) if letter is None else letter(meeting, folder, voice, letterhead)


@contextmanager
def _named(folder: Path) -> Iterator[None]:
    """Give an error that names no file, as that of a full disk, the name of the folder."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(folder)) from None


def _show_own_charts(work: Path, names: Mapping[str, str]) -> None:
    """Have the minutes show the charts of this run, where others in the folder have their names."""
    if (work / MINUTES).is_file():
        text = (work / MINUTES).read_bytes()
        for name, place in names.items():
            if name.endswith(".png"):
                text = text.replace(f"]({name})".encode(), f"]({place})".encode())
        (work / MINUTES).write_bytes(text)


def known_papers(folder: Path) -> dict[str, Paper]:
    """What earlier runs wrote, of what is there.

    Releases before `papers.json` left no list. What their index names is theirs if nobody wrote it after the index, and
    a letter if it is packed as only we pack it: whoever filled it in saved it. The figures are always a run's.
    """
    known = listed(folder)
    if known is None:
        known = {}
        index = folder / INDEX
        text = index.read_text(encoding="utf-8", errors="replace") if index.is_file() else ""
        named = {match[1].replace("%20", " ") for match in re.finditer(r"\]\(([^()/\\]+)\)", text)}
        if named >= _IN_EVERY_INDEX:
            written = index.stat().st_mtime_ns
            for name in sorted({INDEX, *named}):
                path, kind = (
                    folder / name,
                    next((kind for kind, form in _FILES.items() if re.fullmatch(form, name)), ""),
                )
                if kind is None or not path.is_file() or path.stat().st_mtime_ns > written:
                    continue
                if path.suffix != ".docx" or is_as_written(path.read_bytes()):
                    known[name] = paper_of(path, kind)
    if read_issued(folder / ISSUED) is not None:
        known[ISSUED] = paper_of(folder / ISSUED, _FIGURES)
    return known


def _minutes(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    """The minutes, with the charts that this run has drawn; `PAPERS` has the charts before them."""
    drawn = {name: pages(name, [path.name for path in folder.iterdir()]) for name in ("gantt", "critical")}
    pictures = {name: files for name, files in drawn.items() if files}
    return _texts(folder, {MINUTES: markdown(bulletin(meeting), voice, pictures)})


def pages(chart: str, files: Iterable[str]) -> list[str]:
    """The files of a chart among others, in the order of its pages.

    >>> pages("gantt", ["gantt-10.png", "wall.png", "gantt-2.png"])
    ['gantt-2.png', 'gantt-10.png']
    """
    numbers = {file: re.fullmatch(_pictures(chart), file) for file in files}
    found = {file: int(match[1] or 0) for file, match in numbers.items() if match is not None}
    return sorted(found, key=found.__getitem__)


def _pictures(*charts: str) -> str:
    """How the files of charts are named, as a regular expression whose group is the number of the page."""
    return rf"(?:{'|'.join(charts)})(?:-(\d+))?\.png"


def _page(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    from schedule.output.page.html import page

    return _texts(folder, {"meeting.html": page(meeting, voice)})


def _secretary(meeting: Meeting, folder: Path, voice: Voice, letterhead: Letterhead | None = None) -> Sequence[str]:
    from schedule.output.letters.secretary import secretary_markdown, write_secretary

    write_secretary(meeting, folder / "secretary.docx", voice, letterhead)
    return ["secretary.docx", *_texts(folder, {"secretary.md": secretary_markdown(meeting, voice, letterhead)})]


def _notice(meeting: Meeting, folder: Path, voice: Voice, letterhead: Letterhead | None = None) -> Sequence[str]:
    from schedule.output.letters.notice import notice_markdown, write_notice

    write_notice(meeting, folder / "notice.docx", voice, letterhead)
    return ["notice.docx", *_texts(folder, {"notice.md": notice_markdown(meeting, voice, letterhead)})]


def _supervision(meeting: Meeting, folder: Path, voice: Voice, letterhead: Letterhead | None = None) -> Sequence[str]:
    from schedule.output.letters.supervision import has_supervision, supervision_markdown, write_supervision

    if not has_supervision(meeting):
        return []
    write_supervision(meeting, folder / "supervision.docx", voice, letterhead)
    return ["supervision.docx", *_texts(folder, {"supervision.md": supervision_markdown(meeting, voice, letterhead)})]


def _deadlines(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    from schedule.output.workbooks.deadlines import write_workbook

    rows = [tuple(record.values()) for record in deadline_records(meeting, voice)]
    text = csv_text(deadline_table(meeting).titles(voice), rows, listed=voice.listed)
    write_workbook(meeting, folder / "deadlines.xlsx", voice)
    return ["deadlines.xlsx", *_texts(folder, {"deadlines.csv": BYTE_ORDER_MARK + text})]


def _alerts(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    table = alert_table(meeting)
    text = csv_text(table.titles(voice), table.values(voice), listed="; ".join)
    records = json_text(alert_records(meeting, voice.lang))
    return [*_texts(folder, {"alerts.csv": BYTE_ORDER_MARK + text}), *_texts(folder, {"alerts.json": records})]


def _ledger(meeting: Meeting, folder: Path, voice: Voice) -> Sequence[str]:
    if meeting.ledger is None:
        return []
    table = sheet(Windows(meeting.ledger.milestone, (meeting.ledger,)))
    return _texts(folder, {"ledger.csv": BYTE_ORDER_MARK + csv_text(table.titles(voice), table.values(voice))})


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

_LETTERS: Mapping[str, Callable[[Meeting, Path, Voice, Letterhead | None], Sequence[str]]] = {
    "secretary": _secretary,
    "notice": _notice,
    "supervision": _supervision,
}
"""The papers that an office may want on its own page."""

_FIGURES = "figures"
"""The kind of the index and of the figures that are kept."""
_IN_EVERY_INDEX = {"meeting.md", "notice.docx", "deadlines.xlsx", "alerts.csv"}
_FILES: Mapping[str, str] = {
    "charts": _pictures(*NAMES),
    "minutes": r"meeting\.md",
    "page": r"meeting\.html",
    "secretary": r"secretary\.(docx|md)",
    "notice": r"notice\.(docx|md)",
    "supervision": r"supervision\.(docx|md)",
    "deadlines": r"deadlines\.(xlsx|csv)",
    "ledger": r"ledger\.csv",
    "alerts": r"alerts\.(csv|json)",
    "calendars": r"deadlines(-.+)?\.ics",
    _FIGURES: r"index\.md",
}
"""The names under which earlier releases wrote each kind of paper, as far as no list says it."""


def _texts(folder: Path, texts: Mapping[str, str]) -> Sequence[str]:
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    return list(texts)


def _index(meeting: Meeting, files: Mapping[str, Sequence[str]], own: Sequence[Own], voice: Voice) -> str:
    """What lies in the folder and for whom, with links; the headline above it, what people have changed below."""
    paper = bulletin(meeting)
    lines = [
        f"# {escaped(voice.tell(paper.title))}",
        "",
        escaped(voice.tell(paper.day)),
        "",
        *(f"**{escaped(text)}**\n" for text in voice.told((*paper.begun, paper.headline, *paper.asked))),
    ]
    for name, written in files.items():
        if written:
            links = joined(map(linked, written), "comma")
            lines.append(voice.say("papers.line", what=say(f"papers.{name}"), files=links))
    lines += [f"- {voice.tell(own_text(one, linked))}" for one in own]
    marks = [f"> {escaped(line)}" for line in voice.told((*paper.sample, *paper.notices))]
    return "\n".join([*lines, *([""] if marks else []), *"\n>\n".join(marks).splitlines()]) + "\n"


def own_text(own: Own, shown: Callable[[str], str] = str) -> Phrase:
    """What became of a file that is not as a run wrote it; `shown` gives the names as their reader needs them."""
    if own.new is None:
        return say("papers.own-old", kept=shown(own.kept))
    return say("papers.own", kept=shown(own.kept), new=shown(own.new))


def linked(file: str) -> str:
    """A file of the folder as a link in Markdown."""
    return f"[{file}]({file.replace(' ', '%20')})"


def _closing(meeting: Meeting, kept: Issued, voice: Voice) -> list[str]:
    """The last lines of the minutes: what became of earlier ones with other figures, who made them, fingerprints."""
    was = kept.replaced
    replaced = [] if was is None else [comparison_text(was.made_by, kept.made_by, was.sources, was.figures)]
    return list(voice.told([*replaced, made_by_text(kept.made_by), fingerprint_text(meeting)]))


def _closing_of_index(kept: Issued) -> Phrase:
    """The last line of the index: who made the papers, and where all their figures are."""
    file = say("papers.figures", file=f"[{ISSUED}]({ISSUED})")
    return joined([made_by_text(kept.made_by), file], "issued.clause")


def _close(paper: Path, lines: Sequence[str]) -> None:
    with paper.open("ab") as file:
        file.write("".join(f"\n{line}\n" for line in lines).encode())
