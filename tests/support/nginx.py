"""Runs the sample configuration of nginx as it is, but for its paths, ports and certificate."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support import machine
from tests.support.needs import need

HOST = "www.example.org"  # in the sample
_SAMPLE = Path(__file__).parents[2] / "deploy" / "nginx.conf"
_SITE, _INTAKE = "/srv/brochure/site", "127.0.0.1:8001"
_LOG = "/var/log/nginx/brochure.log"
_CERTIFICATE = f"/etc/letsencrypt/live/{HOST}"
_TIMEOUT = 15


@dataclass(frozen=True)
class Nginx:
    """A running nginx: its ports for HTTP and HTTPS, its folder, and a client that trusts it.

    The client follows no redirects and asks by the sample's host name.
    """

    plain: int
    port: int
    folder: Path
    client: httpx.Client
    process: subprocess.Popen[bytes]

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for an address; ``accept_language`` is the header ``accept-language``."""
        return self.client.get(path, headers=dashed(headers))

    def reload(self) -> None:
        """Let it read its settings again, and wait until it has."""
        log = self.folder / "error.log"
        before = log.read_text(encoding="utf-8").count("gracefully shutting down")
        subprocess.run(
            [machine.nginx() or "", *_arguments(self.folder), "-s", "reload"], check=True
        )
        until = time.monotonic() + _TIMEOUT
        while time.monotonic() < until:
            if log.read_text(encoding="utf-8").count("gracefully shutting down") > before:
                return
            time.sleep(0.02)
        raise TimeoutError("nginx does not read its settings again")


def dashed(headers: dict[str, str]) -> dict[str, str]:
    """Return headers under their names: ``accept_language`` is ``accept-language``."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


@contextmanager
def running(
    site: Path, folder: Path, intake: int = 0, edits: dict[str, str] | None = None
) -> Iterator[Nginx]:
    """Serve a built site, with the intake on a port; ``edits`` are changes of the sample.

    Without an intake, nothing listens where nginx looks for it.
    """
    nginx = need(machine.nginx(), "nginx")
    openssl = need(shutil.which("openssl"), "openssl")
    folder.mkdir(parents=True, exist_ok=True)
    _certify(openssl, folder)
    plain, port, intake = free_port(), free_port(), intake or free_port()
    sample = _SAMPLE.read_text(encoding="utf-8")
    changes = {
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        _CERTIFICATE: str(folder),
        _SITE: str(site),
        _LOG: str(folder / "access.log"),
        _INTAKE: f"127.0.0.1:{intake}",
        **({} if machine.nginx_brotli() else {"    brotli_static on;\n": ""}),
        **(edits or {}),
    }
    for old, new in changes.items():
        assert old in sample, f"the sample does not contain {old!r}"
        sample = sample.replace(old, new)
    (folder / "nginx.conf").write_text(_around(sample, folder), encoding="utf-8")
    process = subprocess.Popen([nginx, *_arguments(folder)])
    trust = ssl.create_default_context(cafile=folder / "fullchain.pem")
    trust.check_hostname = False  # it is asked for by its number
    address = f"https://127.0.0.1:{port}"
    with httpx.Client(base_url=address, verify=trust, headers={"host": HOST}) as client:
        try:
            _wait(process, port, folder)
            yield Nginx(plain, port, folder, client, process)
        finally:
            process.terminate()
            process.wait(_TIMEOUT)


def _arguments(folder: Path) -> list[str]:
    return ["-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def _certify(openssl: str, folder: Path) -> None:
    """Make a certificate for this run."""
    names = f"subjectAltName=DNS:{HOST},IP:127.0.0.1"
    new = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    files = ("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem")
    about = ("-days", "2", "-subj", f"/CN={HOST}", "-addext", names)
    subprocess.run([openssl, *new, *files, *about], check=True, capture_output=True)


def _around(sample: str, folder: Path) -> str:
    """Return what Debian's nginx.conf has around the sample."""
    brotli = machine.nginx_brotli()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in kinds)
    return (
        (f"load_module {brotli};\n" if brotli else "")
        + ("user root;\n" if os.geteuid() == 0 else "")
        + f"pid {folder}/pid; error_log {folder}/error.log notice;\n"
        + "daemon off; worker_processes 1;\n"
        + "events {}\nhttp {\n"
        + f"include {need(machine.nginx_types(), 'mime.types of nginx')};\n"
        + f"default_type application/octet-stream; access_log off; {temporary}\n{sample}\n}}\n"
    )


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + _TIMEOUT
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError((folder / "error.log").read_text(encoding="utf-8"))
