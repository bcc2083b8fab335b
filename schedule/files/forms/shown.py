"""A number and its cell's format → the text that a spreadsheet shows there: what the author of the cell saw.

Covers what stands in cells of days, dates and numbers of documents: fixed decimals, thousands, per cent, fractions,
powers of ten, words beside the number, and dates without their day (ECMA-376 part 1, 18.8.30 and 18.8.31). This module
must never know a column or a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

EPOCH = date(1899, 12, 30)
"""Day 0 of the serial numbers of workbooks, as far as they are after February 1900."""

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm",
    19: "h:mm:ss",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    **dict.fromkeys((37, 38), "#,##0"),
    **dict.fromkeys((39, 40), "#,##0.00"),
}
"""Formats that a workbook names by number alone, with those of its Chinese edition that show no day."""

_GENERAL = re.compile(r"(?i)general|standard|g/通用格式|@|")
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<symbol>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]|(?P<other>.)'
)
_COLOUR = re.compile(r"(?i)black|blue|cyan|green|magenta|red|white|yellow|color *[0-9]+|dbnum[0-9]|黑色|红色|蓝色|绿色")
_FIXED = re.compile(r"(?P<whole>[0#?][0#?,]*|)(?:\.(?P<part>[0#?]*))?(?P<scale>,*)(?P<power>[Ee][+-]0+)?")
_FRACTION = re.compile(r"(?P<whole>[0#?]+ +|)(?P<top>[0#?]+)/(?P<bottom>[0#?]+|[0-9]+)")
_DATE_SIGNS = re.compile(r"[yYmMdDhHsSeE]")
_POWER, _HOURS = re.compile(r"[Ee][+-]0"), re.compile(r"(?i)\[(h+|m+|s+)\]")
_MONTHS = re.compile(r"(?i)y+|e+|m+|.")


def is_general(code: str) -> bool:
    """Whether a format shows a number as it is."""
    return _GENERAL.fullmatch(code) is not None


def is_dated(code: str) -> bool:
    """Whether a format makes a date or a time of a number."""
    said = _said(_sections(code)[0])
    return _HOURS.search(code) is not None or (said is not None and _dated(said.signs))


def plain_number(number: float) -> str:
    """A number as it is shown where no format says otherwise: a whole one without its point.

    >>> plain_number(12.0), plain_number(2016.1)
    ('12', '2016.1')
    """
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def shown(number: float, code: str) -> str | None:
    """What a spreadsheet shows of a number in a cell of a format; None where that cannot be told.

    >>> shown(0.5, "0%"), shown(12, "0000"), shown(2016.1, "0.00"), shown(1.5, "# ?/?"), shown(3, '0"天"')
    ('50%', '0012', '2016.10', '1 1/2', '3天')
    >>> shown(42430, "yyyy年m月"), shown(42443, "yyyy-mm-dd") is None
    ('2016年3月', True)
    """
    sections = _sections(code)
    index = 1 if number < 0 and len(sections) > 1 else 2 if number == 0 and len(sections) > 2 else 0
    if is_general(sections[index].strip()):
        return plain_number(number)
    said = _said(sections[index])
    if said is None:
        return None
    size = abs(number) if index == 1 else number
    middle = said.middle.replace("%", "").strip()
    if _dated(said.signs):
        return _month(number, said)
    try:
        figures = _figures(Decimal(repr(float(size))) * 100 ** said.middle.count("%"), middle)
    except ArithmeticError:  # more digits than a Decimal works with, or no number at all
        return None
    if figures is None:
        return None
    per_cent = "%" * said.middle.count("%")
    return " ".join(f"{said.before}{figures}{per_cent}{said.behind}".split())


@dataclass(frozen=True, slots=True)
class _Said:
    """A section of a format: the words before and behind its signs, and the signs, with words between them too."""

    before: str
    middle: str
    behind: str
    signs: str
    whole: str


def _dated(signs: str) -> bool:
    return _DATE_SIGNS.search(_POWER.sub("", signs)) is not None


def _sections(code: str) -> list[str]:
    sections = [""]
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            sections.append("")
        else:
            sections[-1] += match[0]
    return sections


def _said(section: str) -> _Said | None:
    """The parts of a section; None where it has a condition, or counts hours."""
    pieces: list[tuple[str, bool]] = []
    for match in _TOKEN.finditer(section):
        if match["bracket"] is not None:
            if not _COLOUR.fullmatch(match["bracket"]):
                return None
        elif match["other"] is not None and match["other"] in "0123456789#?,.%Ee+-/ yYmMdDhHsS":
            pieces.append((match["other"], True))
        else:
            text = next((part for part in (match["quoted"], match["escaped"], match["symbol"]) if part is not None), "")
            pieces.append((text or match["other"] or "", False))
    is_sign = [sign and text in "0#?%yYmMdDhHsSEe" for text, sign in pieces]
    if True not in is_sign:
        return None
    first, last = is_sign.index(True), len(is_sign) - is_sign[::-1].index(True)
    while last < len(pieces) and pieces[last] in ((",", True), (".", True)):
        last += 1
    while last < len(pieces) and pieces[last][1] and pieces[last][0] in "/0123456789":
        last += 1
    if first and pieces[first - 1] == (".", True):
        first -= 1
    middle = pieces[first:last]
    return _Said(
        "".join(text for text, _ in pieces[:first]),
        "".join(text for text, _ in middle),
        "".join(text for text, _ in pieces[last:]),
        "".join(text for text, sign in middle if sign),
        "".join(text for text, _ in pieces),
    )


def _figures(number: Decimal, signs: str) -> str | None:
    match = _FRACTION.fullmatch(signs)
    if match is not None:
        return _fraction(number, match)
    match = _FIXED.fullmatch(signs)
    if match is None or not (match["whole"] or match["part"]):
        return None
    part = match["part"] or ""
    if match["power"]:
        return f"{number:.{len(part)}E}"
    whole = match["whole"].rstrip(",")
    thousands = len(match["scale"]) + len(match["whole"]) - len(whole)
    step = Decimal(1).scaleb(-len(part))
    rounded = (number / 1000**thousands).quantize(step, rounding=ROUND_HALF_UP)
    sign, digits = ("-" if rounded < 0 else ""), f"{abs(rounded):{',' if ',' in whole else ''}f}"
    before, _, behind = digits.partition(".")
    before = "" if before == "0" and "0" not in whole else before.zfill(whole.count("0"))
    for mark in reversed(part):
        if mark == "0" or not behind.endswith("0"):
            break
        behind = behind[:-1]
    return f"{sign}{before}{'.' if match['part'] is not None else ''}{behind}"


def _fraction(number: Decimal, match: re.Match[str]) -> str:
    bottom = match["bottom"]
    exact = Fraction(number)
    if bottom.isdigit() and bottom.strip("0"):
        near = Fraction(round(exact * int(bottom)), int(bottom))
    else:
        near = exact.limit_denominator(10 ** len(bottom) - 1)
    sign, near = ("-" if near < 0 else ""), abs(near)
    if not match["whole"]:
        return f"{sign}{near.numerator}/{near.denominator}"
    whole, rest = divmod(near, 1)
    text = f"{whole}" if whole or not rest else ""
    return f"{sign}{text} {f'{rest.numerator}/{rest.denominator}' if rest else ''}".strip()


def _month(number: float, said: _Said) -> str | None:
    """A date whose format shows no day, and no hour either; None for any other date."""
    if re.search(r"[dDhHsS]", said.signs) or not re.search(r"[mM]", said.signs):
        return None
    try:
        day = EPOCH + timedelta(days=int(number))
    except (OverflowError, ValueError):
        return None
    year = {"y": str(day.year), "e": str(day.year), "m": str(day.month)}
    return "".join(year.get(mark[0].casefold(), mark) for mark in _MONTHS.findall(said.whole))
