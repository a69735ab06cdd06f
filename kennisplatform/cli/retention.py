"""All that is kept for a bounded time, in one list: what it is called, and what removes it when that time is over.

How long something is kept is decided where it is kept; answers leave it out from then on, whether or not this ran. What
stays until somebody throws it away (open drafts) or as long as the site (history, audit log) is not in the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from kennisplatform import dutch_time
from kennisplatform.entries.models import Contact
from kennisplatform.site import site


def remove_what_is_over() -> Iterator[tuple[str, int]]:
    """Remove all that is over; yield what it is, in Dutch, and how much of it went."""
    today = dutch_time.today()
    yield "namen bij contacten", site.persons.erase_expired(today, _slugs_of_contacts())
    yield "e-mailadressen en voorstellen bij berichten", site.reports.erase_expired()
    yield "uitnodigingen en andere links die één keer werken", site.account_links.erase_expired()
    yield "getelde pogingen om in te loggen of iets te versturen", site.throttle.erase_expired()
    yield "inlogsessies", site.login_sessions.erase_expired()
    yield "formulieren die na het uitloggen zijn bewaard", site.unsent_forms.erase_expired()
    yield "concepten die zijn bewaard of verwijderd", site.drafts.erase_expired()
    yield "mandjes waar een jaar niets aan is veranderd", site.baskets.erase_expired()
    yield "ingelezen lijsten die niemand binnen een dag bevestigde", site.plan_lists.erase_expired()
    yield "plannen die twee jaar geleden zijn beëindigd", site.plan_life.erase_expired()
    yield "onbewaarde teksten van acties, na dertig dagen", site.plan_action_drafts.erase_expired()
    yield "wat er een jaar geleden in plannen veranderde", site.last_looks.erase_expired()
    yield "noodtoegang tot plannen van een jaar geleden", site.emergency_accesses.erase_expired()
    yield "maandcijfers van contacten", site.openings.erase_expired(today)


def _slugs_of_contacts() -> set[str]:
    """Return the slugs by which contacts are found; a file that cannot be read today is not a contact that is gone."""
    catalogue = site.follower.store.refresh()
    contacts = list(catalogue.of_type(Contact))
    unreadable = {PurePosixPath(problem.path).stem for problem in catalogue.problems if problem.left_out}
    return {slug for contact in contacts for slug in catalogue.slugs_of(contact)} | unreadable
