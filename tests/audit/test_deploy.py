"""What the programs that will read them say of the files with which the site is put on servers."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kennisplatform.config import PROJECT_FOLDER

DEPLOY = PROJECT_FOLDER / "deploy"
PACKAGES = {
    "docker-compose": "docker-compose",
    "haproxy": "haproxy",
    "systemd-analyze": "systemd",
    "openssl": "openssl",
}


def run(program: str, *arguments: str, **environment: str) -> str:
    """Return what a program says; fail when it is not there or not content."""
    path = shutil.which(program)
    if not path:
        pytest.fail(f"{program} is missing: apt-get install {PACKAGES[program]}")
    done = subprocess.run(
        [path, *arguments], capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def test_the_compose_file_is_understood():
    run("docker-compose", "-f", str(DEPLOY / "compose.yml"), "--env-file", str(DEPLOY / "example.env"), "config", "-q")


def test_the_balancer_understands_its_file(tmp_path: Path):
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
        "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate),
    )  # fmt: skip
    (tmp_path / "tls").mkdir()
    (tmp_path / "tls" / "site.pem").write_text(certificate.read_text() + key.read_text())
    file = tmp_path / "haproxy.cfg"
    file.write_text((DEPLOY / "haproxy.cfg").read_text().replace("/etc/haproxy/tls/", f"{tmp_path / 'tls'}/"))
    run("haproxy", "-c", "-f", str(file), WEB_1="127.0.0.1:5001", WEB_2="127.0.0.1:5002")


def test_systemd_understands_its_units(tmp_path: Path):
    for unit in (DEPLOY / "systemd").iterdir():
        # The folders of the server are not here; what stands in their place must be a program.
        text = unit.read_text().replace("/opt/kennisplatform/.venv/bin/python", "/bin/true")
        (tmp_path / unit.name).write_text(text)
    said = run("systemd-analyze", "verify", *(str(unit) for unit in sorted(tmp_path.iterdir())))
    assert not [line for line in said.splitlines() if "kennisplatform" in line]
