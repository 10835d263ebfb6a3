"""systemd's own judgement of the units: they are right, and let the program do little."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.support import machine
from tests.support.needs import need

UNITS = sorted((Path(__file__).parents[2] / "deploy").glob("intake*.*"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
MOST = 3.0


@pytest.fixture
def analyze() -> str:
    return str(need(machine.systemd_analyze(), "systemd-analyze"))


def test_systemd_finds_nothing_wrong_with_any_unit(analyze: str, tmp_path: Path) -> None:
    """But for the program, which is not installed where tests run."""
    units = [unit for unit in UNITS if unit.suffix in {".service", ".socket", ".timer"}]
    for unit in units:
        text = unit.read_text(encoding="utf-8")
        (tmp_path / unit.name).write_text(
            re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", text), encoding="utf-8"
        )
    done = subprocess.run(
        [analyze, "verify", *(tmp_path / unit.name for unit in units)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in done.stderr.splitlines() if "intake" in line] == []
    assert len(units) == 6


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_a_service_is_exposed_to_little(analyze: str, unit: Path) -> None:
    done = subprocess.run(
        [analyze, "security", "--offline=true", unit], capture_output=True, text=True, check=False
    )
    found = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert found, done.stderr
    assert float(found[1]) < MOST


def test_all_services_have_the_same_sandbox() -> None:
    """What one may do more than another is where it writes."""
    sandboxes = {
        tuple(unit.read_text(encoding="utf-8").partition("NoNewPrivileges=true\n")[2].split("\n"))
        for unit in SERVICES
    }
    lines = [set(sandbox) for sandbox in sandboxes]
    common = set.intersection(*lines)
    assert len(common) > 20
    for each in lines:
        rest = {line for line in each - common if line}
        assert all(
            line.startswith(("ReadWritePaths=", "WantedBy=", "[Install]")) for line in rest
        ), rest
