"""How long what is ready in this process waits for its turn: whoever holds the event loop holds up everybody."""

import asyncio

from prometheus_client import Histogram

# Whatever holds the loop for longer than this is noticed, always.
_EVERY_SECONDS = 0.1


async def keep_measuring(lag: Histogram) -> None:
    """Observes how late it is woken, ten times a second, until it is cancelled."""
    now = asyncio.get_running_loop().time
    while True:
        due = now() + _EVERY_SECONDS
        await asyncio.sleep(_EVERY_SECONDS)
        lag.observe(max(0.0, now() - due))
