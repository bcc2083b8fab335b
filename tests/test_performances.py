"""A performance played again: in part, and where it was taken; in minutes, by hand."""

from __future__ import annotations

from networks import at, plan, state, task

from schedule.engine import cpm
from schedule.engine.compute import compute
from schedule.engine.network import Network
from schedule.engine.replay import Happening, Performance, changed, performances, played, portion

MONDAY = at("2014-04-07")
EIGHT, NINE, FIVE = 8 * 60, 9 * 60, 17 * 60
DAY = 480


def network(*after: str) -> Network:
    """A and B, three days of the office each, from Monday 7 April 2014 on."""
    return compute(state(plan(task("a", "3wd"), task("b", "3wd", *after)))).network


def performance(delay: int, work: int, **more: object) -> Performance:
    return Performance(Happening(MONDAY + EIGHT, MONDAY + FIVE, **more), MONDAY, delay, work, whole=True, expects=True)


def test_what_was_lost_in_part_is_lost_before_and_after_it_began_in_proportion() -> None:
    """Two days late and a day longer: of one day lost two thirds, 320 of 480 minutes, are of the start."""
    net = network()
    expected, reported = performance(100, 3 * DAY), performance(100 + 2 * DAY, 4 * DAY, begun=True)
    part = portion(net.arrays, net.clock, 0, expected, reported, DAY)
    assert (part.delay, part.work, part.asked) == (100 + 320, 3 * DAY + 160, cpm.NEVER)
    assert (part.whole, part.expects, part.then) == (False, False, reported.then._replace(fixed=False))
    none, whole = (portion(net.arrays, net.clock, 0, expected, reported, lost) for lost in (0, 3 * DAY))
    assert [(one.delay, one.work) for one in (none, whole)] == [(100, 3 * DAY), (reported.delay, reported.work)]


def test_what_was_won_before_and_lost_after_leaves_all_of_a_loss_to_the_work() -> None:
    """A day early and a day longer are nothing on the whole: there is no proportion, and what is lost is work."""
    net = network()
    part = portion(net.arrays, net.clock, 0, performance(DAY, DAY), performance(0, 2 * DAY), 60)
    assert (part.delay, part.work) == (DAY, DAY + 60)


def test_what_had_finished_before_is_told_to_have_finished_so_much_later() -> None:
    """Monday's five o'clock and an hour of the office is Tuesday's nine."""
    net = network()
    expected, reported = performance(0, DAY, fixed=True), performance(0, DAY, fixed=True)
    part = portion(net.arrays, net.clock, 0, expected, reported, 60)
    assert part == reported._replace(then=reported.then._replace(finish=MONDAY + 24 * 60 + NINE))


def test_a_performance_taken_is_played_to_the_minute_and_only_another_has_changed() -> None:
    """A as forecast and as reported, a day late; B does after it what it did: only A has changed."""
    net = network("a")
    arrays, clock, after = net.arrays, net.clock, [cpm.NEVER, cpm.NEVER]
    days = [MONDAY + k * 24 * 60 for k in range(9)]
    forecast = [Happening(days[0] + EIGHT, days[2] + FIVE), Happening(days[3] + EIGHT, days[7] + FIVE)]
    late = [
        Happening(days[1] + EIGHT, days[3] + FIVE, begun=True, ended=True),
        Happening(days[4] + EIGHT, days[8] + FIVE),
    ]
    one, other = (performances(arrays, clock, happened, pushed_after=after) for happened in (forecast, late))
    for found, seen in (one, other):
        for i, taken in enumerate(found):
            then = taken.then
            assert played(arrays, clock, seen, i, taken, after) == (then.start, then.finish)
    assert changed(arrays, clock, one, one, pushed_after=after) == []
    assert changed(arrays, clock, one, other, pushed_after=after) == [0]
