"""The demo world: three invented accountancy firms with their people, clients, figures and worries."""

from store.demo.bulk import fill_clients
from store.demo.fill import fill_demo, has_demo
from store.demo.firms import DEMO_VIEWERS, DemoViewer

__all__ = ["DEMO_VIEWERS", "DemoViewer", "fill_clients", "fill_demo", "has_demo"]
