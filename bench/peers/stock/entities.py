"""Entities of the ORM over the store's own tables."""

from typing import Any

from sqlalchemy.orm import registry

from store import tables


class Entity:
    """A row; its attributes are the table's columns."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


class Partner(Entity):
    """A firm."""


class Client(Entity):
    """A client."""


class Signal(Entity):
    """A signal."""


class Month(Entity):
    """A month of a client."""


class ClientTotal(Entity):
    """A total of clients."""


class MonthTotal(Entity):
    """A total of a month."""


class Assignment(Entity):
    """An assignment."""


class Colleague(Entity):
    """A colleague."""


class Team(Entity):
    """A team."""


class Event(Entity):
    """An event of the outbox."""


_MAPPED = {
    Partner: tables.partner,
    Client: tables.client,
    Signal: tables.signal,
    Month: tables.month_figure,
    ClientTotal: tables.client_total,
    MonthTotal: tables.month_total,
    Assignment: tables.assignment,
    Colleague: tables.colleague,
    Team: tables.team,
    Event: tables.outbox_event,
}
for _entity, _table in _MAPPED.items():
    registry().map_imperatively(_entity, _table)
