"""Processor time of a process with all that it has started, to the nanosecond."""

from pathlib import Path

import psutil


def tree_cpu_ns(pid: int) -> dict[int, int]:
    """Return the processor time so far of each process below and including `pid`."""
    try:
        root = psutil.Process(pid)
        processes = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return {}
    return {process.pid: process_cpu_ns(process.pid) for process in processes}


def process_cpu_ns(pid: int) -> int:
    """Return the processor time of all living threads of a process, 0 if it is gone.

    From the scheduler's own count: what psutil reads is in steps of 10 ms.
    """
    total = 0
    for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            total += int(path.read_text().split()[0])
        except (OSError, ValueError):
            continue  # the thread has just ended
    return total
