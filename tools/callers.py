"""Callers for `make bench`: a few clients that send requests over kept-open connections and time each one."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CALLERS_MOST = 100
ROOT = Path(__file__).resolve().parent.parent


def call(
    port: int, method: str, paths: Sequence[str], bodies: Sequence[Any], headers: dict[str, str]
) -> list[float]:
    """Send the bodies one after another over one connection; return how many milliseconds each took.

    Raises RuntimeError for an answer of 400 or more: a refused request is not a fast one.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent = []
    for path, body in zip(paths, bodies, strict=True):
        sent = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        begun = time.perf_counter()
        connection.request(method, path, sent, headers)
        answer = connection.getresponse()
        text = answer.read()
        spent.append((time.perf_counter() - begun) * 1000)
        if answer.status >= http.client.BAD_REQUEST:
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
    pipes = [(caller.stdin, caller.stdout) for caller in running if caller.stdin and caller.stdout]
    for number, (told, heard) in enumerate(pipes):
        told.write(json.dumps({**job, "caller": number}) + "\n")
        told.flush()
        heard.readline()  # ready
    begun = time.perf_counter()
    for told, _heard in pipes:
        told.write("go\n")
        told.close()
    answers = [json.loads(heard.read()) for _told, heard in pipes]
    seconds = time.perf_counter() - begun
    for caller in running:
        caller.wait()
    return [ms for answer in answers for ms in answer], seconds


def main() -> None:
    """Read a job, say ready, wait for the word, and print the times."""
    job = json.loads(sys.stdin.readline())
    texts: Sequence[str] = job.get("texts", [])
    begun = time.time_ns() // 1000  # a person and words of their own for each petition, in each run
    bodies = [
        {
            **job["body"],
            "text": f"{texts[n % len(texts)]}（第{begun + n * CALLERS_MOST + job['caller']}次）",
            "person": {
                "name": "甲乙",
                "phone": f"19{(begun + n * CALLERS_MOST + job['caller']) % 10**9:09d}",
            },
        }
        if texts
        else job["body"]
        for n in range(len(job.get("paths", ())) or job["times"])
    ]
    print("ready", flush=True)
    sys.stdin.readline()
    paths = job.get("paths") or [job["path"]] * len(bodies)
    spent = call(job["port"], job["method"], paths, bodies, job["headers"])
    print(json.dumps(spent))


if __name__ == "__main__":
    main()
