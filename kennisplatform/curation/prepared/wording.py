"""What a prepared change is told as, in one sentence: on the desk, above its entry and in the weekly letter."""

from __future__ import annotations

from kennisplatform.curation.prepared.prepared_changes import PreparedChange, State
from kennisplatform.dutch_text import dutch_day, dutch_moment

_DONE = {
    State.PREPARING: "Wijziging voorbereid",
    State.IN_REVIEW: "Wijziging klaargezet voor beoordeling",
    State.RETURNED: "Wijziging teruggestuurd",
    State.SCHEDULED: "Wijziging ingepland",
}


def told(change: PreparedChange) -> str:
    """Return who did what last, with what they wrote, when it will be published, or what keeps it from that."""
    said = _told(change)
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _told(change: PreparedChange) -> str:
    if change.slug is None:
        return f"Wijziging zonder vermelding: ‘{change.last_slug}’ is verwijderd. De tekst is er nog."
    done = f"{_DONE[change.state]} door {change.changed_by} op {dutch_day(change.changed_at)}"
    if change.hindrance:
        when = f" op {dutch_moment(change.publish_at)}" if change.is_scheduled and change.publish_at else ""
        return f"Wijziging niet gepubliceerd{when}. {change.hindrance}"
    if change.is_scheduled and change.publish_at:
        return f"{done}: komt op de site op {dutch_moment(change.publish_at)}"
    said = change.reply if change.state is State.RETURNED else change.remark
    return f"{done}: {said}" if said else done
