"""Invites colleagues: listed one by one, or pasted; each row stands or falls alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain.access import Viewer
from domain.colleague import check_role_change
from domain.errors import Refused, UserErrorCode, refuse
from domain.invite import COLLEAGUE_INVITE
from domain.text import fold
from domain.vocabulary import ADMINS, ColleagueStatus, InviteKind, InviteStatus, Role
from resolvers.context import Info
from resolvers.inputs.invite import MOST_ROWS, InviteColleaguesInput
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.letters import Sender, sender
from resolvers.inviting.pasted import lines, name_from
from resolvers.inviting.rows import Rows
from resolvers.inviting.sending import already_open, make_room, send_new
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.ids import new_id
from store.reading import Row
from store.tables import colleague, invite
from store.writing import UnitOfWork

MOST_TEXT = 50_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A row as it was typed, and where it stands in the input."""

    name: str | None
    email: str
    role: Role
    place: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A checked row."""

    name: str
    email: str
    role: Role
    place: tuple[str, ...]


@answering
async def invite_colleagues(info: Info, input: InviteColleaguesInput) -> Outcome:
    """Sends invites to colleagues; `results` has an outcome for each row: `invite` and `colleague` are ids."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    message = checks.optional("message", input.message, 2000, lines=True)
    asked = list(_asked(checks, input))
    checks.rows("colleagues", asked, MOST_ROWS)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        rows, by = Rows(), await sender(work)
        good = _good_rows(rows, asked, info.context.viewer.role)
        # In the order of the addresses, so that two lists at the same time cannot wait for each other.
        for row, person in sorted(good.items(), key=lambda item: item[1].email):
            invitation = _Invitation(work, by, info.context.viewer, message, person)
            await rows.attempt(work, row, invitation.send)
        return rows.outcome()

    return await mutate(info, input, act)


def _asked(checks: Checks, input: InviteColleaguesInput) -> Iterator[Asked]:
    for number, row in enumerate(input.colleagues):
        yield Asked(row.name, row.email, row.role, ("input", "colleagues", str(number)))
    text = input.text or ""
    if len(text) > MOST_TEXT:
        checks.wrong(UserErrorCode.TOO_LONG, f"`text` takes at most {MOST_TEXT} characters.", "text")
        return
    for line in lines(text):
        yield Asked(line.name, line.email, input.text_role, ("input", "text", str(line.number)))


def _good_rows(rows: Rows, asked: list[Asked], role: Role | None) -> dict[int, Person]:
    good: dict[int, Person] = {}
    first: dict[str, int] = {}
    for row, item in enumerate(asked):
        checks = Checks(*item.place)
        person = _checked(checks, item, role)
        if not checks.errors and first.setdefault(person.email, row) != row:
            message = f"The same e-mail address is in row {first[person.email]}, counted from 0; that row counts."
            checks.wrong(UserErrorCode.DUPLICATE, message, "email")
        if checks.errors:
            rows.refuse(row, checks.errors)
        else:
            good[row] = person
    return good


def _checked(checks: Checks, asked: Asked, role: Role | None) -> Person:
    email = checks.email("email", asked.email)
    name = checks.name("name", asked.name) or name_from(email)
    if asked.role is Role.OWNER and role is not Role.OWNER:
        checks.wrong(UserErrorCode.OWNER_PROTECTED, "Only an owner can make an owner; choose another role.", "role")
    return Person(name, email, asked.role, asked.place)


@dataclass(frozen=True, slots=True)
class _Invitation:
    """One person, about to be invited."""

    work: UnitOfWork
    by: Sender
    viewer: Viewer
    message: str | None
    person: Person

    async def send(self) -> dict[str, Any]:
        """The ids of invite and membership; raises `Refused`."""
        id = await self._membership()
        columns = {
            "kind": InviteKind.COLLEAGUE,
            "name": self.person.name,
            "email": self.person.email,
            "role": self.person.role,
            "message": self.message,
            "colleague_id": id,
        }
        sent = await send_new(self.work, self.by, self.viewer.colleague_id, columns, *self._place)
        return {"invite": str(sent), "colleague": str(id)}

    @property
    def _place(self) -> tuple[str, ...]:
        return (*self.person.place, "email")

    async def _membership(self) -> UUID:
        """The membership that waits for the answer: a new one, or one whose invite came to nothing."""
        known = await self.work.get(colleague, lock=True, email=self.person.email)
        if known is None:
            return await self._new_membership()
        if known.status != ColleagueStatus.INVITED:
            raise self._already(known)
        waiting = {"colleague_id": known.id, "status": InviteStatus.SENT}
        await make_room(self.work, list(await self.work.find(invite, lock=True, **waiting)), *self._place)
        await self._check_role(known)
        await self.work.update(colleague, self._columns(), id=known.id)
        await self._note_role(known)
        return UUID(str(known.id))

    async def _check_role(self, known: Row) -> None:
        """Inviting again gives a role, too: it is judged as any other change of role; machines act as admins do."""
        admins = await self.work.find(colleague, role=ADMINS, status=ColleagueStatus.ACTIVE)
        actor = self.viewer.role or Role.ADMIN
        try:
            check_role_change(actor, False, Role(known.role), self.person.role, [Role(row.role) for row in admins])
        except Refused as refusal:
            place = (*self.person.place, "role")
            raise Refused(*(replace(error, path=place) for error in refusal.errors)) from None

    async def _note_role(self, known: Row) -> None:
        if known.role == self.person.role:
            return
        # Lapsed invites can be sent again, and must not offer the old role.
        again = {"kind": InviteKind.COLLEAGUE, "status": COLLEAGUE_INVITE.events["resend"]}
        await self.work.update(invite, {"role": self.person.role}, colleague_id=known.id, **again)
        before, after = {"role": known.role}, {"role": self.person.role}
        await self.work.record("colleague.role_changed", "COLLEAGUE", known.id, before=before, after=after)

    async def _new_membership(self) -> UUID:
        id = new_id()
        row = {"id": id, "email": self.person.email, "status": ColleagueStatus.INVITED, "created_at": self.work.now}
        if not await self.work.insert_new(colleague, self._columns() | row):
            raise already_open(*self._place)
        return id

    def _columns(self) -> dict[str, Any]:
        name, role = self.person.name, self.person.role
        return {"name": name, "name_key": fold(name), "role": role, "invited_at": self.work.now}

    def _already(self, known: Row) -> Exception:
        active = known.status == ColleagueStatus.ACTIVE
        cure = "there is nothing to do" if active else "reactivate them instead"
        message = f"They are a colleague already ({known.status}); {cure}."
        return refuse(UserErrorCode.ALREADY_A_COLLEAGUE, message, *self._place)
