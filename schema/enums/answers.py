"""What a mutation's mistakes are called, described."""

from domain.errors import UserErrorCode
from schema.enums.describe import describe

describe(
    UserErrorCode,
    "Why a mutation did not do what was asked.",
    **{code.name: code.meaning for code in UserErrorCode},
)
