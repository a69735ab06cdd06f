"""The fields with which somebody chooses a password; the same rules wherever that is."""

from __future__ import annotations

from typing import Any

from wtforms import EmailField, Field, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from kennisplatform.accounts import passwords
from kennisplatform.outside import LONGEST_EMAIL
from kennisplatform.web.base.forms import EmailAddress, SiteForm


def email_field(label: str = "E-mailadres") -> EmailField:
    """Return a field for an address that is going to be kept."""
    return EmailField(
        label,
        [
            InputRequired("Vul een e-mailadres in."),
            Length(max=LONGEST_EMAIL, message="Dit e-mailadres is te lang."),
            EmailAddress(),
        ],
    )


def name_field(label: str = "Uw naam") -> StringField:
    """Return a field for the name of an account."""
    return StringField(
        label,
        [
            DataRequired("Vul uw naam in."),
            Length(max=200, message="Deze naam is te lang. Gebruik ten hoogste 200 tekens."),
        ],
    )


class NewPasswordForm(SiteForm):
    """A new password, twice. `known` is what others know of its owner beside what the form itself asks."""

    hint = f"Ten minste {passwords.SHORTEST} tekens. Vier losse woorden zijn veilig en makkelijk te onthouden."
    password = PasswordField("Nieuw wachtwoord", [InputRequired("Kies een wachtwoord.")])
    repeated = PasswordField("Nieuw wachtwoord, nog een keer", [InputRequired("Typ het wachtwoord nog een keer.")])

    def __init__(self, *known: str, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self._known = known

    def validate_password(self, field: Field) -> None:
        """Refuse what is easy to guess."""
        asked = [self[name].data or "" for name in ("name", "email") if name in self]
        problem = passwords.weakness(field.data, [*self._known, *asked])
        if problem:
            raise ValidationError(problem)

    def validate_repeated(self, field: Field) -> None:
        """Refuse what is not the same."""
        if field.data != self.password.data:
            raise ValidationError("De twee wachtwoorden zijn niet gelijk. Typ ze opnieuw.")
