"""The audit log remembers who did what, for ever, and nothing that is nobody's business."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kennisplatform.accounts.audit import LEFT_OUT, AuditFilter
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import PASSWORD


def lines(app: Flask):
    return list(site_of(app).audit_log.all(AuditFilter()))


def test_logging_in_failing_to_and_logging_out_are_recorded_without_what_was_typed(app, visitor):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    visitor.log_in("ria@voorbeeld.nl")
    visitor.submit("/", {}, action="/uitloggen")
    visitor.log_in("ria@voorbeeld.nl", "mijn-fout-wachtwoord")
    visitor.log_in("geheim-adres@voorbeeld.nl", "mijn-fout-wachtwoord")
    found = [(line.actor, line.action) for line in reversed(lines(app))]
    assert found[:3] == [("Ria", "ingelogd"), ("Ria", "uitgelogd"), ("", "inloggen mislukt")]
    assert not [line for line in lines(app) if "fout" in str(line) or "adres" in str(line)]


WAYS_TO_REWRITE = {
    "sqlite": [
        "UPDATE audit SET detail = 'niets gebeurd'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT id, at, actor_id, actor_name, action, subject, 'niets gebeurd' FROM audit",
    ],
    "postgresql": ["UPDATE audit SET detail = 'niets gebeurd'", "DELETE FROM audit", "TRUNCATE audit"],
}


def test_the_database_refuses_to_change_what_was_written(app):
    site_of(app).audit_log.record(None, "vermelding opgeslagen", "nooddrinkwater", "eerste versie")
    with site_of(app).database.transaction() as session:
        make = session.get_bind().dialect.name
    for statement in WAYS_TO_REWRITE[make]:
        with pytest.raises(DBAPIError, match="append only"), site_of(app).database.transaction() as session:
            session.execute(text(statement))
    assert [line.detail for line in lines(app)] == ["eerste versie"]


@pytest.mark.parametrize(
    "private",
    [
        "jan.jansen@bedrijf.example",
        "<jan@bedrijf.example>",
        "06-12345678",
        "+31 6 1234 5678",
        "(030) 123 45 67 of 030-1234567",
        "0031612345678",
        "kX3_9dLq0sPzT4vBn7Wm2yRcHf8JgU1aEoI5wQxZ6tA",
    ],
)
def test_contact_data_and_tokens_are_left_out_whoever_records_them(app, private):
    site_of(app).audit_log.record(None, "melding", f"van {private}", f"bel {private} terug")
    (line,) = lines(app)
    assert private not in line.detail and private not in line.subject
    assert LEFT_OUT in line.detail


def test_dates_amounts_slugs_and_revisions_stay_readable(app):
    detail = "herzien-voor 2026-11-24, 01-02-2026, € 1.250.000, revisie 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
    site_of(app).audit_log.record(None, "vermelding opgeslagen", "oefening-2015-noord-en-oost-gelderland", detail)
    (line,) = lines(app)
    assert (line.subject, line.detail) == ("oefening-2015-noord-en-oost-gelderland", detail)
