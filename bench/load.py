"""A client on the same machine: so many requests, one after another or sixteen at once, over kept connections."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil

Ask = Callable[[http.client.HTTPConnection, int], int]


@dataclass
class Figures:
    """What a batch of requests took."""

    seconds: list[float] = field(default_factory=list)
    cpu: float = 0.0
    wall: float = 0.0
    wrong: int = 0

    def add(self, other: Figures) -> None:
        self.seconds += other.seconds
        self.cpu += other.cpu
        self.wall += other.wall
        self.wrong += other.wrong

    @property
    def count(self) -> int:
        return len(self.seconds)

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu / max(1, self.count)

    @property
    def a_second(self) -> float:
        return self.count / self.wall if self.wall else 0.0

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        if len(self.seconds) < 2:
            return 1000 * sum(self.seconds)
        return 1000 * statistics.quantiles(self.seconds, n=100)[round(share * 100) - 1]


def get(path: str, headers: dict[str, str] | None = None) -> Ask:
    """An asker for a page; returns its status."""

    def ask(line: http.client.HTTPConnection, number: int) -> int:
        line.request("GET", path, headers=headers or {})
        answer = line.getresponse()
        answer.read()
        return answer.status

    return ask


def run(
    port: int, ask: Ask, *, count: int, at_once: int, server: psutil.Process, right: int = 200
) -> Figures:
    """Send `count` requests, `at_once` at a time; a status other than `right` is counted as wrong."""
    took = Figures()
    lock = threading.Lock()
    numbers = iter(range(count))

    def work() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        mine: list[float] = []
        wrong = 0
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                break
            begin = time.perf_counter()
            try:
                status = ask(line, number)
            except (OSError, http.client.HTTPException):
                status = 0
                line.close()
            mine.append(time.perf_counter() - begin)
            wrong += status != right
        line.close()
        with lock:
            took.seconds += mine
            took.wrong += wrong

    before = cpu(server)
    begin = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.wall = time.perf_counter() - begin
    took.cpu = cpu(server) - before
    return took


def cpu(server: psutil.Process) -> float:
    """Seconds of processor time that the server has used so far."""
    times = server.cpu_times()
    return float(times.user + times.system)
