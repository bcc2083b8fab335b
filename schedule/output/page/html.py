"""The meeting on one HTML page (meeting.html): a single file that opens on a phone, from a chat, without a network.

Everything stands in the file: style, script and chart. Nothing is fetched and the page's own policy forbids it. The
filters by body and for critical tasks work without the script; so does everything else but the search: what the script
folds away is open without it. The same meeting gives the same bytes. This module must never compute a date, nor say
anything that the other papers do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.files.records.writing import write_atomically
from schedule.output.figures.ground.words import word
from schedule.output.minutes.bulletin import Bulletin, bulletin
from schedule.output.page.gantt import chart_of, drawing, finished
from schedule.output.page.markup import Places, places, rendered
from schedule.output.page.sections import board, deadlines, details, finished_words, minutes_sections, totals
from schedule.output.page.sliders import tried
from schedule.output.page.stories import stories
from schedule.output.words.phrases import Voice
from schedule.output.words.sentences import fingerprint_text, made_by_text, permit_title

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
"""What a browser may load for the page: nothing that is not in it."""


def write_page(meeting: Meeting, path: Path, voice: Voice) -> Path:
    """Write the page, whole or not at all, and return its path. Raises OSError where it cannot be written."""
    write_atomically(path, page(meeting, voice))
    return path


def page(meeting: Meeting, voice: Voice) -> str:
    """The whole page as text, UTF-8 when written."""
    paper, found = bulletin(meeting), places(meeting)
    story_of, chart = stories(meeting, voice, found.tasks), chart_of(meeting, found.tasks)
    now, after = minutes_sections(paper, meeting, found, voice)
    proposals = tried(meeting, found, voice)
    there = {"upcoming": bool(meeting.upcoming), "trials": bool(proposals)}
    keys = ("alerts", "chart", "upcoming", "trials", "deadlines", "tasks")
    return rendered(
        "page.html.j2",
        say=voice.say,
        tell=voice.tell,
        told=voice.told,
        language=voice.language,
        policy=POLICY,
        made_by=str(meeting.made_by),
        style=asset("style.css"),
        rules=_rules(found, finished(meeting, found)),
        script=asset("script.js"),
        paper=paper,
        state={Light.RED: "late", Light.GREEN: "holds"}.get(paper.light, "open") if paper.light else "open",
        verdict=_word(meeting, voice),
        totals=totals(meeting, voice),
        finished=finished_words(meeting, voice),
        jumps=[(key, voice.say(f"page.{key}")) for key in keys if there.get(key, True)],
        choices=(voice.say("page.all"), *(voice.body(body) for body in found.bodies if found.several)),
        several=found.several,
        shown=voice.say("page.shown", shown="#", total=voice.count(len(found.tasks), "task")),
        board=board(meeting, found, voice),
        now=now,
        chart=drawing(chart, story_of, found, voice),
        after=after,
        tried=proposals,
        deadlines=deadlines(meeting, found, voice),
        details=details(meeting, story_of, found, voice),
        footnotes=_footnotes(paper, meeting, voice),
    )


@cache
def asset(name: str) -> str:
    """A file of the page that stands in it as it is."""
    return files("schedule.output.page").joinpath(name).read_text(encoding="utf-8")


def _word(meeting: Meeting, voice: Voice) -> str:
    """The verdict in a word or two: what was begun before its permit, and whether the deadlines hold if they do not."""
    spoken, reached, holds = meeting.headline, meeting.headline.reached, meeting.holds
    verdict = "late" if holds is False else "open" if holds is None else "holds"
    if reached:
        verdict = "reached-late" if holds is False else "reached"
    elif holds is not False and any(head.unsettled for head in meeting.headlines):
        spoken = next(head for head in meeting.headlines if head.unsettled)
        verdict = "unsettled" if spoken.unreported else "undated"
    said = voice.of(spoken.task, f"page.verdict.{verdict}")
    begun = [voice.tell(permit_title(alert)) for alert in meeting.alerts if alert.is_unlawful]
    if not begun:
        return said
    return voice.say("page.verdict.permit", permit=begun[0], verdict=said) if holds is False else begun[0]


def _rules(found: Places, folded: Mapping[int, int]) -> str:
    """The filter by body in CSS, a rule for each: numbers only, nothing that somebody wrote.

    `folded` are the finished rows of each body, whose number stands where they are unfolded.
    """
    lines = []
    for number in range(len(found.bodies) + 1):
        chosen, label = f"#b{number}:checked~main", f'label[for="b{number}"]'
        if number:
            lines.append(f'{chosen} .t:not([data-b~="{number}"]){{display:none}}')
            lines.append(f"{chosen} .nb0{{display:none}}")
            lines.append(f"{chosen} .{f'nb{number}{{display:inline}}' if folded[number] else 'folded{display:none}'}")
        lines.append(f"{chosen} {label}{{background:var(--accent);color:var(--on);border-color:var(--accent)}}")
        lines.append(f"#b{number}:focus-visible~main {label}{{outline:3px solid var(--focus);outline-offset:2px}}")
    return "\n".join(lines) + "\n"


def _footnotes(paper: Bulletin, meeting: Meeting, voice: Voice) -> list[str]:
    """What the page says about itself: the baseline it measures against, what its calendars assumed, who made it."""
    notes = list(voice.told(paper.notices))
    if meeting.baseline is not None:
        notes.append(word("baseline", voice, name=meeting.baseline.name, by=meeting.baseline.approved_by))
    return [*notes, voice.tell(made_by_text(meeting.made_by)), voice.tell(fingerprint_text(meeting))]
