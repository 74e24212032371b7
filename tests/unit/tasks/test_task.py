"""What all results share: whether places touch spans."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.task import overlaps

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair))), max_size=6)


@given(SPANS, SPANS)
def test_overlap_is_a_shared_code_point(places: list[tuple[int, int]], spans: list[tuple[int, int]]) -> None:
    """Half-open spans that only touch share nothing."""
    covered = {point for start, end in spans for point in range(start, end)}
    assert overlaps(places, spans) == any(covered & set(range(start, end)) for start, end in places)
