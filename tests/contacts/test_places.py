"""The list of places is complete, uses the slugs of the vocabulary and says of every name where it lies."""

import re
from collections import defaultdict

import pytest
import yaml

from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.vocabulary import Region

MUNICIPALITIES = 342
SEATS = {
    "groningen": "Groningen",
    "fryslan": "Leeuwarden",
    "drenthe": "Assen",
    "ijsselland": "Zwolle",
    "twente": "Enschede",
    "noord-en-oost-gelderland": "Apeldoorn",
    "gelderland-midden": "Arnhem",
    "gelderland-zuid": "Nijmegen",
    "utrecht": "Utrecht",
    "noord-holland-noord": "Alkmaar",
    "zaanstreek-waterland": "Zaandam",
    "kennemerland": "Haarlem",
    "amsterdam-amstelland": "Amsterdam",
    "gooi-en-vechtstreek": "Hilversum",
    "haaglanden": "Den Haag",
    "hollands-midden": "Leiden",
    "rotterdam-rijnmond": "Rotterdam",
    "zuid-holland-zuid": "Dordrecht",
    "zeeland": "Middelburg",
    "midden-en-west-brabant": "Breda",
    "brabant-noord": "'s-Hertogenbosch",
    "brabant-zuidoost": "Eindhoven",
    "limburg-noord": "Venlo",
    "zuid-limburg": "Maastricht",
    "flevoland": "Lelystad",
}


@pytest.fixture(scope="module")
def places():
    return yaml.safe_load((PROJECT_FOLDER / "content" / "plaatsen.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def regions_by_name(places):
    """Every name, with what stands in brackets, and the regions it is listed in."""
    found = defaultdict(list)
    for slug, region in places["regios"].items():
        for name in region["gemeenten"] + region["plaatsen"]:
            found[name].append(slug)
    return found


def test_every_region_is_there_in_the_order_of_the_vocabulary(places):
    assert list(places["regios"]) == [region.value for region in Region]
    for region in places["regios"].values():
        assert {"zetel", "gemeenten", "plaatsen"} <= set(region) <= {"zetel", "afkortingen", "gemeenten", "plaatsen"}
        assert all(isinstance(name, str) and name == name.strip() for name in region["gemeenten"] + region["plaatsen"])


def test_every_municipality_is_there_once(places):
    municipalities = [name for region in places["regios"].values() for name in region["gemeenten"]]
    assert len(municipalities) == len(set(municipalities)) == MUNICIPALITIES
    assert min(len(region["gemeenten"]) for region in places["regios"].values()) >= 6


def test_every_region_names_its_seat(places):
    assert {slug: region["zetel"] for slug, region in places["regios"].items()} == SEATS
    for region in places["regios"].values():
        assert region["zetel"] in region["gemeenten"] + region["plaatsen"]


def test_every_province_has_its_regions_and_no_region_has_two(places):
    assert len(places["provincies"]) == 12
    regions = [slug for slugs in places["provincies"].values() for slug in slugs]
    assert sorted(regions) == sorted(region.value for region in Region)


def test_a_name_lies_in_more_regions_only_where_that_is_said(places, regions_by_name):
    twice = {name for name, regions in regions_by_name.items() if len(regions) > 1}
    assert twice == set(places["in_meer_regios"])


def test_places_of_the_same_name_are_told_apart(places, regions_by_name):
    by_plain_name = defaultdict(set)
    for name in regions_by_name:
        by_plain_name[re.sub(r" \(.+\)$", "", name)].add(name)
    alike = [names for names in by_plain_name.values() if len(names) > 1]
    assert ["Bergen (L)", "Bergen (NH)"] in [sorted(names) for names in alike]
    assert [names for names in alike if not all(name.endswith(")") for name in names)] == []


def test_a_place_named_like_another_region_or_province_is_told_apart(places, regions_by_name):
    at_home = {region.label: {region.value} for region in Region}
    for province, slugs in places["provincies"].items():
        at_home[province] = at_home.get(province, set()) | set(slugs)
    for name, slugs in at_home.items():
        assert set(regions_by_name.get(name, [])) <= slugs


def test_no_name_stands_twice_in_a_region(places):
    for region in places["regios"].values():
        for names in (region["gemeenten"], region["plaatsen"]):
            assert len(names) == len(set(names))
        assert not set(region["gemeenten"]) & set(region["plaatsen"])


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Delfzijl", "groningen"),
        ("Hoofddorp", "kennemerland"),
        ("IJmuiden", "kennemerland"),
        ("Zandvoort", "kennemerland"),
        ("Weesp", "amsterdam-amstelland"),
        ("Bussum", "gooi-en-vechtstreek"),
        ("Heerhugowaard", "noord-holland-noord"),
        ("Spijkenisse", "rotterdam-rijnmond"),
        ("Vijfheerenlanden", "utrecht"),
        ("Leerdam", "utrecht"),
        ("Hengelo (O)", "twente"),
        ("Hengelo (Gld)", "noord-en-oost-gelderland"),
        ("Zeeland (NB)", "brabant-noord"),
        ("Den Bosch", "brabant-noord"),
    ],
)
def test_well_known_places_lie_where_they_lie(regions_by_name, name, region):
    assert regions_by_name[name] == [region]


def test_every_source_has_a_title_an_address_and_a_date(places):
    for source in places["bronnen"]:
        assert set(source) == {"titel", "url", "datum"}
        assert source["url"].startswith("https://")
