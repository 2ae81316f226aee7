"""How a token is refused: alike for every cause, with the cause kept for the debug log."""


class InvalidToken(Exception):
    """A token that is not accepted; `str()` is the one public sentence, `reason` is for the debug log only.

    A reason names claims and header parameters, never their values.
    """

    message = "The access token is not valid here. Obtain a new one and try again."

    def __init__(self, reason: str) -> None:
        super().__init__(self.message)
        self.reason = reason


class KeysUnavailable(InvalidToken):
    """No key of the token's issuer could be fetched yet, so nothing it signed can be judged; worth a retry."""
