"""What happens, as it happens: the log of events is read once for everybody in this process."""

from gateway.events.hub import Hub, Listener
from store.outbox import Event, Gone, Page, Place, newest

__all__ = ["Event", "Gone", "Hub", "Listener", "Page", "Place", "newest"]
