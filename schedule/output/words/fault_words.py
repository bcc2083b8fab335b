"""The words of faults: one sentence a code in Chinese and in English, addressed to the person who wrote the file.

This module must never know how a fault is found, nor how it is shown: that is `schedule.output.words.faults`.
"""

from __future__ import annotations

from collections.abc import Mapping

from schedule.output.words.channel_words import CHANNEL_CODES
from schedule.output.words.filing_fault_words import FILING_CODES
from schedule.output.words.forms_words import FORMS_CODES
from schedule.output.words.history_words import HISTORY_CODES
from schedule.output.words.xer_fault_words import XER_CODES

CODES: Mapping[str, tuple[str, str]] = {
    # the file
    "file-missing": ("没有这个文件或文件夹：{found}", "There is no such file or folder: {found}"),
    "unreadable": ("文件读不出来：{found}", "The file cannot be read: {found}"),
    "wrong-extension": (
        "“{found}”没有读：文件名要以 .yaml 结尾，请改名为“{expected}”",
        "{found} was not read: names end in .yaml; rename it to {expected}",
    ),
    "file-name": (
        "文件名“{found}”与内容不符，应为“{expected}”",
        "The file is called {found}, but by its content it should be {expected}",
    ),
    "folder-locked": (
        "另一个 daopai 正在写“{found}”，请稍后再试",
        "Another daopai is writing to {found}; try again in a moment",
    ),
    "folder-not-empty": ("文件夹“{found}”不是空的，没有写入", "The folder {found} is not empty; nothing was written"),
    "update-exists": (
        "“{found}”已经有了；报过的情况不改，有更正请写进下一期",
        "{found} exists already; what was reported is not changed: put corrections into the next update",
    ),
    "baseline-exists": (
        "“{found}”已经有了；批准过的基准不改，请换个名称",
        "{found} exists already; what was approved is not changed: choose another name",
    ),
    "too-large": (
        "文件有 {found}，超过上限 {expected}，没有读",
        "The file has {found}, more than the limit of {expected}; it was not read",
    ),
    "too-many-nodes": (
        "文件内容超过 {expected} 项，没有读完",
        "The file holds more than {expected} keys and values; the rest was not read",
    ),
    "too-deep": ("括号或缩进套了 {expected} 层以上", "Lists and mappings are nested more than {expected} levels deep"),
    "gb18030": (
        "文件是 GB18030（GBK、ANSI）编码；请用编辑器另存为 UTF-8",
        "The file is encoded in GB18030 (GBK, ANSI); save it as UTF-8",
    ),
    "not-utf-8": (
        "文件不是 UTF-8 文本（这里是 {found}）；请用编辑器另存为 UTF-8",
        "The file is not UTF-8 text (here: {found}); save it as UTF-8",
    ),
    "control-character": (
        "这里有一个看不见的字符 {found}，请删去",
        "There is an invisible character here ({found}); delete it",
    ),
    "empty-file": ("文件是空的", "The file is empty"),
    # YAML
    "yaml-syntax": ("这里不合 YAML 的写法：{problem}", "This is not YAML: {problem}"),
    "tab": ("缩进用了制表符（Tab），请改用空格", "The line is indented with a tab; use spaces"),
    "full-width": (
        "“{found}”是全角或排版符号，这里要用半角的“{expected}”",
        "“{found}” is a full-width or typographic character; write “{expected}” here",
    ),
    "anchor": (
        "不能用引用（{found}），请把内容写全",
        "Anchors and aliases ({found}) cannot be used; write the content out",
    ),
    "tag": (
        "不能用标签（{found}）；以 ! 开头的文字请加引号",
        "Tags ({found}) cannot be used; a text that begins with ! needs quotes",
    ),
    "several-documents": ("一个文件只能有一份内容，请删去这里的“---”", "A file holds one document; delete this “---”"),
    "duplicate-key": ("“{found}”写了两次，请留一个", "“{found}” is written twice; keep one"),
    "duplicate-item": ("“{found}”列了两次，请留一个", "“{found}” is listed twice; keep one"),
    "not-a-key": ("键必须是文字", "A key must be text"),
    "not-a-mapping": (
        "这里要写成“键: 值”，现在是{kind}",
        "Keys with values (“key: value”) are expected here, not {kind}",
    ),
    "not-a-list": ("这里要写成列表，如 [甲, 乙]，现在是{kind}", "A list such as [a, b] is expected here, not {kind}"),
    "not-a-scalar": ("这里要写一个值，现在是{kind}", "A single value is expected here, not {kind}"),
    "empty-value": ("这里没有写值：请写上，或者把这一行删去", "There is no value here: write one, or delete the line"),
    "unknown-key": ("不认识“{found}”；这里可以写：{expected}", "“{found}” is unknown; possible here: {expected}"),
    "missing-key": ("少了“{expected}”", "“{expected}” is missing"),
    "conflicting-keys": ("{found} 只能写一个", "Only one of {found} can be written"),
    # values
    "unknown-format": (
        "格式版本是“{found}”，本程序只认“daopai: {expected}”",
        "The format version is “{found}”; this program knows “daopai: {expected}”",
    ),
    "bad-id": (
        "“{found}”不能作编号：以文字或数字开头，只用文字、数字、“_”“-”“.”，不超过 100 个字",
        "“{found}” cannot be an id: it begins with a letter or digit and holds only letters, digits, _ - ., up to 100",
    ),
    "reserved-id": ("日历名“{found}”是内置的，请换个名称", "The calendar “{found}” is built in; choose another name"),
    "bad-date": (
        "“{found}”不是日期{reason}；写法如：{expected}",
        "“{found}” is no date{reason}; write it like {expected}",
    ),
    "bad-duration": (
        "“{found}”不是工期；数字后要带单位，大于零：{expected}（wd 工作日，cd 日历日，h 小时，min 分钟）",
        "“{found}” is no duration; write a number above zero with its unit: {expected}"
        " (wd working days, cd calendar days, h hours, min minutes)",
    ),
    "bad-number": (
        "“{found}”不是合适的数；写法如：{expected}",
        "“{found}” is no number that fits; write it like {expected}",
    ),
    "bad-percent": (
        "“{found}”不是 0 到 100 的百分数；不写 %",
        "“{found}” is no percentage from 0 to 100; leave out the %",
    ),
    "bad-choice": ("“{found}”不在可选之列：{expected}", "“{found}” is none of: {expected}"),
    "bad-group": (
        "“{found}”里有一级是空的；写法如：{expected}",
        "“{found}” has an empty level; write it like {expected}",
    ),
    "bad-float": ("“{found}”不是时差；写法如：{expected}", "“{found}” is no float; write it like {expected}"),
    "bad-week": ("每周工作日的写法如：{expected}", "The working days of a week are written like {expected}"),
    "bad-hours": (
        "“{found}”不是时段；从早到晚、互不重叠，写法如：{expected}",
        "“{found}” is no range of hours; in order, without overlap, like {expected}",
    ),
    "bad-closure": (
        "“{found}”不是每年的停工期；月-日..月-日，写法如：{expected}",
        "“{found}” is no yearly closed season; month-day..month-day, like {expected}",
    ),
    "bad-range": ("“{found}”先后颠倒，应为“{expected}”", "“{found}” is reversed; write “{expected}”"),
    "bad-relation": (
        "“{found}”不是前置关系；写法如：{expected}",
        "“{found}” is no relation; write it like {expected}",
    ),
    # calendars
    "calendar-cycle": (
        "日历互相以对方为基础（base），绕成了圈：{found}",
        "Calendars stand on each other in a circle: {found}",
    ),
    "calendar-without-work": (
        "日历“{found}”全年没有一天上班",
        "The calendar “{found}” has no working day in the whole year",
    ),
    "conflicting-days": (
        "{found} 既在 on（上班）里又在 off（休息）里",
        "{found} is listed both as worked (on) and as not worked (off)",
    ),
    "unit-conflict": (
        "工期“{found}”是日历日，但日历“{calendar}”有休息日：写成“{expected}”，或者把日历改为 calendar-days",
        "The duration {found} counts calendar days, but the calendar “{calendar}” has days off:"
        " write {expected}, or take the calendar calendar-days",
    ),
    # names and the network
    "unknown-task": ("没有编号为“{found}”的任务", "There is no task “{found}”"),
    "unknown-body": ("bodies 里没有单位“{found}”", "There is no body “{found}” under bodies"),
    "unknown-calendar": ("calendars 里没有日历“{found}”", "There is no calendar “{found}” under calendars"),
    "unknown-phase": ("phases 里没有阶段“{found}”", "There is no phase “{found}” under phases"),
    "empty-plan": ("计划里一项任务也没有", "The plan has no task"),
    "duplicate-task": ("任务“{found}”已经有了，不能再增加", "There is a task “{found}” already; it cannot be added"),
    "self-relation": ("任务“{found}”以自己为前置", "The task “{found}” waits for itself"),
    "summary-relation": (
        "“{found}”是汇总，定不了任务的日期；前后关系请写到它下面的任务上",
        "“{found}” is a summary and holds no task; tie the tasks of its group instead",
    ),
    "duplicate-relation": ("同一个前置关系写了两次：{found}", "The same relation is written twice: {found}"),
    "cycle": (
        "前置关系绕成了圈，谁也开不了工：{found}；请去掉其中一个",
        "These tasks wait for each other in a circle: {found}; take one relation away",
    ),
    # tasks
    "missing-duration": (
        "任务“{found}”既没有工期（duration）也不是里程碑（milestone）",
        "The task “{found}” has neither a duration nor a milestone",
    ),
    "milestone-with-duration": (
        "里程碑“{found}”不能有工期：duration 和 milestone 只留一个",
        "The milestone “{found}” cannot have a duration: keep either duration or milestone",
    ),
    "mandatory-not-allowed": (
        "{found} 会顶替前置关系，任务可能在前置工作完成之前开始：改用 start_on 或 finish_on；确实要用，就写"
        " settings: {{allow_mandatory: true}}",
        "{found} replaces the task's relations, so that it may stand before what it waits for: use start_on or"
        " finish_on, or, where it is really meant, write settings: {{allow_mandatory: true}}",
    ),
    "conflicting-constraints": (
        "{found} 不能同时写：一项任务最多有一个限制，外加一个“不晚于”；强制日期只能单独写",
        "{found} cannot stand together: a task has one constraint and, beside it, one “no later than”; a mandatory date"
        " stands alone",
    ),
    "contradicting-dates": (
        "{found} 晚于 {expected}，两者不能都做到",
        "{found} is after {expected}: both cannot be kept",
    ),
    "expected-finish-of-milestone": (
        "里程碑“{found}”没有剩余工期，不能写 expected_finish：改用 finish_on 或 deadline",
        "The milestone “{found}” has no remaining duration that an expected_finish could stretch: use finish_on or"
        " deadline",
    ),
    "constraint-on-span": (
        "“{found}”的日期由别的工作决定，不能再加限制（{constraints}）",
        "The dates of “{found}” are those of other tasks; it can have no constraint ({constraints})",
    ),
    "resources-without-duration": (
        "“{found}”没有自己的工期，不能写 resources",
        "“{found}” has no duration of its own and can have no resources",
    ),
    "deadline-before-start": (
        "期限 {found} 早于项目开始 {expected}",
        "The deadline {found} is before the project's start, {expected}",
    ),
    "below-floor": (
        "工期 {found} 短于下限 {expected}{under}，不得压缩到这以下",
        "The duration {found} is below the floor of {expected}{under}, which cannot be compressed",
    ),
    "above-ceiling": (
        "工期 {found} 超过上限 {expected}{under}，属于超期办理",
        "The duration {found} is above the ceiling of {expected}{under}",
    ),
    "floor-above-ceiling": ("下限 {found} 大于上限 {expected}", "The floor {found} is above the ceiling {expected}"),
    # updates
    "data-date-order": (
        "数据日期 {found} 不晚于已有一期的 {expected}：报过的情况不改，新情况和更正都写进更晚的一期",
        "The data date {found} is not after that of an update that is there, {expected}: what was reported is not"
        " changed; give news and corrections a later data date",
    ),
    "data-date-before-start": (
        "数据日期 {found} 早于项目开始 {expected}：检查年份，或者改项目的 start",
        "The data date {found} is before the project's start, {expected}: check the year, or the project's start",
    ),
    "actual-after-data-date": (
        "实际日期 {found} 在数据日期之后：数据日期不写时刻，就指当天早上，当天做的事报在下一期；这里最晚写 {expected}",
        "The actual date {found} is after the data date: without a time, that is the morning of its day, and work done"
        " on the day itself belongs to the next update; {expected} is the latest that can stand here",
    ),
    "finish-before-start": ("完成 {found} 早于开始 {expected}", "The finish {found} is before the start {expected}"),
    "finished-without-start": (
        "任务“{found}”报了完成，却从没报过开始：请补上 started",
        "The task “{found}” is reported finished, but never started: add started",
    ),
    "missing-remaining": (
        "任务“{found}”已经开始，还要多久没有说：请写 remaining（剩余工期）或 percent（完成百分数）",
        "The task “{found}” has started, but nothing says how much is left: add remaining or percent",
    ),
    "remaining-unstarted": (
        "任务“{found}”还没有开始，不能报剩余工期或完成百分数：请补上 started，或者用 revisions 改工期",
        "The task “{found}” has not started and can have no remaining or percent: add started, or revise its duration",
    ),
    "remaining-after-finish": (
        "任务已在 {found} 完成，不能还有剩余",
        "The task was finished on {found}; nothing can remain of it",
    ),
    "percent-and-remaining": ("remaining 和 percent 只能写一个", "Write either remaining or percent, not both"),
    "milestone-progress": (
        "“{found}”是里程碑，只有到或没到：只写 {expected}",
        "“{found}” is a milestone, reached or not: write only {expected}",
    ),
    "suspended-unstarted": (
        "任务“{found}”还没有开始，不能停工：请补上 started",
        "The task “{found}” has not started and cannot be suspended: add started",
    ),
    "resumed-without-suspended": (
        "任务“{found}”报了复工，却从没报过停工：请补上 suspended",
        "The task “{found}” is reported resumed, but never suspended: add suspended",
    ),
    "suspension-order": ("{found} 早于 {expected}", "{found} is before {expected}"),
    "resources-count": (
        "任务“{task}”有 {expected} 项资源，这里写了 {found} 个剩余：按 resources 的次序，每项写一个",
        "The task “{task}” has {expected} resources, and here is what is left of {found}: write one for each, in the"
        " order of resources",
    ),
    "actual-changed": (
        "实际日期改为 {found}，以前报的是 {earlier}；以这次为准",
        "The actual date is now {found}; it was reported as {earlier} before. The later report counts",
    ),
    "progress-on-removed": (
        "任务“{found}”已从计划中删去，不能再报进展",
        "The task “{found}” was removed from the plan and can have no progress",
    ),
    "ambiguous-task": (
        "有几项任务都叫“{found}”，请写编号：{expected}",
        "Several tasks are called “{found}”; write an id: {expected}",
    ),
    "csv-workbook": (
        "“{found}”是 Excel 文件，不是 CSV；请在表格软件里另存为“CSV UTF-8（逗号分隔）”",
        "{found} is a spreadsheet or an archive, not a CSV; save it as “CSV UTF-8 (comma delimited)”",
    ),
    "csv-encoding": (
        "表格不是 UTF-8，按 GB18030（GBK、ANSI）读的，这里读作“{found}”；如果读错了，请另存为“CSV UTF-8”",
        "The table is not UTF-8 and was read as GB18030 (GBK); this was read as “{found}”: if that is wrong, save it as"
        " “CSV UTF-8”",
    ),
    "csv-quote": (
        "这一格的引号没有配对；用表格软件另存为 CSV 可避免",
        "The quotes of this cell do not match; a spreadsheet program writes them right",
    ),
    "csv-cells": ("这一行比表头多出一格：{found}", "This row has a cell more than the header: {found}"),
    "bad-revision": (
        "这条调整不完整：task 和 set（修改）、add 和 task（增加）、remove（删去）、calendar（调整日历）四者取一",
        "This revision is none of the four: task with set, add with task, remove, or calendar",
    ),
    "calendar-days-off": (
        "日历“{found}”每天都算，不能加休息日；要放假或停工，请调整任务所用的工作日历",
        "The calendar “{found}” counts every day and can have no days off; revise the calendar that the tasks work on",
    ),
    "empty-revision": ("set 里什么也没有改", "Nothing is set"),
    "removed-but-needed": (
        "“{found}”不能删：{by} 还要用它，请先调整后者",
        "“{found}” cannot be removed: {by} still needs it; revise that first",
    ),
    # the computation
    "missing-glyph": (
        "图上的字体没有“{found}”（{point}）这个字，出现在“{text}”里；请换一个写法",
        "The charts' font cannot draw “{found}” ({point}) in “{text}”; write it another way",
    ),
    "missing-font": (
        "找不到画图用的字体：{found}；请重新安装 {package}",
        "The charts' font is missing: {found}; install the package {package} again",
    ),
    "horizon": (
        "日期超出可计算的范围：{found}；请检查有没有写错的工期或日期",
        "Dates lie beyond what can be computed: {found}; look for a wrong duration or date",
    ),
    **CHANNEL_CODES,
    **FILING_CODES,
    **FORMS_CODES,
    **HISTORY_CODES,
    **XER_CODES,
}
"""The sentence for each code, in Chinese and English, without its full stop. Names in braces are facts."""

WORDS: Mapping[str, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("提醒", "warning"),
    "nearest": ("是不是“{nearest}”？", "Did you mean “{nearest}”?"),
    "related": ("另见 {place}", "see also {place}"),
    "colon": ("：", ": "),
    "stop": ("。", "."),
    "text": ("文字", "text"),
    "mapping": ("“键: 值”", "keys with values"),
    "list": ("列表", "a list"),
    "errors.one": ("{count} 个错误", "{count} error"),
    "errors.many": ("{count} 个错误", "{count} errors"),
    "warnings.one": ("{count} 个提醒", "{count} warning"),
    "warnings.many": ("{count} 个提醒", "{count} warnings"),
    "comma": ("，", ", "),
    "no-such-day": ("（没有这一天）", " (there is no such day)"),
    "no-year": ("（没有写年份）", " (the year is missing)"),
    "no-such-time": ("（没有这个时刻）", " (there is no such time)"),
    "far-year": ("（年份只能是 1970 到 2199）", " (years go from 1970 to 2199)"),
    "under": ("（{article}）", " ({article})"),
}

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "could not find expected ':'": (
        "上一行少了“: ”（冒号后要有空格）",
        "the line before lacks “: ” (a colon with a space)",
    ),
    "mapping values are not allowed": (
        "这里不该有冒号；检查上一行的缩进，带冒号的文字请加引号",
        "a colon cannot stand here; check the indentation of the line before, and quote texts that hold a colon",
    ),
    "did not find expected ',' or ']'": ("列表没有用 ] 结束，或者少了逗号", "the list lacks its ] or a comma"),
    "did not find expected ',' or '}'": ("花括号没有用 } 结束，或者少了逗号", "the mapping lacks its } or a comma"),
    "did not find expected key": (
        "缩进不齐，或者多了括号、引号",
        "the indentation is uneven, or a bracket or quote is too many",
    ),
    "did not find expected '-' indicator": (
        "列表的每一行都要以“- ”开头、对齐",
        "each line of a list begins with “- ”, aligned",
    ),
    "did not find expected <document start>": ("缩进与第一行不齐", "the indentation differs from the first line's"),
    "did not find expected node content": ("这里少了内容", "something is missing here"),
    "found unexpected end of stream": ("引号没有配对", "a quote is not closed"),
    "found character that cannot start any token": (
        "文字不能以这个符号开头，请加引号",
        "a text cannot begin with this character; quote it",
    ),
    "found unknown escape character": ("双引号里的反斜杠要写两个", "write a backslash in double quotes twice"),
    "block sequence entries are not allowed": ("“- ”要另起一行", "“- ” must begin a new line"),
}
"""What libyaml says, by its beginning, as the person who wrote the line would say it."""
