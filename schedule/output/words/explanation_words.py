"""The words of `explain` and `paths`, in Chinese and in English: what set a date, what holds it, what room is left.

Every reason of the engine has its words under `explain.` and its own name; `{day}` is the date that it names. This
module must never know a schedule.
"""

from __future__ import annotations

from collections.abc import Mapping

EXPLANATION: Mapping[str, tuple[str, str]] = {
    # a task's own line
    "explain.finished": ("已于 {finish} 完成", "finished on {finish}"),
    "explain.running": (
        "{start} 已开始，还需 {days}，预计 {finish} 完成",
        "started on {start}, {days} left, forecast for {finish}",
    ),
    "explain.dates": ("{start} 开始，{finish} 完成", "from {start} to {finish}"),
    "explain.grey": ("灰灯：没有批文号（{evidence}），不能销号", "grey light: its document is missing ({evidence})"),
    "explain.room": ("{goal}还有 {days}余地", "{days} to spare before {goal}"),
    "explain.no-room": ("{goal}已经没有余地", "nothing to spare before {goal}"),
    "explain.short": ("{goal}已经来不及，缺 {days}", "already short by {days} for {goal}"),
    "explain.ahead": (
        "先后颠倒：没等{points}就已开始，要核对先后关系。{rule}",
        "Out of sequence: it started before {points}; check what it waits for. {rule}",
    ),
    "explain.rule.retained": (
        "本计划用“保留逻辑”（retained logic）：剩余工作仍要等它",
        "By retained logic, the plan's rule, what is left of it still waits for that",
    ),
    "explain.rule.override": (
        "本计划用“进度优先”（progress override）：剩余工作不再等它",
        "By progress override, the plan's rule, what is left of it no longer waits for that",
    ),
    "explain.rule.actual-dates": (
        "本计划用“实际日期”（actual dates）：剩余工作仍要等它，数据日期以后的实际日期也算数",
        "By actual dates, the plan's rule, what is left still waits for that, and actual dates to come count",
    ),
    "explain.rule.as-planned": (
        "本计划用 Microsoft Project 的规则：已开始的工作留在原处，不再等它",
        "By Microsoft Project's rule a started task stays where it is and no longer waits for that",
    ),
    # what room is measured to
    "goal.deadline": ("对 {day} 期限", "the deadline of {day}"),
    "goal.project-finish": ("对全部工作 {day} 的完成", "the finish of the whole plan on {day}"),
    "goal.must-finish-by": ("对全部工作 {day} 的期限", "the whole plan's deadline of {day}"),
    "goal.task": ("对“{task}”的规定日期 {day}", "the date that is set for {task}, {day}"),
    "goal.own": ("对它自己的完成", "its own finish"),
    # why not earlier, why not later
    "explain.early": ("为什么不能更早", "Why not earlier"),
    "explain.late": ("为什么不能更晚", "Why not later"),
    "explain.late-for": ("为什么不能更晚（{goal}）", "Why not later (for {goal})"),
    "explain.waits-start": ("要等{point}", "waits for {point}"),
    "explain.waits-finish": ("完成要等{point}", "its finish waits for {point}"),
    "explain.finish-of": ("{task}完成", "the finish of {task}"),
    "explain.start-of": ("{task}开始", "the start of {task}"),
    "explain.also": ("同时要等：{tasks}", "Also waits for: {tasks}"),
    "explain.skipped": ("…… 中间还有 {count}，加 --all 全部列出", "… {count} in between; --all lists them"),
    "explain.latest": ("最迟 {start} 启动，最迟 {finish} 完成", "start by {start}, finish by {finish}"),
    "explain.latest-finish": ("最迟 {finish} 完成", "finish by {finish}"),
    "explain.whole-plan": ("全部工作预计 {day} 完成", "the whole plan is forecast to finish on {day}"),
    # what set each date
    "explain.four": (
        "四个日期由什么决定（最迟日期{goal}往回算）",
        "What set each date (late dates count back from {goal})",
    ),
    "explain.early-start": ("最早开始 {day}", "Early start {day}"),
    "explain.early-finish": ("最早完成 {day}", "Early finish {day}"),
    "explain.late-start": ("最迟开始 {day}", "Late start {day}"),
    "explain.late-finish": ("最迟完成 {day}", "Late finish {day}"),
    "explain.rest-early-start": ("剩余工作最早 {day} 做", "Early start of what is left {day}"),
    "explain.rest-late-start": ("剩余工作最迟 {day} 做", "Late start of what is left {day}"),
    "explain.earliest": ("最早 {day}", "Earliest {day}"),
    "explain.latest-of": ("最迟 {day}", "Latest {day}"),
    "explain.for": ("{late}（{goal}）", "{late} (for {goal})"),
    "explain.on": ("从开始往后算 {days}", "{days} on from the start"),
    "explain.back": ("从完成往回算 {days}", "{days} back from the finish"),
    "explain.resources-on": ("从开始算，到投入的力量都做完", "from the start until all its resources are done"),
    "explain.resources-back": ("从完成往回算投入力量要用的时间", "back from the finish by what its resources take"),
    "explain.holds": ("要赶在{point}以前", "no later than {point}"),
    "explain.passed": ("{held}（{lag}的间隔已过 {passed}）", "{held} ({passed} of the wait of {lag} are over)"),
    "explain.late-start-of": ("{task}最迟开始（{day}）", "the late start of {task} ({day})"),
    "explain.late-finish-of": ("{task}最迟完成（{day}）", "the late finish of {task} ({day})"),
    # reasons
    "explain.relation": ("要等别的工作", "it is tied to another task"),
    "explain.project-start": ("没有等别的工作，从项目开始起算", "waits for nothing, counted from the project's start"),
    "explain.data-date": ("没有等别的工作，从本次数据日期起算", "waits for nothing, counted from the data date"),
    "explain.data-date-too": (
        "要等{point}，正好等到本次数据日期",
        "waits for {point}, which is the very data date",
    ),
    "explain.actual": ("按实际日期 {day}", "its actual date, {day}"),
    "explain.resumed": ("停工后 {day} 复工", "work was suspended and resumes on {day}"),
    "explain.deadline": ("期限 {day}", "the deadline is {day}"),
    "explain.project-finish": (
        "不推迟全部工作的预计完成日 {day}",
        "so as not to delay the finish of the whole plan, {day}",
    ),
    "explain.must-finish-by": ("计划规定全部工作最迟 {day} 完成", "the whole plan must finish by {day}"),
    "explain.open-end": (
        "后面没有工作等它，按它自己的最早完成算",
        "nothing waits for it, so that it counts from its own early finish",
    ),
    "explain.as-late-as-possible": (
        "计划要它尽量晚做，以不推迟后面的工作为限",
        "the plan wants it as late as can be without moving what waits for it",
    ),
    "explain.span": (
        "跟着它所跨的工作走，从其中最早的到最晚的",
        "goes with the tasks that it spans, from the first to the last of them",
    ),
    "explain.start_no_earlier_than": ("计划规定开始不早于 {day}", "the plan lets it start no earlier than {day}"),
    "explain.finish_no_earlier_than": ("计划规定完成不早于 {day}", "the plan lets it finish no earlier than {day}"),
    "explain.start_no_later_than": ("计划规定开始不晚于 {day}", "the plan lets it start no later than {day}"),
    "explain.finish_no_later_than": ("计划规定完成不晚于 {day}", "the plan lets it finish no later than {day}"),
    "explain.start_on": ("计划规定 {day} 开始", "the plan sets its start on {day}"),
    "explain.finish_on": ("计划规定 {day} 完成", "the plan sets its finish on {day}"),
    "explain.mandatory_start": (
        "计划强制 {day} 开始，不管前后的工作",
        "the plan forces its start on {day}, whatever it is tied to",
    ),
    "explain.mandatory_finish": (
        "计划强制 {day} 完成，不管前后的工作",
        "the plan forces its finish on {day}, whatever it is tied to",
    ),
    "explain.external_early_start": (
        "要等别的项目，{day} 以前不能开始",
        "another project lets it start no earlier than {day}",
    ),
    "explain.external_late_finish": ("别的项目要它最迟 {day} 完成", "another project needs it by {day}"),
    "explain.expected_finish": ("承办单位预定 {day} 完成", "it is expected to finish on {day}"),
    "explain.idle": ("另有规定，这次日期不由它决定：{reasons}", "Also, though not what sets it: {reasons}"),
    "explain.follows": (
        "它跟着别的工作走，自己不决定日期：从{first}，到{last}",
        "It goes with other tasks and sets no date itself: from {first} to {last}",
    ),
    "explain.follows-point": ("{point}（{day}）", "{point} ({day})"),
    "explain.follows-nothing": ("{day}", "{day}"),
    # what a day less would gain
    "gain.title": ("下面哪一项少用一天，它能提前多少", "What a day less of one of these would gain it"),
    "gain.lag": ("“{point}”的间隔", "the wait until {point}"),
    "gain.both": ("开始、完成都{moved}", "starts and finishes {moved}"),
    "gain.start": ("开始{moved}", "starts {moved}"),
    "gain.finish": ("完成{moved}", "finishes {moved}"),
    "gain.reached": ("{moved}", "{moved}"),
    "gain.rest": ("（省去中间的休息日）", " (days off in between fall away)"),
    "gain.nothing": ("少用一天也不能提前", "nothing gained"),
    "gain.nothing-also": ("少用一天也不能提前，它同时还要等别的工作", "nothing gained, as others hold it just as much"),
    "gain.expected": (
        "少用一天也不能提前，它的完成日是预定的",
        "nothing gained, as its finish is expected on a day, whatever its duration",
    ),
    "gain.more": (
        "…… 还有 {count}没有试算，加 --all 全部列出",
        "… {count} not tried; --all tries them",
    ),
    "gain.comma": ("、", "; "),
    "gain.fixed": ("规定的时限，不能再少", "no shorter than the rules allow"),
    # paths
    "paths.title": ("哪几条线路决定{task}的日期（预计 {day}）", "The paths that decide {task} (forecast for {day})"),
    "paths.number": ("线路 {number}", "Path {number}"),
    "paths.decides": ("对 {day} 没有余地，决定这个日期", "nothing to spare before {day}, sets the date"),
    "paths.tight": ("对 {day} 没有余地", "nothing to spare before {day}"),
    "paths.spare": ("对 {day} 余地 {days}", "{days} to spare before {day}"),
    "paths.chosen.target": ("没有指定工作，查的是计划的目标", "No task was asked for: this is the plan's target"),
    "paths.chosen.deadline": (
        "没有指定工作，查的是期限最早的一项",
        "No task was asked for: this is the one with the earliest deadline",
    ),
    "paths.last": (
        "{chosen}；最后完成的是{task}（{day}），要查它，在命令后面写 {id}",
        "{chosen}; {task} finishes last ({day}): to ask about it, add {id}",
    ),
    "paths.joins": ("在“{task}”汇入线路 {path}", "joins path {path} at {task}"),
    "paths.separator": (" · ", " · "),
    "paths.near": (
        "快要变成关键的工作（按总时差，比关键工作多出的余地不超过 {days}）",
        "Nearly critical (by total float, at most {days} more to spare than the critical tasks)",
    ),
    "paths.more": ("{goal}，比关键工作多 {days}余地", "{days} more to spare before {goal} than critical tasks"),
    "paths.no-more": ("{goal}，余地和关键工作一样少", "no more to spare before {goal} than critical tasks"),
    "paths.no-near": (
        "快要变成关键的工作（按总时差，比关键工作多出的余地不超过 {days}）：没有",
        "Nearly critical (by total float, at most {days} more to spare than the critical tasks): none",
    ),
    "paths.finished": ("{task}已经完成，没有线路可查", "{task} has finished: no path leads to it"),
    "paths.spans": ("{task}只是跟着别的工作走，没有线路可查", "{task} only goes with other tasks: no path leads to it"),
    "paths.spans-until": (
        "{task}只是跟着别的工作走，没有线路可查；可以查它最后跟着的{last}（{id}）",
        "{task} only goes with other tasks: no path leads to it; ask about the last of them, {last} ({id})",
    ),
    "paths.part.path": ("线路", "path"),
    "paths.part.near": ("快要关键", "nearly critical"),
    "column.part": ("类别", "Kind"),
    "column.path": ("线路号", "Path"),
    "column.slack_days": ("余地(天)", "To spare (days)"),
    "column.joins": ("汇入", "Joins"),
}
"""Key → (Chinese, English)."""
