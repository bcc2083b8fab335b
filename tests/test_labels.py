"""Every word in every language, and every code, count and amount in words that read right."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import schedule
from schedule.analysis.dates.alerts import RULES, Alert, Light
from schedule.analysis.dates.within import Within
from schedule.analysis.reports.ceilings import Ceiling
from schedule.calendars.periods import PeriodUnit
from schedule.law.clock import Accepted, Clock, Phase
from schedule.law.statutes import Kind
from schedule.law.terms import Term
from schedule.model import Body, ConstraintKind, Plan, RevisionKind, Task, TaskKind, Unit
from schedule.output.tables.contents import ALERT_COLUMNS, DEADLINES
from schedule.output.words.catalogue import named_in, word, words
from schedule.output.words.languages import DEFAULT, languages
from schedule.output.words.phrases import Voice, decimal
from schedule.output.words.saying import Days
from schedule.output.words.sentences import remarks, sentence

LANGUAGES = tuple(languages())
ROOT = Path(schedule.__file__).parent
PLAN = Plan(
    name="示例",
    start=0,
    calendar="china",
    tasks={
        "review": Task("review", "施工图审查", "Drawing review", body="housing"),
        "done": Task("done", "完工", "Works done", kind=TaskKind.FINISH_MILESTONE),
    },
    bodies={"housing": Body("housing", "住建局", "Housing Bureau")},
)
VOICES = {lang: Voice(lang, 2016, PLAN) for lang in LANGUAGES}
FACTS = {
    "must": "2016-02-22",
    "due": "2016-01-25",
    "over_days": 2,
    "lacking_days": 17,
    "stage": "in-progress",
    "start": "2016-01-04",
    "finish": "2016-02-05",
    "unit": "wd",
    "slip_work_days": 6,
    "requested_start": "2016-01-12",
    "requested_finish": "2016-02-01",
    "request": "会商",
    "last_report": "2016-01-11",
    "evidence": "审查合格书",
    "latest_start": "2016-01-15",
    "latest_finish": "2016-02-03",
    "float_days": 2,
    "short_days": 2,
    "deadline": "2016-06-30",
    "deadline_task": "done",
}
CODES = tuple(dict.fromkeys(rule.code for rule in RULES))


def bases(lang: str) -> dict[str, set[str]]:
    """Every key, a plural one without its category, with the categories that the language has for it."""
    found: dict[str, set[str]] = {}
    for key in words(lang):
        base, _, category = key.rpartition(".")
        found.setdefault(base if base in PLURALS else key, set()).update({category} if base in PLURALS else ())
    return found


CATEGORIES = {"zero", "one", "two", "few", "many"}
PLURALS = {key.rpartition(".")[0] for lang in LANGUAGES for key in words(lang) if key.rpartition(".")[2] in CATEGORIES}


def test_all_languages_have_the_same_keys_each_with_its_own_plurals() -> None:
    first = bases(DEFAULT)
    for lang, language in languages().items():
        assert bases(lang).keys() == first.keys()
        for base, found in bases(lang).items():
            assert found == (set(language.categories) if base in PLURALS else set()), base


@pytest.mark.parametrize("key", bases(DEFAULT))
def test_all_languages_name_the_same_values(key: str) -> None:
    # A Chinese date names its month by number, an English one by name; a singular may do without its number.
    said = [named_in(f"{key}.other" if key in PLURALS else key, lang) for lang in LANGUAGES]
    assert len({frozenset(names - {"month", "month_name"}) for names in said}) == 1
    for lang in LANGUAGES if key in PLURALS else ():
        for category in languages()[lang].categories:
            assert named_in(f"{key}.{category}", lang) <= said[0]


def test_no_language_is_silent() -> None:
    for key in bases(DEFAULT):
        assert any(words(lang)[f"{key}.other" if key in PLURALS else key] for lang in LANGUAGES), key


def test_the_rows_of_the_languages() -> None:
    assert next(iter(languages())) == DEFAULT
    for language in languages().values():
        assert language.direction in ("ltr", "rtl")
        assert language.letters in ("gb-t-9704", "plain")


RULES = {
    "ru": {"one": "v = 0 and i % 10 = 1 and i % 100 != 11", "few": "v = 0 and i % 10 = 2..4 and i % 100 != 12..14"},
    "ar": {"zero": "n = 0", "one": "n = 1", "two": "n = 2", "few": "n % 100 = 3..10", "many": "n % 100 = 11..99"},
    "lt": {"one": "n % 10 = 1 and n % 100 != 11..19", "few": "n % 10 = 2..9 and n % 100 != 11..19", "many": "f != 0"},
    "da": {"one": "n = 1 or t != 0 and i = 0,1"},
}


@pytest.mark.parametrize(
    ("rules", "shown", "category"),
    [
        ("ru", "21", "one"),
        ("ru", "11", "other"),
        ("ru", "-3", "few"),
        ("ru", "1.0", "other"),
        ("ar", "0", "zero"),
        ("ar", "103", "few"),
        ("ar", "111", "many"),
        ("ar", "1.5", "other"),
        ("lt", "12", "other"),
        ("lt", "1.5", "many"),
        ("da", "1.5", "one"),
        ("da", "2.0", "other"),
        ("da", "many", "other"),
    ],
)
def test_a_languages_plurals_are_those_of_its_rules(rules: str, shown: str, category: str) -> None:
    assert replace(languages()["en"], plurals=RULES[rules]).category(shown) == category


def test_a_rule_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="x = 1"):
        replace(languages()["en"], plurals={"one": "x = 1"}).category(1)


SOURCES = [*(ROOT / "output").rglob("*.py"), *(ROOT / "commands").rglob("*.py")]
TEMPLATES = [*(ROOT / "output").rglob("*.j2")]
PUT_TOGETHER = {
    *(f"decision.{field.name}" for kind in (Task, Body, Plan) for field in dataclasses.fields(kind)),
    *(f"decision.of-{kind}" for kind in RevisionKind),
    *(f"decision.{kind}" for kind in (*ConstraintKind, *TaskKind)),
    *(f"{since}.{direction}" for since in ("meeting", "baseline") for direction in ("later", "earlier", "same")),
    *Unit,
    "chart.moved.reached",
}
"""Keys of which no part stands in the source: the values of an enumeration, the fields of a class."""


def pattern(text: str) -> re.Pattern[str]:
    """Which keys a text with gaps can stand for; a gap may hold a variant, `.reached`, or nothing."""
    return re.compile(".*".join(map(re.escape, text.split("{}"))))


def texts(node: ast.AST) -> Iterator[str]:
    """The texts of a part of the source, with `{}` where a value goes."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
            yield from texts(child)


def asked(call: ast.Call, prefix: str) -> Iterator[str]:
    """The keys that a call asks for, as texts with gaps."""
    function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = {"say": 0, "counted": 0, "knows": 0, "said": 0, "word": 0, "_word": 0, "everywhere": 0, "refused": 1}
    place |= {"of": 1, "key_of": 1, "among": 1}
    if function not in place or len(call.args) <= place[function]:
        return
    key = call.args[place[function]]
    for text in texts(key):
        # Of an expression, what has no dot may be what it compares with; what begins with a gap is a variable's.
        if (isinstance(key, ast.Constant) or "." in text) and not text.startswith(("{}", ".")):
            yield (prefix if function in ("word", "_word") else "") + text


@pytest.mark.slow
def test_every_key_that_the_source_asks_for_has_words() -> None:
    keys, found = bases(DEFAULT).keys() | words(DEFAULT).keys(), 0
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        charts = path.name == "words.py" or "schedule.output.figures.ground.words import" in text
        prefix = "chart." if charts else "decision." if path.name == "decisions.py" else ""
        for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
            for key in asked(call, prefix):
                found += 1
                assert key in keys or any(map(pattern(key).fullmatch, keys)), f"{path.name}: {key}"
    assert found > 500


def said_by_templates() -> set[str]:
    """The keys that templates ask for by `say`, whose values they get from nowhere else."""
    return {key for path in TEMPLATES for key in re.findall(r'say\("([^"]+)"[,)]', path.read_text(encoding="utf-8"))}


def test_every_key_that_a_template_asks_for_has_words() -> None:
    assert said_by_templates()
    assert said_by_templates() <= bases(DEFAULT).keys()


@pytest.mark.slow
def test_no_key_is_idle() -> None:
    said = {text for path in SOURCES for text in texts(ast.parse(path.read_text(encoding="utf-8"))) if len(text) < 80}
    said |= said_by_templates()
    formed = [
        pattern(text)
        for text in said
        if "{}" in text and re.match(r"[a-z]+[.]", text) and text not in ("chart.{}", "decision.{}")
    ]
    # What is said of a start milestone in its own form is asked for by the key of all tasks (`Voice.of`).
    asked = {key: key.removesuffix(".start") for key in bases(DEFAULT)}
    keys = {key: {key, one, key.removeprefix("chart."), key.removeprefix("decision.")} for key, one in asked.items()}
    assert {
        key
        for key, own in keys.items()
        if not own & said and key not in PUT_TOGETHER and not any(one.fullmatch(name) for one in formed for name in own)
    } == set()


def test_every_column_and_count_has_its_words() -> None:
    tables = "".join(
        (ROOT / "output" / name).read_text("utf-8") for name in ("tables/contents.py", "minutes/bulletin.py")
    )
    for key in (*ALERT_COLUMNS, *re.findall(r'(?<!Deadline)Column\("([a-z_]+)"', tables)):
        assert f"column.{key}" in words(DEFAULT)
    for column in DEADLINES:
        label = "" if column.sheet is None else column.sheet.label
        assert (label if label and not column.listed else f"column.{column.key}") in words(DEFAULT)
    assert {key for key in bases(DEFAULT) if key.startswith("count.")} <= PLURALS
    assert {f"decision.{field.name}" for field in dataclasses.fields(Task)} - words(DEFAULT).keys() == {
        "decision.id",
        "decision.location",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_of_the_analysis_has_words(lang: str) -> None:
    quality = (ROOT / "analysis" / "dates" / "quality.py").read_text(encoding="utf-8")
    for code in re.findall(r'Finding\("([a-z-]+)"', quality):
        assert word(f"finding.{code}", lang, task="x", days="y", relation="z", deadline="d", forecast="f")
    for light in Light:
        assert word(f"light.{light}", lang)
    assert {code for code in CODES if not any(key.startswith(f"alert.{code}") for key in words(lang))} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("absent", [(), ("deadline", "deadline_task", "latest_start", "latest_finish", "float_days")])
def test_an_alert_is_one_whole_sentence(code: str, lang: str, absent: tuple[str, ...]) -> None:
    if absent and code in (
        "deadline-missed",
        "overdue",
        "negative-float",
        "date-missed",
        "low-float",
        "start-due",
        "finish-due",
    ):
        return  # such an alert always has a deadline
    facts = {name: fact for name, fact in FACTS.items() if name not in absent}
    clock = Clock(
        Term(15, PeriodUnit.WORKING_DAYS, article="建筑法第8条"),
        *(Phase.RUNNING, date(2016, 1, 4), date(2016, 1, 4), Accepted.TOLD),
        due=date(2016, 1, 25),
        used=17,
        over=2,
    )
    ceiling = Ceiling("review", "housing", clock) if code.startswith("ceiling-") else None
    days = date(2016, 1, 4), date(2016, 1, 25), date(2016, 2, 1)
    kind = Kind.START_WITHIN if code == "begun-lapsed" else Kind.REPORT_WITHIN
    by_event = code.startswith("within-") or code == "begun-lapsed"
    within = Within("review", "done", kind, clock.term, *days) if by_event else None
    alert = Alert(code, Light.RED, "review", "housing", 2 * 1440, facts, ceiling=ceiling, within=within)
    text = VOICES[lang].tell(sentence(alert, VOICES[lang].plan))
    assert "{" not in text
    assert text.endswith("。" if lang == "zh" else ".")
    assert ("施工图审查（住建局）" if lang == "zh" else "Drawing review (Housing Bureau)") in text
    assert not re.search(r"None|  |，，", text)


def test_a_task_near_its_latest_start_is_asked_for_the_date_before_the_red_line() -> None:
    alert = Alert("start-due", Light.YELLOW, "review", "housing", 0, FACTS)
    assert VOICES["zh"].tell(sentence(alert, VOICES["zh"].plan)) == (
        "施工图审查（住建局）快到最迟启动日：请 1月12日 启动（红线 1月15日），过了红线 6月30日的期限保不住。"
    )
    assert VOICES["en"].tell(sentence(alert, VOICES["en"].plan)) == (
        "Drawing review (Housing Bureau) is near its latest start: please start by 12 Jan (red line 15 Jan);"
        " past the red line the deadline of 30 Jun is lost."
    )


def test_what_else_is_wrong_follows_in_a_sentence_of_its_own() -> None:
    alert = Alert(
        "not-reported", Light.GREY, "review", "housing", 0, FACTS | {"asked": "stuck"}, ("low-float", "asked")
    )
    assert VOICES["zh"].tell(sentence(alert, VOICES["zh"].plan)) == (
        "施工图审查（住建局）1月11日 以后没有报进展，按没有进展计算。"
        "最迟 2月3日 必须完成，否则 6月30日的期限保不住。三周没有变化，要核实。"
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"float_days": 0}, "已经没有余地"),
        ({"float_days": 1}, "只剩 1 天余地"),
        ({"float_days": 1, "unit": "cd"}, "只剩 1 天余地"),
        ({"float_days": 0, "deadline_task": "review"}, "期限 6月30日，预计 2月5日 完成，已经没有余地"),
        ({"deadline": "2017-06-30"}, "2017年6月30日"),
    ],
)
def test_low_float_in_words(facts: dict[str, object], said: str) -> None:
    assert said in VOICES["zh"].tell(
        sentence(Alert("low-float", Light.YELLOW, "review", None, 0, {**FACTS, **facts}), VOICES["zh"].plan)
    )


def test_what_was_due_to_start_and_what_was_due_to_finish() -> None:
    waiting = Alert("overdue", Light.RED, "review", None, 1440, {**FACTS, "stage": "not-started"})
    running = Alert("overdue", Light.RED, "review", None, 1440, FACTS)
    milestone = Alert("overdue", Light.RED, "done", None, 1440, {**FACTS, "stage": "not-started"})
    assert "至今没有报启动" in VOICES["zh"].tell(sentence(waiting, VOICES["zh"].plan))
    assert "最迟 2月3日 就该完成" in VOICES["zh"].tell(sentence(running, VOICES["zh"].plan))
    assert "最迟 2月3日 就该完成" in VOICES["zh"].tell(sentence(milestone, VOICES["zh"].plan))


def test_remarks_end_with_one_full_stop() -> None:
    alert = Alert("overdue", Light.RED, "review", None, 0, {"cause": "补正", "note": "等材料。", "request": "会商"})
    assert VOICES["zh"].told(remarks(alert)) == ("原因：补正。", "说明：等材料。", "请会议协调：会商。")


def test_a_note_alone_is_no_cause() -> None:
    alert = Alert("low-float", Light.YELLOW, "review", None, 0, {"note": "已完成一半"})
    assert VOICES["zh"].told(remarks(alert)) == ("说明：已完成一半。",)
    assert VOICES["en"].told(remarks(alert)) == ("Note: 已完成一半.",)


def test_an_earlier_reports_words_are_not_repeated_where_nothing_was_reported() -> None:
    alert = Alert("not-reported", Light.GREY, "review", None, 0, {**FACTS, "cause": "补正", "request": "会商"})
    assert VOICES["zh"].told(remarks(alert)) == ()


def test_what_could_have_started_and_what_could_have_been_reached() -> None:
    task = Alert("ready-not-started", Light.YELLOW, "review", None, 0, FACTS)
    milestone = Alert("ready-not-started", Light.YELLOW, "done", None, 0, FACTS)
    other = Alert("ready-not-started", Light.YELLOW, "done", None, 0, {**FACTS, "deadline_task": "review"})
    assert "已可以启动而没有启动：请 1月12日 启动（红线 1月15日）" in VOICES["zh"].tell(
        sentence(task, VOICES["zh"].plan)
    )
    assert VOICES["zh"].tell(sentence(milestone, VOICES["zh"].plan)) == "完工已可以完成而没有报完成，期限 6月30日。"
    assert "最迟 2月3日 必须完成" in VOICES["zh"].tell(sentence(other, VOICES["zh"].plan))
    assert "by 3 Feb" in VOICES["en"].tell(sentence(other, VOICES["en"].plan))


def test_a_deadlines_own_task_is_not_told_to_keep_its_deadline_or_lose_it() -> None:
    for code in ("start-due", "low-float", "ready-not-started"):
        alert = Alert(code, Light.YELLOW, "done", None, 0, {**FACTS, "latest_finish": "2016-06-30"})
        assert "保不住" not in VOICES["zh"].tell(sentence(alert, VOICES["zh"].plan))
        assert "is lost" not in VOICES["en"].tell(sentence(alert, VOICES["en"].plan))


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        (Days(Fraction(1)), "1 天", "1 day"),
        (Days(Fraction(2)), "2 天", "2 days"),
        (Days(Fraction(0)), "0 天", "0 days"),
        (Days(Fraction(3, 2)), "1.5 天", "1.5 days"),
        (Days(Fraction(1), working=True), "1 个工作日", "1 working day"),
        (Days(Fraction(1, 1000)), "0.1 天", "0.1 days"),
        (Days(Fraction(0), working=True, of_float=True), "没有", "none"),
        (Days(Fraction(-1), working=True, of_float=True), "缺 1 个工作日", "short by 1 working day"),
        (Days(Fraction(4), of_float=True), "4 天", "4 days"),
    ],
)
def test_amounts(days: Days, zh: str, en: str) -> None:
    assert VOICES["zh"].days(days) == zh
    assert VOICES["en"].days(days) == en


def test_counts_have_a_singular() -> None:
    assert VOICES["en"].count(1, "body") == "1 body"
    assert VOICES["en"].count(2, "body") == "2 bodies"


def test_a_number_never_rounds_to_nothing() -> None:
    assert decimal(Fraction(-1, 100)) == "-0.1"
    assert decimal(Fraction(199, 100)) == "2"
    assert decimal(Fraction(-5, 2)) == "-2.5"
