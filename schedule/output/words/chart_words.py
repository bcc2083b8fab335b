"""The words of the charts that a meeting hangs on the wall, in Chinese and in English; merged into the labels.

This module must never know a chart's shapes or its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

CHARTS: Mapping[str, tuple[str, str]] = {
    # what each chart is called, on its page and on the sheet of all of them
    "chart.name.gantt": ("进度横道图", "Gantt chart"),
    "chart.name.critical": ("关键线路横道图", "Critical path"),
    "chart.name.wall": ("挂图作战：各单位任务", "Wall chart by body"),
    "chart.name.ladder": ("各单位期限：下一步要完成的", "Deadlines by body: what comes next"),
    "chart.name.network": ("时标网络图：未完成的工作", "Time-scaled network: what is still to be done"),
    "chart.name.float": ("余地分布：每项工作还能耽误几天", "Room to lose: how many days each task still has"),
    "chart.name.milestones": ("节点趋势图：每次会议的预计完成日", "Milestone trend: the forecast at each meeting"),
    "chart.name.curve": ("进度曲线：按工期计，不按资金计", "S-curve by duration, not by money"),
    "chart.name.why": ("本次会议预测为什么变动", "Why the forecast moved at this meeting"),
    "chart.name.windows": ("每次会议变动几天、算谁的", "How far it moved at each meeting, and whose it is"),
    "chart.sheet": ("全部图表", "All charts"),
    "chart.pages": ("{name}（共 {pages} 页）", "{name} ({pages} pages)"),
    "chart.nothing": ("没有未完成的工作", "Nothing is left to be done"),
    "chart.continued": ("{body}（续）", "{body} (continued)"),
    # the wall chart
    "chart.flag.done": ("完成", "done"),
    "chart.flag.unproven": ("未见依据", "no paper"),
    "chart.flag.overdue": ("超期", "overdue"),
    "chart.wall.count": ("完成 {done}/{total}", "{done} of {total} done"),
    "chart.wall.overdue": ("超期 {count}", "{count} overdue"),
    "chart.wall.unproven": ("未见依据 {count}", "{count} no paper"),
    "chart.wall.due": ("应于 {due}，预计 {finish}", "due {due}, forecast {finish}"),
    "chart.key.done": ("红旗：已完成", "Red flag: done"),
    "chart.key.unproven": ("空心旗：已报完成，未见依据", "Hollow flag: reported done, no paper seen"),
    "chart.key.overdue": (
        "黑旗：超期，原计划完成日或完成时限已过",
        "Black flag: overdue, its planned or latest finish has passed",
    ),
    "chart.key.work-done": ("已做", "Done"),
    "chart.key.work-left": ("预计", "Forecast"),
    "chart.key.milestone": ("节点", "Milestone"),
    "chart.wall.earlier": (
        "另有 {count} 项早已完成，不在图上",
        "Not shown, finished before the chart begins: {count}",
    ),
    # milestone trend
    "chart.trend.across": (
        "横：会议日期　竖：会上预计的完成日",
        "Across: date of the meeting. Upwards: the finish forecast at it",
    ),
    "chart.trend.label": ("{day}（{moved}）", "{day} ({moved})"),
    "chart.trend.only": ("{day}", "{day}"),
    "chart.trend.done": ("✓ {day}（{moved}）", "✓ {day} ({moved})"),
    "chart.trend.same": ("未变", "no change"),
    "chart.trend.moved": ("{days}天", "{days} d"),
    "chart.trend.level": ("线平：没有变动", "Level: no change"),
    "chart.trend.rising": ("线上升：推迟", "Rising: put off"),
    "chart.trend.falling": ("线下降：提前", "Falling: brought forward"),
    "chart.trend.touching": ("碰到斜线（✓）：完成", "On the diagonal (✓): reached"),
    "chart.trend.bracket": (
        "括号内：从图上第一次会议起一共变动几天",
        "In brackets: days moved since the first meeting shown",
    ),
    "chart.trend.once": (
        "只有一次会议的预计，还看不出趋势",
        "There is only one meeting's forecast: no trend to be seen yet",
    ),
    "chart.trend.which": (
        "图上是：目标、有期限的工作、节点和各阶段最后完成的工作",
        "Shown: the target, tasks with a deadline, milestones, and what each phase finishes with",
    ),
    # network
    "chart.key.critical": ("关键线路（双线）", "Critical path (double line)"),
    "chart.key.task": ("工作", "Task"),
    "chart.key.wave": (
        "波形线：自由时差，耽误了不影响后面",
        "Wavy: free float, which can be lost without delaying what follows",
    ),
    "chart.key.driving": ("先后关系（决定后面的开始）", "Relation that decides a start"),
    "chart.key.loose": ("其他先后关系", "Other relation"),
    "chart.network.more": (
        "只画关键的和余地最小的 {shown} 项，另有 {count} 项未完成的工作不在图上",
        "Shown: the critical tasks and those with least room ({shown}); unfinished tasks not shown: {count}",
    ),
    "chart.network.under": (
        "线上是名称，线下是还需的天数（按各项自己的工作日或日历日）",
        "Name above the line, days left to do below it (working or calendar days, as the task counts them)",
    ),
    # S-curve
    "chart.curve.early": ("最早计划", "Early dates"),
    "chart.curve.late": ("最迟计划", "Late dates"),
    "chart.curve.actual": ("实际", "Actual"),
    "chart.curve.forecast": ("预计", "Forecast"),
    "chart.curve.share": ("{percent} %", "{percent} %"),
    "chart.curve.at": ("{name} {percent} %", "{name} {percent} %"),
    "chart.curve.within": (
        "到 {day}已完成 {actual} %，计划应在 {low} % 到 {high} % 之间：在范围内",
        "By {day} {actual} % is done; the plan asks for {low} % to {high} %: within the range",
    ),
    "chart.curve.behind": (
        "到 {day}已完成 {actual} %，计划至少应有 {low} %：落后于最迟计划",
        "By {day} {actual} % is done; the plan asks for at least {low} %: behind the late dates",
    ),
    "chart.curve.ahead": (
        "到 {day}已完成 {actual} %，最早计划是 {high} %：超前",
        "By {day} {actual} % is done; the early dates ask for {high} %: ahead",
    ),
    "chart.curve.baseline": (
        "工作量按工期（天数）累计，不是按资金，共 {count} 项；最早、最迟计划取自原计划 {name}",
        "Work is counted by duration in days, not by money, over {count} tasks; early and late dates of the baseline"
        " {name}",
    ),
    "chart.curve.plan": (
        "工作量按工期（天数）累计，不是按资金，共 {count} 项；没有批准的原计划，最早、最迟计划按计划本身计算",
        "Work is counted by duration in days, not by money, over {count} tasks; no baseline was approved:"
        " early and late dates of the plan itself",
    ),
    "chart.curve.left-out": (
        "{count} 项在原计划之后加入，没有计入",
        "Not counted, because they came after the baseline: {count} tasks",
    ),
    "chart.curve.whole": (
        "曲线看的是总量：总量正常不等于能按期完成，能不能按期看最上面的结论",
        "The curve shows the whole amount of work; whether the deadline holds is in the headline",
    ),
    "chart.curve.nothing": ("计划里没有带工期的工作", "The plan has no task with a duration"),
    # room to lose
    "chart.light.red": ("红：滞后", "Red: late"),
    "chart.light.yellow": ("黄：预警", "Yellow: warning"),
    "chart.light.grey": ("灰：未报", "Grey: not reported"),
    "chart.light.green": ("绿：正常", "Green: on plan"),
    "chart.float.late": ("已经来不及", "Too late already"),
    "chart.float.none": ("没有余地", "No room"),
    "chart.float.span": ("{first}–{last} 天", "{first}–{last} days"),
    "chart.float.upto": ("{last} 天以内", "Up to {last} days"),
    "chart.float.over": ("{first} 天以上", "Over {first} days"),
    "chart.float.count": ("{count} 项", "{count}"),
    "chart.float.light": ("{light} {count}", "{light} {count}"),
    "chart.float.read": (
        "越靠左越紧：每块是一项未完成的工作，数字是还能耽误的天数（按各项自己的工作日或日历日）",
        "The further left, the tighter: each block is an unfinished task, its number the days that it can still lose"
        " (working or calendar days, as the task counts them)",
    ),
    "chart.float.read-many": (
        "越靠左越紧：每格是一项未完成的工作，下面是还能耽误的天数（按各项自己的工作日或日历日）",
        "The further left, the tighter: each square is an unfinished task; below are the days that it can still lose"
        " (working or calendar days, as the task counts them)",
    ),
    "chart.float.to": (
        "有期限的算到期限，没有期限的算到整个计划完成",
        "Counted to the deadline that a task serves, or else to the plan's finish",
    ),
    # ladder
    "chart.ladder.left.one": ("还有 {days} 天", "{days} day left"),
    "chart.ladder.left.many": ("还有 {days} 天", "{days} days left"),
    "chart.ladder.today": ("今天到期", "due today"),
    "chart.ladder.passed.one": ("已过 {days} 天", "{days} day past"),
    "chart.ladder.passed.many": ("已过 {days} 天", "{days} days past"),
    "chart.ladder.by": ("最迟 {day}", "by {day}"),
    "chart.ladder.forecast": ("预计 {day}", "forecast {day}"),
    "chart.ladder.more": ("以后还有 {count} 项", "{count} more after these"),
    "chart.ladder.read": (
        "最上面的最先到期。“最迟”是为保住期限最迟要完成的日子；天数是从数据日期算起的日历日",
        "The next one is at the top. Each date is the latest finish that keeps the deadline;"
        " days are calendar days from the data date",
    ),
    "chart.ladder.others": (
        "没有列出的单位，没有要保期限的未完成工作",
        "Bodies not shown have no unfinished work that a deadline waits for",
    ),
    # the command
    "figures.none": ("没有可画的：{names}", "Nothing to draw for: {names}"),
}
"""Key → (Chinese, English); merged into `schedule.output.words.catalogue`."""

NAMES = tuple(key.removeprefix("chart.name.") for key in CHARTS if key.startswith("chart.name."))
"""The charts that a meeting has, by the names that a user types and files bear, in the order of the contact sheet."""
