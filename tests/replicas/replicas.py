"""The processes: a gateway that may be killed, told to stop, and started again."""

import asyncio
import signal

from tests.cli.conftest import Gateway, server_of


class Replica:
    """One process; a new one has another port. What it logs is in a file beside its data."""

    def __init__(self, gateway: Gateway, name: str) -> None:
        self.name = name
        self.address = ""
        self._gateway = gateway
        self._log = gateway.folder / f"{name}.log"
        self._start()

    def _start(self) -> None:
        with self._log.open("ab") as log:
            self._process = self._gateway.start("serve", log=log)

    @property
    def log(self) -> str:
        """What all its processes have logged."""
        return self._log.read_text(errors="replace")

    @property
    def pid(self) -> int:
        """The process of now."""
        return self._process.pid

    async def started(self) -> None:
        """Waits until it serves."""
        self.address = (await asyncio.to_thread(server_of, self._process)).address

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()
        self._process.communicate()

    def stop(self) -> None:
        """Asks it to end."""
        self._process.send_signal(signal.SIGTERM)

    async def ended(self) -> int:
        """Its exit code, once it has ended."""
        await asyncio.to_thread(self._process.communicate)
        return self._process.returncode

    async def restart(self) -> None:
        """Another process in the place of one that has ended."""
        self._start()
        await self.started()
