"""What the kernel has accounted to processes: CPU of all their threads, memory, page faults."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

CPU_OF_A_PROCESS = 2  # CPUCLOCK_SCHED; the number of the process stands above it, inverted
MINOR_FAULTS = 7  # of what follows the name in /proc/<number>/stat
PARENT = 1


def cpu_ms(process: int) -> float:
    """CPU that a process has used so far, all its threads, to the nanosecond; 0 once it is gone."""
    try:
        return time.clock_gettime_ns(~process << 3 | CPU_OF_A_PROCESS) / 1e6
    except OSError:
        return 0.0


def faults(process: int) -> int:
    """Pages that the kernel had to map for a process so far, without reading a disk."""
    return int(_stat(process)[MINOR_FAULTS])


def _stat(process: int) -> list[str]:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def children(process: int) -> list[int]:
    """The processes that it has begun."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            if int(_stat(int(name))[PARENT]) == process:
                found.append(int(name))
        except OSError:  # ended meanwhile
            continue
    return sorted(found)


def memory_mb(process: int) -> tuple[float, float]:
    """(RSS, PSS): all that is mapped, and with what is shared divided among those who share it."""
    kilobytes = {}
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]:
        name, _colon, rest = line.partition(":")
        kilobytes[name] = int(rest.split()[0])
    return kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024


def settled_cpu_ms(processes: Iterable[int], *, still: float = 0.002, most: float = 1.0) -> float:
    """The CPU of these processes together, as soon as it stands still: what a server does after it
    has answered belongs to the request.
    """
    processes = list(processes)
    ends = time.monotonic() + most
    spent = sum(cpu_ms(process) for process in processes)
    while time.monotonic() < ends:
        time.sleep(still)
        now = sum(cpu_ms(process) for process in processes)
        if now == spent:
            break
        spent = now
    return spent
