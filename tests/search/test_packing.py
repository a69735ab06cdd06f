from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.search.index.packing import packed, unpacked

ASCENDING = st.lists(st.integers(0, 3_000), max_size=60).map(sorted)


@given(ASCENDING)
def test_what_is_packed_comes_out_again(numbers):
    assert unpacked(packed(numbers)).tolist() == numbers
