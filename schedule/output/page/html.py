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
from schedule.output.figures.words import word
from schedule.output.minutes.bulletin import Bulletin, bulletin
from schedule.output.page.gantt import chart_html, chart_of, finished
from schedule.output.page.markup import Places, places, plain
from schedule.output.page.sections import board, deadlines, details, minutes_sections, none, totals
from schedule.output.page.sliders import trials_html
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
    paper, found = bulletin(meeting, voice), places(meeting)
    story_of, chart = stories(meeting, voice, found.tasks), chart_of(meeting, found.tasks)
    now, after = minutes_sections(paper, meeting, found, voice)
    tried = trials_html(meeting, found, voice)
    sections = (
        _section("bodies", "page.bodies", board(meeting, found, voice), voice) if found.several else "",
        _bar(found, voice),
        f'<div id="alerts" class="mark"></div>{now}',
        _section(
            "chart", "page.chart", f"{_hint(voice)}{chart_html(chart, story_of, found, voice)}{none(voice)}", voice
        ),
        after,
        _section("trials", "page.trials", f"{tried}{none(voice)}", voice) if tried else "",
        _section("deadlines", "page.deadlines", deadlines(meeting, found, voice), voice),
        _section("tasks", "page.tasks", details(meeting, story_of, found, voice), voice),
        _notes(paper, meeting, voice),
    )
    title, rules = plain(f"{paper.title} {paper.day}"), _rules(found, finished(meeting, found))
    turned = ' dir="rtl"' if voice.language.direction == "rtl" else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{voice.language.tag}"{turned}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="format-detection" content="telephone=no">\n'
        f'<meta name="generator" content="{meeting.made_by}">\n'
        f"<title>{title}</title>\n<style>\n{_asset('style.css')}{rules}</style>\n</head>\n"
        f'<body id="top">\n{_switches(found, voice)}\n<main>\n{_header(paper, meeting, voice, tried=bool(tried))}\n'
        + "\n".join(sections)
        + f'\n<a class="up" href="#top">↑<span>{plain(voice.say("page.up"))}</span></a>\n</main>\n{_sheet(voice)}\n'
        f"<script>\n{_asset('script.js')}</script>\n</body>\n</html>\n"
    )


@cache
def _asset(name: str) -> str:
    return files("schedule.output.page").joinpath(name).read_text(encoding="utf-8")


def _section(name: str, key: str, body: str, voice: Voice) -> str:
    return f'<section class="paper" id="{name}"><h2>{plain(voice.say(key))}</h2>{body}</section>'


def _hint(voice: Voice) -> str:
    return f'<p class="hint">{plain(voice.say("page.tap"))}</p>'


def _header(paper: Bulletin, meeting: Meeting, voice: Voice, *, tried: bool) -> str:
    """Project, day, the mark of invented data, the verdict and the headline, the lights, and where to go."""
    state = {Light.RED: "late", Light.GREEN: "holds"}.get(paper.light, "open") if paper.light else "open"
    begun = "".join(f'<p class="permit">{plain(text)}</p>' for text in paper.begun)
    sample = "".join(
        f'<p class="sample"><b>{plain(voice.say("page.sample"))}</b>{plain(text)}</p>' for text in paper.sample
    )
    decided = "".join(f'<p class="decided">{plain(text)}</p>' for text in (*paper.decided, *paper.remedy))
    asked = "".join(f'<p class="headline">{plain(text)}</p>' for text in paper.asked)
    there = {"upcoming": bool(meeting.upcoming), "trials": tried}
    keys = [key for key in ("alerts", "chart", "upcoming", "trials", "deadlines", "tasks") if there.get(key, True)]
    jumps = "".join(f'<a href="#{key}">{plain(voice.say(f"page.{key}"))}</a>' for key in keys)
    return (
        f'<header><h1>{plain(paper.title)}</h1><p class="day">{plain(paper.day)}</p>{sample}'
        f'<div class="verdict {state}"><p class="word">{plain(_word(meeting, voice))}</p>'
        f'{begun}<p class="headline">{plain(paper.headline)}</p>{asked}{decided}</div>{totals(meeting, voice)}'
        f'<nav aria-label="{plain(voice.say("page.jump"))}">{jumps}</nav></header>'
    )


def _word(meeting: Meeting, voice: Voice) -> str:
    """The verdict in a word or two: what was begun before its permit, and whether the deadlines hold if they do not."""
    reached, holds = meeting.headline.reached, meeting.holds
    verdict = "late" if holds is False else "open" if holds is None else "holds"
    if reached:
        verdict = "reached-late" if holds is False else "reached"
    elif holds is not False and any(head.unsettled for head in meeting.headlines):
        verdict = "unsettled"
    said = voice.of(meeting.headline.task, f"page.verdict.{verdict}")
    begun = [permit_title(alert, voice) for alert in meeting.alerts if alert.is_unlawful]
    if not begun:
        return said
    return voice.say("page.verdict.permit", permit=begun[0], verdict=said) if holds is False else begun[0]


def _switches(found: Places, voice: Voice) -> str:
    """What the filters are set to. They stand before everything that they hide, so that style sheets see them."""
    names = [voice.say("page.all"), *(voice.body(body) for body in found.bodies if found.several)]
    bodies = "".join(
        f'<input class="sw" type="radio" name="b" id="b{number}" aria-label="{plain(name)}"'
        f"{' checked' * (number == 0)}>"
        for number, name in enumerate(names)
    )
    views = "".join(
        f'<input class="sw" type="radio" name="z" id="z{number}" aria-label="{plain(voice.say(key))}"'
        f"{' checked' * (number == 0)}>"
        for number, key in enumerate(("page.whole", "page.near"))
    )
    critical = f'<input class="sw" type="checkbox" id="cr" aria-label="{plain(voice.say("page.critical"))}">'
    done = f'<input class="sw" type="checkbox" id="dn" aria-label="{plain(voice.say("page.finished-rows"))}">'
    return bodies + critical + views + done


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


def _bar(found: Places, voice: Voice) -> str:
    """The filters, which stay in sight, and the search, which only the script can do."""
    chips = "".join(
        f'<label for="b{number}">{plain(name)}</label>'
        for number, name in enumerate((voice.say("page.all"), *(voice.body(body) for body in found.bodies)))
        if found.several
    )
    critical = f'<label for="cr" class="crit">{plain(voice.say("page.critical"))}</label>'
    total = voice.count(len(found.tasks), "task")
    shown = plain(voice.say("page.shown", shown="#", total=total))
    search = plain(voice.say("page.search"))
    return (
        f'<div class="bar" role="group" aria-label="{plain(voice.say("page.filters"))}">'
        f'<div class="chips">{critical}{chips}</div></div>'
        f'<div class="find"><input type="search" id="q" aria-label="{search}" placeholder="{search}"'
        f' autocomplete="off"><output id="told" data-say="{shown}"></output></div>'
    )


def _notes(paper: Bulletin, meeting: Meeting, voice: Voice) -> str:
    """What the page says about itself: the baseline it measures against, what its calendars assumed, who made it."""
    footnotes = list(paper.notices)
    if meeting.baseline is not None:
        footnotes.append(word("baseline", voice, name=meeting.baseline.name, by=meeting.baseline.approved_by))
    footnotes += [made_by_text(meeting.made_by, voice), fingerprint_text(meeting, voice)]
    return f"<footer>{''.join(f'<p>{plain(text)}</p>' for text in footnotes)}</footer>"


def _sheet(voice: Voice) -> str:
    """Where a script shows one task over the page."""
    close, why = plain(voice.say("page.close")), plain(voice.say("page.why"))
    return (
        f'<div id="shade" hidden></div><div id="sheet" role="dialog" aria-modal="true" aria-label="{why}" hidden>'
        f'<button type="button" id="close">{close} ✕</button><div id="what"></div></div>'
    )
