"""The words about sending alerts: what a message says around them, what became of it, and faults of a channels file.

This module must never know an address or a secret, nor how anything is sent.
"""

from __future__ import annotations

from collections.abc import Mapping

CHANNELS: Mapping[str, tuple[str, str]] = {
    # a message
    "send.title": ("{project}预警", "Alerts: {project}"),
    "send.title.body": ("{project}预警：{bodies}", "Alerts: {project} — {bodies}"),
    "send.part": ("{title}（第 {number} 条，共 {of} 条）", "{title} ({number} of {of})"),
    "send.day": ("数据日期 {day}", "Data date {day}"),
    "send.mark.first": ("{light}灯，督办级别{level}", "{light} light; notice {level}"),
    "send.mark.again": (
        "{light}灯，督办级别{level}，连续 {weeks}为红灯",
        "{light} light; notice {level}; red at {weeks} in a row",
    ),
    "send.matter": ("【{mark}】{text}", "[{mark}] {text}"),
    "send.more": ("另有 {count}，见会议材料", "{count} more: see the meeting's papers"),
    "send.chart-elsewhere": ("横道图见会议材料。", "The Gantt chart is among the meeting's papers."),
    "send.reply": (
        "请在下次例会前报送进展；完成的，请附批文号。",
        "Report progress before the next meeting; with the document's number where it is done.",
    ),
    "count.meeting.one": ("{number} 次例会", "{number} meeting"),
    "count.meeting.many": ("{number} 次例会", "{number} meetings"),
    "count.message.one": ("{number} 条消息", "{number} message"),
    "count.message.many": ("{number} 条消息", "{number} messages"),
    # channels
    "send.kind.wecom": ("企业微信", "WeCom"),
    "send.kind.dingtalk": ("钉钉", "DingTalk"),
    "send.kind.feishu": ("飞书", "Feishu"),
    "send.kind.webhook": ("网络接口", "webhook"),
    "send.kind.apprise": ("邮件等", "e-mail or other"),
    "send.channel": ("{name}（{kind}）", "{name} ({kind})"),
    # what would be sent, and what became of it
    "send.would": ("要发给 {channel}：{count}，{messages}", "Would send to {channel}: {count}, {messages}"),
    "send.would-chart": ("要发给 {channel}：横道图一张", "Would send to {channel}: the Gantt chart as a picture"),
    "send.dry-run": ("只是试看，什么也没有发", "A dry run: nothing was sent"),
    "send.sent": ("已发给 {channel}：{count}", "Sent to {channel}: {count}"),
    "send.large": (
        "横道图超过 2 MB，{channel}收不了，没有发",
        "The Gantt chart is larger than 2 MB, which {channel} does not take; it was not sent",
    ),
    "send.nothing": ("{channel}：没有要发的", "{channel}: nothing to send"),
    "send.known": ("{channel}：{count}已经发过，不再发", "{channel}: {count} sent before, not again"),
    "send.open": (
        "{channel}：{count}上次不知道送到没有，没有再发。请到群里看一看；没有收到就加 --resend 再发",
        "{channel}: {count} may or may not have arrived the last time, and not sent again. Look whether they are there;"
        " if not, send them with --resend",
    ),
    "send.uncovered": (
        "没有通道通到：{bodies}。请写进通道文件",
        "No channel reaches: {bodies}. Add them to the channels file",
    ),
    "send.uncovered.body": ("{body} {count}", "{body} ({count})"),
    "send.not-sent": ("没有发到 {channel}：{count}。{why}", "Not sent to {channel}: {count}. {why}"),
    "send.maybe-sent": (
        "不知道 {channel}收到没有：{count}。{why}。请到群里看一看；没有收到就加 --resend 再发",
        "Unknown whether {channel} has it: {count}. {why}. Look whether it is there; if not, send it with --resend",
    ),
    "send.chart": ("横道图", "the Gantt chart"),
    "send.why.refused": ("对方拒收（{code}）{said}", "It was refused ({code}){said}"),
    "send.why.advised": ("{why}。{advice}", "{why}. {advice}"),
    "send.why.said": ("：{text}", ": {text}"),
    "send.why.server": ("对方服务器出错（HTTP {code}）", "The server broke down (HTTP {code})"),
    "send.why.timeout": ("{seconds}秒没有回音", "No answer within {seconds} seconds"),
    "send.why.unreached.dns": (
        "找不到对方的服务器，请检查网址和网络",
        "The server is not found; check the address and the network",
    ),
    "send.why.unreached.refused": ("对方的服务器没有开，连接被拒绝", "The server refused the connection"),
    "send.why.unreached.tls": (
        "没有连上：证书不可信，或者对方不是 https",
        "No connection: its certificate cannot be trusted, or it does not speak https",
    ),
    "send.why.unreached.network": ("网络不通", "The network does not reach it"),
    "send.why.unclear": ("对方的回答读不懂或者不完整", "The answer was cut off or cannot be understood"),
    "send.why.apprise": ("apprise 报告没有发成", "Apprise reports that it failed"),
    "send.hint.address": (
        "请检查机器人的网址，机器人可能已被移除",
        "Check the robot's address; it may have been removed",
    ),
    "send.hint.security": (
        "请检查机器人的安全设置：关键词（可设“预警”）、加签密钥、IP 白名单，以及本机时间",
        "Check the robot's security settings: keyword (such as “预警”), signing secret, IP list; and this clock",
    ),
    "send.hint.signature": (
        "请检查签名密钥和本机时间",
        "Check the signing secret and this machine's clock",
    ),
    "send.hint.place": ("本机的 IP 不在机器人的白名单里", "This machine's IP is not on the robot's list"),
    "send.hint.keyword": ("请在机器人的关键词里加上“预警”", "Add “预警” to the robot's keywords"),
    "send.hint.often": ("发得太密，过十分钟再发", "Too many messages; try again in ten minutes"),
    "send.hint.redirect": ("对方要转到别的网址，没有跟去", "It points to another address, which was not followed"),
    "usage.with-send": ("要和 --send 一起用", "only together with --send"),
    # calendars
    "ics.file": ("{body}期限", "{body} deadlines"),
    "ics.name": ("{project}：{body}", "{project}: {body}"),
    "ics.start": ("最迟启动：{task}", "Latest start: {task}"),
    "ics.finish": ("最迟完成：{task}", "Latest finish: {task}"),
    "ics.facts": ("{body}。预计 {finish} 完成，{light}灯", "{body}. Forecast for {finish}; light: {light}"),
    "ics.none": ("没有单位有要赶的期限，没有写日历", "No body has a deadline ahead; no calendar was written"),
}
"""Key → (Chinese, English); merged into `schedule.output.words.catalogue`."""

CHANNEL_CODES: Mapping[str, tuple[str, str]] = {
    "channels-missing": (
        "没有通道文件“{found}”：请按 README 写一个，放在计划文件夹外面，或者用 --channels 指出来",
        "There is no channels file {found}: write one as the README shows, outside the plan's folder, or name it with"
        " --channels",
    ),
    "channels-in-plan": (
        "通道文件“{found}”里有密钥，不能放在计划文件夹“{expected}”里，请移到外面",
        "The channels file {found} holds secrets and must not lie in the plan's folder {expected}; move it out",
    ),
    "channels-open": (
        "通道文件“{found}”里有密钥，这台机器上谁都能读：请改权限（chmod 600），或者把密钥放进环境变量",
        "The channels file {found} holds secrets that everybody on this machine can read: chmod 600, or keep them in"
        " environment variables",
    ),
    "channels-empty": ("通道文件里一个通道也没有", "The channels file has no channel"),
    "channel-reserved": (
        "通道不能叫“{found}”：--send {found} 是发给全部通道",
        "No channel can be called “{found}”: --send {found} means all of them",
    ),
    "unused-key": (
        "“{kind}”用不着“{found}”，只有这些用：{expected}",
        "“{found}” means nothing to {kind}, only to: {expected}",
    ),
    "bad-url": ("这不是网址；写法如：{expected}", "This is no address; write it like {expected}"),
    "insecure-url": (
        "这个网址不加密，路上谁都能看见密钥；请用 {expected}",
        "This address is not encrypted and shows its secret to everybody on the way; use {expected}",
    ),
    "missing-variable": (
        "环境变量 {found} 没有设",
        "The environment variable {found} is not set",
    ),
    "bad-variable": (
        "变量的写法不对，只用大写字母、数字和“_”；写法如：{expected}",
        "A variable is written with capital letters, digits and _ only, like {expected}",
    ),
    "sent-unreadable": (
        "发送记录“{found}”读不出来；不知道发过什么，就什么也不发。请改好，或者移走",
        "The record of what was sent, {found}, cannot be understood; nothing is sent before it is mended or moved away",
    ),
    "notify-missing": (
        "发邮件等要先安装：pip install 'daopai[notify]'",
        "E-mail and others need: pip install 'daopai[notify]'",
    ),
}
"""The sentence for each code, as in `schedule.output.words.fault_words`."""
