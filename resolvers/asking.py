"""What lists may be asked by: a filter or an order tells what it looks at, so it takes the right to read that."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from domain.access import Viewer
from domain.denial import Denial
from domain.rule import Rule, admins, member
from domain.vocabulary import Scope
from loaders.client import ClientOrderField
from loaders.colleague import ColleagueOrderField
from resolvers.context import Info
from resolvers.inputs.client import ClientFilter, ClientOrder
from resolvers.inputs.colleague import ColleagueOrder

_CLIENTS, _PEOPLE = member(Scope.CLIENTS_READ), member(Scope.PEOPLE_READ)
_BOOKKEEPING = member(Scope.BOOKKEEPING_READ)
# What is one's own, of which integrations have nothing.
_COLLEAGUES = member()
# Of a colleague: addresses, and when they were here.
_PRIVATE = admins(Scope.PEOPLE_READ)

FILTERS: Mapping[str, tuple[str, Rule]] = {
    "search": ("search", _CLIENTS),
    "status": ("status", _CLIENTS),
    "level": ("level", _CLIENTS),
    "onboarding": ("onboarding", _CLIENTS),
    "tag": ("tag", _CLIENTS),
    "attention": ("attention", _BOOKKEEPING),
    "signal": ("signal", _BOOKKEEPING),
    "month_behind": ("monthBehind", _BOOKKEEPING),
    "assignee_id": ("assigneeId", _PEOPLE),
    "team_id": ("teamId", _PEOPLE),
    "is_unassigned": ("isUnassigned", _PEOPLE),
    "is_mine": ("isMine", _COLLEAGUES),
}


def asking_rules() -> dict[tuple[str, str], Rule]:
    """The rule of every (type, member) of an input by which lists may be asked, by the names of the schema."""
    filters = {("ClientFilter", name): rule for name, rule in FILTERS.values()}
    clients = {("ClientOrderField", field.value): _order_rule(field) for field in ClientOrderField}
    colleagues = {("ColleagueOrderField", field.value): _colleague_rule(field) for field in ColleagueOrderField}
    return filters | clients | colleagues


def may_ask(info: Info, filter: ClientFilter | None = None, order: ClientOrder | None = None) -> bool:
    """Whether the viewer may ask so; what is denied is told by its coordinate, and the field is null."""
    context = info.context
    found = [(place, denial) for place, rule in _asked(filter, order) if (denial := rule.for_viewer(context.viewer))]
    for place, denial in found:
        _deny(info, place, denial)
    return not found


def may_order(info: Info, order: ColleagueOrder) -> bool:
    """Whether the viewer may order colleagues so, told like `may_ask`."""
    denial = _colleague_rule(order.field).for_viewer(info.context.viewer)
    if denial is not None:
        _deny(info, f"ColleagueOrderField.{order.field}", denial)
    return denial is None


def may_see_email(viewer: Viewer) -> bool:
    """Whether a search may look at colleagues' addresses; for others there are none."""
    return _PRIVATE.for_viewer(viewer) is None


def _deny(info: Info, coordinate: str, denial: Denial) -> None:
    info.context.denials.add(coordinate, denial, info.path.as_list())


def _asked(filter: ClientFilter | None, order: ClientOrder | None) -> Iterator[tuple[str, Rule]]:
    for column in fields(filter) if filter else ():
        if getattr(filter, column.name) is not None:
            name, rule = FILTERS[column.name]
            yield f"ClientFilter.{name}", rule
    if order:
        yield f"ClientOrderField.{order.field}", _order_rule(order.field)


def _order_rule(field: ClientOrderField) -> Rule:
    return _CLIENTS if field is ClientOrderField.NAME else _BOOKKEEPING


def _colleague_rule(field: ColleagueOrderField) -> Rule:
    return _PRIVATE if field is ColleagueOrderField.LAST_SEEN_AT else _PEOPLE
