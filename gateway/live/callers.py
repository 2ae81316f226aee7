"""How many connections each caller has open in this process."""

from collections import Counter

from prometheus_client import Gauge

from domain.access import Identity

Caller = tuple[str, str]


class Callers:
    """Counts open connections by caller, of whom nobody may have more than `most`; a gauge shows their sum."""

    def __init__(self, most: int, gauge: Gauge) -> None:
        self.most = most
        self._gauge = gauge
        self._open: Counter[Caller] = Counter()

    def enter(self, identity: Identity) -> Caller | None:
        """Counts one more, which must `leave` again; None: it would be one too many."""
        caller = (identity.issuer, identity.subject)
        if self._open[caller] >= self.most:
            return None
        self._open[caller] += 1
        self._gauge.inc()
        return caller

    def leave(self, caller: Caller) -> None:
        """Counts one less."""
        self._open[caller] -= 1
        self._gauge.dec()
        if not self._open[caller]:
            del self._open[caller]
