"""Text → nodes with places: what is read, what is refused, and where it stood."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.diagnostics import Location, Source
from schedule.files.yaml import source
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, SequenceNode, read_yaml
from schedule.files.yaml.text import Document, scalar_text, yaml_text


def read(text: str | bytes) -> tuple[MappingNode | None, list[str]]:
    faults = Faults()
    root = read_yaml(text.encode() if isinstance(text, str) else text, "plan.yaml", faults)
    return root, [str(fault) for fault in faults.diagnostics]


def plain(node: Node | None) -> Document | None:
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]  # type: ignore[misc]
    return node and {key: plain(value) for key, (_, value) in node.entries.items()}  # type: ignore[misc]


def scalar(root: MappingNode | None, *keys: str) -> ScalarNode:
    node: Node | None = root
    for key in keys:
        assert isinstance(node, MappingNode)
        node = node.entries[key][1]
    assert isinstance(node, ScalarNode)
    return node


def test_no_type_is_guessed() -> None:
    root, faults = read("on: off\nyes: 2016-02-30\nn: ~\nten: 0o12\nt: [true, 1.50]\n")
    assert not faults
    assert plain(root) == {"on": "off", "yes": "2016-02-30", "n": "~", "ten": "0o12", "t": ["true", "1.50"]}


@pytest.mark.parametrize("text", ["\ufeffa: 甲\nb: 乙\n", "a: 甲\r\nb: 乙\r\n", "---\na: 甲\nb: 乙\n...\n"])
def test_marks_of_order_line_ends_and_markers_do_not_count(text: str) -> None:
    root, faults = read(text)
    assert not faults
    assert plain(root) == {"a": "甲", "b": "乙"}
    place = scalar(root, "b").location
    assert (place.line - text.startswith("---"), place.column, place.width, place.text) == (2, 4, 1, "b: 乙")


def test_places_count_characters_not_bytes() -> None:
    root, _ = read('名称: {甲: "丙 丁", 𠀀: 戊}\n')
    assert str(scalar(root, "名称", "甲").location) == "plan.yaml:1:9"
    assert scalar(root, "名称", "𠀀").location.column == 19
    assert scalar(root, "名称", "甲").location.width == 5


def test_a_part_of_a_text_has_its_own_place() -> None:
    root, _ = read("a: survey FS+3cd\nb: 'survey FS'\nc: \"\\x61bc\"\nd: >\n  abc\n")
    assert scalar(root, "a").part(7, 9).column == 11
    assert scalar(root, "b").part(7, 9).column == 12
    assert scalar(root, "c").part(1, 2).column == 4, "an escape hides where a part stands: then it is the whole text"
    assert scalar(root, "d").part(0, 3).column == 4


def test_a_text_over_several_lines_stands_where_it_begins() -> None:
    root, faults = read("note: 第一行\n  第二行\nnext: |\n  一\n  二\n")
    assert not faults
    assert scalar(root, "note").text == "第一行 第二行"
    assert (scalar(root, "note").line, scalar(root, "note").width) == (1, 3)
    assert scalar(root, "next").text == "一\n二\n"


def test_a_key_with_a_full_width_colon_does_not_vanish_in_the_line_before() -> None:
    _, faults = read("a:\n  name: 勘察\n    duration：7wd\n  note: 说明：第一\n    第二：第三\n")
    assert faults == ["plan.yaml:3:13: error: full-width (found: ：, expected: :)"]


@pytest.mark.parametrize(
    ("text", "place", "found", "expected"),
    [
        ("a: {name: 乙，duration: 3cd}\n", "1:12", "，", ","),
        ("a: {name: 乙，duration：3cd, body: b: c}\n", "1:12", "，", ","),
        ("a: {gang：{capacity: 1}}\n", "1:9", "：", ":"),
        ("a: {name: 乙,\n  body: b， after: [c]}\n", "2:10", "，", ","),
    ],
)
def test_a_clerk_is_told_of_the_full_width_mark_between_braces(
    text: str, place: str, found: str, expected: str
) -> None:
    _, faults = read(text)
    assert faults == [f"plan.yaml:{place}: error: full-width (found: {found}, expected: {expected})"]


def test_a_full_width_mark_of_a_name_is_not_what_left_braces_open() -> None:
    _, faults = read("a: {name: 说明：甲，乙\n")
    assert [fault.split(": ")[2].split()[0] for fault in faults] == ["yaml-syntax"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: {b: 1\nc: 2}\n}\n", "yaml-syntax"),
        ("a: 'b\n", "yaml-syntax"),
        ("a: b: c\n", "yaml-syntax"),
        ("a:\n\tb: c\n", "tab"),
        ("a: b\n\tc: d\n", "tab"),
        ("a:\n  b：c\n  d: e\n", "full-width"),
        ("甲：乙\n", "full-width"),
        ("- a\n- b\n", "not-a-mapping"),
        ("text\n", "not-a-mapping"),
        ("a: *b\n", "anchor"),
        ("<<: &b {c: d}\n", "anchor"),
        ("a: !!python/object/apply:os.system [ls]\n", "tag"),
        ("a: 1\n---\nb: 2\n", "several-documents"),
        ("a: 1\na: 2\n", "duplicate-key"),
        ("{}: 1\n", "not-a-key"),
        ('"": 1\n', "not-a-key"),
        ("", "empty-file"),
        ("# only a comment\n", "empty-file"),
        ("---\n", "empty-file"),
        ("a: b\u2028c\n", "control-character"),
        ("a: b\x85c\n", "control-character"),
        ("a: b\x07\n", "control-character"),
        ('a: "\\e[31m"\n', "control-character"),
        ("a: " + "[" * 100, "too-deep"),
        ("a: " + "[" * 100_000, "too-deep"),
        ("a: " + "{a: " * 100_000, "too-deep"),
        (b"a: \xff\n", "not-utf-8"),
        ("a: 甲\n".encode("utf-16"), "not-utf-8"),
        ("a: 甲\n".encode("gb18030"), "gb18030"),
        ("a: 甲乙丙".encode()[:-1], "not-utf-8"),
    ],
)
def test_what_is_refused(text: str | bytes, fault: str) -> None:
    _, faults = read(text)
    assert faults
    assert f"error: {fault}" in faults[0]


NESTED = {
    "lists in a line": ("a: " + "[" * 40, 1, 19),
    "more lists than the parser reads ahead": ("a: " + "[" * 100_000, 1, 19),
    "more lists, all closed": ("a: " + "[" * 1100 + "]" * 1100, 1, 19),
    "mappings in a line": ("a: " + "{a: " * 5000, 1, 64),
    "mappings without keys": ("a: " + "{" * 5000, 1, 19),
    "lists and mappings by turns": ("a: " + "[{a: " * 5000, 1, 40),
    "lists and mappings without keys by turns": ("a: " + "[{" * 5000, 1, 19),
    "a list in each line": ("a: " + "[\n" * 5000, 16, 1),
    "block lists": ("a:\n  " + "- " * 5000 + "x", 2, 33),
    "block mappings": ("\n".join(" " * depth + "a:" for depth in range(2000)), 17, 17),
    "block lists and mappings by turns": ("a:\n" + "\n".join(" " * (2 * k + 1) + "- a:" for k in range(2000)), 9, 18),
    "brackets in a block": ("a:\n  b:\n    - c\n    - " + "[" * 5000, 4, 20),
    "brackets in a key": ("[" * 5000 + "]: a", 1, 17),
    "after other characters": ("甲：𠀀: {乙: [" + "[" * 5000, 1, 24),
    "brackets within a text before": ('a: ["[[[[[[[[[[[[[[[[[[[[", ' + "[" * 5000, 1, 43),
    "before what is no YAML": ("a: " + "[" * 40 + "@", 1, 19),
}


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize(("text", "line", "column"), NESTED.values(), ids=NESTED.keys())
def test_nesting_is_told_at_its_seventeenth_level_whoever_parses(
    text: str, line: int, column: int, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schedule.files.yaml.source._loader", lambda: loader)
    _, faults = read(text)
    assert faults == [f"plan.yaml:{line}:{column}: error: too-deep (expected: 16)"]


def test_what_was_told_before_the_nesting_is_told_once() -> None:
    _, faults = read("b: 1\nb: 2\na: " + "[" * 5000)
    assert [fault.split()[2] for fault in faults] == ["duplicate-key", "too-deep"]


def test_a_fault_of_syntax_in_sixteen_levels_is_no_fault_of_nesting() -> None:
    _, faults = read("a: " + "[" * 15 + "@")
    assert faults == ["plan.yaml:1:19: error: yaml-syntax (found: found character that cannot start any token)"]


def test_brackets_where_a_key_must_stand_are_a_fault_of_syntax_whoever_parses() -> None:
    _, faults = read("a: 1\n" + "[" * 1100 + "]" * 1100 + "\nb: 2\n")
    assert [fault.split()[2] for fault in faults] == ["yaml-syntax"]


def test_a_billion_laughs_are_not_told() -> None:
    lines = ["a0: &a0 [ha, ha, ha]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 30))]
    root, faults = read("\n".join(lines))
    assert root is not None
    assert {fault.split()[2] for fault in faults} == {"anchor"}


def test_the_line_of_a_fault_is_shown_in_its_own_encoding() -> None:
    faults = Faults()
    read_yaml("# 说明\na: 甲\n".encode("gb18030"), "plan.yaml", faults)
    (fault,) = faults.diagnostics
    assert fault.location is not None
    assert (fault.location.text, fault.location.line, fault.location.column) == ("# 说明", 1, 3)


def test_without_the_c_parser_places_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '名称: {甲: "丙 丁", b: [1, 二]}\nc:\n  - {d: e}\n'
    root, _ = read(text)
    monkeypatch.setattr("schedule.files.yaml.source._loader", lambda: yaml.SafeLoader)
    assert read(text)[0] is not None
    for keys in (("名称", "甲"),):
        assert scalar(read(text)[0], *keys).location.column == scalar(root, *keys).location.column


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp", "Co"]) | st.sampled_from("\n\t"), min_size=1
)
IDS = st.from_regex(r"[^\W_][\w.-]{0,20}", fullmatch=True)
DOCUMENTS = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(IDS | TEXTS, inner, max_size=4), max_leaves=12
)


@pytest.mark.slow
@given(st.dictionaries(IDS, DOCUMENTS, min_size=1, max_size=5))
def test_what_is_written_is_read(document: dict[str, Document]) -> None:
    root, faults = read(yaml_text(document))
    assert not [fault for fault in faults if "too-deep" not in fault]
    if not faults:
        assert plain(root) == document


@given(TEXTS)
def test_other_readers_read_the_same_text(text: str) -> None:
    assert str(yaml.load(f"a: {scalar_text(text)}\n", Loader=yaml.BaseLoader)["a"]) == text


@pytest.mark.parametrize(
    "text", ["- a", "a: b", "a #b", "[a", "*a", "!a", "a,b", "#", "'", '"', "~a b ", "?", "a:", "%", ""]
)
def test_what_needs_quotes_gets_them(text: str) -> None:
    assert scalar_text(text).startswith('"')


@pytest.mark.parametrize(
    "text", ["7wd", "2016-03-14", "2016-03-14T16:00", "专责领导小组", "示例批文〔2016〕3号", "a SS+20wd", "5 km"]
)
def test_what_needs_no_quotes_gets_none(text: str) -> None:
    assert scalar_text(text) == text


REGULAR = """\
daopai: 1
tasks:
  survey: {name: 勘察 一期, duration: 1.5h, after: [start FS+3cd, land]}

  # a remark
  design:
    name: "图纸: 审查"
    after: ['a, b', c]
    levers: [{compress: 8cd, cost: 2.5}, {calendar: site, at: 08:00}]
    basis:
      rule: BID
  build: {name: x, group: [a, [b]], basis: {since: {day: 2016-03-14T17:00}}}
notes:
  a: b
"""
PIECES = [
    *"\n :#\"'|>*!{}[],?%@：𠀀\t",
    "\n  ",
    "  ",
    ": ",
    "- ",
    " # c\n",
    "&a ",
    "---\n",
    "...\n",
    "\r\n",
    "k" * 1100,
]
PIECES += ["tasks:\n", "  a: {b: c}\n", "a: |\n", 'b: "\n']


def both_ways(text: str) -> tuple[Node | None, Node | None]:
    """What is read by lines, and what the parser reads where it finds nothing wrong."""
    place, faults = Source("plan.yaml", tuple(re.split("\r\n|[\n\r]", text))), Faults()
    quick = source._by_lines(place)
    try:
        whole = source._Composer(place, text, faults).document()
    except yaml.YAMLError:
        return quick, None
    return quick, None if faults.diagnostics else whole


def test_regular_lines_are_read_as_the_parser_reads_them() -> None:
    quick, whole = both_ways(REGULAR)
    assert quick is not None
    assert quick == whole, "the same texts, at the same places"
    assert isinstance(quick, MappingNode)
    assert scalar(quick, "tasks", "design", "name").text == "图纸: 审查"
    assert scalar(quick, "tasks", "design", "basis", "rule").location == Location(quick.location.source, 11, 13, 3)


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(st.integers(0, len(REGULAR)), st.integers(0, 3), st.sampled_from(PIECES)), min_size=1, max_size=3
    )
)
@settings(max_examples=300)
def test_what_lines_are_read_for_is_what_the_parser_reads(edits: list[tuple[int, int, str]]) -> None:
    text = REGULAR
    for at, gone, piece in edits:
        text = text[:at] + piece + text[at + gone :]
    quick, whole = both_ways(text)
    assert quick is None or quick == whole


@pytest.mark.parametrize(
    "text",
    [
        'a: "text\ntasks:\n  a: {b: c}\n"\nz: 1\n',
        "a: |\n  x\ntasks:\n  a: b\n  c\n",
        "a: [\ntasks:\n  b: c\n]\n",
        "tasks:\n  a: b\n>\n",
        "tasks:\n  a: b\n''\n",
        "tasks:\n  a: b\n- c\n",
        "tasks:\n  a: {b: c, b: d}\n",
        "tasks:\n  a: b\n  a: c\n",
        "tasks:\n  a: b\n    c: d\n",
        "tasks:\n  a:\n  b: c\n",
        "tasks:\n  a: b\n c: d\n",
        "tasks:\n  a: {b: c} # why\n",
        "tasks:\n  a: {b: , c: d}\n",
        "tasks:\n  a: [b c,]\n",
        "tasks:\n  a: b\n---\nc:\n  d: e\n",
        "tasks:\n  " + "k" * 300 + ": a\n",
        "tasks:\n  a: {b?c: d}\n",  # on which the two parsers do not agree
        "tasks:\n  a: [b ?c]\n",
        "tasks:\n  a: " + "[" * 7 + "b" + "]" * 7 + "\n",
        "tasks:\n" + "".join(f"{' ' * k}a:\n" for k in range(2, 12)) + " " * 12 + "b: c\n",
    ],
)
def test_what_is_not_regular_is_left_to_the_parser(text: str) -> None:
    quick, _ = both_ways(text)
    assert quick is None
