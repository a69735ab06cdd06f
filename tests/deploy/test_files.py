"""The files with which the site is put on servers name settings, commands and folders that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from kennisplatform.config import PROJECT_FOLDER, Settings

DEPLOY = PROJECT_FOLDER / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yml").read_text())
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
WEB_HOSTS = ("web-1", "web-2")


def settings() -> set[str]:
    """Return the names of all settings as they are in the environment."""
    return {name.upper() for name in Settings.model_fields}


def commands_in(text: str) -> list[str]:
    """Return what is asked of `flask --app app` in a unit."""
    return re.findall(r"flask --app app ([^\n']+)", text)


@pytest.mark.parametrize("host", WEB_HOSTS)
def test_every_setting_of_a_web_host_exists(host):
    assert set(COMPOSE["services"][host]["environment"]) <= settings()


def test_what_must_be_filled_in_is_in_the_example_and_the_other_way_round():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yml").read_text()))
    given = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "example.env").read_text(), re.MULTILINE))
    assert asked == given


def test_web_hosts_share_everything_but_their_own_folder():
    first, second = (COMPOSE["services"][host] for host in WEB_HOSTS)
    assert first["environment"] == second["environment"]
    assert {volume.split(":")[1] for volume in first["volumes"]} == {"/var/lib/kennisplatform", "/srv/remote"}
    assert set(first["volumes"]) & set(second["volumes"]) == {"remote:/srv/remote"}


def test_only_the_balancer_can_be_reached_from_outside():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_command_of_a_timer_exists(app, unit: Path):
    for command in commands_in(unit.read_text()):
        found = app.cli
        for word in shlex.split(command.replace("$$(", "").replace(")", "")):
            if hasattr(found, "commands"):
                found = found.commands[word]
        assert not hasattr(found, "commands"), command


def test_every_timer_has_its_service():
    assert {timer.stem for timer in TIMERS} == {unit.stem for unit in UNITS if "@" not in unit.name}


def test_the_container_takes_along_all_that_the_site_needs():
    copied = set(re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE))
    assert {"kennisplatform", "templates", "static", "content", "requirements.txt"} <= copied
