"""A worker knows when another one holds fewer connections, and forgets those that are gone."""

from app.shares import Shares


def test_whoever_holds_more_is_ahead() -> None:
    """Of equals nobody is, and who has the fewest never."""
    shares = Shares(2)
    shares.note(1, 3)
    assert not shares.is_ahead(1)
    shares.note(2, 3)
    assert not shares.is_ahead(1)
    shares.note(1, 4)
    assert shares.is_ahead(1)
    assert not shares.is_ahead(2)


def test_among_many_a_few_more_do_not_matter() -> None:
    """A crowd is taken in by all at once, not one by one in turn."""
    shares = Shares(2)
    shares.note(1, 110)
    shares.note(2, 100)
    assert not shares.is_ahead(1)
    shares.note(1, 126)
    assert shares.is_ahead(1)


def test_the_dead_are_not_waited_for() -> None:
    """A worker that is gone leaves the others nothing to share."""
    shares = Shares(2)
    shares.note(1, 4)
    shares.note(2, 0)
    shares.leave(2)
    assert not shares.is_ahead(1)


def test_a_worker_beyond_the_places_takes_what_it_finds() -> None:
    """There may be more workers for a moment than there are places."""
    shares = Shares(1)
    shares.note(1, 1)
    shares.note(9, 100)
    assert not shares.is_ahead(9)
    assert not shares.is_ahead(1)
