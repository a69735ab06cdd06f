"""The forms with which administrators look after accounts. Networks to choose from are those that exist."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import RadioField, SearchField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from kennisplatform.accounts.selection import Seen, Selection
from kennisplatform.entries.models import Network
from kennisplatform.site import site
from kennisplatform.vocabulary import Role
from kennisplatform.web.accounts.account_fields import email_field
from kennisplatform.web.base.forms import QueryForm, SiteForm
from kennisplatform.web.display.form_fields import NOT_A_CHOICE, TicksField

ROLE_CHOICES = [
    SelectChoice(Role.MEMBER, "Lid – ziet wat voor leden is, en wat voor de eigen netwerken is"),
    SelectChoice(Role.CURATOR, "Curator – schrijft en onderhoudt ook de vermeldingen"),
    SelectChoice(Role.ADMINISTRATOR, "Beheerder – beheert ook de gebruikers"),
]


def _choices(*values: tuple[str, str]) -> list[SelectChoice]:
    return [SelectChoice("", "Alle"), *(SelectChoice(value, label) for value, label in values)]


class RightsForm(SiteForm):
    """A role and networks."""

    role = RadioField(
        "Rol",
        choices=ROLE_CHOICES,
        coerce=Role,
        default=Role.MEMBER,
        invalid_value_message=NOT_A_CHOICE,
        invalid_choice_message=NOT_A_CHOICE,
    )
    networks = TicksField(
        "Netwerken", [Optional()], default=(), invalid_choice_message="Kies alleen netwerken uit de lijst."
    )

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        """Offer the networks that exist, and those that the account has although they are gone."""
        super().__init__(**options)
        titles = network_titles()
        gone = sorted(set(self.networks.object_data or ()) - set(titles))
        self.networks.choices = [
            *(SelectChoice(slug, title) for slug, title in titles.items()),
            *(SelectChoice(slug, f"{slug} (bestaat niet meer)") for slug in gone),
        ]


class InvitationForm(RightsForm):
    """Who is invited, as what."""

    email = email_field()


class DeleteForm(SiteForm):
    """Nothing but the will to do it."""


class SelectionForm(QueryForm):
    """Which accounts to show."""

    naam = SearchField("Naam of e-mailadres", [Length(max=200)], default="")
    rol = SelectField("Rol", choices=_choices(*((role, role.label) for role in Role)), default="")
    netwerk = SelectField("Netwerk", default="")
    toegang = SelectField("Toegang", choices=_choices(("ja", "Kan inloggen"), ("nee", "Geblokkeerd")), default="")
    gezien = SelectField("Laatst gezien", choices=_choices(*((seen, seen.label) for seen in Seen)), default="")

    @classmethod
    def of_request(cls) -> SelectionForm:
        """Return the form as the address fills it in; what is not a choice does not count."""
        form = cls(request.args)
        form.netwerk.choices = _choices(*network_titles().items())
        if not form.validate():
            for name in form.errors:
                form[name].data = ""
        return form

    def selection(self) -> Selection:
        """Return what is asked for."""
        return Selection(
            text=self.naam.data or "",
            role=Role(self.rol.data) if self.rol.data else None,
            is_blocked={"ja": False, "nee": True}.get(self.toegang.data),
            seen=Seen(self.gezien.data) if self.gezien.data else None,
            network=self.netwerk.data or "",
        )


def network_titles() -> dict[str, str]:
    """Return the title of each network by its slug, in the order of the titles."""
    networks = [entry for entry in site.catalogue.entries.values() if isinstance(entry, Network)]
    return {network.slug: network.title for network in sorted(networks, key=lambda one: one.title)}
