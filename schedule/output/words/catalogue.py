"""Every word a reader sees in tables, papers and the terminal, in Chinese and in English, by key.

A word is a template for `str.format`; both languages name the same values, which come in as finished phrases (see
`schedule.output.words.phrases`), so no grammar is left to the templates. The Chinese is what a county office writes,
without the field's jargon: float is 余地, the longest path 关键线路. Faults of plan files have their own words in
`schedule.output.words.faults`, charts theirs in `schedule.output.figures.words`, decisions theirs in
`schedule.output.words.decisions`. This module must never know a schedule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from schedule.output.words.alert_words import ALERTS
from schedule.output.words.channel_words import CHANNELS
from schedule.output.words.chart_words import CHARTS
from schedule.output.words.custody_words import CUSTODY
from schedule.output.words.evidence_words import AUDIT
from schedule.output.words.explanation_words import EXPLANATION
from schedule.output.words.folder_words import FOLDER
from schedule.output.words.forms_words import FORMS
from schedule.output.words.history_words import HISTORY
from schedule.output.words.import_words import IMPORTS
from schedule.output.words.page_words import PAGE
from schedule.output.words.paper_words import PAPERS
from schedule.output.words.why_words import WHY
from schedule.output.words.workbook_words import WORKBOOK

LANGUAGES = ("zh", "en")

WORDS: Mapping[str, tuple[str, str]] = {
    # dates and amounts
    "day": ("{month}月{day}日", "{day} {month_name}"),
    "day.year": ("{year}年{month}月{day}日", "{day} {month_name} {year}"),
    "day.weekday": ("{day}（{weekday}）", "{weekday} {day}"),
    "weekdays": ("周一 周二 周三 周四 周五 周六 周日", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "months": ("1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    "days.one": ("{number} 天", "{number} day"),
    "days.many": ("{number} 天", "{number} days"),
    "workdays.one": ("{number} 个工作日", "{number} working day"),
    "workdays.many": ("{number} 个工作日", "{number} working days"),
    "h.one": ("{number} 小时", "{number} hour"),
    "h.many": ("{number} 小时", "{number} hours"),
    "min.one": ("{number} 分钟", "{number} minute"),
    "min.many": ("{number} 分钟", "{number} minutes"),
    "room.none": ("没有", "none"),
    "room.less": ("少了 {days}", "{days} less"),
    "room.more": ("多了 {days}", "{days} more"),
    "room.short": ("缺 {days}", "short by {days}"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "comma": ("、", ", "),
    "clause": ("，", ", "),
    "colon": ("：", ": "),
    "and-more": ("另有 {count}，见 {file}", "{count} more in {file}"),
    "count.task.one": ("{number} 项", "{number} task"),
    "count.task.many": ("{number} 项", "{number} tasks"),
    "count.relation.one": ("{number} 条先后关系", "{number} relation"),
    "count.relation.many": ("{number} 条先后关系", "{number} relations"),
    "count.body.one": ("{number} 个单位", "{number} body"),
    "count.body.many": ("{number} 个单位", "{number} bodies"),
    "count.calendar.one": ("{number} 个日历", "{number} calendar"),
    "count.calendar.many": ("{number} 个日历", "{number} calendars"),
    "count.update.one": ("{number} 次周报", "{number} update"),
    "count.update.many": ("{number} 次周报", "{number} updates"),
    "count.baseline.one": ("{number} 个基准计划", "{number} baseline"),
    "count.baseline.many": ("{number} 个基准计划", "{number} baselines"),
    "count.alert.one": ("{number} 条", "{number} alert"),
    "count.alert.many": ("{number} 条", "{number} alerts"),
    # lights, stages, phases
    "light.red": ("红", "red"),
    "light.yellow": ("黄", "yellow"),
    "light.grey": ("灰", "grey"),
    "light.green": ("绿", "green"),
    "stage.not-started": ("未开始", "not started"),
    "stage.in-progress": ("进行中，还需 {days}", "in progress, {days} left"),
    "stage.finished": ("已完成", "finished"),
    "stage.unevidenced": ("已报未见依据", "reported, not evidenced"),
    "phase.permitting": ("前期审批", "Permitting"),
    "phase.design": ("勘察设计", "Design"),
    "phase.tendering": ("招标投标", "Tendering"),
    "phase.construction": ("施工", "Construction"),
    "phase.acceptance": ("验收", "Acceptance"),
    "body.none": ("未定单位", "no body named"),
    "task.body": ("{task}（{body}）", "{task} ({body})"),
    "started": ("已开始", "started"),
    "later": ("推迟 {days}", "{days} later"),
    "earlier": ("提前 {days}", "{days} earlier"),
    # columns
    "column.number": ("序号", "No."),
    "column.id": ("代号", "Id"),
    "column.task": ("工作事项", "Task"),
    "column.after": ("前置条件", "After"),
    "column.body": ("责任单位", "Body"),
    "column.owner": ("责任人", "Owner"),
    "column.support": ("配合单位", "Support"),
    "column.leader": ("包联领导", "Leader"),
    "column.start": ("开始时间", "Start"),
    "column.finish": ("完成时间", "Finish"),
    "column.latest_finish": ("完成时限", "Latest finish"),
    "column.latest_start": ("最迟启动日", "Latest start"),
    "column.late_start": ("最晚开始", "Late start"),
    "column.late_finish": ("最晚完成", "Late finish"),
    "column.progress": ("当前进展", "Progress"),
    "column.behind_days": ("是否滞后(日历日)", "Behind (calendar days)"),
    "column.problem": ("存在问题", "Problem"),
    "column.request": ("需协调事项", "To settle"),
    "column.document": ("备注(批文号)", "Document"),
    "column.forecast": ("预计完成", "Forecast"),
    "column.float_days": ("余地(天)", "Float (days)"),
    "column.impossible_days": ("已来不及(天)", "Already short (days)"),
    "column.day_kind": ("天数口径", "Days counted"),
    "column.deadline_task": ("决定期限的事项", "Deciding deadline"),
    "column.deadline": ("该事项期限", "Deadline"),
    "column.total_float": ("总时差", "Total float"),
    "column.room": ("余地", "Room"),
    "column.critical": ("关键", "Critical"),
    "column.remaining": ("还需", "Left to do"),
    "column.before": ("上次预计", "Last meeting"),
    "column.now": ("现在预计", "Now"),
    "column.moved": ("变动", "Moved"),
    "column.finish_slip": ("工作时间变动", "In its own days"),
    "column.start_moved": ("开始变动", "Start moved"),
    "column.float_used": ("余地变化(对全部工作)", "Room (to the whole plan)"),
    "column.serves": ("影响的期限", "Serves"),
    "column.light": ("灯", "Light"),
    "column.code": ("类型", "Code"),
    "column.cost_days": ("期限损失(天)", "Cost (days)"),
    "column.facts": ("数据", "Facts"),
    "column.sentence": ("说明", "In words"),
    "deadlines.none": (
        "计划里没有写期限（deadline），排不出倒排表",
        "The plan sets no deadline, so that there is nothing to schedule backward from",
    ),
    "deadlines.reached": (
        "带期限的工作都已完成，倒排表里没有剩下的工作",
        "Every deadline's task is finished: nothing is left in the table",
    ),
    "deadlines.body": (
        "{body}没有剩下的、影响期限的工作",
        "{body} has no unfinished task that a deadline waits for",
    ),
    "day-kind.work": ("工作日", "working days"),
    "day-kind.calendar": ("日历日", "calendar days"),
    # the headline
    "headline.holds": (
        "能按期完成：{task}预计 {forecast} 完成，期限 {deadline}，还有 {days}余地",
        "On time: {task} is forecast for {forecast}, {days} before the deadline of {deadline}",
    ),
    "headline.just": (
        "刚好能按期完成：{task}预计 {forecast} 完成，期限 {deadline}，已经没有余地",
        "Just on time: {task} is forecast for {forecast} and due on {deadline}, with nothing left to lose",
    ),
    "headline.late": (
        "不能按期完成：{task}预计 {forecast} 完成，比期限 {deadline} 晚 {days}",
        "Late: {task} is forecast for {forecast}, {days} after the deadline of {deadline}",
    ),
    "headline.open": ("{task}预计 {forecast} 完成", "{task} is forecast for {forecast}"),
    "headline.reached": ("{task}已于 {forecast} 完成", "{task} was finished on {forecast}"),
    "headline.early": ("比期限 {deadline} 早 {days}", "{days} before the deadline of {deadline}"),
    "headline.overdue": ("比期限 {deadline} 晚 {days}", "{days} after the deadline of {deadline}"),
    "headline.on-day": ("正好在期限当天", "on the day of the deadline"),
    "headline.all": ("全部工作", "The whole plan"),
    "meeting.later": ("比上次会议推迟 {days}", "{days} later than at the last meeting"),
    "meeting.earlier": ("比上次会议提前 {days}", "{days} earlier than at the last meeting"),
    "meeting.same": ("与上次会议相同", "unchanged since the last meeting"),
    "baseline.later": ("比原计划晚 {days}", "{days} behind the baseline"),
    "baseline.earlier": ("比原计划早 {days}", "{days} ahead of the baseline"),
    "baseline.same": ("与原计划相同", "as in the baseline"),
    "sentence.end": ("{text}。", "{text}."),
    **ALERTS,
    "sentence.gap": ("", " "),
    # the meeting's papers
    "meeting.title": ("{project} 周例会材料", "{project}: weekly meeting"),
    "meeting.red": (
        "红灯，现在要办的 {count}：期限已经保不住，今天要定办法",
        "Red, to act on now, {count}: a deadline is lost; decide today",
    ),
    "meeting.yellow": (
        "黄灯，现在要盯的 {count}：余地不多、比原计划晚，或该启动没有启动",
        "Yellow, to watch now, {count}: little left to lose, behind, or not started",
    ),
    "meeting.grey": ("灰灯 {count}：没有报进展或没有批文", "Grey, {count}: not reported, or without its document"),
    "meeting.more": (
        "{heading}（另有 {count}也是{light}灯，{days}内还不开始）",
        "{heading} (also {light}: {count}, none starting within {days})",
    ),
    "meeting.later-only": (
        "{light}灯：现在没有要办的（有 {count}是{light}灯，{days}内还不开始）",
        "Alerts, {light}: nothing to act on now ({light}: {count}, none starting within {days})",
    ),
    "meeting.calm": ("预警：没有", "Alerts: none"),
    "meeting.critical": (
        "关键线路：下面这些工作决定{target}哪天完成",
        "Critical path: these tasks set the date of {target}",
    ),
    "meeting.critical-all": (
        "关键线路：下面这些工作决定全部工作哪天完成",
        "Critical path: these tasks set the date of the whole plan",
    ),
    "meeting.moved": ("比上次会议（{since}）变动的事项", "What moved since the last meeting ({since})"),
    "meeting.nothing-moved": (
        "比上次会议（{since}）变动的事项：没有",
        "What moved since the last meeting ({since}): nothing",
    ),
    "meeting.upcoming": ("各单位到 {until}为止要办的事", "What each body has to do until {until}"),
    "meeting.unreported": ("没有报进展：{count}", "Not reported: {count}"),
    "meeting.all-reported": ("该报的都已报", "Everything that was due to be reported was reported"),
    "meeting.decided": ("计划调整", "Decisions that changed the plan"),
    "meeting.decision": (
        "{task}：{change}。理由：{reason}（{approved_by}批准）",
        "{task}: {change}. Reason: {reason} (approved by {approved_by})",
    ),
    "picture.gantt": ("横道图", "Gantt chart"),
    "picture.critical": ("关键线路图", "Critical path"),
    # what every paper says about itself
    "notice.sample": ("演示数据：{text}", "Sample data: {text}"),
    "notice.national-provisional": (
        "{years}年的全国放假安排还没有公布，按推算的日历计算",
        "The national holidays of {years} are not announced; a provisional calendar is used",
    ),
    "notice.regional-provisional": (
        "{years}年{subject}的放假日期尚未正式公布，按推算日期计算",
        "The days off for {subject} in {years} are not announced; provisional days are used",
    ),
    "notice.regional-unknown": (
        "{years}年{subject}的放假日期没有资料，计算中没有放假",
        "The days off for {subject} in {years} are not known; none are counted",
    ),
    "festival.肉孜节": ("肉孜节", "Rozi (Eid al-Fitr)"),
    "festival.古尔邦节": ("古尔邦节", "Qurban (Eid al-Adha)"),
    # what a command tells on stderr
    "new.where": (
        "要写明新计划放在哪个文件夹，例如 daopai new plans/my-project",
        "Name the folder of the new plan, for example: daopai new plans/my-project",
    ),
    "new.written": ("已写好 {path}。下一步：daopai check {folder}", "Wrote {path}. Next: daopai check {folder}"),
    "written": ("已写好 {path}", "Wrote {path}"),
    # schedule
    "schedule.data-date": ("数据日期 {day}", "data date {day}"),
    "schedule.profile": ("计算规则 {profile}", "rules of {profile}"),
    # check
    "check.roots": (
        "先看 {tasks}：差别从这里开始，它的前置工作都与文件一致",
        "Look first at {tasks}: the differences begin there, what comes before agrees with the file",
    ),
    "check.roots-more": (
        "先看 {tasks} 等 {number} 项：差别从这些工作开始，它们的前置工作都与文件一致",
        "Look first at {tasks} ({number} in all): the differences begin there, what comes before agrees with the file",
    ),
    "check.work": ("剩余工作 {days}，与文件算出的不同", "{days} of work left, not what the file reckons with"),
    "check.free-float": ("由后面工作的最早日期算出", "follows from the early dates of what comes after"),
    "check.sound": ("计划可以使用：{counts}", "The plan can be used: {counts}"),
    "check.fine": ("计划质量：没有发现问题", "Quality of the plan: nothing to remark"),
    "check.quality": ("计划质量：{count}", "Quality of the plan: {count}"),
    "finding.no-predecessor": (
        "{task}：没有前置工作，开始日期没有依据",
        "{task}: waits for nothing, so that nothing sets its start",
    ),
    "finding.no-successor": (
        "{task}：后面没有工作等它，它拖了看不出影响",
        "{task}: nothing waits for it, so that its delay has no effect",
    ),
    "finding.dangling-start": (
        "{task}：只约束了完成，没有约束开始",
        "{task}: only its finish is held, nothing sets its start",
    ),
    "finding.dangling-finish": (
        "{task}：后面的工作只等它开始，它完成晚了看不出影响",
        "{task}: others wait for its start only, so that a late finish has no effect",
    ),
    "finding.lead": (
        "{task}：不等前置工作完成就提前搭接（{relation}），前置一拖就说不清",
        "{task}: overlaps its predecessor by a lead ({relation}), which hides what it waits for",
    ),
    "finding.long-task": (
        "{task}：长达 {days}，最好拆成几段，才能每周看出进展",
        "{task}: {days} long; split it, so that a week's progress shows",
    ),
    "finding.no-body": ("{task}：没有写责任单位", "{task}: no body is responsible"),
    "finding.out-of-sequence": (
        "{task}：没等{relation}就已开始，先后颠倒，要核对",
        "{task}: started before {relation}, out of sequence; check what it waits for",
    ),
    "finding.mandatory-ahead": (
        "{task}：没等{relation}就强制开始，要核对",
        "{task}: forced to start before {relation}; check its mandatory date",
    ),
    "finding.deadline-far": (
        "{task}：期限 {deadline}，预计 {forecast} 完成，相差太远，要核对年份",
        "{task}: due on {deadline} and forecast for {forecast}, too far apart; check the year",
    ),
    "count.finding.one": ("{number} 处要看一看", "{number} remark"),
    "count.finding.many": ("{number} 处要看一看", "{number} remarks"),
    # explain, paths
    **IMPORTS,
    **CHANNELS,
    **CHARTS,
    **WORKBOOK,
    **CUSTODY,
    **FOLDER,
    **FORMS,
    **HISTORY,
    **PAPERS,
    **WHY,
    **AUDIT,
    **EXPLANATION,
    **PAGE,
    "meeting.altered": (
        "历史记录封存以后被改过：{names}。下面的数字可能受影响，见 daopai verify",
        "Past records are not as they were sealed: {names}. The figures below may rest on what was changed: see daopai"
        " verify",
    ),
    "warnings": (
        "计划有 {number} 处提醒，见 daopai check {plan}",
        "The plan has warnings ({number}): see daopai check {plan}",
    ),
    # usage errors
    "usage.date": (
        "“{found}”不是 1970 年到 2199 年的日期，要写成 2016-03-14 这样",
        "“{found}” is not a date like 2016-03-14, from 1970 to 2199",
    ),
    "usage.unknown": ("没有“{found}”", "There is no “{found}”"),
    "usage.several": (
        "有几项都叫“{found}”，要写代号：{ids}",
        "Several are named “{found}”; give the id: {ids}",
    ),
    "usage.known": ("{said}。可以写：{ids}", "{said}. Known: {ids}"),
    "usage.nearest": ("{said}。最接近的是 {id}（{name}）", "{said}. Did you mean {id} ({name})?"),
    "usage.nearest-id": ("{said}。最接近的是 {id}", "{said}. Did you mean {id}?"),
    "usage.suffix": ("“{found}”的结尾要是 {suffixes} 之一", "“{found}” must end in one of {suffixes}"),
    "usage.only": ("“{found}”不能用，要写 {expected}", "“{found}” cannot be used, expected {expected}"),
    "usage.alone": (
        "{plan} 是单独的文件，只有计划文件夹才保存周报和基准",
        "{plan} stands alone; only a plan's folder keeps updates and baselines",
    ),
    # what a task waits for
    "after.FS": ("{task}", "{task}"),
    "after.SS": ("{task}开始", "start of {task}"),
    "after.FF": ("{task}完成", "the finish of {task}"),
    "after.SF": ("{task}开始", "the start of {task}"),
    "after.to-finish": ("完成不早于{point}", "not finished before {point}"),
    "after.later": ("{point}后 {days}", "{days} after {point}"),
    "after.earlier": ("{point}前 {days}", "{days} before {point}"),
}
"""Key → (Chinese, English)."""


def word(key: str, lang: str, /, **values: object) -> str:
    """The words of a key in a language ("zh" or "en"), with its values filled in.

    In Chinese a space stands between a Latin name and the words around it.

    Raises KeyError for an unknown key or a value that the template names and the caller does not give.

    >>> word("days.many", "en", number="5")
    '5 days'
    >>> word("headline.open", "zh", task="Roof deck", forecast="6月3日")
    'Roof deck 预计 6月3日 完成'
    """
    template = WORDS[key][LANGUAGES.index(lang)]
    if lang != "zh":
        return template.format(**values)
    marked = {name: f"{_MARK}{value}{_MARK}" if _LATIN.search(str(value)) else value for name, value in values.items()}
    return _JOINT.sub(" ", template.format(**marked)).replace(_MARK, "")


_MARK = "\ue000"
_LATIN = re.compile("[A-Za-z]{2}|[A-Za-z][0-9]")
_JOINT = re.compile(f"(?<=[A-Za-z0-9)\\]]){_MARK}(?=[一-鿿])|(?<=[一-鿿]){_MARK}(?=[A-Za-z0-9\\[(])")
"""Where a Latin name meets a Chinese template."""
