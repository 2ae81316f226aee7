"""Random schemas as SDL: every kind of type, nulls allowed and forbidden at every position."""

from dataclasses import dataclass, field
from random import Random

SCALARS = ("Int", "Int", "Float", "String", "Boolean", "ID", "Color", "Odd", "Odd")
ARGUMENTS = (
    "a: Int",
    "a: Int!",
    "a: Int = 3",
    "a: Int! = 4",
    "a: [Int!]",
    "a: [[Int]] = [[1], null]",
    "a: String",
    "a: Color = GREEN",
    "a: Color!",
    "a: In",
    "a: In = {x: 7}",
    "a: One",
    "a: Odd",
    "a: Boolean = true, b: Float = 1.5",
    "a: ID, b: [In!] = [{x: 1, color: RED}]",
)
INPUTS = """\
enum Color { RED GREEN BLUE }
scalar Odd
input In { x: Int! y: String = "why" color: Color = BLUE deep: In list: [Int] odd: Odd }
input One @oneOf { a: Int b: String c: In }
directive @note(text: String) repeatable on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT | QUERY | MUTATION
"""


@dataclass
class Field:
    name: str
    arguments: str
    type: str

    def __str__(self) -> str:
        return f"  {self.name}{f'({self.arguments})' if self.arguments else ''}: {self.type}"


@dataclass
class Fields:
    """The fields of one type, and the interfaces that they satisfy."""

    name: str
    interfaces: list[str] = field(default_factory=list)
    fields: dict[str, Field] = field(default_factory=dict)

    def render(self, keyword: str) -> str:
        implements = f" implements {' & '.join(self.interfaces)}" if self.interfaces else ""
        return f"{keyword} {self.name}{implements} {{\n" + "\n".join(map(str, self.fields.values())) + "\n}\n"


def random_sdl(random: Random) -> str:
    """A schema with two to four objects, up to two interfaces and one union."""
    objects = [f"O{number}" for number in range(random.randint(2, 4))]
    interfaces = [f"I{number}" for number in range(random.randint(0, 2))]
    unions = ["U"] if random.random() < 0.6 else []
    pool = _pool(random, objects + interfaces + unions)
    shared = _interfaces(random, interfaces, pool)
    made = [_object(random, name, pool, shared) for name in objects]
    roots = [_root(random, name, pool) for name in ("Query", "Mutation")]
    text = [INPUTS]
    text += [each.render("interface") for each in shared]
    text += [each.render("type") for each in (*made, *roots)]
    text += [f"union U = {' | '.join(random.sample(objects, random.randint(1, len(objects))))}\n" for _ in unions]
    return "".join(text)


def _pool(random: Random, composites: list[str]) -> list[Field]:
    """Fields by name: types that share a name share the type, so that selections can be merged."""
    fields = [Field(f"s{number}", _arguments(random), _wrapped(random, random.choice(SCALARS))) for number in range(8)]
    nested = (
        Field(f"c{number}", _arguments(random), _wrapped(random, random.choice(composites))) for number in range(7)
    )
    return [*fields, *nested]


def _arguments(random: Random) -> str:
    return random.choice(ARGUMENTS) if random.random() < 0.35 else ""


def _wrapped(random: Random, name: str) -> str:
    """A type around a name: lists up to two deep, `!` anywhere."""
    for _ in range(random.choice((0, 0, 0, 1, 1, 2))):
        name = f"[{name}{'!' * (random.random() < 0.3)}]"
    return name + "!" * (random.random() < 0.3)


def _interfaces(random: Random, names: list[str], pool: list[Field]) -> list[Fields]:
    made: list[Fields] = []
    for name in names:
        parents = made[:1] if random.random() < 0.5 else []
        made.append(_with_fields(random, _implementing(Fields(name), parents), pool, 4))
    return made


def _object(random: Random, name: str, pool: list[Field], shared: list[Fields]) -> Fields:
    parents = [parent for parent in shared if random.random() < 0.7]
    made = _with_fields(random, _implementing(Fields(name), parents), pool, 5)
    for key, inherited in made.fields.items():
        if not inherited.type.endswith("!") and random.random() < 0.1:
            made.fields[key] = Field(key, inherited.arguments, inherited.type + "!")
    return made


def _root(random: Random, name: str, pool: list[Field]) -> Fields:
    """A root type: most of its fields may be null, or one failure would hide the others."""
    made = _with_fields(random, Fields(name), pool, 8)
    for key, plain in made.fields.items():
        if random.random() < 0.7:
            made.fields[key] = Field(key, plain.arguments, plain.type.removesuffix("!"))
    return made


def _implementing(made: Fields, parents: list[Fields]) -> Fields:
    for parent in parents:
        for name in (*parent.interfaces, parent.name):
            if name not in made.interfaces:
                made.interfaces.append(name)
        made.fields |= parent.fields
    return made


def _with_fields(random: Random, made: Fields, pool: list[Field], count: int) -> Fields:
    for each in random.sample(pool, count):
        made.fields.setdefault(each.name, each)
    return made
