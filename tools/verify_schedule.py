"""Is a schedule what its certificate says? `python verify_schedule.py certificates/DATE.json`: VALID or a fault.

Trusts nobody: needs Python and nothing else, shares no code with whoever wrote the file, takes time linear in it.
Instants are whole minutes since 1970, durations working minutes; docs/certificate.md says what each key is. Proved is
that no date could be earlier, that all keep every relation, calendar and period of law, that the chain of reasons ends
in the claim, that the latest dates keep the deadlines, all of them together, and that none of them could be later.
"""

import gc
import hashlib
import json
import sys
from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path

LIMIT, DAY, SIZE, MOST, CREWS = 1 << 40, 1440, 10**9, 2_000_000, 1_000
FINISH, STANDS = 2, 3  # kinds that need no working time: a finish milestone at a shift's end; what stands where it is
write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def need(true, reason, *instants):
    """Go on only where something is true."""
    if not true:
        raise ValueError(reason.format(*map(day, instants)) if instants else reason)


def day(t):
    """An instant as people write it; midnight ends the day before."""
    moment = datetime(1970, 1, 1) + timedelta(minutes=t)
    return f"{moment - timedelta(days=1):%Y-%m-%dT24:00}" if t % DAY == 0 else f"{moment:%Y-%m-%dT%H:%M}"


class Cal:
    """Working minutes: half-open ranges, sorted and disjoint; outside them nothing is known. From LIMIT on is never."""
    def __init__(self, work):
        flat = [t for one in work for t in one]
        need(set(map(type, flat)) == {int} and flat == sorted(flat), "the ranges of work are not in order")
        need(all(begin < end for begin, end in work), "a range of work is empty")
        self.starts, self.ends, self.before = flat[::2], flat[1::2], [0, *accumulate(b - a for a, b in work)]
        self.total = self.before.pop()
    def at(self, t):  # working minutes before an instant
        k = bisect_right(self.starts, t) - 1
        need(k >= 0 and t <= self.ends[-1], "calendar too short")
        return self.before[k] + min(t, self.ends[k]) - self.starts[k]
    def add(self, t, w):  # the earliest instant w minutes on, the latest w back; -LIMIT before all that is stated
        if w == 0 or abs(t) >= LIMIT:
            return t
        done = self.at(t) + w
        need(done <= self.total, "calendar too short")
        k = (bisect_left if w > 0 else bisect_right)(self.before, done) - 1
        return self.starts[k] + done - self.before[k] if k >= 0 else -LIMIT
    def nxt(self, t):  # the first instant from t on at which work can begin
        k = bisect_right(self.starts, t)
        if abs(t) >= LIMIT or (k and t < self.ends[k - 1]):
            return t
        need(0 < k < len(self.starts), "calendar too short")
        return self.starts[k]
    def prv(self, t):  # the last instant up to t at which work can have ended
        k = bisect_left(self.starts, t)
        need(abs(t) >= LIMIT or (k > 0 and t <= self.ends[-1]), "calendar too short")
        return t if abs(t) >= LIMIT else min(t, self.ends[k - 1])
    def period(self, event, days, how):  # when days after an event end: 1 all, 2 rolled on to work, 3 worked ones
        end = event // DAY * DAY + (DAY if how == 3 else DAY + days * DAY)
        if how == 2 and days:
            end = max(end, self.nxt(end - DAY) // DAY * DAY + DAY)
        for _ in range(days if how == 3 else 0):
            end = self.nxt(end) // DAY * DAY + DAY
        return self.prv(end) if self.prv(end) > end - DAY else end


def column(items, key, low=-LIMIT, high=LIMIT, null=False):
    """A whole number of each item, in a range, or null where that is allowed."""
    values = [item[key] for item in items]
    numbers = [value for value in values if value is not None] if null else values
    need(set(map(type, numbers)) <= {int}, f"a {key} is no whole number")
    need(not numbers or (low <= min(numbers) and max(numbers) <= high), f"a {key} is out of range")
    return values


def check(doc, here):
    """Hold a certificate to its rules; `here` is told what is looked at. Raises ValueError at the first fault."""
    cals, tasks, relations = [Cal(one["work"]) for one in doc["calendars"]], doc["tasks"], doc["relations"]
    n, last, ids = len(tasks), len(relations) - 1, [one["id"] for one in tasks]
    need(0 < n <= MOST and last < 4 * MOST and len(set(ids)) == n, "no task, too many, or one twice")
    kind, work, by = column(tasks, "kind", 0, STANDS), column(tasks, "work", 0), column(tasks, "by", -1, last)
    floor, start, finish = (column(tasks, name) for name in ("floor", "start", "finish"))
    cap, least, latest, ends = (column(tasks, key, null=True) for key in "cap least latest_start latest_finish".split())
    late_by, _ = column(tasks, "late_by", -1, last), column(tasks, "calendar", 0, len(cals) - 1)
    legs = [[(cals[k], w) for k, w in one.get("legs", [(one["calendar"], one["work"])])] for one in tasks]
    need(max(map(len, legs)) <= CREWS, "more crews than a task has, each of which every relation would ask")
    before, after = column(relations, "from", 0, n - 1), column(relations, "to", 0, n - 1)
    lag, on = column(relations, "lag"), [cals[k] for k in column(relations, "lag_calendar", 0, len(cals) - 1)]
    leaves, enters = zip(*(one["type"] for one in relations)) if relations else ("", "")
    due, now = {one["task"]: one["at"] for one in doc["deadlines"]}, -LIMIT if doc["now"] is None else doc["now"]
    def start_for(i, end):  # the last start of a task from which it is done at an instant
        return min(cal.add(end, -w) for cal, w in legs[i])
    def wanted(r, begin, end, least=-LIMIT):  # the start that a relation wants, by its predecessor's dates
        t = end if leaves[r] == "F" else begin
        t = max(least, on[r].add(t, lag[r]) if lag[r] else t if leaves[r] == "F" else on[r].nxt(t))
        return start_for(after[r], t) if enters[r] == "F" else t
    def settled(i, t):  # where a task that may start at an instant does
        stays = kind[i] == STANDS or (kind[i] == FINISH and legs[i][0][0].prv(t) == t)
        return t if stays else min([cal.nxt(t) for cal, _ in legs[i]])
    def by_law(i, begin):  # what the law does not let a task end before that starts at an instant
        event = tasks[i].get("event", begin)
        terms = [one for one in tasks[i].get("law", ()) if one[3] <= event < one[4] and 0 <= one[0] < 10_000]
        return max((cals[office].period(event, days, how) for days, how, office, _, _ in terms), default=-LIMIT)
    def done(i, begin):  # when a task is done that starts at an instant
        law = by_law(i, begin) if "law" in tasks[i] else begin
        return max([law, *[cal.add(begin, w) for cal, w in legs[i]]])
    def last_finish(i, t):  # the last instant up to t at which a task can finish
        return t if kind[i] == STANDS else max(cal.prv(t) for cal, _ in legs[i])
    def breaks(r, begin, end):  # whether a relation from such dates takes its successor past its latest ones
        most, t = latest[after[r]], end if leaves[r] == "F" else begin
        return most is not None and (t is None or settled(after[r], wanted(r, begin, end)) > most)
    low, first, wants = floor[:], [-1] * n, []
    for r, relation in enumerate(relations):
        i, j, here[:] = before[r], after[r], (relation["source"], f"{ids[before[r]]} > {ids[after[r]]}")
        need(i < j and leaves[r] in "FS" and enters[r] in "FS", "it goes backward, or has no type")
        wants.append(wanted(r, start[i], finish[i], now if lag[r] < 0 else -LIMIT))
        if wants[r] > low[j]:
            low[j], first[j] = wants[r], r
        mandatory = "base" in tasks[i] and ends[i] == last_finish(i, tasks[i]["base"])  # which gives way to nothing
        need(mandatory or not breaks(r, latest[i], ends[i]), "the latest dates do not keep it")
    for i, task in enumerate(tasks):
        here[:] = task["source"], ids[i]
        asks, reason = (low[i], first[i]) if cap[i] is None or low[i] <= cap[i] else (cap[i], -1)
        need(by[i] < 0 or after[by[i]] == i, "its reason is another task's relation")
        named = wants[by[i]] if by[i] >= 0 else asks if reason < 0 else floor[i]
        need(start[i] == settled(i, asks), "starts {}, its reason says {}", start[i], settled(i, named))
        need(by[i] == reason, "its reason asks {}, the strictest or the first asks {}", named, asks)
        end = done(i, start[i])
        need(work[i] == max([w for _, w in legs[i]]), "its work is not that of its crews")
        need(finish[i] == end, "finishes {}, its work says {}", finish[i], end)
        until = max(last_finish(i, task["expected"]), by_law(i, start[i]), start[i]) if "expected" in task else end
        need(end == until, "finishes {}, expected {}", end, until)
        need(kind[i] == STANDS or least[i] is None or work[i] >= least[i], "breaks a floor of law")
        begin, end, why = latest[i], ends[i], task.get("late_start_by", -1)
        need(i not in due or (end is not None and end <= due[i]), "its latest finish is after its deadline")
        need(begin is not None or (end is None and late_by[i] == why == -1), "its latest start is missing")
        later = None if begin is None else settled(i, begin + 1)
        need(why == -1 or (before[why] == i and breaks(why, later, None)), "by its late reason it could start later")
        need(end is not None or late_by[i] == -1 and (begin is None or why >= 0), "its latest finish is missing")
        if end is None:
            continue
        need(done(i, begin) <= end, "its latest start is too late for its latest finish")
        if late_by[i] < 0:
            fixed = [at for at in (due.get(i), task.get("base")) if at is not None]
            own = [max(last_finish(i, at), min(at, by_law(i, begin))) for at in fixed]
            need(end in own, "finishes at the latest {}, its deadline says {}", end, *own, end)
        else:
            longer = min(cal.add(end, 1) for cal, _ in legs[i]) if work[i] else later
            need(before[late_by[i]] == i and breaks(late_by[i], later, longer), "by its late reason it could be later")
            need(not work[i] or end in (last_finish(i, end), by_law(i, begin)), "its latest finish is no end of work")
        begins = settled(i, start_for(i, end))
        if "law" in task and begin < begins and why == -1:  # the last day on which its period can begin
            tomorrow = settled(i, begin // DAY * DAY + DAY)
            need(done(i, tomorrow) > end and begin + 1 in (tomorrow, begin // DAY * DAY + 1), "it could start later")
        else:
            need(begin == begins or begin < begins and why >= 0, "its latest start is {}, not {}", begin, begins)
    chain, here[:] = [doc["target"]], ("certificate", "chain")
    while by[chain[-1]] >= 0:
        chain.append(before[by[chain[-1]]])
    need(doc["target"] >= 0 and doc["chain"] == chain[::-1], "it is not that of the reasons")
    need(finish[doc["target"]] == doc["claim"], "the target finishes {}", finish[doc["target"]])
    for one in doc.get("spans", ()):
        starts, finishes = zip(*((start[k], finish[k]) for k in one["members"]))
        need((one["start"], one["finish"]) == (min(starts), max(finishes)), f"{one['id']} does not span it")


def verdict(path):
    """What is to be said of a certificate, and whether it is valid."""
    here = ["certificate", path]
    try:
        with Path(path).open("rb") as file:
            text = file.read(SIZE)  # of a larger one the end is missing
        doc = json.loads(text.decode(), parse_float=int, parse_constant=int)  # which take no fraction
        need(doc["daopai-certificate"] == 1, "of another format")
        check(doc, here)
        here[:] = "certificate", path
        parts = {key: write(doc[key]) for key in sorted(doc)}
        network = "".join(parts[key] for key in ("calendars", "tasks", "relations"))
        need(hashlib.sha256(network.encode()).hexdigest() == doc["network"], "the network is not that of the digest")
        whole = ",".join(f"{json.dumps(key)}:{part}" for key, part in parts.items()).encode()
        need(text.rstrip(b"\r\n") == b"{%b}" % whole, "not canonical: a key twice, or in another order, or spaces")
        said = [f"VALID {day(doc['claim'])} {' > '.join(doc['tasks'][k]['id'] for k in doc['chain'])}"]
        return said + [f"not proved: {code} {name}" for code, name in doc.get("not_proved", ())], True
    except Exception as error:  # whatever a hostile file does to us: it is not valid
        reason = str(error) if type(error) is ValueError else f"{type(error).__name__}: {error}"
        return [f"INVALID {here[0]}: {here[1]}: {reason}"], False


if __name__ == "__main__":
    gc.disable()
    said, valid = verdict(sys.argv[-1])
    sys.stdout.reconfigure(errors="replace")
    print(*("".join(letter if letter.isprintable() else "?" for letter in line) for line in said), sep="\n")
    sys.exit(not valid)
