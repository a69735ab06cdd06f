"""Whoever runs the server gets a sentence from a command that cannot do its work, never a traceback."""

from __future__ import annotations

import pytest

from tests.trouble import troubles
from tests.trouble.world import world_on

COMMANDS = {
    "backup": ["{folder}/site.tar"],
    "restore": ["{folder}/site.tar"],
    "content check": [],
    "content list": [],
    "content retention": [],
    "export offline": ["{folder}/meenemen"],
    "index rebuild": [],
    "index status": [],
    "redactie digest": [],
    "search explain": ["water"],
    "search missed": [],
    "user add": ["ria@voorbeeld.nl", "--name", "Ria", "--role", "lid", "--password-stdin"],
    "user list": [],
    "user reset": ["curator@voorbeeld.nl"],
    "user setup-link": [],
}
ASKS_THE_INTERNET = {"content links"}
TROUBLES = [
    troubles.database_damaged,
    troubles.locked,
    troubles.instance_read_only,
    troubles.history_gone,
    troubles.index_damaged_and_in_the_way,
    troubles.missed_searches_in_the_way,
]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # dulwich, when its folder is gone
@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.__name__)
def test_a_command_that_cannot_do_its_work_says_so(tmp_path, trouble):
    with world_on(tmp_path / "content", tmp_path / "instance") as world:
        world.site.editing.record_by_hand()  # so that there is a history to lose
        run = world.app.test_cli_runner().invoke
        with trouble(world):
            for command, arguments in COMMANDS.items():
                words = [argument.format(folder=tmp_path) for argument in arguments]
                result = run(args=[*command.split(), *words], input="lantaarn-kwartel-zeewier\n")
                assert isinstance(result.exception, (SystemExit, type(None))), (command, result.exception)
                assert result.exit_code in {0, 1}, (command, result.output)
                assert result.output.strip() or result.exit_code == 0, command


def test_every_command_is_tried(app):
    groups = {
        name: app.cli.get_command(None, name) for name in ("content", "export", "index", "redactie", "search", "user")
    }
    alone = {"backup", "restore"} & set(app.cli.commands)
    there = {f"{name} {command}" for name, group in groups.items() for command in group.commands} | alone
    assert there == set(COMMANDS) | ASKS_THE_INTERNET
