"""Faults planted into copies of graphql-core's own executor: what the generator has to be able to see."""

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
        'if skip and skip["if"] and "if" not in str(node.directives[-1].name.value)[:2]:',
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
    Fault(
        "null stops one level short",
        EXECUTOR,
        "if self.error_propagation and is_non_null_type(return_type):",
        "if self.error_propagation and is_non_null_type(return_type) and len(path.as_list()) < 3:",
    ),
    Fault("null never propagates", EXECUTOR, "if self.error_propagation and", "if False and"),
    Fault(
        "null inside lists never propagates",
        EXECUTOR,
        "if self.error_propagation and",
        "if not isinstance(path.key, int) and",
    ),
    Fault(
        "list positions count from one",
        EXECUTOR,
        "                item_path = path.add_key(index, None)\n\n                if is_awaitable",
        "                item_path = path.add_key(index + 1, None)\n\n                if is_awaitable",
    ),
    Fault(
        "mutations run in parallel",
        EXECUTOR,
        "(self.execute_fields_serially if serially else",
        "(self.execute_fields if serially else",
    ),
    Fault(
        "awaitables in lists are not awaited",
        EXECUTOR,
        "                item_path = path.add_key(index, None)\n\n                if is_awaitable(item):",
        "                item_path = path.add_key(index, None)\n\n                if False:",
    ),
    Fault("returned exceptions are values", EXECUTOR, "if isinstance(result, Exception):", "if False:"),
    Fault(
        "null is a value where it may not be",
        EXECUTOR,
        "            if completed is None:\n                msg",
        "            if False:\n                msg",
    ),
    Fault("Undefined is a value", EXECUTOR, "if result is None or result is Undefined:", "if result is None:"),
    Fault(
        "strings are lists of letters", EXECUTOR, "if not is_iterable(result):", "if not hasattr(result, '__iter__'):"
    ),
    Fault(
        "only lists and tuples are lists",
        EXECUTOR,
        "if not is_iterable(result):",
        "if not isinstance(result, (list, tuple)):",
    ),
    Fault("async iterators are no lists", EXECUTOR, "if self.is_async_iterable(result):", "if False:"),
    Fault("a scalar may be null", EXECUTOR, "if coerced is Undefined or coerced is None:", "if coerced is Undefined:"),
    Fault(
        "leaves are not serialised",
        EXECUTOR,
        "return_type.coerce_output_value(result)\n        if",
        "result\n        if",
    ),
    Fault("resolve_type is ignored", EXECUTOR, "return_type.resolve_type or self.type_resolver", "self.type_resolver"),
    Fault("__typename is ignored", EXECUTOR, "    if isinstance(type_name, str):\n", "    if False:\n"),
    Fault("any type will do", EXECUTOR, "if not self.schema.is_sub_type(return_type, runtime_type):", "if False:"),
    Fault("is_type_of is not asked", EXECUTOR, "        if return_type.is_type_of:", "        if False:"),
    Fault("is_type_of's answer is ignored", EXECUTOR, "            if not is_type_of:\n", "            if False:\n"),
    Fault(
        "dicts have attributes only",
        EXECUTOR,
        "        if isinstance(source, Mapping)\n        else",
        "        if False\n        else",
    ),
    Fault(
        "only dicts have keys",
        EXECUTOR,
        "        if isinstance(source, Mapping)\n        else",
        "        if type(source) is dict\n        else",
    ),
    Fault("methods are values", EXECUTOR, "    if callable(value):\n        return value(info, **args)\n", ""),
    Fault(
        "arguments are not passed",
        EXECUTOR,
        "result = resolve_fn(source, info, **args)",
        "result = resolve_fn(source, info)",
    ),
    Fault("nulled positions collect errors", EXECUTOR, "if self.has_nulled_position(path):", "if False:"),
    Fault(
        "errors carry the last path key only",
        EXECUTOR,
        "to_nodes(field_details_list), path.as_list())\n\n        # If",
        "to_nodes(field_details_list), path.as_list()[-1:])\n\n        # If",
    ),
    Fault(
        "errors are located at the first node only",
        EXECUTOR,
        "error = located_error(raw_error, to_nodes(field_details_list), path",
        "error = located_error(raw_error, to_nodes(field_details_list)[:1], path",
    ),
    Fault(
        "errors lose their extensions",
        EXECUTOR,
        "        self.collected_errors.add(error, path)",
        "        error.extensions = {}\n        self.collected_errors.add(error, path)",
    ),
    Fault(
        "errors are told twice",
        EXECUTOR,
        "        self._errors.append(error)",
        "        self._errors += [error, error]",
    ),
    Fault(
        "info has the wrong path",
        EXECUTOR,
        "            parent_type,\n            path,\n            self.schema,",
        "            parent_type,\n            path.prev or path,\n            self.schema,",
    ),
    Fault(
        "info has one field node only",
        EXECUTOR,
        "            field_nodes,\n            field_def.type,",
        "            field_nodes[:1],\n            field_def.type,",
    ),
    Fault("the root value is lost", EXECUTOR, "root_value = self.root_value\n", "root_value = None\n"),
)
NO_FAULT = Fault("none", EXECUTOR, "def to_nodes(", "def to_nodes(")
# What the executor takes from the modules beside it.
COLLECTED = ("collect_fields", "collect_subfields", "get_argument_values", "get_variable_values")


def executor_with(fault: Fault) -> Any:
    """graphql-core's executor class with the fault inside."""
    if fault.module == EXECUTOR:
        return rewritten(fault).Executor
    executor, faulty = rewritten(NO_FAULT), rewritten(fault)
    for name in COLLECTED:
        setattr(executor, name, getattr(faulty, name, getattr(executor, name)))
    return executor.Executor
