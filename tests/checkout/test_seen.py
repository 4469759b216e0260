"""What the review page remembers to have shown."""

from hypothesis import given
from hypothesis import strategies as st

from shop.checkout.seen import Seen

lines = st.dictionaries(
    st.integers(1, 10**9),
    st.tuples(st.integers(1, 99), st.integers(1, 10**6), st.integers(0, 9)),
    max_size=40,
)


@given(lines, st.integers(0, 10**9))
def test_it_comes_back_as_it_was_shown(shown: dict[int, tuple[int, int, int]], total: int) -> None:
    assert Seen.read(str(Seen(shown, total))) == Seen(shown, total)


@given(st.text())
def test_whatever_a_browser_sends_is_read_or_left_aside(text: str) -> None:
    assert Seen.read(text) is None or isinstance(Seen.read(text), Seen)
