"""The guide's commands, from a bare Debian to a receipt over HTTPS, and through what follows."""

from __future__ import annotations

import http.client
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from brochure.site.site import Site
from tests.engine.project import set_requests
from tests.intake.answers import different
from tests.intake.senders import ConcurrentSenders
from tests.intake.walking import Walker
from tests.support import debian, guides, machine
from tests.support.debian import Debian
from tests.support.needs import need
from tests.support.nginx import HOST
from tests.support.smtp import MailServer

pytestmark = [pytest.mark.soak, pytest.mark.server]

SOURCE = "https://git.example.org/brochure.git"
WHEELS = [Path("/etc/pip.conf"), *sorted(Path("/opt").glob("*"))]  # where this machine has any
AUTHORITY = """
{"pebble": {"listenAddress": "127.0.0.1:14000", "managementListenAddress": "127.0.0.1:15000",
 "certificate": "/etc/pebble.crt", "privateKey": "/etc/pebble.key", "httpPort": 80, "tlsPort": 443,
 "certificateValidityPeriod": 604800}}
"""


def _commands(heading: str = "Set up a server") -> list[str]:
    """Return the guide's commands below a heading, by block."""
    text = guides.section("run-the-intake.md", heading)
    return re.findall(r"(?ms)^```sh\n(.*?)^```", text)


def _settings() -> dict[str, str]:
    """Return the settings that the guide shows."""
    text = guides.section("run-the-intake.md", "Set up a server")
    shown = re.findall(r"(?ms)^```ini\n(.*?)^```", text)[0]
    return dict(line.split("=", 1) for line in shown.splitlines())


def _source(root: Path, folder: Path) -> Path:
    """Make a repository of the project, with requests open."""
    listed = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    files = subprocess.run(["git", *listed], cwd=root, capture_output=True, text=True, check=True)
    for file in filter(None, files.stdout.split("\0")):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / file, folder / file)
    set_requests(folder, "open")
    for command in (
        ("init", "-q"),
        ("add", "-A"),
        ("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "The project"),
    ):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)
    return folder / ".git"


@pytest.fixture(scope="module")
def bare(
    tmp_path_factory: pytest.TempPathFactory, root: Path
) -> Iterator[tuple[Debian, list[str]]]:
    """Yield a Debian on which the guide's first commands have been run, and those that are left."""
    need(debian.can_be_made(), "root with debootstrap and systemd-nspawn")
    place = tmp_path_factory.mktemp("debian")
    system = Debian.make(place / "root")
    shutil.copytree(_source(root, place / "source"), system.root / "source.git")
    system.write("/etc/gitconfig", f'[url "/source.git"]\n\tinsteadOf = {SOURCE}\n')
    commands = _commands()
    outside = next(number for number, text in enumerate(commands) if "make build" in text) + 1
    system.prepare("cd /\n" + "\n".join(commands[:outside]), *WHEELS)
    yield system, commands[outside:]
    shutil.rmtree(system.root)


@pytest.fixture(scope="module")
def renewed() -> list[str]:
    """Return the serial numbers of the certificate before and after it was renewed."""
    return []


@pytest.fixture(scope="module")
def server(
    bare: tuple[Debian, list[str]],
    tmp_path_factory: pytest.TempPathFactory,
    renewed: list[str],
) -> Iterator[tuple[Debian, MailServer]]:
    """Yield it, booted and set up as the guide says, with a mail server and an authority."""
    system, commands = bare
    place = tmp_path_factory.mktemp("running")
    shutil.copy(need(machine.pebble(), "pebble"), system.root / "usr/local/bin/")
    system.write("/etc/hosts", f"127.0.0.1 localhost {HOST}\n::1 localhost\n")
    system.write("/etc/pebble.json", AUTHORITY)
    system.write("/etc/letsencrypt/cli.ini", "server = https://localhost:14000/dir\n")
    _certify(system.root)
    with system.booted(place / "console"), _mail(system):
        _trust(system, "first")
        for text in commands:
            if "intake doctor" not in text:  # which a test runs
                system.run(f"cd /srv/brochure\n{text}")
            if "intake.env /etc/brochure" in text:
                _edit(system)
        renewed += _renew(system)  # while the authority still knows it
    # All of it comes back by itself.
    with system.booted(place / "console-again"), _mail(system) as mails:
        _trust(system, "second")
        yield system, mails


def _edit(system: Debian) -> None:
    """Edit the settings as the guide shows them."""
    file = system.root / "etc/brochure/intake.env"
    text = file.read_text(encoding="utf-8")
    for name, value in _settings().items():
        text, found = re.subn(rf"(?m)^{name}=.*$", f"{name}={value}", text)
        assert found == 1, name
    file.write_text(text, encoding="utf-8")


def _certify(root: Path) -> None:
    """Make the certificate with which the authority itself answers."""
    new = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost")
    files = ("-keyout", root / "etc/pebble.key", "-out", root / "etc/pebble.crt")
    name = ("-addext", "subjectAltName=DNS:localhost")
    subprocess.run(["openssl", *new, *files, *name], check=True, capture_output=True)


def _trust(system: Debian, name: str) -> None:
    """Start the authority, and let the system trust it as it trusts Let's Encrypt."""
    there = "/usr/local/share/ca-certificates"
    system.run(f"cp /etc/pebble.crt {there}/ && update-ca-certificates")
    options = "--setenv=PEBBLE_VA_NOSLEEP=1 --setenv=PEBBLE_WFE_NONCEREJECT=0"
    system.run(f"systemd-run --unit=pebble {options} pebble -config /etc/pebble.json")
    fetch = f"""
import ssl, time, urllib.request
for _ in range(100):
    try:
        found = urllib.request.urlopen("https://localhost:15000/roots/0").read()
        break
    except OSError:
        time.sleep(0.1)
open("{there}/{name}.crt", "wb").write(found)
"""
    system.write("/usr/local/sbin/fetch.py", fetch)
    system.run("python3 /usr/local/sbin/fetch.py && update-ca-certificates")


@contextmanager
def _mail(system: Debian) -> Iterator[MailServer]:
    server = MailServer(port=25)
    system.within(server.start)
    yield server
    server.stop()


def _client(system: Debian) -> httpx.Client:
    trust = ssl.create_default_context(cafile=system.root / "etc/ssl/certs/ca-certificates.crt")
    trust.check_hostname = False  # it is asked for by its number
    return httpx.Client(
        base_url="https://127.0.0.1", verify=trust, headers={"host": HOST}, timeout=60
    )


def _renew(system: Debian) -> list[str]:
    """Renew the certificate as the timer does; return the serial numbers before and after."""
    before = _serial(system)
    at_once = "s/-q renew/-q --no-random-sleep-on-renew renew/"
    system.run(f"sed -i '{at_once}' /lib/systemd/system/certbot.service")
    system.run("systemctl daemon-reload && systemctl start certbot.service")
    until = time.monotonic() + 20
    while _serial(system) == before and time.monotonic() < until:
        time.sleep(0.2)
    return [before, _serial(system)]


def _serial(system: Debian) -> str:
    """Return the serial number of the certificate that nginx shows."""

    def ask() -> str:
        pem = ssl.get_server_certificate(("127.0.0.1", 443))
        shown = ["openssl", "x509", "-noout", "-serial"]
        return subprocess.run(shown, input=pem, text=True, capture_output=True, check=True).stdout

    return system.within(ask)


def _walk(system: Debian, site: Site) -> Walker:
    """Walk to a receipt."""
    form = site.content.form
    assert form

    def walk() -> Walker:
        with _client(system) as client:
            return Walker(client, form, site.tags[1]).whole(different(site))

    return system.within(walk)


def test_the_guide_leads_from_a_bare_debian_to_a_receipt_and_its_mails(
    server: tuple[Debian, MailServer], site: Site
) -> None:
    system, mails = server
    before = len(mails.received)
    walker = _walk(system, site)
    assert walker.status == httpx.codes.OK
    assert "/receipt/" in walker.place
    assert len(mails.wait(before + 2)) >= before + 2
    reference = re.search(r"\b\w{4}-\w{4}-\w\b", walker.page)
    assert reference
    assert reference[0] in system.run("runuser -u brochure -- /srv/brochure/.venv/bin/intake list")
    # Documents are made in the sandbox of the unit, too.
    record = f"{walker.place.partition('#')[0]}/record.pdf"

    def fetch() -> httpx.Response:
        with _client(system) as client:
            return client.get(record)

    assert system.within(fetch).content.startswith(b"%PDF")


def test_pages_come_over_http2(server: tuple[Debian, MailServer]) -> None:
    system, _ = server
    curl = str(need(shutil.which("curl"), "curl"))
    certificates = system.root / "etc/ssl/certs/ca-certificates.crt"
    asked = ("--http2", "--cacert", certificates, "--resolve", f"{HOST}:443:127.0.0.1", "-sS")
    shown = ("-o", "/dev/null", "-w", "%{http_version} %{http_code}", f"https://{HOST}/")
    inside = ("nsenter", f"--target={system.first}", "-n")
    done = subprocess.run(
        [*inside, curl, *asked, *shown], capture_output=True, text=True, check=True
    )
    assert done.stdout == "2 200"


def test_doctor_finds_nothing_to_mend(server: tuple[Debian, MailServer]) -> None:
    system, _ = server
    found = system.run("runuser -u brochure -- /srv/brochure/.venv/bin/intake doctor 2>&1 || true")
    assert "WRONG" not in found, found


def test_nobody_but_the_service_reads_the_database_or_its_settings(
    server: tuple[Debian, MailServer],
) -> None:
    system, _ = server
    system.run("useradd --system stranger || true")
    for command in (
        "cat /etc/brochure/intake.env",
        "ls /srv/brochure/var",
        "ls /var/backups/brochure",
        "psql --command='SELECT 1' 'postgresql:///brochure'",
        "psql --command='SELECT 1' 'postgresql:///brochure?user=brochure'",
    ):
        refused = system.run(f'runuser -u stranger -- {command} 2>&1 && echo "allowed" || true')
        assert "allowed" not in refused, command
    as_the_service = "runuser -u brochure -- touch /srv/brochure/intake/__init__.py"
    assert "denied" in system.run(f"{as_the_service} 2>&1 || true").lower()


def test_the_units_run_in_their_sandbox(server: tuple[Debian, MailServer]) -> None:
    system, _ = server
    process = system.run("systemctl show --property=MainPID --value intake").strip()
    status = system.run(f"cat /proc/{process}/status")
    assert re.search(r"(?m)^NoNewPrivs:\s+1$", status)
    assert re.search(r"(?m)^Seccomp:\s+2$", status)
    assert re.search(r"(?m)^CapBnd:\s+0+$", status)
    system.run("systemctl start intake-backup intake-purge")
    assert len(system.run("ls /var/backups/brochure").splitlines()) == 1
    assert system.run("systemctl --failed --no-legend") == ""


def test_certificates_are_renewed_by_certbots_own_timer(
    server: tuple[Debian, MailServer], renewed: list[str]
) -> None:
    system, _ = server
    assert "certbot.timer" in system.run("systemctl list-timers --no-pager")
    before, after = renewed
    assert before != after
    assert _serial(system) == after


def test_logs_have_no_address_and_no_secret(server: tuple[Debian, MailServer], site: Site) -> None:
    system, _ = server
    _walk(system, site)
    logs = system.run("cat /var/log/nginx/brochure.log; journalctl -u intake --no-pager -o cat")
    logs += system.run("cat /var/log/nginx/error.log")
    assert "/receipt ..." in logs
    assert "127.0.0.1" not in logs
    assert not re.search(r"/(draft|receipt)/[\w-]{22}", logs)


def test_an_update_under_load_loses_no_request(
    server: tuple[Debian, MailServer], site: Site
) -> None:
    system, _ = server
    system.run("sed -i 's/rate=20r/rate=2000r/' /etc/nginx/sites-available/brochure")
    system.run("echo INTAKE_POSTS_PER_HOUR=0 >> /etc/brochure/intake.env")
    system.run("systemctl reload nginx && systemctl restart intake")
    senders = ConcurrentSenders(site)
    trust = ssl.create_default_context(cafile=system.root / "etc/ssl/certs/ca-certificates.crt")
    trust.check_hostname = False

    def connect(_port: int) -> http.client.HTTPConnection:
        return http.client.HTTPSConnection("127.0.0.1", 443, timeout=60, context=trust)

    def send_while(do: Callable[[], None]) -> None:
        with senders.sending(443, connect=connect):
            do()

    def restart() -> None:
        for commands in (_commands("Update it")[0], "systemctl restart intake"):
            senders.wait_for_receipts(10)
            system.run(commands)
        senders.wait_for_receipts(10)

    system.within(lambda: send_while(restart))
    assert set(senders.statuses) == {303}, senders.statuses
    assert senders.interrupted == 0


def test_the_service_comes_back_when_it_is_killed_and_after_a_reboot_of_the_database(
    server: tuple[Debian, MailServer],
) -> None:
    system, _ = server
    ask = """python3 -c 'import urllib.request as u; u.urlopen("http://127.0.0.1:8001/intake/health")'"""
    # Who asks waits until the next process answers.
    system.run(f"systemctl kill --signal=KILL intake; {ask}; systemctl is-active intake")
    system.run(f"systemctl restart postgresql; sleep 6; {ask}")


def test_an_update_with_a_migration_leaves_a_service_that_runs(
    server: tuple[Debian, MailServer], site: Site
) -> None:
    system, _ = server
    system.run(_commands("Update it")[1])
    assert _walk(system, site).status == httpx.codes.OK
