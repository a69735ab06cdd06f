"""No entry gets a name that stands for something else in the addresses of the desk."""

import pytest

from kennisplatform.curation.writing import slugs
from kennisplatform.curation.writing.editing import SlugTaken
from tests.curation.conftest import ANNA


def test_every_word_of_the_desk_is_reserved(app):
    rules = [rule.rule.split("/") for rule in app.url_map.iter_rules() if rule.rule.startswith("/redactie/")]
    words = {parts[2] for parts in rules if not parts[2].startswith("<")}
    assert words == slugs.RESERVED, "add what is new in the addresses to `slugs.RESERVED`, and take out what is gone"


@pytest.mark.parametrize("word", ["lijst", "nieuw", "verwijderd"])
def test_an_entry_cannot_be_called_so(editing, word):
    with pytest.raises(SlugTaken):
        editing.rename("lcms", word, editing.store.catalogue.versions["lcms"], ANNA)
