"""What a request asks for, from whichever way it comes in."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """One operation: by its text, or by the id (SHA-256) of a trusted document.

    `strict` refuses it as a whole where a field would be denied; `check` prices and judges it, and runs nothing.
    `after` is the cursor after which a subscription goes on.
    """

    query: str
    operation_name: str | None = None
    variables: dict[str, Any] | None = None
    document_id: str | None = None
    strict: bool = False
    check: bool = False
    after: str | None = None
    # From where it came; empty where that is not known.
    address: str = ""
