"""What ends a request before it is GraphQL."""


class HttpError(Exception):
    """A request that is not even a GraphQL request, with its HTTP status."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
