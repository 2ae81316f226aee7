"""Whether a database answers: one that hangs is asked by one at a time, and whoever else comes is told at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from store.faults import Unavailable


class Pulse:
    """Lost when the database did not answer in time, felt again when it next does."""

    def __init__(self) -> None:
        self.is_lost = False
        self._is_looked_for = False

    @contextmanager
    def felt(self) -> Iterator[None]:
        """For the length of a block that raises TimeoutError when the database does not answer.

        While it is lost, the first who comes finds out for all others, who would wait in vain as long as that one does:
        they get Unavailable.
        """
        if self.is_lost and self._is_looked_for:
            raise Unavailable("the database does not answer")
        looks, self._is_looked_for = self.is_lost, self.is_lost
        try:
            yield
            self.is_lost = False
        except TimeoutError:
            self.is_lost = True
            raise
        finally:
            if looks:
                self._is_looked_for = False
