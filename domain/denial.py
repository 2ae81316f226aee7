"""A missing right: which factor failed, who can change it, and the smallest change that would do."""

from dataclasses import dataclass
from enum import StrEnum


class Factor(StrEnum):
    """A part of an effective right; each can be withdrawn separately, by different people."""

    AUTHENTICATION = "AUTHENTICATION"
    MEMBERSHIP = "MEMBERSHIP"
    ROLE = "ROLE"
    SCOPE = "SCOPE"
    CONNECTION = "CONNECTION"
    POWER_OF_ATTORNEY = "POWER_OF_ATTORNEY"
    LEVEL = "LEVEL"
    GRANT = "GRANT"
    ASSIGNMENT = "ASSIGNMENT"
    RULE = "RULE"


class AccessChange(StrEnum):
    """What can be changed to give somebody a right."""

    SIGN_IN = "SIGN_IN"
    JOIN_FIRM = "JOIN_FIRM"
    ACTIVATE_COLLEAGUE = "ACTIVATE_COLLEAGUE"
    CHANGE_ROLE = "CHANGE_ROLE"
    ASSIGN_COLLEAGUE = "ASSIGN_COLLEAGUE"
    GRANT_SCOPE = "GRANT_SCOPE"
    RESTORE_POWER_OF_ATTORNEY = "RESTORE_POWER_OF_ATTORNEY"
    RAISE_LEVEL = "RAISE_LEVEL"
    GRANT = "GRANT"


YOU = "you"
ADMIN = "an admin of the firm"
OWNER = "an owner of the firm"
CLIENT = "the client's admin"
OPERATOR = "the operator"


@dataclass(frozen=True, slots=True)
class Step:
    """One change: what it cures, the value to change to (a role, level, grant or scope), and who may do it."""

    factor: Factor
    change: AccessChange
    to: str | None
    changed_by: str

    @property
    def told(self) -> dict[str, str | None]:
        """The step as answers and reports tell it."""
        return {
            "factor": self.factor.value,
            "change": self.change.value,
            "to": self.to,
            "changedBy": self.changed_by,
        }


@dataclass(frozen=True, slots=True)
class Denial:
    """Why a right is missing, and who can change that.

    `suffices` is the smallest change that would give the right; None where nothing would.
    """

    factor: Factor
    message: str
    changed_by: str
    suffices: tuple[Step, ...] | None = None

    @property
    def told_steps(self) -> list[dict[str, str | None]] | None:
        """`suffices` as answers and reports tell it."""
        return None if self.suffices is None else [step.told for step in self.suffices]

    @property
    def told(self) -> dict[str, object]:
        """The denial as the extensions of errors tell it."""
        return {"factor": self.factor.value, "changedBy": self.changed_by, "suffices": self.told_steps}
