"""Changing a file as text: the lists of words and places, and an entry that no form can open. For curators."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from kennisplatform.curation.editor.source_files import WORDS, SourceFile
from kennisplatform.curation.writing.editing import VersionConflict
from kennisplatform.entries.curated_file import UnusableText
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.base.forms import SiteForm, SourceTextField

blueprint = Blueprint("source_files", __name__, url_prefix="/redactie/bestanden")

AS_TEXT = "tekst"
"""Value of `als`: the text of the file, where a table would be shown."""
SOMEBODY_SAVED = (
    "Iemand anders heeft dit bestand intussen gewijzigd. Hieronder staat eerst uw tekst, en daarna die van nu. "
    "Neem over wat u wilt houden en bewaar opnieuw."
)


class TextForm(SiteForm):
    """The text of a file, and the version from which it was typed."""

    versie = HiddenField()
    tekst = SourceTextField("Tekst van het bestand")


def register(app: Flask) -> None:
    """Let templates ask whether a file can be opened here."""
    app.jinja_env.globals["can_open_file"] = lambda path: site.source_files.find(path) is not None


@blueprint.get("")
@for_curators
def overview() -> str:
    """Show what is wrong with files, and the lists that are kept as files."""
    return render_template(
        "editor/source_files.html", problems=site.worklist.problems(), lists=site.source_files.lists()
    )


@blueprint.route("/<path:path>", methods=["GET", "POST"])
@for_curators
def file(path: str) -> ResponseReturnValue:
    """Change the text of a file; an entry that a form can open is opened there."""
    found = site.source_files.find(path)
    if found is None:
        abort(404)
    form = TextForm()
    if not form.is_submitted():
        if path == WORDS and request.args.get("als") != AS_TEXT:
            return redirect(url_for("thesaurus_table.overview"))
        if found.has_form:
            return redirect(url_for("editor.edit", slug=found.slug))
        if not form.is_shown_again:
            form.tekst.data, form.versie.data = found.text, found.version
        return _show(found, form)
    text = _as_lines(form.tekst.data or "", found)
    try:
        is_changed = site.source_files.save(path, text, form.versie.data or None, current.author())
    except UnusableText as unusable:
        form.tekst.errors = [f"Zo kan het bestand niet worden gebruikt: {unusable}."]
        return _show(found, form, 422)
    except VersionConflict:
        form.versie.data = found.version
        return _show(found, form, 409, present=found.text)
    if is_changed:
        current.record("bestand gewijzigd", path)
    flash(_done(found) if is_changed else "Er is niets veranderd.")
    return redirect(_address(path))


def _address(path: str) -> str:
    return url_for("source_files.file", path=path, als=AS_TEXT if path == WORDS else None)


def _done(found: SourceFile) -> str:
    if found.is_list:
        return "Bewaard. De verandering werkt meteen."
    return "Bewaard. De kop is weer te lezen; kijk hier of de velden kloppen."


def _show(found: SourceFile, form: TextForm, status: int = 200, present: str | None = None) -> ResponseReturnValue:
    return render_template(
        "editor/source_file.html",
        file=found,
        form=form,
        present=present,
        somebody_saved=SOMEBODY_SAVED,
        has_table=found.path == WORDS,
    ), status


def _as_lines(text: str, found: SourceFile) -> str:
    """Return what was typed with the line ends that the file has: browsers send others."""
    lines = text.replace("\r\n", "\n").rstrip("\n") + "\n"
    return lines.replace("\n", "\r\n") if "\r\n" in found.text else lines
