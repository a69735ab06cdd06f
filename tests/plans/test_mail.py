"""Mail that something changed in a plan: to who wants it, once a day at most, with nothing of what the plan says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.plans.together.tables import PlanLookRow
from kennisplatform.site import site_of
from tests.mail_server import mail_server
from tests.plans.worlds import begun, complete


@pytest.fixture
def mailbox():
    with mail_server() as box:
        yield box


@pytest.fixture
def world(content, tmp_path, mailbox):
    """Return a plan of which everybody wants mail, on a site that can send it."""
    settings = Settings(
        content_dir=content.path,
        instance_dir=tmp_path / "instance",
        smtp_url=SecretStr(f"smtp://127.0.0.1:{mailbox.port}"),
        public_url="https://kennis.voorbeeld.nl",
        mail_from="site@voorbeeld.nl",
    )
    app = create_app(settings)
    world = begun(app, [complete(sentence="Qxgeheim.")])
    world.app = app
    for who in ("lead", "mate", "partner", "reader"):
        world.site.last_looks.set_mail(world.plan, True, world.people[who])
    yield world
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def send(world, code=0):
    result = world.app.test_cli_runner().invoke(args=["plannen", "mail"])
    assert result.exit_code == code, result.output
    return result.output


def a_day_later(world):
    """Let it be a day since the last mail."""
    with world.site.database.transaction() as session:
        session.execute(update(PlanLookRow).values(mailed_at=datetime.now(UTC) - timedelta(days=1)))


def test_who_wants_it_is_mailed_once_a_day_and_reads_nothing_of_the_plan(world, mailbox):
    assert send(world) == "Gemaild aan 0 van 0 leden.\n"
    world.edit(1, "mate", description="Qxgeheimer.")
    world.site.remarks.add(world.plan, 1, "Qxopmerking", (world.people["partner"].id,), world.people["mate"])
    assert send(world) == "Gemaild aan 3 van 3 leden.\n"
    mails = {mail["To"]: mail for mail in (mailbox.next() for _ in range(3))}
    assert set(mails) == {world.people[who].email for who in ("lead", "partner", "reader")}
    for mail in mails.values():
        text = f"{mail['Subject']} {mail.get_content()}"
        assert f"https://kennis.voorbeeld.nl/plannen/{world.plan}" in text
        assert "qx" not in text.casefold() and "Noordwater" not in text
    assert "u bent genoemd" in mails[world.people["partner"].email].get_content()
    assert "u bent genoemd" not in mails[world.people["reader"].email].get_content()
    world.edit(1, "mate", description="Nog iets.")
    assert send(world) == "Gemaild aan 0 van 0 leden.\n"


def test_who_looked_stopped_or_may_not_read_any_more_gets_none(world, mailbox):
    world.edit(1, "mate", description="Anders.")
    for who in ("reader", "mate"):
        world.site.last_looks.set_mail(world.plan, False, world.people[who])
    world.change("partner", None)
    world.site.last_looks.visit(world.plan, world.people["lead"])
    assert send(world) == "Gemaild aan 0 van 0 leden.\n"


def test_what_could_not_be_mailed_is_mailed_another_time(world, mailbox):
    for who in ("reader", "mate", "partner"):
        world.site.last_looks.set_mail(world.plan, False, world.people[who])
    world.edit(1, "mate", description="Anders.")
    mailbox.refuses = True
    assert "Gemaild aan 0 van 1 leden" in send(world, code=1)
    mailbox.refuses = False
    assert send(world) == "Gemaild aan 1 van 1 leden.\n"
    a_day_later(world)
    world.site.last_looks.visit(world.plan, world.people["lead"])
    assert send(world) == "Gemaild aan 0 van 0 leden.\n"


def test_without_a_mail_server_the_command_says_so(app):
    result = app.test_cli_runner().invoke(args=["plannen", "mail"])
    assert result.exit_code == 1
    assert "geen mailserver" in result.output
