"""What is wrong with a value that a client sent, as it is told: where it stands, and what would be right there."""

import re
from typing import Any

from graphql import (
    ArgumentNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputType,
    GraphQLSchema,
    ValueNode,
    VariableDefinitionNode,
)
from graphql.language import SKIP
from graphql.pyutils.print_path_list import print_path_list
from graphql.utilities import validate_input_literal
from graphql.validation import ValuesOfCorrectTypeRule

_SCALARS = {
    "Int": "a whole number (Int, 32-bit)",
    "Float": "a number (Float)",
    "String": "a text (String)",
    "Boolean": "true or false (Boolean)",
    "ID": "an id, which is a text (ID)",
}
# What graphql-core 3.3 says, and what is told instead: neither the value that was sent nor Python's words for it.
_PHRASES = (
    (r"(?:Variable|Argument) '(\$?\w+)' has invalid (?:default )?value(?: at ([.\w\[\]]+))?: (.*)", r"`\1\2`: \3"),
    (r"Variable '(\$\w+)' of required type '(\S+)' was not provided\.", r"`\1` is required: send `\2` in `variables`."),
    (r"Expected value of type '(\w+)', but encountered error '(.*?)'; found: .*", r"takes `\1`: \2."),
    (r"Expected value of non-null type '(\S+)!' not to be None\.", r"takes `\1`, never null."),
    (
        r"Expected variable '(\$\w+)' provided to (?:non-null )?type '(\S+)!' .*",
        r"takes `\2`, and `\1` is missing or null.",
    ),
    (r"Expected value of type '(\w+)' to be an object, found: .*", r"takes an object, `\1`."),
    (r"Expected value of type '(\w+)' to include required field '(\w+)', found: .*", r"`\1` needs the field `\2`."),
    (r"Expected value of type '(\w+)' not to include unknown field '(\w+)', found: .*", r"`\1` has no field `\2`."),
    (r"Within OneOf Input Object type '(\w+)', .*", r"takes exactly one of the fields of `\1`, and not null in it."),
    (r"Expected value of type '(\w+)', found: .*", r"takes `\1`."),
)
_FORMS = tuple((re.compile(form, re.DOTALL), told) for form, told in _PHRASES)
_SCALAR = re.compile(rf"({'|'.join(_SCALARS)}) cannot represent .*", re.DOTALL)
_ENUM = re.compile(
    r"Value '(\w+)' does not exist in '(?P<of>\w+)' enum\..*|Enum '(?P<by>\w+)' cannot represent .*", re.DOTALL
)


class Faults:
    """Words for what graphql-core finds; `lists` says whether whoever asks may be told the values of an enum."""

    def __init__(self, schema: GraphQLSchema, *, lists: bool) -> None:
        self._types = schema.type_map
        self._lists = lists

    def told(self, message: str) -> str:
        """A message about a value in the gateway's words; any other message unchanged."""
        for form, told in _FORMS:
            message = form.sub(told, message)
        message = _SCALAR.sub(lambda found: f"takes {_SCALARS[found[1]]}.", message)
        return _ENUM.sub(self._enum, message)

    def _enum(self, found: re.Match[str]) -> str:
        name = found["of"] or found["by"]
        given = f"{found[1]} is none of its values" if found["of"] else "a value is written as a bare word"
        kind = self._types.get(name)
        if not self._lists or not isinstance(kind, GraphQLEnumType):
            return f"takes `{name}`, and {given}; all of them are in the schema."
        return f"takes `{name}`, and {given}: {', '.join(kind.values)}."


class LocatedValues(ValuesOfCorrectTypeRule):
    """graphql-core's rule, which also says at which argument, or default of a variable, and where in it."""

    def __init__(self, context: Any) -> None:
        super().__init__(context)
        self._place = ""

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        """What follows is the value of this argument."""
        self._place = f"Argument '{node.name.value}'"

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        """What follows is the default of this variable."""
        self._place = f"Variable '${node.variable.name.value}'"

    def is_valid_value_node(self, node: ValueNode, input_type: GraphQLInputType | None) -> Any:
        """Reports every fault with its place, in the form in which variables are reported."""

        def report(error: GraphQLError, path: list[str | int]) -> None:
            said = f"{self._place} has invalid value{print_path_list(path)}: {error.message}"
            self.report_error(GraphQLError(said, error.nodes or node))

        if input_type:
            validate_input_literal(node, input_type, report, hide_suggestions=True)
        return SKIP
