"""A pytest plugin that tries mutants: on each, it runs the tests that reach it.

Those come first that have caught a mutant before, then the quickest.

mutmut's own loop starts pytest for each mutant, which collects thousands of tests each time. Here
they are collected once, and each mutant is tried in a fork of that process.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from contextlib import suppress
from itertools import accumulate
from pathlib import Path

import pytest
from mutmut.mutation import trampoline

from tests.support.forked_tests import ForkedTests

# What ``tests.support.mutants`` passes: files for the names of the mutants and for what became of
# each, and how many seconds of tests are tried on one.
NAMES, RESULTS, SECONDS = "MUTANT_NAMES", "MUTANT_RESULTS", "MUTANT_SECONDS"

# What becomes of a mutant that tests reach.
CAUGHT, SURVIVED, STOPPED = "caught", "survived", "stopped, since its tests took too long"

_MUTANT = "MUTANT_UNDER_TEST"  # mutmut's: which function is exchanged, or that calls are recorded
_PROCESSES = os.cpu_count() or 1
_CALLS, _CAUGHT_BY = "calls.jsonl", "caught-by.txt"

_called: set[str] = set()


def pytest_configure() -> None:
    """Record calls here: mutmut asks for its settings at each."""
    vars(trampoline)["record_trampoline_hit"] = lambda name, **_: _called.add(name)


def pytest_runtest_setup() -> None:
    """Empty the caches of all functions of the code.

    A test is to depend on every function that it needs, not only on those that no test before it
    has called with the same arguments.
    """
    _called.clear()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in {"brochure", "engine", "intake"}:
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Write down what a test has called while calls are recorded, and which test has failed."""
    folder = Path(os.environ["TMPDIR"])  # a test may have changed where Python's are
    if os.environ.get(_MUTANT) == "stats":
        called = {} if report.when != "teardown" else {"called": list(_called.copy())}
        line = {"test": report.nodeid, "seconds": report.duration, "failed": report.failed}
        with (folder / _CALLS).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line | called) + "\n")
    elif report.failed:
        (folder / _CAUGHT_BY).write_text(report.nodeid, encoding="utf-8")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Find out which tests reach which function, then try each mutant on those that reach it."""
    names = Path(os.environ[NAMES]).read_text("utf-8").split()
    tests_of = _tests_by_function(session)
    reaching = {name: tests_of[name.rpartition("__mutmut_")[0]] for name in names}
    results = {name: "not reached" for name in names if not reaching[name]}
    left = deque(name for name in names if reaching[name])
    items = {item.nodeid: item for item in session.items}
    running: dict[str, _Trial] = {}
    catches = Counter[str]()
    while left or running:
        while left and len(running) < _PROCESSES:
            name = left.popleft()
            tests = _first(reaching[name], catches)
            chosen = [items[test] for test in tests]
            running[name] = _Trial(ForkedTests(session, chosen, {_MUTANT: name}, 1), tests)
        for name, trial in list(running.items()):
            if outcome := trial.outcome():
                results[name] = outcome
                catches.update(trial.caught_by)
                del running[name]
                _show(f"{len(results)} of {len(names)} mutants tried")
        time.sleep(0.01)
    Path(os.environ[RESULTS]).write_text(json.dumps(results), "utf-8")
    return True


def _tests_by_function(session: pytest.Session) -> defaultdict[str, dict[str, float]]:
    """Run all tests, and return by function those that pass and call it, with their seconds."""
    _show(f"running {len(session.items)} tests without a change")
    files = sorted({item.path for item in session.items})
    children = []
    for share in range(min(_PROCESSES, len(files))):
        mine = set(files[share::_PROCESSES])
        items = [item for item in session.items if item.path in mine]
        children.append(ForkedTests(session, items, {_MUTANT: "stats"}))
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for child in children:
        while child.exit_code() is None:
            time.sleep(0.1)
        seconds: defaultdict[str, float] = defaultdict(float)
        failed = set()
        for line in (child.folder / _CALLS).read_text("utf-8").splitlines():
            report = json.loads(line)
            test = report["test"]
            seconds[test] += report["seconds"]
            failed |= {test} if report["failed"] else set()
            for function in report.get("called", ()) if test not in failed else ():
                found[function][test] = seconds[test]
        child.clear()
    return found


def _first(tests: Mapping[str, float], catches: Counter[str]) -> dict[str, float]:
    """Return as many tests as are over in the seconds that there are for a mutant.

    What has caught most mutants comes first, since it compares much: a golden file of messages
    catches what a hundred quicker tests let pass.
    """
    ordered = sorted(tests, key=lambda test: (-catches[test], tests[test]))
    until = accumulate(tests[test] for test in ordered)
    return {
        test: tests[test]
        for number, (test, seconds) in enumerate(zip(ordered, until, strict=True))
        if not number or seconds <= float(os.environ[SECONDS])
    }


class _Trial:
    """A mutant that is being tried."""

    def __init__(self, run: ForkedTests, tests: Mapping[str, float]) -> None:
        """Give the tests much longer than without a change, before they are stopped."""
        self.run = run
        self.ends = time.monotonic() + 20 + 4 * sum(tests.values())
        self.caught_by: list[str] = []

    def outcome(self) -> str:
        """Return what became of the mutant; empty while that is not known."""
        exit_code = self.run.exit_code()
        if exit_code is None and time.monotonic() < self.ends:
            return ""
        if exit_code is None:
            self.run.stop()
        with suppress(FileNotFoundError):
            self.caught_by = [(self.run.folder / _CAUGHT_BY).read_text("utf-8")]
        self.run.clear()
        return {None: STOPPED, 0: SURVIVED}.get(exit_code, CAUGHT)


def _show(progress: str) -> None:
    print(f"\r{progress} ", end="", file=sys.__stderr__, flush=True)
