"""The forms with which administrators look after accounts. Networks to choose from are those that exist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import RadioField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from kennisplatform.accounts.directory import Account, NewAccount
from kennisplatform.accounts.selection import Seen, Selection
from kennisplatform.entries.models import Network
from kennisplatform.site import site
from kennisplatform.vocabulary import Region, Role
from kennisplatform.web.accounts.account_fields import email_field, name_field
from kennisplatform.web.base.forms import TOO_LONG, QueryForm, SiteForm
from kennisplatform.web.display.form_fields import TicksField

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


class AccountForm(RightsForm):
    """All of an account that an administrator may change."""

    name = name_field("Naam")
    email = email_field()

    @classmethod
    def of_account(cls, account: Account) -> AccountForm:
        """Return the form as the account fills it in."""
        networks = sorted(account.networks)
        return cls(data={"name": account.name, "email": account.email, "role": account.role, "networks": networks})

    def account(self) -> NewAccount:
        """Return what the account must become."""
        return NewAccount(self.email.data, self.name.data, self.role.data, frozenset(self.networks.data))


class InvitationForm(RightsForm):
    """Who is invited, as what. A region stands for all networks that work in it."""

    email = email_field()
    name = StringField("Naam (hoeft niet)", [Optional(), Length(max=200, message=TOO_LONG)])
    region = SelectField(
        "Alle netwerken van een veiligheidsregio",
        [Optional()],
        choices=[SelectChoice("", "Geen"), *(SelectChoice(region, region.label) for region in Region)],
        default="",
    )

    def account(self) -> NewAccount:
        """Return what the account will be once the invitation is accepted."""
        of_region = networks_of(Region(self.region.data)) if self.region.data else ()
        networks = frozenset([*self.networks.data, *of_region])
        return NewAccount(self.email.data.strip(), (self.name.data or "").strip(), self.role.data, networks)


class MembersForm(SiteForm):
    """Who is a member of a network."""

    members = TicksField("Leden", [Optional()], default=(), invalid_choice_message="Kies alleen mensen uit de lijst.")

    def __init__(self, slug: str, accounts: Iterable[Account], **options: Any) -> None:  # noqa: ANN401
        """Offer all accounts, the members of this network ticked."""
        accounts = list(accounts)
        super().__init__(members=[str(account.id) for account in accounts if slug in account.networks], **options)
        self.members.choices = [
            SelectChoice(str(account.id), f"{account.name}, {account.email}") for account in accounts
        ]


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
    networks = site.catalogue.of_type(Network)
    return {network.slug: network.title for network in sorted(networks, key=lambda network: network.title)}


def networks_of(region: Region) -> list[str]:
    """Return the slugs of the networks that work in a region."""
    return [network.slug for network in site.catalogue.of_type(Network) if region in network.regions]
