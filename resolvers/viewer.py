"""The viewer: the person, the membership, the menu, and what the portal lets them do."""

from typing import Any

from domain.access import Ability, Viewer, ViewerKind, able, menu
from domain.budget import Budget
from domain.vocabulary import MenuEntry, Role, Scope
from execution.fields import Loaded
from loaders.colleague import colleague_by_id
from loaders.integration import integration_by_id
from loaders.partner import partner_by_id
from resolvers.context import Context, Info, Membership
from resolvers.relation import contextual, declared


@contextual()
def viewer(root: Any, context: Context) -> Context:
    """The operation's own context stands for the viewer."""
    return context


def person(root: Context) -> Any:
    """The identity behind a person's token; integrations have none."""
    return None if root.viewer.is_machine else root.identity


@declared(Loaded(colleague_by_id, lambda root, context: root.viewer.colleague_id))
async def colleague(root: Context) -> Any:
    """The membership for which the request was made."""
    wanted = root.viewer.colleague_id
    return await root.load(colleague_by_id, wanted) if wanted else None


@declared(Loaded(integration_by_id, lambda root, context: root.viewer.integration_id))
async def integration(root: Context) -> Any:
    """The integration for which the request was made."""
    wanted = root.viewer.integration_id
    return await root.load(integration_by_id, wanted) if wanted else None


def rate_limit(info: Info) -> Budget | None:
    """What the caller may still ask for in this minute."""
    return info.context.budget


@declared(Loaded(partner_by_id, lambda root, context: context.viewer.partner_id))
async def partner(info: Info) -> Any:
    """The firm for which the request was made."""
    wanted = info.context.viewer.partner_id
    return await info.context.load(partner_by_id, wanted) if wanted else None


def menu_entries(root: Context) -> list[MenuEntry]:
    """The portal's menu, as access allows."""
    return list(menu(root.viewer.role)) if root.viewer.role else []


def memberships(root: Context) -> tuple[Membership, ...]:
    """Every firm in which the person is an active colleague."""
    return root.memberships


def viewer_of(root: Context) -> Viewer:
    """The rights behind the booleans of `can`."""
    return root.viewer


def can(ability: Ability) -> Any:
    """Whether the viewer has an ability in the portal."""

    def answer(root: Viewer) -> bool:
        return able(root, ability)

    return answer


def kind(root: Context) -> ViewerKind:
    """As whom the request comes."""
    return root.viewer.kind


def role(root: Context) -> Role | None:
    """The colleague's role."""
    return root.viewer.role


def scopes(root: Context) -> list[Scope]:
    """The machine's scopes, in the order of the vocabulary."""
    return [scope for scope in Scope if scope in root.viewer.scopes]
