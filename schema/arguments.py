"""What arguments mean: said here once for those that many fields take, or where a field is declared for its own."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLSchema

_ID = "one that does not exist for you has nothing."

SHARED: Mapping[str, str] = {
    "first": "How many at the most from the start of the list, 0 to 100; 20 where nothing is asked.",
    "after": "Only what follows this cursor of the same list, filter and order (`pageInfo.endCursor` of a page).",
    "last": "How many at the most from the end of the list, 0 to 100; never together with `first`.",
    "before": "Only what precedes this cursor of the same list, filter and order (`pageInfo.startCursor` of a page).",
    "filter": "Conditions that all hold; left out, everything that you see.",
    "order_by": "The order of the whole list, of which you get a page.",
    "status": "Only what stands there, in one of several; left out or empty, whatever its status.",
    "input": "All that the mutation takes, in one object.",
    "id": "An opaque id; null is the answer to one that does not exist for you.",
    "client_id": f"Only what concerns this client; {_ID}",
    "colleague_id": f"Only what concerns this colleague; {_ID}",
    "token": "The token in the link; null is the answer to one that was never good, or is not any more.",
    "months": "How many months, 1 to 24.",
    "country": "An ISO 3166-1 alpha-2 code, such as `DK`; left out, the firm's own country.",
    "on": "The day whose prices hold; left out, today in the firm's time zone.",
}

OF_DIRECTIVES: Mapping[str, Mapping[str, str]] = {
    "cost": {"weight": "The weight, a decimal number."},
    "listSize": {
        "assumedSize": "How long the list is taken to be where no argument says so.",
        "slicingArguments": "The arguments that say how long the list may be, as paths of names.",
        "sizedFields": "The fields of the answer that are as long; left out, the answer itself is the list.",
        "requireOneSlicingArgument": "Whether exactly one of the slicing arguments has to be given.",
    },
    "access": {
        "audience": "Who may come near the field at all.",
        "role": "The roles of colleagues that suffice; left out, every role does.",
        "level": "The access level that the client has to have set.",
        "grant": "The permission that the client has to have added.",
        "scope": "The scope that an integration or operator needs; left out, none lets them in.",
    },
}


class UndescribedArgument(Exception):
    """An argument of which nothing is said."""


def described(declared: Any, own: Mapping[str, str] | None) -> Any:
    """The field with its arguments described: by `own`, or else as everywhere; raises UndescribedArgument."""
    said = {**SHARED, **(own or {})}
    for argument in declared.arguments:
        if argument.python_name not in said:
            raise UndescribedArgument(f"nothing says what the argument {argument.python_name} means")
        argument.description = said[argument.python_name]
    if surplus := (own or {}).keys() - {argument.python_name for argument in declared.arguments}:
        raise UndescribedArgument(f"there is no argument {', '.join(sorted(surplus))}")
    return declared


def describe_directives(inner: GraphQLSchema) -> None:
    """Puts the words where the SDL is written from, in place: Strawberry takes none for a directive's arguments."""
    for directive in inner.directives:
        for name, text in OF_DIRECTIVES.get(directive.name, {}).items():
            directive.args[name].description = text
