"""Is a schedule what its certificate says? `python verify_schedule.py certificates/DATE.json`: VALID or a fault.
It trusts nobody, needs Python alone, shares no code with whoever wrote the file. Instants are minutes since 1970,
durations working minutes; docs/certificate.md says what each key is, and what is proved and what is not."""
import gc, hashlib, itertools, json, sys
from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta

LIMIT, DAY, SIZE, MOST, CREWS, TRIES = 1 << 40, 1440, 10**9, 2_000_000, 1_000, 5_000_000
FINISH, STANDS = 2, 3  # kinds that need no working time: a finish milestone at a shift's end; what stands where it is
def need(true, reason, *instants):
    if not true: raise ValueError(reason.format(*map(day, instants)) if instants else reason)
def day(t):  # an instant as people write it; midnight ends the day before
    moment = datetime(1970, 1, 1) + timedelta(minutes=t)
    return f"{moment - timedelta(days=1):%Y-%m-%dT24:00}" if t % DAY == 0 else f"{moment:%Y-%m-%dT%H:%M}"
class Cal:  # working minutes: half-open ranges, sorted and disjoint; outside them nothing is known; LIMIT is never
    def __init__(self, work):
        flat = [t for one in work for t in one]
        in_order = {*map(type, flat)} == {int} and flat == sorted(flat) and all(begin < end for begin, end in work)
        need(in_order, "the ranges of work are not in order, or one is empty")
        self.starts, self.ends, self.before = flat[::2], flat[1::2], [0, *itertools.accumulate(b - a for a, b in work)]
    def add(self, t, w):  # the earliest instant w minutes on, the latest w back; -LIMIT before all that is stated
        if w == 0 or abs(t) >= LIMIT: return t
        k = bisect_right(self.starts, t) - 1
        done = self.before[k] + min(t, self.ends[k]) - self.starts[k] + w
        need(k >= 0 and t <= self.ends[-1] and done <= self.before[-1], "calendar too short")
        k = (bisect_left if w > 0 else bisect_right)(self.before, done) - 1
        return self.starts[k] + done - self.before[k] if k >= 0 else -LIMIT
    def nxt(self, t):  # the first instant from t on at which work can begin
        k = bisect_right(self.starts, t)
        inside = abs(t) >= LIMIT or (k and t < self.ends[k - 1])
        need(inside or 0 < k < len(self.starts), "calendar too short")
        return t if inside else self.starts[k]
    def prv(self, t):  # the last instant up to t at which work can have ended
        k = bisect_left(self.starts, t)
        need(abs(t) >= LIMIT or (k > 0 and t <= self.ends[-1]), "calendar too short")
        return t if abs(t) >= LIMIT else min(t, self.ends[k - 1])
    def period(self, event, days, how):  # when days after an event end: 1 all, 2 rolled on to work, 3 worked ones
        end = event // DAY * DAY + (DAY if how == 3 else DAY + days * DAY)
        if how == 2 and days: end = max(end, self.nxt(end - DAY) // DAY * DAY + DAY)
        for _ in range(days if how == 3 else 0): end = self.nxt(end) // DAY * DAY + DAY
        return self.prv(end) if self.prv(end) > end - DAY else end

def column(items, key, low=-LIMIT, high=LIMIT, null=False):  # a whole number of each item, or null where it may be
    values = [item[key] for item in items]
    found = [value for value in values if value is not None] if null else values
    fit = {*map(type, found)} <= {int} and low <= min(found, default=low) and max(found, default=high) <= high
    need(fit, f"a {key} is no whole number, or out of range")
    return values

def dates(doc, cals, tasks, relations, here, run=False):  # held to the rules; or made, where some tasks may take less
    n, last, ids = len(tasks), len(relations) - 1, [one["id"] for one in tasks]
    due, now = {one["task"]: one["at"] for one in doc["deadlines"]}, -LIMIT if doc["now"] is None else doc["now"]
    need(0 < n <= MOST and last < 4 * MOST, "no task, or too many")
    need(len({*ids}) == n and len(due) == len(doc["deadlines"]), "one twice, of the tasks or of the deadlines")
    kind, work, by = column(tasks, "kind", 0, STANDS), column(tasks, "work", 0), column(tasks, "by", -1)
    floor, start, finish = (column(tasks, key) for key in ("floor", "start", "finish"))
    cap, least, latest, ends = (column(tasks, key, null=True) for key in "cap least latest_start latest_finish".split())
    late_by, _, wants = column(tasks, "late_by", -1), column(tasks, "calendar", 0, len(cals) - 1), []
    before, after = column(relations, "from", 0, n - 1), column(relations, "to", 0, n - 1)
    legs = [[(cals[k], w) for k, w in one.get("legs", [(one["calendar"], one["work"])])] for one in tasks]
    need(after == sorted(after) and max(map(len, legs)) <= CREWS, "the relations are out of order, or crews too many")
    lag, on = column(relations, "lag"), [cals[k] for k in column(relations, "lag_calendar", 0, len(cals) - 1)]
    leaves, enters = zip(*(one["type"] for one in relations)) if relations else ("", "")
    def start_for(i, end): return min(cal.add(end, -w) for cal, w in legs[i])  # the last start to end by an instant
    def last_finish(i, t): return t if kind[i] == STANDS else max(cal.prv(t) for cal, _ in legs[i])  # up to an instant
    def asked(r, t): return on[r].add(t, lag[r]) if lag[r] else t if leaves[r] == "F" else on[r].nxt(t)
    def wanted(r, t): return start_for(after[r], t) if enters[r] == "F" else t  # the start, of what is asked for
    def done(i, t): return max([by_law(i, t) if "law" in tasks[i] else t, *[cal.add(t, w) for cal, w in legs[i]]])
    def settled(i, t):  # where a task that may start at an instant does
        stays = kind[i] == STANDS or (kind[i] == FINISH and legs[i][0][0].prv(t) == t)
        return t if stays else min([cal.nxt(t) for cal, _ in legs[i]])
    def by_law(i, begin):  # what the law does not let a task end before that starts at an instant
        event, terms = tasks[i].get("event", begin), [one for one in tasks[i].get("law", ()) if 0 <= one[0] < 10_000]
        return max((cals[k].period(event, n, how) for n, how, k, a, b in terms if a <= event < b), default=-LIMIT)
    def breaks(r, begin, end):  # whether a relation from such dates takes its successor past its latest ones
        most, t = latest[after[r]], end if leaves[r] == "F" else begin
        return most is not None and (t is None or settled(after[r], wanted(r, asked(r, t))) > most)
    for i, task in enumerate(tasks):
        low, first, held = floor[i], -1, -LIMIT
        while (r := len(wants)) <= last and after[r] == i:
            j, here[:] = before[r], (relations[r]["source"], f"{ids[before[r]]} > {ids[i]}")
            need(j < i and leaves[r] in "FS" and enters[r] in "FS", "it goes backward, or has no type")
            t = max(asked(r, finish[j] if leaves[r] == "F" else start[j]), now if lag[r] < 0 else -LIMIT)
            wants.append(wanted(r, t))
            low, first = (wants[r], r) if wants[r] > low else (low, first)
            held = max(held, t) if enters[r] == "F" else held
            mandatory = "base" in tasks[j] and ends[j] == last_finish(j, tasks[j]["base"])  # which gives way to nothing
            need(run or mandatory or not breaks(r, latest[j], ends[j]), "the latest dates do not keep it")
        here[:] = task["source"], ids[i]
        need(kind[i] == STANDS or least[i] is None or work[i] >= least[i], "breaks a floor of law")
        low, first = (low, first) if cap[i] is None or low <= cap[i] else (cap[i], -1)
        end = done(i, begin := settled(i, low))
        if run:  # a task that may take less time takes no less than its finish is held for, and starts no later for it
            short = legs[i][0][0].add(begin, task["shortest"]) if "shortest" in task else end
            start[i], finish[i] = begin, max(by_law(i, begin), short, min(end, last_finish(i, held)))
            continue
        named = wants[by[i]] if 0 <= by[i] < len(wants) else low if first < 0 else floor[i]
        need(start[i] == begin, "starts {}, its reason says {}", start[i], settled(i, named))
        need(by[i] == first, "its reason asks {}, the strictest or the first asks {}", named, low)
        need(work[i] == max([w for _, w in legs[i]]), "its work is not that of its crews")
        until = max(last_finish(i, task["expected"]), by_law(i, begin), begin) if "expected" in task else end
        need(finish[i] == end == until, "finishes {}, its work says {}, expected {}", finish[i], end, until)
        begin, end, why = latest[i], ends[i], task.get("late_start_by", -1)
        need(i not in due or (end is not None and end <= due[i]), "its latest finish is after its deadline")
        some = end is None and late_by[i] == -1 and (begin is None) == (why == -1)
        need(some or (begin is not None and end is not None), "a latest date is missing")
        later = None if begin is None else settled(i, begin + 1)
        need(why == -1 or (before[why] == i and breaks(why, later, None)), "by its late reason it could start later")
        if end is None: continue
        need(done(i, begin) <= end, "its latest start is too late for its latest finish")
        if late_by[i] < 0:
            own = [max(last_finish(i, at), min(at, by_law(i, begin))) for at in {due.get(i), task.get("base")} - {None}]
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
    return start, finish, by, before

def check(doc, here):  # the whole certificate: what is to be said of it
    cals = [Cal(one["work"]) for one in doc["calendars"]]
    start, finish, by, before = dates(doc, cals, doc["tasks"], doc["relations"], here)
    chain, here[:] = [doc["target"]], ("certificate", "chain")
    while by[chain[-1]] >= 0: chain.append(before[by[chain[-1]]])
    need(doc["target"] >= 0 and doc["chain"] == chain[::-1], "it is not that of the reasons")
    need(finish[doc["target"]] == doc["claim"], "the target finishes {}", finish[doc["target"]])
    for one in doc.get("spans", ()):
        starts, finishes = zip(*((start[k], finish[k]) for k in one["members"]))
        need((one["start"], one["finish"]) == (min(starts), max(finishes)), f"{one['id']} does not span it")
    said = [f"VALID {day(doc['claim'])} {' > '.join(doc['tasks'][k]['id'] for k in doc['chain'])}"]
    return said + (menus(doc, doc["menus"], cals, here) if "menus" in doc else [])

def menus(doc, part, cals, here):  # whether each has a task finish by a date, and no choice that costs less does
    of, costs, found, cuts, to, per, least = (part[key] for key in "of costs menus cuts to per at_least".split())
    nets, rows = {tuple(one["used"]): one for one in part["networks"]}, [one["steps"] for one in found]
    bare, works, less, tasks, task = nets[()], [one["work"] for one in nets.values()], [], doc["tasks"], part["task"]
    choices, seen, dear, here[:] = [[0] * len(of)], set(), 1e999 if least is None else least, ("certificate", "menus")
    need({len(of)} == {*map(len, [*rows, *cuts, costs, *works])}, "a measure has no steps, or no cost")
    whole = {int} == {type(n) for row in rows + cuts + costs for n in row} and min(map(min, rows + cuts)) >= 0
    need(whole and works == [[sorted(row)[::-1] for row in one] for one in works], "a step is no number, or longer")
    free = all(one == sorted(one) and one[0] == 0 < per for one in costs) and len({*map(tuple, rows)}) == len(rows)
    need(free and len({*of} - {None}) == len(of) - of.count(None), "it pays back, or a menu or a task is there twice")
    runs = (len(cuts) + len(rows) * len(of)) * len(nets) * (len(tasks) + len(doc["relations"])) <= TRIES
    need(runs and {"task": task, "at": to} in doc["deadlines"], "no deadline, or too much to run")
    def price(steps): return sum(one[n] for one, n in zip(costs, steps))
    def covers(steps, other): return all(n >= m for n, m in zip(steps, other))
    def uses(steps):  # the networks in which some of what is bought whole is used; in the last one all of it
        used = [k for k, n in enumerate(steps) if n and of[k] is None]
        return [nets[one] for size in range(len(used) + 1) for one in itertools.combinations(used, size)]
    def run(net, steps, key):  # when each task is done in a network where so many steps of the other measures are taken
        works = {k: {key: row[n]} for k, row, n in zip(of, net["work"], steps) if k is not None}
        stated = [{**one, **net["tasks"].get(str(k), {}), **works.get(k, {})} for k, one in enumerate(tasks)]
        kept = [one for one in doc["relations"] if one["to"] not in net["into"]] + net["relations"]
        return dates(doc, cals, stated, sorted(kept, key=lambda one: one["to"]), [0, 0], True)[1]
    laws = all({*one} <= {"law", "event"} for one in bare["tasks"].values()) and bare["into"] == bare["relations"] == []
    need(laws and run({**bare, "tasks": {}}, choices[0], "work") == [one["finish"] for one in tasks], "another plan")
    for steps, one in zip(rows, found):
        end = run(uses(steps)[-1], steps, "work")[task]
        need(end <= to and (end, price(steps)) == (one["finish"], one["cost"]), f"it costs {price(steps)}: {day(end)}")
        less += [[*steps[:k], n - 1, *steps[k + 1 :]] for k, n in enumerate(steps) if n]
    need(all(run(net, one, "shortest")[task] > to for one in cuts + less for net in uses(one)), "less keeps it as well")
    while choices:  # each costs enough, or has a menu in it, or buys no more than a cut and so has to buy more
        steps = choices.pop()
        if price(steps) >= dear or tuple(steps) in seen or any(covers(steps, one) for one in rows): continue
        cut, _ = next((one for one in cuts if covers(one, steps)), None), seen.add(tuple(steps))
        need(cut and len(seen) * len(cuts) * len(of) <= TRIES, f"nothing shows that {price(steps)} is not enough")
        choices += [[*steps[:k], n + 1, *steps[k + 1 :]] for k, n in enumerate(cut) if n + 1 < len(costs[k])]
    said = [f"menu at {one['cost'] / per:.15g}: {tasks[task]['id']} {day(one['finish'])}" for one in found]
    return [*said, f"no other choice {'' if least is None else f'below {least / per:.15g} '}keeps {day(to)}"]

def verdict(path):  # what is to be said of a file, and whether it is valid
    here = ["certificate", path]
    try:
        with open(path, "rb") as file:
            text = file.read(SIZE)  # of a larger one the end is missing
        doc = json.loads(text.decode(), parse_float=int, parse_constant=int)  # which take no fraction
        need(doc["daopai-certificate"] == 1, "of another format")
        said, here[:] = check(doc, here), ("certificate", path)
        parts = {key: json.dumps(doc[key], ensure_ascii=False, sort_keys=True, separators=(",", ":")) for key in doc}
        network = "".join(parts[key] for key in ("calendars", "tasks", "relations", "menus") if key in parts)
        need(hashlib.sha256(network.encode()).hexdigest() == doc["network"], "the network is not that of the digest")
        whole = ",".join(f"{json.dumps(key)}:{part}" for key, part in sorted(parts.items())).encode()
        need(text.rstrip(b"\r\n") == b"{%b}" % whole, "not canonical: a key twice, or in another order, or spaces")
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
