"""What the tests of curation start from: a site with one entry, and somebody who changes it."""

import pytest

from kennisplatform.curation.writing.editing import Author, Change
from kennisplatform.site import site_of

ANNA = Author("Anna de Vries", 1)


@pytest.fixture
def editing(content, app):
    """Return the editing of a site with the entry `lcms`, as recorded at the start."""
    content.entry("menukaart", "lcms", "LCMS", "Eerste regel.\n\nTweede regel.")
    editing = site_of(app).editing
    editing.follower.synchronise()
    editing.writer.record_by_hand()
    return editing


@pytest.fixture
def change(editing):
    """Return a function that saves an entry with other fields and text, and gives the new version tag."""

    def change(slug="lcms", tekst=None, author=ANNA, remark="", **velden):
        entry = editing.store.refresh().entries[slug]
        document, version = editing.store.document(entry)
        body = document.body if tekst is None else tekst
        changed = document.updated({**document.metadata, **velden}, body)
        editing.save([Change(entry, changed, version)], author, remark)
        return editing.store.catalogue.versions[slug]

    return change
