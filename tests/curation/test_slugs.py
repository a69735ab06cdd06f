"""No entry gets a name that stands for something else in the addresses of the desk or the menu card."""

import pytest

from kennisplatform.curation.writing import slugs
from kennisplatform.curation.writing.editing import SlugTaken
from tests.curation.conftest import ANNA


def test_every_word_beside_the_names_of_entries_is_reserved(app):
    rules = [rule.rule.split("/") for rule in app.url_map.iter_rules()]
    beside = [parts[2] for parts in rules if len(parts) > 2 and parts[1] in ("redactie", "menukaart")]
    words = {word for word in beside if not word.startswith("<")}
    assert words == slugs.RESERVED, "add what is new in the addresses to `slugs.RESERVED`, and take out what is gone"


@pytest.mark.parametrize("word", ["lijst", "nieuw", "verwijderd"])
def test_an_entry_cannot_be_called_so(editing, word):
    with pytest.raises(SlugTaken):
        editing.rename("lcms", word, editing.store.catalogue.versions["lcms"], ANNA)
