"""How many connections each caller has open in this process."""

from collections import Counter

from domain.access import Identity

Caller = tuple[str, str]


class Callers:
    """Counts open connections by caller; nobody may have more than `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._open: Counter[Caller] = Counter()

    def enter(self, identity: Identity) -> Caller | None:
        """Counts one more, which must `leave` again; None: it would be one too many."""
        caller = (identity.issuer, identity.subject)
        if self._open[caller] >= self.most:
            return None
        self._open[caller] += 1
        return caller

    def leave(self, caller: Caller) -> None:
        """Counts one less."""
        self._open[caller] -= 1
        if not self._open[caller]:
            del self._open[caller]
