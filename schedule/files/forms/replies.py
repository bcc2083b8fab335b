"""Forms as bodies send them back → `Answer`s, and answers → the report that an update would have.

A form may have been saved again by WPS, Excel or LibreOffice, its rows sorted, its columns moved, its sheets renamed:
rows are known by the id in them and columns by their heads. Every bad cell is told at once, by file, sheet and cell
(`住建局.xlsx 进展!H7`); a form of another plan or another week is refused. How a workbook is opened is
`schedule.files.forms.filled`' business. This module must never know what several forms say together, and writes
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TypeGuard

from schedule.calendars.worktime import DAY, finish_day, start_day
from schedule.diagnostics import Location, PlanError, Source, nearest
from schedule.files.forms.cells import Cell, cell_words, error_of, forbidden, plain, read_date, read_dates, read_days
from schedule.files.forms.filled import FormBook, Sheet, author_of
from schedule.files.forms.reports import read_reports
from schedule.files.forms.sheet_xml import Place
from schedule.files.sealed.progress import progress_document, stated_progress
from schedule.files.yaml.scalars import (
    DAY_FORM,
    date_facts,
    finish_text,
    parse_duration,
    parse_finish,
    parse_start,
    start_text,
)
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, SequenceNode
from schedule.model import Filing, FilingKind, Instant, State, Statement
from schedule.questionnaire import (
    APPROVAL_COLUMNS,
    DATES,
    FILED_AT_THE_END,
    FILINGS,
    HOLDER,
    KEY,
    PROGRESS_COLUMNS,
    SEPARATOR,
    Answer,
    Asked,
    Author,
    Form,
    Heads,
    Stamp,
    Week,
    fields_for,
)


def _head(text: str) -> str:
    """A column's head as it is compared: its width, capitals and spaces tell nothing."""
    return "".join(plain(text).casefold().split())


_TABLES = (PROGRESS_COLUMNS, APPROVAL_COLUMNS)


def read_form(book: FormBook, week: Week, heads: Heads, faults: Faults) -> Form | None:
    """The answers of a form.

    An empty cell says nothing, and neither does a date that is known already.

    Args:
        book: the opened workbook.
        week: the plan and the data date that it has to be of.
        heads: what its columns may be called.
        faults: gets what is wrong, each with its cell: `form-other-week`, `form-other-plan`, `form-plan-changed`,
            `form-no-table`, `missing-key`, `duplicate-key`, `form-column` (a warning), `form-row-without-task`,
            `unknown-task`, `form-other-body`, `form-not-asked`, `bad-date`, `form-bad-days`, `form-before-start`,
            `actual-after-data-date`, `control-character`, `bad-choice`, `form-holder`, `cell-error`, `cell-merged`,
            `cell-digits`, `cell-turned`, `cell-shown`, `cell-unshown`, `cell-number` (a warning).

    Returns:
        None where the form is not of this plan and week, or has no table to read.
    """
    stamp, place = book.stamp, Location(Source(book.label), 1)
    expected = start_text(week.data_date)
    if stamp.data_date != expected:
        faults.add("form-other-week", place, found=stamp.data_date, expected=expected)
        return None
    if stamp.digest not in (week.digest, *week.digests):
        same = stamp.plan == week.plan
        faults.add("form-plan-changed" if same else "form-other-plan", place, found=stamp.plan, expected=week.plan)
        return None
    tables = [table for sheet in book.sheets for table in _tables(sheet, book.label, heads, faults)]
    if not tables:
        if not faults.errors:
            faults.add("form-no-table", place, expected=heads.columns[KEY][0])
        return None
    reader = _Reader(stamp, author_of(book, heads.filled_in_by), week, faults)
    for table in tables:
        reader.table(table)
    reader.check_holders()
    return Form(stamp, reader.author, tuple(reader.answers), frozenset(reader.spoiled))


def answers_report(answers: Iterable[Answer]) -> MappingNode:
    """Answers, one a field, as the nodes that an update file would give; each fault then names its cell."""
    entries: dict[str, tuple[ScalarNode, MappingNode]] = {}
    for answer in answers:
        row = _node(answer.task, answer.row)
        _, entry = entries.setdefault(answer.task, (row, MappingNode({}, row.location)))
        value: Node = _node(answer.value, answer.place)
        if answer.field in FILINGS and SEPARATOR in answer.value:
            items: list[Node | None] = [_node(part, answer.place) for part in answer.value.split(SEPARATOR)]
            value = SequenceNode(items, value.location)
        entry.entries[answer.field] = _node(answer.field, answer.place), value
    return MappingNode({**entries}, Location(Source(""), 1))


def statement(answers: Sequence[Answer], body: str | None) -> Statement:
    """What one form says of one task; `body` is whose form it is."""
    report, author = answers_report(answers), answers[0].author
    ((task, (_, entry)),) = report.entries.items()
    assert isinstance(entry, MappingNode)
    said = stated_progress(task, entry.location, entry, Faults())
    return Statement(said, author.file, body, author.person or None)


def answers_of(said: Statement) -> tuple[Answer, ...]:
    """What a statement says as the form did; the inverse of `statement`."""
    author, task = Author(said.form, said.person or ""), said.progress.task
    document = progress_document(said.progress).items()
    texts = {key: SEPARATOR.join(map(str, value)) if isinstance(value, list) else str(value) for key, value in document}
    return tuple(Answer(task, key, text, author, said.form, said.form) for key, text in texts.items())


def fits(answers: Sequence[Answer], state: State) -> bool:
    """Whether answers about one task, one a field, can be true together and with what is known."""
    try:
        read_reports([answers_report(answers)], state, Faults())
    except PlanError:
        return False
    return True


def form_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The forms meant by paths, each once and in order of name: of a folder, the workbooks in it."""
    found: dict[Path, Path] = {}
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        for file in inside:
            # What begins with ~$ is the mark that an office program has the file open.
            if file == path or (file.suffix.casefold() in _ENDINGS and not file.name.startswith(("~$", "."))):
                found.setdefault(file.resolve(), file)
    return tuple(sorted(found.values(), key=str))


def labels(paths: Sequence[Path]) -> tuple[str, ...]:
    """What to call each file: its name, with as many of its folders as tell it from the others.

    >>> labels([Path("a/1.xlsx"), Path("b/1.xlsx"), Path("b/2.xlsx")])
    ('a/1.xlsx', 'b/1.xlsx', '2.xlsx')
    """
    parts = [path.resolve().parts for path in paths]
    return tuple(_label(one, [other for other in parts if other != one]) for one in parts)


_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et")


def _label(parts: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> str:
    depth = 1
    while depth < len(parts) and any(other[-depth:] == parts[-depth:] for other in others):
        depth += 1
    return "/".join(parts[-depth:])


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a sheet: the place of each column, and the rows below its heads."""

    sheet: Sheet
    label: str
    head: int
    columns: Mapping[str, int]

    def place(self, row: int, column: int) -> str:
        return f"{self.label} {self.sheet.cell_name(row, column)}"

    def answers(self) -> Iterator[tuple[str, int]]:
        return ((key, column) for key, column in self.columns.items() if key in _ANSWERS)


@dataclass(frozen=True, slots=True)
class _Look:
    """One cell of a table as a person sees it."""

    table: _Table
    row: int
    column: int

    @property
    def place(self) -> str:
        """What a person calls it."""
        return self.table.place(self.row, self.column)

    @property
    def differs(self) -> bool:
        """Whether something else is shown than what the cell holds."""
        return (self.row, self.column) in self.table.sheet.shown

    @property
    def shown(self) -> str | None:
        """What is shown in its place; None where that cannot be told, or nothing else is."""
        return self.table.sheet.shown.get((self.row, self.column))


_EXACT = 10**15
"""Numbers from here on have more digits than a spreadsheet keeps."""
_ANSWERS = {*PROGRESS_COLUMNS, *APPROVAL_COLUMNS}


def _tables(sheet: Sheet, label: str, heads: Heads, faults: Faults) -> Iterator[_Table]:
    """The table of a sheet, where it has one; its heads are checked."""
    key_of = {_head(head): key for key, said in heads.columns.items() for head in said}
    for row, cells in enumerate(sheet.rows):
        keys = [key_of.get(_head(cell_words(cell))) for cell in cells]
        named = [(key, column) for column, key in enumerate(keys) if key is not None]
        kinds = [columns for columns in _TABLES if any(key in columns for key, _ in named)]
        if not kinds or len(named) < 3:
            continue
        columns: dict[str, int] = {}
        faults_before = faults.errors
        for key, column in named:
            if key in columns:
                place, first = (_at(f"{label} {sheet.cell_name(row, k)}") for k in (column, columns[key]))
                faults.add("duplicate-key", place, first, found=cell_words(cells[column]))
            columns.setdefault(key, column)
        language = _language([(key, cell_words(cells[column])) for key, column in named], heads)
        for key in (KEY, *(key for columns_of in kinds for key in columns_of)):
            if key not in columns:
                place = _at(f"{label} {sheet.cell_name(row, named[0][1])}")
                faults.add("missing-key", place, expected=heads.columns[key][language])
        for column, cell in enumerate(cells):
            if cell_words(cell) and keys[column] is None and sheet.filled_below(row, column):
                faults.warn("form-column", _at(f"{label} {sheet.cell_name(row, column)}"), found=cell_words(cell))
        if faults.errors == faults_before:
            yield _Table(sheet, label, row, columns)
        return


def _language(said: Iterable[tuple[str, str]], heads: Heads) -> int:
    """In which language most of a table's heads are said, by its place among the languages; of several the first."""
    counts = Counter(place for key, text in said for place, head in enumerate(heads.columns[key]) if head == text)
    return max(sorted(counts), key=lambda place: counts[place], default=0)


@dataclass(slots=True)
class _Reader:
    """Reads the rows of one form; what it gathers grows row by row."""

    stamp: Stamp
    author: Author
    week: Week
    faults: Faults
    answers: list[Answer] = field(default_factory=list)
    spoiled: set[str] = field(default_factory=set)
    holders: list[tuple[Asked, bool, str, str]] = field(default_factory=list)

    def table(self, table: _Table) -> None:
        """Every row below the heads that has an answer."""
        rows = table.sheet.rows
        merged = self._merged(table)
        for row in range(table.head + 1, len(rows)):
            filled = [
                (key, column, rows[row][column])
                for key, column in table.answers()
                if column < len(rows[row]) and cell_words(rows[row][column]) and (row, column) not in merged
            ]
            if not filled:
                continue
            key_column = table.columns[KEY]
            id_ = cell_words(rows[row][key_column]) if key_column < len(rows[row]) else ""
            at = table.place(row, table.columns.get("name", key_column))
            if not id_:
                key, column, cell = filled[0]
                self.faults.add("form-row-without-task", _at(table.place(row, column)), found=cell_words(cell))
                continue
            asked = self._asked(id_, at)
            if asked is None:
                continue
            for key, column, cell in filled:
                self._answer(asked, key, cell, _Look(table, row, column), at)

    def _merged(self, table: _Table) -> set[Place]:
        """Cells that are one with others, in the rows of tasks, and hold something: whose answer it is, nobody knows.

        Each range is told at its first cell, and its tasks are spoiled.
        """
        rows, key_column = table.sheet.rows, table.columns[KEY]
        columns = {column for _, column in table.answers()} | {key_column}
        found: set[Place] = set()
        for first, last in table.sheet.merged:
            inside = range(max(first[0], table.head + 1), min(last[0] + 1, len(rows)))
            across = columns.intersection(range(first[1], last[1] + 1))
            cells = [cell for row in inside for cell in rows[row][first[1] : last[1] + 1]]
            tasks = {cell_words(rows[row][key_column]) for row in inside if key_column < len(rows[row])} - {""}
            if first == last or not across or not tasks or not any(cell_words(cell) for cell in cells):
                continue
            found |= {(row, column) for row in inside for column in across}
            range_ = f"{table.sheet.cell_name(*first)}:{table.sheet.cell_name(*last).rpartition('!')[2]}"
            self.faults.add("cell-merged", _at(table.place(*first)), found=range_.rpartition("!")[2])
            self.spoiled |= tasks
        return found

    def _asked(self, id_: str, at: str) -> Asked | None:
        sent, asked = self.week.sent.get(id_), self.week.tasks.get(id_)
        if sent is not None and (asked is None or sent.task.body == self.stamp.body):
            asked = sent  # what a decision changed since is no fault of who answers
        if asked is None:
            near = nearest(id_[:100], self.week.tasks)
            self.faults.add("unknown-task", _at(at), found=id_, **({} if near is None else {"nearest": near}))
        elif self.stamp.body not in (asked.task.body, asked.task.applicant):
            facts = {"found": asked.task.name, "expected": asked.task.body or "-", "body": self.stamp.body}
            self.faults.add("form-other-body", _at(at), **facts)
            return None
        return asked

    def _answer(self, asked: Asked, key: str, cell: Cell, look: _Look, row: str) -> None:
        """One filled cell: an answer, something known already, or a fault."""
        task, faults_before = asked.task.id, self.faults.errors
        words, place = cell_words(cell), look.place
        hidden = forbidden(str(cell))
        if (error := error_of(cell)) is not None:
            self.faults.add("cell-error", _at(place), found=error)
        elif hidden is not None:
            self.faults.add("control-character", _at(place), found=f"U+{ord(hidden):04X}")
        elif key not in fields_for(asked, self.stamp.body):
            self.faults.add("form-not-asked", _at(place), found=words, task=asked.task.name)
        elif key == HOLDER:
            self._hold(asked, words, place)
        elif (value := self._value(asked, key, cell, look)) is not None and not _known(asked, key, value):
            self.answers.append(Answer(task, key, value, self.author, place, row))
        if self.faults.errors > faults_before:
            self.spoiled.add(task)

    def _value(self, asked: Asked, key: str, cell: Cell, look: _Look) -> str | None:
        if key == "remaining":
            return self._days(asked, cell, look)
        if key not in DATES:
            return self._text(key, cell, look)
        place = look.place
        if look.differs:
            # 42443 shown as 4244300%, or the first of March shown as March: nobody meant that day.
            self.faults.add("bad-date", _at(place), found=look.shown or cell_words(cell), expected=DAY_FORM)
            return None
        one = read_date(cell, self.week.data_date) if key not in FILINGS else None
        dates = read_dates(cell, self.week.data_date) if key in FILINGS else None if one is None else [one]
        if dates is None:
            text = cell_words(cell)
            facts = {name: fact for name, fact in date_facts(plain(text)).items() if name == "because"}
            self.faults.add("bad-date", _at(place), found=text, expected=DAY_FORM, **facts)
            return None
        new = [text for text in dates if key not in FILINGS or _filing(key, text) not in asked.status.filings]
        for text in new:
            self._check_date(asked, key, text, place)
        return SEPARATOR.join(new)

    def _days(self, asked: Asked, cell: Cell, look: _Look) -> str | None:
        """A number of days, where its cell shows the same number: 50% of a task is not half a day."""
        days, place = read_days(cell, asked.unit), look.place
        shown = look.shown if look.differs else cell_words(cell)
        said = None if shown is None else read_days(shown, asked.unit)
        if days is None or (shown is not None and said is None):
            self.faults.add("form-bad-days", _at(place), found=shown or cell_words(cell))
        elif said is None or _amount(said) != _amount(days):
            self.faults.add("cell-shown", _at(place), found=cell_words(cell), expected=shown or "?")
        elif _is_number(cell) and not look.table.sheet.formats_read and (cell == 1 or not float(cell).is_integer()):
            self.faults.add("cell-unshown", _at(place), found=cell_words(cell))
        else:
            return said
        return None

    def _text(self, key: str, cell: Cell, look: _Look) -> str | None:
        """Words as they stand in the cell; a number and a date only where it is sure what was typed."""
        place, words = look.place, cell_words(cell)
        if _is_number(cell) and abs(cell) >= _EXACT:
            self.faults.add("cell-digits", _at(place), found=look.shown or f"{cell:.14E}")
        elif look.differs and look.shown is None:
            self.faults.add("cell-shown", _at(place), found=words, expected="?")
        elif isinstance(cell, (date, time, timedelta)) or (key == "document" and not look.differs and _cut(cell)):
            self.faults.add("cell-turned", _at(place), found=words)
        else:
            if key == "document" and _is_number(cell) and not look.differs:
                self.faults.warn("cell-number", _at(place), found=words)
            return look.shown if look.differs else words
        return None

    def _check_date(self, asked: Asked, key: str, text: str, place: str) -> None:
        """That a date lies between the project's start and the data date."""
        instant, week = _instant(key, text), self.week
        if _known(asked, key, text):
            return
        if instant > week.data_date or (instant == week.data_date and not _at_the_end(key)):
            self.faults.add("actual-after-data-date", _at(place), found=text, expected=finish_text(week.data_date))
        elif instant < week.start - week.start % DAY:
            self.faults.add("form-before-start", _at(place), found=text, expected=str(start_day(week.start)))

    def _hold(self, asked: Asked, words: str, place: str) -> None:
        if words not in asked.holders:
            self.faults.add("bad-choice", _at(place), found=words, expected=SEPARATOR.join(asked.holders))
        else:
            self.holders.append((asked, asked.holders[words], words, place))

    def check_holders(self) -> None:
        """That whoever is said to have a file is who has it by its dates, with those that this form adds."""
        for asked, authority, words, place in self.holders:
            task = asked.task.id
            said = {answer.field: answer.value for answer in self.answers if answer.task == task}
            filings = [
                *asked.status.filings,
                *(_filing(key, text) for key in FILINGS for text in said.get(key, "").split(SEPARATOR) if text),
            ]
            last = max(filings, key=lambda filing: filing.order).kind if filings else None
            begun = asked.status.started is not None or "started" in said
            with_authority = begun if last is None else last is not FilingKind.RETURNED
            if task in self.spoiled or last is FilingKind.DECIDED or with_authority == authority:
                continue
            expected = next((name for name, meant in asked.holders.items() if meant == with_authority), "-")
            self.faults.add("form-holder", _at(place), found=words, expected=expected)
            self.spoiled.add(task)


def _known(asked: Asked, key: str, value: str) -> bool:
    """Whether a date says what is known already, as what the form itself was filled with does."""
    if key in FILINGS:
        return not value
    # The form shows the day of a start and of a finish, whatever the hour.
    if key == "finished":
        known = asked.status.finished
        return known is not None and finish_day(_instant(key, value)) == finish_day(known)
    known = asked.status.started
    return key == "started" and known is not None and _instant(key, value) in (known, known - known % DAY)


def _is_number(cell: Cell) -> TypeGuard[int | float]:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _amount(days: str) -> Fraction | None:
    duration = parse_duration(days)
    return None if duration is None else duration.amount


def _cut(cell: Cell) -> bool:
    """Whether a cell is no number of a document: TRUE, or 2016.1, of which nobody knows whether it was 2016.10."""
    return isinstance(cell, bool) or (_is_number(cell) and not float(cell).is_integer())


def _at_the_end(key: str) -> bool:
    return key in FILED_AT_THE_END or key == "finished"


def _instant(key: str, text: str) -> Instant:
    instant = parse_finish(text) if _at_the_end(key) else parse_start(text)
    assert instant is not None  # read_date gives no other text
    return instant


def _filing(key: str, text: str) -> Filing:
    return Filing(FilingKind(key), _instant(key, text))


def _at(place: str) -> Location:
    return Location(Source(place), 1)


def _node(text: str, place: str) -> ScalarNode:
    return ScalarNode(text, Source(place), 1, 1, len(text))
