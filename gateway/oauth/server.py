"""Authlib's authorization server with our one grant: judges one request, whose client was read before."""

from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer, ClientCredentialsGrant, OAuth2Request
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload

from gateway.oauth.assertion import Assertions
from gateway.oauth.clients import BY_ASSERTION, BY_SECRET, Client
from gateway.oauth.refusal import invalid_client
from gateway.tokens.own import LIFETIME, Signer

# How the TLS of what stands before us is seen here: the public address has it, or is for development.
_SECURE = "https://gateway"


class _Request(OAuth2Request):  # type: ignore[misc]
    def __init__(self, form: Mapping[str, str], authorization: str | None) -> None:
        headers = {} if authorization is None else {"Authorization": authorization}
        super().__init__("POST", _SECURE, headers=headers)
        self.payload = BasicOAuth2Payload(form)
        self._form = form

    @property
    def form(self) -> Mapping[str, str]:
        return self._form


class _Grant(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = (BY_SECRET, BY_ASSERTION)


class Server(AuthorizationServer):  # type: ignore[misc]
    """Gives a token to `client` for what proves to come from it; nothing in it waits or keeps anything."""

    def __init__(self, client: Client | None, assertions: Assertions, signer: Signer) -> None:
        super().__init__()
        self._client, self._signer = client, signer
        self.register_client_auth_method(BY_ASSERTION, assertions)
        self.register_grant(_Grant)
        self.register_token_generator("default", self._token)

    def answer(self, form: Mapping[str, str], authorization: str | None) -> dict[str, Any]:
        """The token's answer (RFC 6749, section 5.1); raises TokenRefused."""
        try:
            status, body = self.create_token_response(_Request(form, authorization))
        except RecursionError:
            # An assertion that could just be read before is nested too deeply from here.
            raise invalid_client() from None
        if status != 200:
            # What Authlib says of a failed proof differs by its cause; ours does not.
            raise invalid_client()
        answer: dict[str, Any] = body
        return answer

    def query_client(self, client_id: str) -> Client | None:
        """The client that was read, if it is the one."""
        return self._client if self._client is not None and self._client.get_client_id() == client_id else None

    def create_oauth2_request(self, request: _Request) -> _Request:
        """Is one already."""
        return request

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def save_token(self, token: Mapping[str, Any], request: _Request) -> None:
        """Tokens say themselves what they are."""

    def handle_response(self, status: int, body: Any, headers: Any) -> tuple[int, Any]:
        """Ours has headers of its own."""
        return status, body

    def _token(self, client: Client, scope: str | None, **_: Any) -> dict[str, Any]:
        allowed = client.get_allowed_scope(scope)
        token = self._signer.token(client.get_client_id(), allowed, client.generation)
        lifetime = int(LIFETIME.total_seconds())
        return {"access_token": token, "token_type": "Bearer", "expires_in": lifetime, "scope": allowed}
