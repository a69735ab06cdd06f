"""Who got the letter of the curators, so that a round that was begun again sends nobody a second one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from kennisplatform.curation.tables import SentLetterRow
from kennisplatform.database.connection import Database, insert_into

LETTER = "digest"
AT_LEAST_BETWEEN = timedelta(hours=12)
"""Between two letters to one person; longer than a round takes, and than two hosts' timers lie apart."""


class SentLetters:
    """The letters that were sent, by account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, account_id: int) -> bool:
        """Keep that an account gets the letter now, before it goes; False when it got one a short while ago.

        Of two who claim at once one gets it to send. Who is killed in between leaves one letter unsent, not one sent
        twice.
        """
        now = datetime.now(UTC)
        with self._database.transaction() as session:
            making = insert_into(session, SentLetterRow).values(letter=LETTER, account_id=account_id, sent_at=now)
            claiming = making.on_conflict_do_update(
                index_elements=[SentLetterRow.letter, SentLetterRow.account_id],
                set_={"sent_at": now},
                where=SentLetterRow.sent_at <= now - AT_LEAST_BETWEEN,
            )
            return session.scalar(claiming.returning(SentLetterRow.account_id)) is not None

    def give_back(self, account_id: int) -> None:
        """Let a letter that could not be sent be sent another time."""
        with self._database.transaction() as session:
            theirs = (SentLetterRow.letter == LETTER, SentLetterRow.account_id == account_id)
            session.execute(delete(SentLetterRow).where(*theirs))
