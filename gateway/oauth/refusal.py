"""How the token endpoint refuses: the errors of RFC 6749, section 5.2."""

from collections.abc import Mapping


class TokenRefused(Exception):
    """No token: the code and sentence of the answer, its status and further headers."""

    def __init__(self, code: str, message: str, status: int = 400, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.status, self.headers = code, message, status, headers or {}


def invalid_request(message: str) -> TokenRefused:
    """The request itself is wrong."""
    return TokenRefused("invalid_request", message)


def invalid_client() -> TokenRefused:
    """Whoever asks could not prove to be a client: the same answer for every cause."""
    message = "The client is unknown, may not sign in, or did not prove who it is."
    return TokenRefused("invalid_client", message, 401, {"WWW-Authenticate": 'Basic realm="gateway"'})


def too_many(seconds: int) -> TokenRefused:
    """Guessed too often."""
    message = f"Too many attempts; try again in {seconds} seconds."
    return TokenRefused("temporarily_unavailable", message, 429, {"Retry-After": str(seconds)})
