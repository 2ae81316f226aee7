"""Access is judged, not speed: on a machine that is busy with other tests the database gets longer to answer."""

import pytest

import store.reading


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction may take its time to begin; otherwise a stalled machine would answer UNAVAILABLE."""
    monkeypatch.setattr(store.reading, "OPENING_SECONDS", 30.0)
