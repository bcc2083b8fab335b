"""What an update says of one task: its keys, what of it cannot be true, and how it is written.

A report is checked against what is known of the task from earlier updates. This module must never know a schedule:
whether a date is late is not its business.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from schedule.calendars.worktime import DAY
from schedule.diagnostics import Location
from schedule.files.sealed.filings import FILING_KEYS, by_event, check_dates, check_filings, in_order
from schedule.files.yaml.keys import Fragment, Key, Table, valued
from schedule.files.yaml.kinds import (
    AMOUNT_OR_NONE,
    FINISH,
    NUMBER_FORM,
    REMAINING,
    START,
    TEXT,
    either,
    list_of,
)
from schedule.files.yaml.scalars import (
    duration_text,
    finish_text,
    form,
    number_text,
    parse_number,
    read_fields,
    read_items,
    read_remaining,
    start_text,
)
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode
from schedule.files.yaml.text import Document
from schedule.model import (
    WITHDRAWABLE,
    Duration,
    Filing,
    FilingKind,
    Instant,
    Progress,
    Status,
    Task,
    TaskKind,
    begun,
)


def stated_progress(
    task: str, location: Location, entry: MappingNode, faults: Faults, *, corrects: bool = False
) -> Progress:
    """The progress that a mapping states, unchecked.

    A record that `corrects` takes back what was reported by `none` in the place of a value, or none at all; what it
    says of a file's events of one kind takes the place of all that was said of them. Fault of another that tries:
    `withdrawn-uncorrected`.
    """
    gone = [key for key, (_, node) in entry.entries.items() if _takes_back(key, node, corrects)]
    if gone and not corrects:
        for key in gone:
            faults.add("withdrawn-uncorrected", entry.entries[key][0].location, found=key)
    rest = MappingNode({key: pair for key, pair in entry.entries.items() if key not in gone}, entry.location)
    values = read_fields(rest, _READERS, faults)
    assignments = values.pop(RESOURCES, ())
    filings = [Filing(kind, instant) for kind in FilingKind for instant in values.pop(kind.value, ())]
    replaced = {filing.kind.value for filing in filings} if corrects else set[str]()
    withdrawn = tuple(key for key in WITHDRAWABLE if key in gone or key in replaced)
    ordered = in_order(filings)
    return Progress(task, location=location, assignments=assignments, filings=ordered, withdrawn=withdrawn, **values)


def _takes_back(key: str, node: Node | None, corrects: bool) -> bool:
    """Whether a value says that there is none: an empty one only where something is put right."""
    if key not in WITHDRAWABLE or not isinstance(node, ScalarNode):
        return False
    text = node.text.strip().casefold()
    return text in NONE or not text if corrects else text in NONE and key != "document"


def progress_document(progress: Progress) -> dict[str, Document]:
    """Progress as its author would write it, without its task; the inverse of `stated_progress`."""
    stated = {key: found for key, found in PROGRESS.stated(progress).items() if key not in FILING_KEYS}
    document = PROGRESS.document(stated | by_event(progress.filings))
    return {key: NONE[0] for key in progress.withdrawn if key not in document} | document


def folded(known: Status, reported: Progress) -> Status:
    """What is known after a report, as far as later reports are measured against it."""
    known = known.without(reported.withdrawn, reported.filings)
    # Who suspends again has not resumed yet.
    resumed = known.resumed if reported.suspended is None else None
    return Status(
        started=known.started if reported.started is None else reported.started,
        # What is left takes back a finish that was reported by mistake.
        finished=reported.finished if reported.finished is not None or reported.has_work_left else known.finished,
        remaining=reported.remaining or known.remaining,
        percent=known.percent if reported.percent is None else reported.percent,
        suspended=known.suspended if reported.suspended is None else reported.suspended,
        resumed=resumed if reported.resumed is None else reported.resumed,
        filings=in_order([*known.filings, *reported.filings]),
        document=reported.document or known.document,
        assignments=reported.assignments or known.assignments,
        location=reported.location,
        earlier=known if reported.tells_left else known.earlier,
    )


@dataclass(frozen=True, slots=True)
class Report:
    """One task's report, and what was known of the task before it."""

    progress: Progress
    key: ScalarNode
    entry: MappingNode
    task: Task
    known: Status
    faults: Faults

    def check(
        self, data_date: Instant | None, start: Instant, late_actuals: bool = False, imported: bool = False
    ) -> None:
        """Tell what of the report cannot be true, and ask about what is long before the project's `start`.

        `late_actuals`: the plan computes with actual dates after the data date, so that they are only warned of.
        `imported`: the plan came from another tool, which accepts these and actual dates that are not complete.
        """
        if data_date is not None:
            self._check_data_date(data_date, late_actuals, imported)
        if not (imported or self.faults.sealed):
            self._check_year(start)
        self._check_withdrawn()
        self._check_changes()
        self._check_dates(imported)
        self._check_suspension()
        self._check_remaining()
        self._check_resources()
        if not self.task.is_milestone:
            check_filings(self.entry, self.task, folded(self.known, self.progress), self.faults)

    def _at(self, *keys: str) -> Location:
        """Where the first of these keys' values stands; the task's key where there is none."""
        nodes = (self.entry.entries[key][1] for key in keys if key in self.entry.entries)
        return next((node.location for node in nodes if node is not None), self.key.location)

    def _check_data_date(self, data_date: Instant, late_actuals: bool, imported: bool) -> None:
        tell = self.faults.warn if late_actuals or imported else self.faults.add
        started, finished, suspended = self.progress.started, self.progress.finished, self.progress.suspended
        expected = finish_text(data_date)
        # Other tools let work start at the data date itself.
        if started is not None and (started > data_date or (started == data_date and not imported)):
            tell("actual-after-data-date", self._at("started"), found=start_text(started), expected=expected)
        if finished is not None and finished > data_date:
            tell("actual-after-data-date", self._at("finished"), found=finish_text(finished), expected=expected)
        if suspended is not None and suspended > data_date:
            expected = start_text(data_date)
            tell("actual-after-data-date", self._at("suspended"), found=start_text(suspended), expected=expected)
        check_dates(self.progress.filings, self.entry, data_date, tell, self.key.location)

    def _check_year(self, start: Instant) -> None:
        """Ask about the earliest day reported where it is long before the project: its year is as a rule another."""
        keys = ("started", "finished", "suspended", "resumed")
        dated = [(key, found) for key in keys if (found := getattr(self.progress, key)) is not None]
        dated += [(filing.kind.value, filing.instant) for filing in self.progress.filings]
        key, first = min(dated, key=lambda one: one[1], default=("", start))
        if first < start - DAYS_BEFORE * DAY:
            facts = {"found": start_text(first - first % DAY), "expected": start_text(start)}
            self.faults.warn("actual-before-start", self._at(key), **facts)

    def _check_withdrawn(self) -> None:
        """Tell where nothing is there to be taken back: the row is wrong again, or the key is."""
        for key in self.progress.withdrawn:
            kinds = {filing.kind.value for filing in (*self.known.filings, *self.progress.filings)}
            there = "assignments" if key == RESOURCES else key
            if key not in kinds and getattr(self.known, there, None) in (None, ()):
                self.faults.add("withdrawn-unreported", self._at(key), found=key, task=self.task.id)

    def _check_changes(self) -> None:
        related = [self.known.location] if self.known.location else []
        for key, text in (("started", start_text), ("finished", finish_text)):
            earlier, now = getattr(self.known, key), getattr(self.progress, key)
            if key == "started" and earlier == begun(None, self.known.filings):
                continue  # its file said when it began, and nobody else
            if earlier is not None and now is not None and earlier != now:
                self.faults.warn("actual-changed", self._at(key), *related, found=text(now), earlier=text(earlier))

    def _check_dates(self, imported: bool) -> None:
        # A milestone has one date: what is said of it now takes the place of what was said, under either key.
        now = self.progress if self.task.is_milestone else folded(self.known, self.progress)
        tell = self.faults.warn if imported else self.faults.add
        started = begun(now.started, now.filings)
        if now.finished is None:
            return
        if started is None:
            if not self.task.is_milestone:
                tell("finished-without-start", self._at("finished"), found=self.task.id)
        elif now.finished < started or (now.finished == started and not (imported or self.task.is_milestone)):
            facts = {"found": finish_text(now.finished), "expected": start_text(started)}
            self.faults.add("finish-before-start", self._at("finished", "started"), **facts)

    def _check_suspension(self) -> None:
        """What starts is suspended, then resumed, then finished: none without, or before, the one it follows."""
        now = folded(self.known, self.progress)
        if self.task.is_milestone or (now.suspended is None and now.resumed is None):
            return  # of a milestone, it is told with the rest that it cannot have
        if now.suspended is None:
            self.faults.add("resumed-without-suspended", self._at("resumed"), found=self.task.id)
            return
        started = begun(now.started, now.filings)
        if started is None:
            self.faults.add("suspended-unstarted", self._at("suspended"), found=self.task.id)
            return
        steps = [("started", started), ("suspended", now.suspended), ("resumed", now.resumed)]
        dated = [(key, instant, start_text) for key, instant in steps if instant is not None]
        if now.finished is not None:
            dated.append(("finished", now.finished, finish_text))
        for (before, first, first_text), (after, second, second_text) in pairwise(dated):
            # That the finish is not before the start is told already.
            if second < first:
                facts = {"found": f"{after} {second_text(second)}", "expected": f"{before} {first_text(first)}"}
                self.faults.add("suspension-order", self._at(after, before), **facts)

    def _check_remaining(self) -> None:
        remaining, percent = self.progress.remaining, self.progress.percent
        now = folded(self.known, self.progress)
        said = remaining is not None or percent is not None
        at = self._at("remaining", "percent")
        if remaining is not None and percent is not None:
            self.faults.add("percent-and-remaining", self._at("percent"), self._at("remaining"))
        if self.task.is_milestone:
            self._check_milestone()
        elif now.finished is not None:
            if (remaining is not None and remaining.amount > 0) or (percent is not None and percent < 100):
                self.faults.add("remaining-after-finish", at, found=finish_text(now.finished))
        elif begun(now.started, now.filings) is None:
            if said:
                self.faults.add("remaining-unstarted", at, found=self.task.id)
        elif now.remaining is None and now.percent is None and not self.task.spans:
            # What spans others has left what they have left; what an authority has left, its applicant cannot know.
            if now.filings and self.progress.started is None:
                return
            self.faults.add("missing-remaining", self.key.location, found=self.task.id)

    def _check_milestone(self) -> None:
        # One key a kind: a start milestone has a morning, a finish milestone an evening.
        meant, other = ("started", "finished") if self.task.kind is TaskKind.START_MILESTONE else _REACHED
        for key in ("remaining", "percent", "suspended", "resumed", RESOURCES, *FilingKind, other):
            if key in self.entry.entries:
                self.faults.add("milestone-progress", self._at(key), found=self.task.id, expected=meant)
                return

    def _check_resources(self) -> None:
        found, expected = len(self.progress.assignments), len(self.task.assignments)
        if found and found != expected and not self.task.is_milestone:
            facts = {"task": self.task.id, "found": str(found), "expected": str(expected)}
            self.faults.add("resources-count", self._at(RESOURCES), **facts)


def _parse_percent(text: str) -> Fraction | None:
    percent = parse_number(text)
    return percent if percent is not None and percent <= 100 else None


def _durations_document(durations: tuple[Duration, ...]) -> Document:
    return [duration_text(left) for left in durations]


def _read_durations(node: Node, faults: Faults) -> tuple[Duration, ...]:
    durations = (read_remaining(item, faults) for item in read_items(node, faults))
    return tuple(duration for duration in durations if duration is not None)


_REACHED = ("finished", "started")
DAYS_BEFORE = 90
"""What is reported so many days before the project's start, or more, is asked about."""
"""The key that tells when a finish milestone was reached, and the one that does not."""
NONE = ("none", "null", "~", "无")
"""What stands in the place of a value that is taken back; the first is how it is written."""
RESOURCES = "remaining_of_resources"
"""The key of what is left of each of a task's `resources`, in their order."""
_read_percent = form(_parse_percent, "bad-percent", "0 … 100")
REPORTED = (
    Key("started", START),
    Key("finished", FINISH),
    Key("remaining", REMAINING),
    Key("percent", valued(_read_percent, {**NUMBER_FORM, "maximum": 100, "examples": ["45", "62.5"]}, number_text)),
    Key("suspended", START),
    Key("resumed", START),
    Key(
        RESOURCES,
        valued(_read_durations, list_of(AMOUNT_OR_NONE), _durations_document),
        attribute="assignments",
        silent=(),
    ),
    *FILING_KEYS.values(),
    *(Key(name, TEXT, silent="") for name in ("document", "cause", "note", "request")),
)
_CONTRADICTS: Fragment = {"not": {"required": ["remaining", "percent"]}}
PROGRESS = Table("progress", REPORTED, _CONTRADICTS)
"""What a report says of a task."""
CORRECTION = Table(
    "progress",
    tuple(
        replace(key, value=replace(key.value, form=either(key.value.form, {"enum": [*NONE, "", None]})))
        if key.name in WITHDRAWABLE
        else key
        for key in REPORTED
    ),
    _CONTRADICTS,
    "correction",
)
"""The same in a record that corrects: what was reported can be taken back."""
_READERS = PROGRESS.readers()
PROGRESS_KEYS = tuple(name for name in _READERS if name not in ("suspended", "resumed", RESOURCES))
"""The keys that a body's report can have, in a file, a table or on the command line."""
