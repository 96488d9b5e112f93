"""Callers for `make bench`: a few clients that send requests over kept-open connections and time each one."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def call(port: int, method: str, path: str, bodies: Sequence[Any], headers: dict[str, str]) -> list[float]:
    """Send the bodies one after another over one connection; return how many milliseconds each took.

    Raises RuntimeError for an answer of 400 or more: a refused request is not a fast one.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent = []
    for body in bodies:
        sent = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        begun = time.perf_counter()
        connection.request(method, path, sent, headers)
        answer = connection.getresponse()
        text = answer.read()
        spent.append((time.perf_counter() - begun) * 1000)
        if answer.status >= 400:
            raise RuntimeError(f"{answer.status}: {text[:300].decode(errors='replace')}")
    connection.close()
    return spent


def together(job: dict[str, Any], callers: int) -> tuple[list[float], float]:
    """Run the same job in so many processes at once; return every time in ms and the seconds it all took.

    A process of its own for each caller, so that they do not wait for each other.
    """
    command = [sys.executable, "-m", "tools.callers"]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(callers)
    ]
    for number, caller in enumerate(running):
        assert caller.stdin
        caller.stdin.write(json.dumps({**job, "caller": number}) + "\n")
        caller.stdin.flush()
    for caller in running:
        assert caller.stdout
        caller.stdout.readline()  # ready
    begun = time.perf_counter()
    for caller in running:
        assert caller.stdin
        caller.stdin.write("go\n")
        caller.stdin.close()
    answers = [json.loads(caller.stdout.read()) for caller in running if caller.stdout]
    seconds = time.perf_counter() - begun
    for caller in running:
        caller.wait()
    return [ms for answer in answers for ms in answer], seconds


def main() -> None:
    """Read a job, say ready, wait for the word, and print the times."""
    job = json.loads(sys.stdin.readline())
    texts: Sequence[str] = job.get("texts", [])
    bodies = [
        {
            **job["body"],
            "text": f"{texts[n % len(texts)]}（第{job['caller']}-{n}次）",
            "person": {"name": "甲乙", "phone": f"1990000{(n * 7 + job['caller']) % 10_000:04d}"},
        }
        if texts
        else job["body"]
        for n in range(job["times"])
    ]
    print("ready", flush=True)
    sys.stdin.readline()
    spent = call(job["port"], job["method"], job["path"], bodies, job["headers"])
    print(json.dumps(spent))


if __name__ == "__main__":
    main()
