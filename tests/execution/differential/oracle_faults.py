"""Faults planted into copies of what our executor takes from graphql-core: collecting fields, coercing inputs."""

from typing import Any

from tests.execution.differential.mutants import Fault, rewritten

EXECUTOR = "graphql.execution.executor"
COLLECTING = "graphql.execution.collect_fields"
VALUES = "graphql.execution.values"

FAULTS = (
    Fault("@skip is ignored", COLLECTING, 'if skip and skip["if"]:', "if False:"),
    Fault("@include is ignored", COLLECTING, 'return not (include and not include["if"])', "return True"),
    Fault(
        "@include beats @skip",
        COLLECTING,
        'if skip and skip["if"]:',
        'if skip and skip["if"] and len(node.directives) < 2:',
    ),
    Fault("an alias is ignored", COLLECTING, "node.alias.value if node.alias else node.name.value", "node.name.value"),
    Fault(
        "only the first of merged fields counts",
        COLLECTING,
        "for field_detail in field_details_list:",
        "for field_detail in field_details_list[:1]:",
    ),
    Fault("fragments on interfaces never match", COLLECTING, "if is_abstract_type(conditional_type):", "if False:"),
    Fault("every fragment matches", COLLECTING, "if conditional_type is type_:", "if True:"),
    Fault("a fragment counts once more", COLLECTING, "if None in visited_defer_set or (", "if False and ("),
    Fault(
        "an argument's default is ignored",
        VALUES,
        "            hide_suggestions,\n        )\n        return\n\n    value_node",
        "            hide_suggestions,\n        ) if False else None\n        return\n\n    value_node",
    ),
    Fault(
        "a missing variable hides the argument's default",
        VALUES,
        "        ) and not is_required_argument(arg_def):\n            maybe_use_default_value(",
        "        ) and not is_required_argument(arg_def):\n            return\n            maybe_use_default_value(",
    ),
    Fault("a variable's default is ignored", VALUES, "if var_def_node.default_value:", "if False:"),
)
NO_FAULT = Fault("none", EXECUTOR, "def to_nodes(", "def to_nodes(")
# What the executor takes from the modules beside it.
COLLECTED = ("collect_fields", "collect_subfields", "get_argument_values", "get_variable_values")


def executor_with(fault: Fault) -> Any:
    """graphql-core's executor class with the fault in what it takes from the modules beside it."""
    executor, faulty = rewritten(NO_FAULT), rewritten(fault)
    for name in COLLECTED:
        setattr(executor, name, getattr(faulty, name, getattr(executor, name)))
    return executor.Executor
