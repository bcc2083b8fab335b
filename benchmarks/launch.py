"""Starts one command and says what it cost: `launch.py REPORT COMMAND...`, run with `-S` so that it stays small.

On Linux a process's peak memory, as `getrusage` and `wait4` tell it, starts at what its parent held when it was made:
/bin/true under a parent of 700 MiB seems to take 700. So nothing is measured as a child of the benchmark itself, which
holds networks of a million tasks, but as a child of this process of some 10 MiB, which is the least it can tell.
"""

import json
import os
import subprocess
import sys
import time

begin = time.perf_counter()
child = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(child.pid, 0)
seconds = time.perf_counter() - begin
child.returncode = os.waitstatus_to_exitcode(status)
with open(sys.argv[1], "w", encoding="utf-8") as report:  # noqa: PTH123 - pathlib would make this process larger
    processor = usage.ru_utime + usage.ru_stime
    cost = {"seconds": seconds, "processor": processor, "peak": usage.ru_maxrss, "code": child.returncode}
    json.dump(cost, report)
