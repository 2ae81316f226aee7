"""A receiver of webhooks to try things with: prints what comes, and whether it is genuine (WEBHOOK_SECRET)."""

import base64
import hashlib
import hmac
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Receiver(BaseHTTPRequestHandler):
    """Takes everything."""

    def do_POST(self) -> None:
        """Reads, checks, answers 204."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        print(self.headers["webhook-id"], "genuine" if self._is_genuine(body) else "UNKNOWN", body.decode(), flush=True)  # noqa: T201
        self.send_response(204)
        self.end_headers()

    def _is_genuine(self, body: bytes) -> bool:
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(os.environ.get("WEBHOOK_SECRET", "").removeprefix("whsec_"))
        wanted = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        return any(hmac.compare_digest(each, wanted) for each in self.headers["webhook-signature"].split(" "))


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
