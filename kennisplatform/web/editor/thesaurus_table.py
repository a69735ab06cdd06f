"""Words that mean the same, as a table to read, search and change by the row. For curators."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from kennisplatform import outside
from kennisplatform.curation.editor.source_files import WORDS, SourceFile
from kennisplatform.curation.editor.thesaurus_table import ThesaurusRow, ThesaurusTable
from kennisplatform.curation.writing.editing import VersionConflict
from kennisplatform.entries.curated_file import UnusableText
from kennisplatform.search.dutch.analysis import forms
from kennisplatform.search.dutch.thesaurus import LONGEST_TERM
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.base.forms import TOO_LONG, SiteForm
from kennisplatform.web.display.form_fields import stripped

blueprint = Blueprint("thesaurus_table", __name__, url_prefix="/redactie/bestanden/woorden")

ROWS_PER_PAGE = 50
LAST_PAGE = 10_000
LONGEST_SEARCH = 200
LONGEST_WORD = 100
LONGEST_OTHERS = 2000
GONE = "Iemand heeft deze regel intussen gewijzigd of verwijderd. Er is niets veranderd. Zoek de regel opnieuw."
TYPED_AND_GONE = (
    "Iemand heeft deze regel intussen gewijzigd of verwijderd. Er is niets veranderd. Zoek de regel opnieuw, of voeg "
    "wat u typte toe als nieuwe regel."
)
SOMEBODY_SAVED = "Iemand bewaarde deze lijst op hetzelfde moment. Kies nog een keer Bewaar."


def _not_too_many_words(_: SiteForm, field: StringField) -> None:
    for term in _terms(field.data):
        if not 0 < len(forms(term)) <= LONGEST_TERM:
            raise ValidationError(f"‘{term[:60]}’ kan niet: schrijf een tot {LONGEST_TERM} woorden.")


class RowForm(SiteForm):
    """A row; `was` is what it said when it was opened, so that nobody changes another row than they saw."""

    was = HiddenField()
    woord = StringField(
        "Woord",
        [
            DataRequired("Schrijf een woord of afkorting."),
            Length(max=LONGEST_WORD, message=TOO_LONG),
            _not_too_many_words,
        ],
        filters=[stripped],
    )
    hetzelfde = TextAreaField(
        "Betekent hetzelfde als",
        [
            DataRequired("Schrijf minstens één ander woord."),
            Length(max=LONGEST_OTHERS, message=TOO_LONG),
            _not_too_many_words,
        ],
        filters=[stripped],
    )
    andersom = BooleanField("Werkt ook andersom", default=True)

    def show(self, row: ThesaurusRow) -> None:
        """Fill the form with a row as it is."""
        self.was.data, self.woord.data = row.as_text, row.word
        self.hetzelfde.data, self.andersom.data = ", ".join(row.others), row.works_both_ways

    def row(self) -> ThesaurusRow:
        """Return the row as typed; a word that is typed twice counts once."""
        word = " ".join((self.woord.data or "").split())
        others: dict[str, str] = {}
        for term in _terms(self.hetzelfde.data):
            others.setdefault(term.casefold(), term)
        others.pop(word.casefold(), None)
        return ThesaurusRow(word, tuple(others.values()), self.andersom.data)

    def validate_hetzelfde(self, _: StringField) -> None:
        """Refuse a row that says of a word that it means itself."""
        if not self.row().others:
            raise ValidationError("Schrijf een ander woord dan het eerste.")


class RemoveForm(SiteForm):
    """The row that is to go, as it was shown."""

    was = HiddenField()


@blueprint.get("")
@for_curators
def overview() -> str:
    """Show the rows in which a text stands, all without one."""
    text = stripped(request.args.get("q", "")[:LONGEST_SEARCH])
    found = [(number, row) for number, row in enumerate(_rows(), 1) if row.has(text)]
    page_count = max(1, -(-len(found) // ROWS_PER_PAGE))
    page = min(outside.number(request.args.get("pagina", ""), 1, LAST_PAGE) or 1, page_count)
    return render_template(
        "editor/thesaurus_table.html",
        file=_file(),
        text=text,
        total=len(found),
        rows=found[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE],
        page=page,
        page_count=page_count,
    )


@blueprint.route("/nieuw", methods=["GET", "POST"])
@for_curators
def add() -> ResponseReturnValue:
    """Ask for a row, and add it."""
    form = RowForm()
    if form.validate_on_submit():
        if form.row() in _rows():
            form.woord.errors = ["Deze regel staat er al."]
        elif _is_saved(form, lambda table: table.with_row(form.row())):
            return _done(form.row(), "toegevoegd")
    return _show(form)


@blueprint.route("/<number:number>", methods=["GET", "POST"])
@for_curators
def change(number: int) -> ResponseReturnValue:
    """Show a row, and change it."""
    form = RowForm()
    if not form.is_submitted():
        if not form.is_shown_again:
            form.show(_row_or_404(number))
    elif form.validate():
        place = _place_of(form.was.data)
        if place is None:
            form.woord.errors = [TYPED_AND_GONE]
        elif _is_saved(form, lambda table: table.with_changed(place, form.row())):
            return _done(form.row(), "gewijzigd")
    return _show(form, number)


@blueprint.post("/<number:number>/verwijderen")
@for_curators
def remove(number: int) -> ResponseReturnValue:
    """Remove a row, if it is still what was shown."""
    form = RemoveForm()
    place = _place_of(form.was.data)
    if not form.validate() or place is None:
        return _gone()
    row = _rows()[place]
    if _is_saved(form, lambda table: table.without(place)):
        return _done(row, "verwijderd")
    flash(" ".join(form.was.errors), "error")
    return redirect(url_for(".change", number=number))


def _show(form: RowForm, number: int | None = None) -> ResponseReturnValue:
    return render_template("editor/thesaurus_row.html", form=form, number=number), 422 if form.errors else 200


def _done(row: ThesaurusRow, deed: str) -> ResponseReturnValue:
    flash(f"‘{row.as_text}’ is {deed}. Het werkt meteen.")
    return redirect(url_for(".overview", q=None if deed == "verwijderd" else row.word))


def _gone() -> ResponseReturnValue:
    flash(GONE, "error")
    return redirect(url_for(".overview"))


def _is_saved(form: SiteForm, change: Callable[[ThesaurusTable], ThesaurusTable]) -> bool:
    """Write a change of the table as it is now; what keeps it from being written is said at the first field."""
    file = _file()
    field = form.woord if isinstance(form, RowForm) else form.was
    try:
        text = change(ThesaurusTable.read(file.text)).text
        if site.source_files.save(file.path, text, file.version, current.author()):
            current.record("bestand gewijzigd", file.path)
    except UnusableText as unusable:
        field.errors = [f"Dit kan niet worden bewaard: {unusable}."]
    except VersionConflict:
        field.errors = [SOMEBODY_SAVED]
    return not field.errors


def _file() -> SourceFile:
    file = site.source_files.find(WORDS)
    if file is None:
        abort(404)
    return file


def _rows() -> tuple[ThesaurusRow, ...]:
    try:
        return ThesaurusTable.read(_file().text).rows
    except UnusableText:
        return ()


def _row_or_404(number: int) -> ThesaurusRow:
    rows = _rows()
    if number > len(rows):
        abort(404)
    return rows[number - 1]


def _place_of(was: str | None) -> int | None:
    return next((place for place, row in enumerate(_rows()) if row.as_text == was), None)


def _terms(text: str | None) -> list[str]:
    """Return the words as typed: a comma ends one, as the end of a line does."""
    return [term for part in (text or "").replace("\n", ",").split(",") if (term := " ".join(part.split()))]
