"""Which network covers which region, on the table and on the map, is the same and complete."""

import pytest

from kennisplatform.contacts.coverage import coverage
from kennisplatform.contacts.tile_map import PLACES, TILE, tile_map
from kennisplatform.entries.models import Network
from kennisplatform.vocabulary import Region, Sector


def network(slug, sector=Sector.GAS, regions=(), organisation=None):
    fields = {"slug": slug, "titel": slug, "soort": "netwerk", "samenvatting": "S", "sector": sector}
    return Network.model_validate(fields | {"regios": list(regions), "organisatie": organisation})


@pytest.fixture
def gas():
    return coverage(
        [
            network("klein", regions=[Region.DRENTHE], organisation="RENDO"),
            network("groot", regions=[Region.DRENTHE, Region.TWENTE], organisation="Enexis"),
            network("heel", organisation="Gasunie"),
            network("olie", Sector.OIL),
        ]
    )


def test_each_region_has_its_networks_the_widest_first(gas):
    cell = gas.cells[Region.DRENTHE, Sector.GAS]
    assert [found.slug for found in cell.networks] == ["groot", "klein"]
    assert (cell.is_overlap, cell.is_gap) == (True, False)
    assert gas.overlaps(Sector.GAS) == (Region.DRENTHE,)


def test_a_region_without_a_network_is_a_gap_although_there_is_a_national_one(gas):
    assert len(gas.gaps(Sector.GAS)) == 23
    assert gas.cells[Region.ZEELAND, Sector.GAS].national[0].slug == "heel"


def test_a_sector_that_is_national_has_no_gaps_and_one_without_networks_only_gaps(gas):
    assert gas.gaps(Sector.OIL) == ()
    assert len(gas.gaps(Sector.TELECOM)) == 25


def test_every_region_has_a_tile_of_its_own():
    assert set(PLACES) == set(Region)
    assert len({(column, row) for column, row, _ in PLACES.values()}) == 25
    assert len({short for _, _, short in PLACES.values()}) == 25


def test_the_tiles_lie_about_where_the_regions_lie():
    def place(region):
        return PLACES[region][:2]

    columns, rows = zip(*(place(region) for region in Region), strict=True)
    assert place(Region.GRONINGEN) == (max(columns), 0)
    assert place(Region.ZUID_LIMBURG)[1] == max(rows)
    assert place(Region.ZEELAND)[0] < place(Region.MIDDEN_EN_WEST_BRABANT)[0] < place(Region.BRABANT_NOORD)[0]
    for north, south in [
        (Region.FRYSLAN, Region.FLEVOLAND),
        (Region.NOORD_HOLLAND_NOORD, Region.ZAANSTREEK_WATERLAND),
        (Region.DRENTHE, Region.TWENTE),
        (Region.ROTTERDAM_RIJNMOND, Region.ZEELAND),
        (Region.LIMBURG_NOORD, Region.ZUID_LIMBURG),
    ]:
        assert place(north)[1] < place(south)[1]


def test_tiles_do_not_overlap_and_stay_within_the_drawing(gas):
    drawn = tile_map(gas, Sector.GAS)
    for tile in drawn.tiles:
        assert 0 <= tile.x <= drawn.width - TILE
        assert 0 <= tile.y <= drawn.height - TILE
        for other in drawn.tiles:
            assert other is tile or abs(tile.x - other.x) >= TILE or abs(tile.y - other.y) >= TILE


def test_a_tile_says_in_words_what_it_shows(gas):
    names = {tile.region: tile.name for tile in tile_map(gas, Sector.GAS).tiles}
    assert names[Region.DRENTHE] == "Drenthe: Enexis, RENDO"
    assert names[Region.ZEELAND] == "Zeeland: geen regionaal netwerk"
    assert {tile.name.partition(": ")[2] for tile in tile_map(gas, Sector.OIL).tiles} == {"olie"}


def test_networks_are_told_apart_without_colour(gas):
    drawn = tile_map(gas, Sector.GAS)
    assert [(mark.letter, mark.name) for mark in drawn.legend] == [("A", "Enexis"), ("B", "RENDO")]
    drenthe = next(tile for tile in drawn.tiles if tile.region is Region.DRENTHE)
    assert [(band.mark.letter, band.x, band.width) for band in drenthe.bands] == [("A", 0, 50), ("B", 50, 50)]
    many = coverage(network(f"net-{number:02}", regions=[Region.DRENTHE]) for number in range(24))
    assert len({mark.letter for mark in tile_map(many, Sector.GAS).legend}) == 24
