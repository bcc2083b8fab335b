"""The words of forms, of collecting them, and of what can be wrong with one.

The heads of a form's columns stand in `schedule.questionnaire`, because a form is read back by them. This module
must never know a task or a cell.
"""

from __future__ import annotations

from collections.abc import Mapping

from schedule.questionnaire import APPROVAL_COLUMNS, HEADS, PROGRESS_COLUMNS

FORMS: Mapping[str, tuple[str, str]] = {
    **{f"form.field.{key}": HEADS[key] for key in (*PROGRESS_COLUMNS, *APPROVAL_COLUMNS)},
    # the form
    "form.progress": ("进展", "Progress"),
    "form.approvals": ("审批材料", "Files"),
    "form.title": ("{body}填报表", "Report of {body}"),
    "form.project": ("{project}　{day}例会", "{project}. Meeting of {day}"),
    "form.how": (
        "只填黄色格子：填到{last}为止的情况。“必填”的每项都要填，“选填”的有变化才填，没有变化的留空。请于{day}会前交回本文件。",
        "Fill in the yellow cells only, with what is true up to the end of {last}. “Must” rows need an answer; “may”"
        " rows only where something changed: leave the rest empty. Please return this file before the meeting of"
        " {day}.",
    ),
    "form.more": (
        "审批事项的材料另填在“{sheet}”那一页。",
        " What happened to the files of approvals goes into the sheet “{sheet}”.",
    ),
    "form.example": (
        "例一（还在办）：“实际开始”填 {start}，“还需几天”填 3（从{day}算起）；卡住了，选“原因”、写“说明”。"
        "例二（办完了）：“实际完成”填 {finish}，再填“文号”。已经填好的“实际开始”有误可以改。",
        "Example 1 (under way): “Started on” {start}, “Days left” 3 (counted from {day}); if it is stuck, pick a"
        " “Cause” and write a “Note”. Example 2 (done): “Finished on” {finish}, and the “Document no.”. A start that"
        " is filled in already may be corrected.",
    ),
    "form.files": (
        "审批事项的材料：哪天报来、哪天受理、哪天退回补正、哪天办结，有变化就填日期；退回过两次的，两个日期之间加“、”。"
        "“材料现在谁手上”从下拉里选。没有变化的留空。",
        "The files of approvals: on which day each was submitted, accepted, returned for correction or decided; fill in"
        " what is new. If it was returned twice, write both dates with a comma between. Pick who has the file now.",
    ),
    "form.known": ("已知情况（不用填）", "What is known (do not fill in)"),
    "form.asked": ("请填写（黄色格子）", "Please fill in (yellow)"),
    "form.must": ("必填", "Must"),
    "form.may": ("选填", "May"),
    "form.unit.wd": ("工作日", "working days"),
    "form.unit.cd": ("日历日", "calendar days"),
    "form.dates.open": ("预计 {start} 开始、{finish} 完成", "Forecast: {start} to {finish}"),
    "form.dates.underway": ("预计 {finish} 完成", "Forecast finish: {finish}"),
    "form.dates.reached": ("预计 {finish} 达到", "Forecast: {finish}"),
    "form.dates.latest-start": ("最迟 {day} 开始", "Latest start: {day}"),
    "form.dates.latest-finish": ("最迟 {day} 完成", "Latest finish: {day}"),
    "form.dates.deadline": ("期限 {day}", "Deadline: {day}"),
    "form.dates.too-late": ("（照现在的预计已来不及）", " (no longer possible as forecast)"),
    "form.last": ("{day}报：{said}", "{day}: {said}"),
    "form.last.none": ("还没有报过", "nothing reported yet"),
    "form.last.started": ("{day} 已开始", "started on {day}"),
    "form.last.remaining": ("还需 {days}", "{days} left"),
    "form.last.percent": ("完成 {percent}%", "{percent}% done"),
    "form.last.field": ("{field}：{value}", "{field}: {value}"),
    "form.filed.submitted": ("{day} 报送", "submitted on {day}"),
    "form.filed.accepted": ("{day} 受理", "accepted on {day}"),
    "form.filed.returned": ("{day} 退回补正", "returned on {day}"),
    "form.filed.decided": ("{day} 办结", "decided on {day}"),
    "form.desk": ("{body}，自 {day}", "{body}, since {day}"),
    "form.desk.nobody": ("还没有材料", "no file yet"),
    "form.prompt.date": (
        "填日期，如 {example}。最早 {first}，最晚 {last}。",
        "A date such as {example}, {first} to {last}.",
    ),
    "form.prompt.days": (
        "填数字：从{day}算起，还要几个{unit}才能办完。",
        "A number: how many {unit} are left, counted from {day}.",
    ),
    "form.prompt.cause": ("从下拉里选；都不合适，可以自己写。", "Pick one; if none fits, write your own."),
    "form.prompt.holder": ("材料现在在哪个单位手上，从下拉里选。", "Pick the body that has the file now."),
    "form.prompt.document": ("批文、证书或合同的编号。", "The number of the approval, certificate or contract."),
    "form.wrong.title": ("填得不对", "This cannot be right"),
    "form.wrong.date": ("这里要填 {first} 到 {last} 之间的日期。", "A date from {first} to {last} is wanted here."),
    "form.wrong.days": ("这里要填不小于 0 的数字。", "A number from 0 up is wanted here."),
    "form.wrong.holder": ("请从下拉里选一个单位。", "Please pick one of the two bodies."),
    "form.wrong.cause": (
        "不在下拉里。确实要自己写，请选“是”。",
        "This is not in the list. To keep your own words, say yes.",
    ),
    "form.sample": ("※ {sample}", "※ {sample}"),
    "form.footer": ("第 &P 页，共 &N 页", "Page &P of &N"),
    "form.cause.correction": ("报件补正", "correction of the file"),
    "form.cause.superior": ("等待上级审批", "waiting for a higher authority"),
    "form.cause.money": ("资金未到位", "waiting for money"),
    "form.cause.review": ("专家评审、听证、公示", "expert review, hearing or publicity"),
    "form.cause.weather": ("天气、不可抗力、政策", "weather, force majeure or policy"),
    "form.cause.holiday": ("节假日", "holidays"),
    "form.cause.own": ("责任单位自身", "our own: staff, preparation"),
    # writing them
    "forms.written": ("{path}：{count}，必填 {must}", "{path}: {count}; must be answered: {must}"),
    "forms.unchanged": ("{path}：已在，一字未改", "{path}: is there already, unchanged"),
    "forms.none": ("没有未完成的工作，没有表要填", "Nothing is open: there is nothing to ask"),
    "forms.nobodys": (
        "还有 {count}没有写责任单位，没有发表：{tasks}",
        "{count} without a body: no form asks about {tasks}",
    ),
    "forms.recorded": (
        "{day}的周报已经写好；这些表只能查看，收回来也不再改动周报",
        "The update of {day} is written already: these forms are for looking at, collecting them changes nothing",
    ),
    "count.row.one": ("{number} 项", "{number} task"),
    "count.row.many": ("{number} 项", "{number} tasks"),
    "count.answer.one": ("{number} 处", "{number} answer"),
    "count.answer.many": ("{number} 处", "{number} answers"),
    "count.form.one": ("{number} 份表", "{number} form"),
    "count.form.many": ("{number} 份表", "{number} forms"),
    "count.conflict.one": ("{number} 处冲突", "{number} conflict"),
    "count.conflict.many": ("{number} 处冲突", "{number} conflicts"),
    # collecting them
    "column.form_field": ("填报项", "Field"),
    "column.form_old": ("原来", "Before"),
    "column.form_new": ("现在", "Now"),
    "column.form_author": ("谁填的", "By"),
    "collect.heading": (
        "{day}：{forms}，填了 {answers}",
        "{day}: {forms} with {answers}",
    ),
    "collect.author": ("{person}（{file}）", "{person} ({file})"),
    "collect.silent": ("没有填一处：{forms}", "Nothing filled in: {forms}"),
    "collect.nothing": ("没有新的填报，没有写周报", "Nothing new was answered; no update was written"),
    "collect.conflicts": (
        "{count}，都没有写入，请会上定：",
        "{count}: none of these answers is written; settle them at the meeting:",
    ),
    "collect.conflict": ("{task}，{field}：{said}", "{task}, {field}: {said}"),
    "collect.together": ("{task}，几个日期对不上：{said}", "{task}, dates that cannot all be true: {said}"),
    "collect.said": ("{author}填“{value}”", "{author} says “{value}”"),
    "collect.said.field": ("{author}填{field}“{value}”", "{author} says {field} “{value}”"),
    "collect.held-back": ("（连带没有写入：{said}）", " (held back with it: {said})"),
    "collect.note": ("收表冲突，待会议定：{conflicts}", "Forms in conflict, to be settled: {conflicts}"),
    "collect.semicolon": ("；", "; "),
    "collect.dry-run": ("只看不写（--dry-run）：没有写周报", "Dry run: no update was written"),
    "collect.confirm": ("写成 {day} 的周报？", "Write the update of {day}?"),
    "collect.refused": ("没有写周报", "No update was written"),
    "collect.already": (
        "{path} 里已经有这些内容，一字未改",
        "{path} says all of this already; nothing was changed",
    ),
    "collect.late": (
        "周报已经写好，以下填报没有写进去；请报进下一期：{said}",
        "The update is written already and does not say this; report it with the next one: {said}",
    ),
    "collect.no-terminal": (
        "要写周报，请加 --yes；先看会改什么，用 --dry-run",
        "add --yes to write the update, or --dry-run to see what it would say",
    ),
}
"""Key → (Chinese, English); merged into `schedule.output.words.catalogue`."""

FORMS_CODES: Mapping[str, tuple[str, str]] = {
    "form-unreadable": (
        "打不开这个表格：不是 Excel 或 WPS 的工作簿，或者文件坏了；请用 WPS 打开、另存为 .xlsx 再交",
        "The form cannot be opened: it is no workbook, or damaged; open it in an office program and save it as .xlsx",
    ),
    "form-locked": ("这个表格设了打开密码，请去掉密码再交", "The form has a password; remove it and send it again"),
    "form-foreign": (
        "这不是 daopai 发出的填报表，或者内容被抄到了别的文件里；请在发下来的那个文件上填",
        "This is no form of ours, or its cells were copied into another file; fill in the very file that was sent out",
    ),
    "form-other-plan": (
        "这是“{found}”的填报表，不是“{expected}”的",
        "This is a form of “{found}”, not of “{expected}”",
    ),
    "form-plan-changed": (
        "发表以后，“{expected}”的计划或以前的周报改过，这份表对不上了；请重新发表",
        "The plan or an earlier update of “{expected}” was changed after the forms were sent; send them out again",
    ),
    "form-other-week": (
        "这是 {found} 那一期的填报表，现在收的是 {expected}",
        "This is a form of {found}; forms of {expected} are being collected",
    ),
    "form-no-table": (
        "表里找不到填报的栏目：要有“{expected}”和其他栏目的标题",
        "The form has no table: the head “{expected}” and those of the other columns are missing",
    ),
    "form-column": ("多了一栏“{found}”，没有读", "There is a column “{found}” of somebody's own; it was not read"),
    "form-row-without-task": (
        "这一行没有代号，不知道“{found}”说的是哪项工作；新的事项请写在相近事项的“说明”里",
        "This row has no id, so nothing tells which task “{found}” is about; write what is new into a task's note",
    ),
    "form-other-body": (
        "“{found}”不由这份表的单位负责（负责的是 {expected}）",
        "“{found}” is not this body's task (it is {expected}'s)",
    ),
    "form-not-asked": (
        "“{task}”不用填这一项，请删去“{found}”",
        "“{task}” has nothing to say here; delete “{found}”",
    ),
    "form-formula": (
        "这里是算不出结果的公式（={found}）；请直接填结果，文字以“=”开头的请在前面加一个空格",
        "This formula has no value (={found}); write the value, or put a space before a text that begins with =",
    ),
    "form-bad-days": (
        "“{found}”不是天数；填数字，如 3 或 0.5",
        "“{found}” is no number of days; write a number such as 3 or 0.5",
    ),
    "form-before-start": (
        "{found} 在项目开始（{expected}）以前，请核对",
        "{found} is before the project's start, {expected}; check it",
    ),
    "form-holder": (
        "填了材料在“{found}”手上，按报送、受理、退回、办结的日期却应在“{expected}”手上；请补填日期",
        "The file is said to be with “{found}”, but by its dates it is with “{expected}”; fill in the date that is"
        " missing",
    ),
    "form-exists": (
        "{found} 已在，内容不同，可能已经填过：没有覆盖。请把它移走，或用 -o 写到别处",
        "{found} is there and differs; somebody may have filled it in: it was left alone. Move it away, or use -o",
    ),
}
"""The sentence for each code, in Chinese and English, without its full stop."""
