"""Inputs that nobody typed: a file of a format, changed by bytes, by words, by lines, by what it means.

Each function takes a file's bytes, random numbers and the other files of its format, and returns other bytes. Nothing
here knows which of them are faulty: what a command makes of them is the attack's to judge.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Sequence

import yaml

Mutate = Callable[[bytes, random.Random, Sequence[bytes]], bytes]

WORDS = [
    *[
        "",
        "0",
        "-1",
        "1",
        "999999wd",
        "999999.9999cd",
        "0.0001min",
        "1e308wd",
        "0wd",
        "-5wd",
        "NaN",
        "inf",
        "null",
        "~",
    ],
    *["true", "no", "[]", "{}", "[[]]", "{a: b}", "1_000", "0x10", "0o17", "12:30:45", "１２wd", "7天", "三天", "½wd"],
    *["2016-02-30", "0001-01-01", "9999-12-31", "10000-01-01", "1970-01-01", "2199-12-31T23:59", "1969-12-31"],
    *[
        "2016-03-14T24:00",
        "2016/3/1",
        "2016年3月1日",
        "3月1日",
        "42443",
        "a b",
        "🙂",
        "𠮷",
        "ئۇيغۇر",
        "\u200b",
        "e\u0301",
    ],
    *["a\x00b", "\ud800", "\u2028", "\u0085", "\ufeff", "$x^2$", "$\\frac$", "{{7*7}}", "{% x %}", "=1+1", "<script>"],
    *["%s%n", "{0}", "{name}", "[red]x[/]", "../../etc/passwd", "/dev/zero", "CON", "..", "a" * 300, "长" * 3000],
    *[
        "!!python/object/apply:os.system [id]",
        "&a x",
        "*a",
        "<<: *a",
        "? x",
        "- -",
        "|\n  x",
        ">-\n  y",
        "'",
        '"',
        "\\",
    ],
    *["#", ":", ": :", "a FS", "a SS-999999wd", "a FF+999999cd", "a SF-1min", "done FS", "china", "calendar-days"],
    *["office", "site", "mon-sun", "sun-mon", "mon", "00:00-24:00", "24:00-00:00", "00:00-00:01", "01-01..12-31"],
    *[
        "12-31..01-01",
        "02-29..02-29",
        "level-of-effort",
        "summary",
        "start",
        "finish",
        "厂房",
        "厂房/1号楼/x/y/z",
        "p6",
    ],
    *["A07", "A08", "C02", "Z99", "BID_PERIOD", "ACCEPT_NOTICE", "SS+5cd", "open", "tender", "every", "half"],
    *["msp", "as-planned", "actual-dates", "override", "24h", "smallest", "a", "b", "c", "d", "land", "agent", "B0"],
]
DURATIONS = [
    *["1min", "45min", "1h", "0.5h", "16h", "999999h"],
    *["1wd", "0.5wd", "7wd", "999wd", "20000wd", "99999wd"],
    *["1cd", "3650cd", "80000cd", "999999min"],
]
DAYS = [
    *["1970-01-01", "1970-01-02", "2009-12-31", "2015-12-31", "2016-02-29", "2016-03-13"],
    *["2016-03-14", "2016-03-15", "2016-06-30", "2016-12-31", "2027-01-01", "2100-02-28"],
    *["2199-12-31", "2199-12-31T23:59", "2016-03-14T10:30", "2016-03-14T00:00", "2016-03-01"],
]
LINKS = [
    "a",
    "b SS",
    "c FF-99999cd",
    "a FS+99999wd",
    "b SF-3wd, a",
    "d",
    "done",
    "s",
    "watch FF",
    "c SS+50%",
    "review ~",
]
KEYS = [
    *[
        "start_no_earlier_than",
        "start_no_later_than",
        "finish_no_earlier_than",
        "finish_no_later_than",
        "start_on",
        "finish_on",
    ],
    *[
        "duration",
        "mandatory_start",
        "mandatory_finish",
        "expected_finish",
        "external_early_start",
        "external_late_finish",
    ],
    *["deadline", "calendar", "after", "as_late_as_possible", "evidence", "applicant"],
    *["body", "phase", "group", "kind", "milestone", "remaining"],
    *["started", "finished", "suspended", "resumed", "percent", "cause"],
    *["note", "request", "document", "submitted", "returned", "accepted"],
    *["decided", "legal", "basis", "off", "on", "base"],
    *["week", "hours", "closed", "name", "name_en", "lead"],
    *["task", "add", "remove", "set", "reason", "approved_by"],
    *["announced", "requested_by", "approved_on", "resources", "corrects"],
    *["levers", "compress", "unit", "cost", "costs", "overlap", "to", "kind_of", "extended", "until", "by"],
    *["rule", "before", "version", "roll", "floor", "ceiling", "waived", "size", "amount", "clock"],
]
DURATION = re.compile(r"(?<![\w.])[0-9.]+(?:wd|cd|h|min)\b")
DAY = re.compile(r"\b\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?")
LINK = re.compile(r"(?<=after: \[)([^\]]*)")
KEY = re.compile(r"(?<=[ {,])[a-z_]+(?=:)")
NAME = re.compile(r"[\u4e00-\u9fff]+")
TOKEN = re.compile(r"[^\s,:{}\[\]#\"']+")
CELLS = [
    *["", "0", "-1", "1e99", "1e-99", "-9999999", "10000000", "99999999999", "NaN", "inf", ",5", "1,5", "Y", "N"],
    *["2016-02-30 00:00", "0001-01-01 00:00", "9999-12-31 00:00", "1970-01-01 00:00", "2199-12-31 23:59", "TT_LOE"],
    *["TT_WBS", "TT_Mile", "TT_FinMile", "TT_Rsrc", "TK_Active", "TK_Complete", "TK_NotStart", "CS_ALAP", "CS_MANDFIN"],
    *["CS_MANDSTART", "CS_MSO", "CS_MEO", "CS_MSOA", "CS_MEOB", "PR_SF", "PR_FF", "PR_SS", "PR_FS", "\x1b[31m", "\x7f"],
    *["()", "(0||CalendarData()())", "(0||CalendarData()((0||DaysOfWeek()())))", "(" * 3000, "(0||1()(" * 400, "🙂"],
    *["\u202e", "=1+1", "FT_Min", "rcal_24Hour", "a" * 3000, "DT_FixedDrtn", "CP_Units", "CA_Base", "%T", "%E", "%R"],
]
VALUES = [
    *["-1", "99999999999", "1e999", "NaN", "A1048577", "XFE1", "ZZZZ9", "A0", "2016-02-30", "0.5", "42443.7", "-42443"],
    *[
        "2958466",
        "inlineStr",
        "s",
        "e",
        "b",
        "d",
        "str",
        "#REF!",
        "🙂",
        "=1",
        "&#0;",
        "&x;",
        "&#55357;",
        "",
        "x" * 5000,
    ],
]
JSONS = [
    *['""', "null", "[]", "{}", "1", "1" * 5000, "-1", "1e999", "NaN", '"\\ud800"', '"\\u0000"', "[" * 2000, "true"],
    *['"sent"', '"state"', '"key"', '"sending"', ",", "", '"../x"', '"/etc/passwd"', '"a/b"', '"."', "[" * 100000],
]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def by_bytes(data: bytes, draw: random.Random, others: Sequence[bytes] = ()) -> bytes:
    found = bytearray(data)
    for _ in range(draw.choice([1, 1, 2, 4, 16])):
        at, kind = draw.randrange(len(found) + 1), draw.randrange(8)
        if kind == 0 and at < len(found):
            found[at] = draw.randrange(256)
        elif kind == 1 and at < len(found):
            found[at] ^= 1 << draw.randrange(8)
        elif kind == 2:
            del found[at : at + draw.choice([1, 2, 8, 64])]
        elif kind == 3:
            begin = draw.randrange(len(found) + 1)
            found[at:at] = found[begin : begin + draw.choice([1, 8, 64, 256])]
        elif kind == 4:
            found[at:at] = _encoded(draw.choice(WORDS))
        elif kind == 5:
            found[at:at] = draw.randbytes(draw.choice([1, 4]))
        elif kind == 6:
            del found[at:]
        else:
            marks = [
                b"\t",
                b"\n",
                b"\r",
                b"\0",
                b"\xff",
                b"\xef\xbb\xbf",
                *(bytes([one]) for one in b"[]{},:"),
                "：".encode(),
            ]
            found[at : at + 1] = draw.choice(marks)
    return bytes(found)


def by_lines(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """Tokens replaced, lines taken out, doubled, exchanged, moved in, brought from another file."""
    text = _text(data)
    for _ in range(draw.choice([1, 1, 2, 3, 6])):
        kind, lines = draw.randrange(9), text.split("\n")
        one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
        if kind <= 3:
            known = [*WORDS, *TOKEN.findall(text)]
            text = _replaced(text, TOKEN, draw, known)
            continue
        if kind == 4:
            del lines[one]
        elif kind == 5:
            lines.insert(other, lines[one])
        elif kind == 6:
            lines[one], lines[other] = lines[other], lines[one]
        elif kind == 7:
            lines[one] = " " * draw.choice([1, 2, 4]) + lines[one]
        else:
            foreign = _text(draw.choice(others)).split("\n")
            begin = draw.randrange(len(foreign))
            lines[one:one] = foreign[begin : begin + draw.choice([1, 2, 5])]
        text = "\n".join(lines)
    return _encoded(text)


def by_meaning(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """It stays a plan: durations become durations, dates dates, links other links, keys other keys, names names."""
    text = _text(data)
    for _ in range(draw.choice([1, 1, 2, 3, 5, 8])):
        form, known = draw.choice([(DURATION, DURATIONS), (DAY, DAYS), (LINK, LINKS), (KEY, KEYS), (NAME, [])])
        names = [json.dumps(one, ensure_ascii=False) for one in WORDS]
        text = _replaced(text, form, draw, known or names)
    return _encoded(text)


def by_tree(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """The values of a YAML file, changed as values: it stays YAML."""
    try:
        tree = yaml.safe_load(data)
    except (yaml.YAMLError, ValueError):
        return by_lines(data, draw, others)
    for _ in range(draw.choice([1, 1, 2, 4])):
        tree = _grafted(tree, draw)
    text: str = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, default_flow_style=draw.random() < 0.5)
    return _encoded(text)


def _grafted(tree: object, draw: random.Random) -> object:
    """One place of a tree: another value, gone, doubled, or under another key."""
    places: list[tuple[dict[object, object] | list[object], object]] = []

    def walk(node: object) -> None:
        entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, value in entries:
            places.append((node, key))  # type: ignore[arg-type]
            walk(value)

    walk(tree)
    if not places:
        return draw.choice([[], {}, None, "x", 5, {"a": [1]}])
    node, key = draw.choice(places)
    kind = draw.randrange(6)
    if kind == 0:
        del node[key]  # type: ignore[arg-type]
    elif kind == 1 and isinstance(node, dict):
        node[draw.choice(KEYS)] = node.pop(key)
    elif kind == 2:
        other, at = draw.choice(places)
        if isinstance(other, list) or at in other:
            node[key] = json.loads(json.dumps(other[at], default=str))  # type: ignore[call-overload,index]
    else:
        fresh = [*WORDS[:60], *DURATIONS, *DAYS, [], {}, None, True, 0, -7, 2.5, 10**30, ["x"], {"x": 1}, [[["x"]]]]
        node[key] = draw.choice(fresh)  # type: ignore[call-overload,index]
    return tree


def _replaced(text: str, form: re.Pattern[str], draw: random.Random, known: Sequence[str]) -> str:
    found = list(form.finditer(text))
    if not found:
        return text
    one = draw.choice(found)
    return text[: one.start()] + draw.choice(known) + text[one.end() :]


def of_yaml(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    return draw.choice([by_bytes, by_lines, by_meaning, by_meaning, by_tree])(data, draw, others)


def of_json(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    if draw.random() < 0.3:
        return by_bytes(data, draw)
    if draw.random() < 0.3:
        try:
            return _encoded(json.dumps(_grafted(json.loads(data), draw), ensure_ascii=False, default=str))
        except (ValueError, RecursionError):
            return by_bytes(data, draw)
    text = _text(data)
    for _ in range(draw.choice([1, 1, 2, 3])):
        text = _replaced(text, re.compile(r'"[^"]*"|[\[\]{},:]|\d+'), draw, JSONS)
    return _encoded(text)


def of_xer(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    if draw.random() < 0.2:
        return by_bytes(data, draw)
    lines = _text(data).split("\n")
    for _ in range(draw.choice([1, 1, 2, 4, 8])):
        kind, one, other = draw.randrange(9), draw.randrange(len(lines)), draw.randrange(len(lines))
        cells = lines[one].rstrip("\r").split("\t")
        if kind <= 3:
            at = draw.randrange(len(cells))
            cells[at] = draw.choice([draw.choice(CELLS), draw.choice(lines[other].rstrip("\r").split("\t"))])
            lines[one] = "\t".join(cells) + "\r"
        elif kind == 4 and len(lines) > 1:
            del lines[one]
        elif kind == 5:
            lines.insert(other, lines[one])
        elif kind == 6:
            lines[one], lines[other] = lines[other], lines[one]
        elif kind == 7:
            calendars = [number for number, line in enumerate(lines) if "CalendarData" in line]
            if calendars:
                at = draw.choice(calendars)
                lines[at] = _text(by_bytes(lines[at].encode("utf-8", "replace"), draw)).replace("\n", " ")
        else:
            lines[one] = "\t".join([*cells, draw.choice(CELLS)]) + "\r"
    return _encoded("\n".join(lines))


def of_csv(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    if draw.random() < 0.2:
        return by_bytes(data, draw)
    text = _text(data)
    for _ in range(draw.choice([1, 1, 2, 4])):
        rows = [row.split(",") for row in text.split("\n")]
        row = draw.choice(rows)
        at, kind = draw.randrange(len(row)), draw.randrange(7)
        marks = ["任务", "开始", "\t", ";", "，", '"', '""', "\r", "2016.3.1", "3/1/2016", "50%", "120%", "4月31日"]
        if kind <= 2:
            row[at] = draw.choice([*WORDS, *marks])
        elif kind == 3:
            row[at] = draw.choice([*DAYS, *DURATIONS])
        elif kind == 4:
            rows.insert(draw.randrange(len(rows)), list(draw.choice(rows)))
        elif kind == 5:
            row.insert(at, draw.choice(marks))
        else:
            del row[at]
        text = "\n".join(",".join(row) for row in rows)
    return _encoded(text)


def of_workbook(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """A workbook with one of its parts changed; it stays a zip file, or the bytes of that are changed."""
    if draw.random() < 0.15:
        return by_bytes(data, draw)
    source, found = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    names = source.namelist()
    target = draw.choice([name for name in names if re.search("sheet|shared|workbook", name)] * 4 + names)
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as result:
        for name in names:
            part = source.read(name)
            if name == target and draw.random() < 0.03:
                continue
            result.writestr(name, _part(part, draw) if name == target else part)
    return found.getvalue()


def _part(part: bytes, draw: random.Random) -> bytes:
    if draw.random() < 0.3:
        return by_bytes(part, draw)
    text = _text(part)
    for _ in range(draw.choice([1, 2, 4])):
        found = list(re.finditer(r'"[^"]*"|>[^<]+<|<[^>]*>', text))
        if not found:
            break
        one, value = draw.choice(found), draw.choice([*VALUES, *DAYS, *WORDS])
        fresh = {
            '"': f'"{value}"',
            ">": f">{value}<",
            "<": draw.choice(["", one[0] * 2, "<f>1+1</f>", f"<v>{value}</v>", "<is><t>x</t></is>"]),
        }[one[0][0]]
        text = text[: one.start()] + fresh + text[one.end() :]
    return _encoded(text)


def of_xml(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    if draw.random() < 0.3:
        return draw.choice([by_bytes(data, draw), _part(data, draw)])
    text = _text(data)
    for _ in range(draw.choice([1, 2, 4])):
        known = [f">{one}<" for one in (*VALUES, *DAYS) if "&" not in one]
        text = _replaced(text, re.compile(">[^<>]+<"), draw, known)
    return _encoded(text)
