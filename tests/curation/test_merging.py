"""Two changes of one entry come together, or a person decides; nothing that one side changed disappears."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennisplatform.curation.writing.merging import merge
from kennisplatform.entries.document import TEXT, Document
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.vocabulary import Sector, Status, Theme, Visibility

BASE = {
    "titel": "Titel",
    "soort": "pilot",
    "samenvatting": "Kort",
    "themas": ["alertering", "noodvoorzieningen"],
    "sectoren": ["gas"],
    "trefwoorden": ["een", "twee"],
    "status": "concept",
}
BODY = "Eerste alinea.\n\nTweede alinea.\n\nDerde alinea.\n\nVierde alinea."


def document(body=BODY, **velden):
    metadata = {**BASE, **{key.replace("_", "-"): value for key, value in velden.items()}}
    return Document.new({key: value for key, value in metadata.items() if value is not None}, body)


def test_different_fields_and_paragraphs_come_together():
    mine = document(BODY.replace("Eerste", "Mijn eerste"), titel="Mijn titel")
    theirs = document(BODY.replace("Vierde", "Hun vierde"), status="gepubliceerd")
    merged = merge(document(), mine, theirs)
    assert merged.conflicts == ()
    assert (merged.document.metadata["titel"], merged.document.metadata["status"]) == ("Mijn titel", "gepubliceerd")
    assert "Mijn eerste" in merged.document.body
    assert "Hun vierde" in merged.document.body


def test_lists_of_tags_are_sets_in_the_order_of_the_vocabulary():
    mine = document(
        themas=["alertering", "noodvoorzieningen", "regionale-netwerken"], trefwoorden=["een", "twee", "mijn"]
    )
    theirs = document(themas=["alertering", "crisismanagement"], trefwoorden=["hun", "twee"])
    merged = merge(document(), mine, theirs)
    assert merged.document.metadata["themas"] == ["regionale-netwerken", "alertering", "crisismanagement"]
    assert merged.document.metadata["trefwoorden"] == ["hun", "twee", "mijn"]


def test_the_same_field_changed_in_two_ways_is_a_conflict_and_my_side_is_proposed():
    merged = merge(document(), document(titel="Mijn"), document(titel="Hun", status="gepubliceerd"))
    assert merged.document is None
    (conflict,) = merged.conflicts
    assert (conflict.field, conflict.mine, conflict.theirs) == ("titel", "Mijn", "Hun")
    assert (merged.proposal.metadata["titel"], merged.proposal.metadata["status"]) == ("Mijn", "gepubliceerd")


def test_the_same_paragraph_changed_in_two_ways_is_a_conflict_and_the_rest_is_merged_in_the_proposal():
    mine = document(BODY.replace("Tweede", "Mijn tweede"))
    theirs = document(BODY.replace("Tweede", "Hun tweede").replace("Vierde", "Hun vierde"))
    merged = merge(document(), mine, theirs)
    assert [conflict.field for conflict in merged.conflicts] == [TEXT]
    assert "Mijn tweede" in merged.proposal.body
    assert "Hun vierde" in merged.proposal.body


def test_a_removed_field_stays_removed_unless_the_other_changed_it():
    assert "trefwoorden" not in merge(document(), document(trefwoorden=None), document(titel="Hun")).document.metadata
    with_period = document(periode={"van": "2010"})
    merged = merge(with_period, document(), document(periode={"van": "2011"}))
    assert [conflict.field for conflict in merged.conflicts] == ["periode"]


def test_without_the_version_that_both_started_from_all_that_differs_is_a_conflict():
    merged = merge(None, document(titel="Mijn"), document(BODY + "\n\nMeer"))
    assert [conflict.field for conflict in merged.conflicts] == ["titel", TEXT]


def test_what_breaks_a_rule_only_together_is_a_conflict():
    merged = merge(document(), document(themas=["alertering"]), document(themas=["noodvoorzieningen"]))
    assert [conflict.field for conflict in merged.conflicts] == ["themas"]
    network = document(zichtbaar="netwerk", netwerken=["a"])
    merged = merge(network, document(zichtbaar="netwerk", netwerken=["a"], titel="Mijn"), document(netwerken=None))
    assert merged.document.metadata["titel"] == "Mijn"


def test_attachments_that_two_people_added_are_both_kept_and_two_titles_of_one_are_a_conflict():
    def listed(name, title):
        return {"bestand": f"{name}-12345678.pdf", "titel": title, "controlegetal": "0" * 32}

    base = document(bijlagen=[listed("plan", "Plan")])
    mine = document(bijlagen=[listed("plan", "Plan"), listed("kaart", "Kaart")])
    theirs = document(bijlagen=[listed("plan", "Het plan"), listed("foto", "Foto")])
    merged = merge(base, mine, theirs).document.metadata["bijlagen"]
    assert [attachment["titel"] for attachment in merged] == ["Het plan", "Foto", "Kaart"]
    mine = document(bijlagen=[listed("plan", "Mijn plan")])
    assert [conflict.field for conflict in merge(base, mine, theirs).conflicts] == ["bijlagen"]


def test_comments_and_layout_of_the_version_on_disk_stay():
    theirs = Document.parse("---\n# met zorg\n" + document(status="gepubliceerd").source.removeprefix("---\n"))
    merged = merge(document(), document(titel="Mijn"), theirs)
    assert "# met zorg" in merged.document.source


terms = {
    "themas": st.lists(st.sampled_from([str(theme) for theme in Theme]), min_size=1, max_size=4, unique=True),
    "sectoren": st.lists(st.sampled_from([str(sector) for sector in Sector]), min_size=1, max_size=3, unique=True),
    "trefwoorden": st.lists(st.sampled_from("abcdef"), max_size=4, unique=True),
    "titel": st.sampled_from(["Een", "Twee", "Drie"]),
    "status": st.sampled_from([str(status) for status in Status]),
    "zichtbaar": st.sampled_from([str(visibility) for visibility in Visibility]),
}
bodies = st.lists(st.sampled_from(["alfa", "bravo", "charlie", "delta", "echo", "", ""]), min_size=1, max_size=12)


@st.composite
def documents(draw):
    metadata = {**BASE, "netwerken": ["net"], **{key: draw(values) for key, values in terms.items()}}
    if draw(st.booleans()):
        metadata["raming"] = draw(st.sampled_from(["10 euro", "20 euro"]))
    return Document.new(metadata, "\n".join(draw(bodies)))


@st.composite
def changed(draw, original):
    """Change some of a document, as a curator does."""
    other = draw(documents())
    keys = draw(st.sets(st.sampled_from([*terms, "raming"]), max_size=3))
    metadata = {**original.metadata, **{key: other.metadata[key] for key in keys if key in other.metadata}}
    lines = original.body.split("\n")
    if draw(st.booleans()):
        place = draw(st.integers(0, len(lines)))
        lines[place : place + draw(st.integers(0, 2))] = draw(
            st.lists(st.sampled_from(["nieuw", "anders", ""]), max_size=2)
        )
    return original.updated(metadata, "\n".join(lines))


@st.composite
def changed_twice(draw):
    base = draw(documents())
    return base, draw(changed(base)), draw(changed(base))


@given(changed_twice())
def test_when_one_side_changed_nothing_the_other_is_the_result(three):
    base, other, _ = three
    assert merge(base, other, base).document == other
    assert merge(base, base, other).document == other
    assert merge(base, other, other).document == other


@pytest.mark.slow
@settings(max_examples=300)
@given(changed_twice())
def test_what_only_one_side_changed_is_in_the_result_and_the_result_is_an_entry(three):
    base, mine, theirs = three
    merged = merge(base, mine, theirs)
    fields = {conflict.field for conflict in merged.conflicts}
    for key in {*base.metadata, *mine.metadata, *theirs.metadata}:
        before, one, other = (side.metadata.get(key) for side in (base, mine, theirs))
        both_changed = before not in (one, other)
        if both_changed and one != other and not isinstance(before, list):
            assert key in fields
        if key not in fields and isinstance(before, list) and both_changed:
            assert {*one, *other} - {*before} <= {*merged.proposal.metadata[key]}
        elif key not in fields:
            assert merged.proposal.metadata.get(key) == (one if one != before else other)
    if TEXT not in fields:
        if base.body in (mine.body, theirs.body):
            assert merged.proposal.body == (theirs.body if mine.body == base.body else mine.body)
        for line in {*mine.body.split("\n"), *theirs.body.split("\n")} - {*base.body.split("\n")}:
            assert line.strip() in merged.proposal.body
    if not fields:
        read = Document.parse(merged.document.source)
        MenuCardEntry.model_validate({**read.metadata, "slug": "naam", "body": read.body})


@pytest.mark.parametrize("lines", [5_000, 50_000])
def test_a_very_long_text_is_merged_or_refused_without_waiting(lines):
    text = "\n".join(f"regel {number}" for number in range(lines))
    merged = merge(document(text), document("Mijn begin\n" + text), document(text + "\nHun eind"))
    assert bool(merged.conflicts) == (lines > 20_000)
