"""Where webhooks may go: no private address is reached, by whatever name, and what was judged is connected to."""

import asyncio
import ssl
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from domain.receiver import IpAddress, UnfitAddress, check_address, read_receiver
from gateway.webhooks.network import MOST_ASKED, Resolve
from gateway.webhooks.sending import Sender, Unreachable
from tests.webhooks.receiver import Receiver

NOW = datetime(2026, 5, 13, 9, 0, tzinfo=UTC)
FIRM, OTHER = uuid4(), uuid4()
HERE = (ip_network("127.0.0.0/8"),)
PRIVATE = """127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200
    168.63.129.16 192.0.0.192 192.0.2.1 198.18.0.1 192.88.99.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    ::1 :: fe80::1 fc00::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
    64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 2002:7f00:1:: 2001:0:7f00:1:: 2001:db8::1 ::127.0.0.1
    100::1""".split()
PUBLIC = "1.1.1.1 8.8.8.8 93.184.215.14 2606:4700::1111 2a00:1450:4001::1 ::ffff:8.8.8.8".split()
HOOK = read_receiver("https://hooks.example.com/in")


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused_as_a_number_and_as_an_answer(address: str) -> None:
    with pytest.raises(UnfitAddress):
        check_address(ip_address(address), HOOK)
    with pytest.raises(UnfitAddress):
        read_receiver(f"https://[{address}]/" if ":" in address else f"https://{address}/")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_good(address: str) -> None:
    check_address(ip_address(address), HOOK)


@given(st.ip_addresses())
def test_nothing_but_global_unicast_is_ever_connected_to(address: IpAddress) -> None:
    try:
        check_address(address, HOOK)
    except UnfitAddress:
        return
    plain = getattr(address, "ipv4_mapped", None) or address
    assert plain.is_global
    kinds = ("multicast", "private", "loopback", "link_local", "reserved", "unspecified")
    assert not [kind for kind in kinds if getattr(plain, f"is_{kind}")]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://hooks.example.com/", "https"),
        ("ftp://hooks.example.com/", "https"),
        ("//hooks.example.com/", "https"),
        ("https:///in", "host"),
        ("https://hooks.example.com:8443/", "port"),
        ("https://hooks.example.com:99999/", "port"),
        ("https://user@hooks.example.com/", "user name"),
        ("https://user:pass@hooks.example.com/", "user name"),
        ("https://hooks.example.com/#x", "fragment"),
        ("https://hooks.example.com/a b", "ASCII"),
        ("https://hooks.example.com\\@127.0.0.1/", "ASCII"),
        ("https://hæk.example.com/", "ASCII"),
        ("https://hooks.example.com/" + "x" * 2000, "2000"),
        ("https://localhost/", "private"),
        ("https://intranet/", "private"),
        ("https://printer.local./", "private"),
        ("https://metadata.google.internal/", "private"),
        ("https://2130706433/", "private"),
        ("https://0x7f.1/", "private"),
        ("https://0177.0.0.1/", "private"),
        ("https://127.1/", "private"),
        ("https://a..b/", "name"),
        ("https://[::1%25lo]/", "public"),
    ],
)
def test_addresses_are_refused_with_a_reason(url: str, why: str) -> None:
    with pytest.raises(UnfitAddress, match=why):
        read_receiver(url)


def test_in_a_network_that_was_opened_any_port_and_http_are_good() -> None:
    assert read_receiver("http://127.0.0.1:8080/in?x=1", HERE).target == "/in?x=1"
    receiver = read_receiver("http://hooks.test:8080/", HERE)
    check_address(ip_address("127.0.0.1"), receiver, HERE)
    with pytest.raises(UnfitAddress):
        check_address(ip_address("10.0.0.1"), receiver, HERE)
    with pytest.raises(UnfitAddress, match="https"):
        check_address(ip_address("8.8.8.8"), receiver, HERE)


def answers(*found: str) -> tuple[Resolve, list[str]]:
    """A resolver that gives one answer after another, some addresses each; and the names that it was asked."""
    asked: list[str] = []

    async def resolve(name: str, port: int) -> list[IpAddress]:
        asked.append(name)
        return [ip_address(each) for each in found[min(len(asked), len(found)) - 1].split()]

    return resolve, asked


async def test_the_address_that_was_judged_is_connected_to_whatever_the_name_says_next(receiver: Receiver) -> None:
    resolve, asked = answers("127.0.0.1", "10.0.0.1")
    sent = await Sender(HERE, resolve).send(FIRM, f"http://hooks.example.com:{receiver.port}/in", {}, b"{}", NOW)
    assert (sent.status, asked) == (204, ["hooks.example.com"])
    assert receiver.received[0].headers["host"] == f"hooks.example.com:{receiver.port}"


@pytest.mark.parametrize("addresses", ["127.0.0.1", "93.184.215.14 127.0.0.1", "::ffff:127.0.0.1", "169.254.169.254"])
async def test_a_name_that_leads_inside_is_refused_before_anything_is_connected_to(
    receiver: Receiver, addresses: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve, _ = answers(addresses)
    with pytest.raises(Unreachable, match="not of the public internet"):
        await Sender((), resolve).send(FIRM, "https://hooks.example.com/in", {}, b"{}", NOW)
    assert receiver.received == []


async def test_proxies_of_the_environment_are_not_used(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Receiver()
    await proxy.start()
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    assert (await Sender(HERE).send(FIRM, receiver.url, {}, b"{}", NOW)).status == 204
    assert (len(receiver.received), proxy.received) == (1, [])
    await proxy.close()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("nonsense\r\n\r\n", "not HTTP"),
        ("", "not HTTP"),
        ("HTTP/1.1 500 No\r\nContent-Length: 10\r\nContent-Type: text/plain\r\n\r\nno", "not HTTP"),
    ],
)
async def test_an_answer_that_is_none_is_a_failure(receiver: Receiver, said: str, why: str) -> None:
    receiver.answer = lambda _: said
    with pytest.raises(Unreachable, match=why):
        await Sender(HERE).send(FIRM, receiver.url, {}, b"{}", NOW)


async def test_a_receiver_that_does_not_answer_is_not_waited_for_long(receiver: Receiver) -> None:
    receiver.free.clear()
    with pytest.raises(Unreachable, match=r"within 0\.1 seconds"):
        await Sender(HERE, seconds=0.1).send(FIRM, receiver.url, {}, b"{}", NOW)


async def test_nobody_there_is_a_failure_and_so_is_a_name_without_address() -> None:
    gone = Receiver()
    await gone.start()
    await gone.close()
    with pytest.raises(Unreachable, match="nobody answers"):
        await Sender(HERE).send(FIRM, gone.url, {}, b"{}", NOW)
    with pytest.raises(Unreachable, match="name has no address"):
        await Sender(HERE, answers("")[0]).send(FIRM, "https://hooks.example.com/", {}, b"{}", NOW)


async def test_names_without_an_answer_hold_up_their_own_firm_alone(receiver: Receiver) -> None:
    asked, free = 0, asyncio.Event()

    async def resolve(name: str, port: int) -> list[IpAddress]:
        nonlocal asked
        asked += 1
        if name.startswith("slow"):
            await free.wait()
        return [ip_address("127.0.0.1")]

    sender, good = Sender(HERE, resolve), f"http://hooks.example.com:{receiver.port}/in"
    urls = [f"http://slow{each}.example.com/in" for each in range(MOST_ASKED)]
    slow = [asyncio.create_task(sender.send(FIRM, url, {}, b"{}", NOW)) for url in urls]
    while asked < MOST_ASKED:
        await asyncio.sleep(0)
    # Who waited has given up; the resolver has not.
    for each in slow:
        each.cancel()
    await asyncio.wait(slow)
    with pytest.raises(Unreachable, match="No connection"):
        await sender.send(FIRM, good, {}, b"{}", NOW)
    assert (await sender.send(OTHER, good, {}, b"{}", NOW)).status == 204
    assert asked == MOST_ASKED + 1
    free.set()
    for _ in range(10):
        await asyncio.sleep(0)
    assert (await sender.send(FIRM, good, {}, b"{}", NOW)).status == 204


async def test_tls_is_spoken_with_the_name_and_its_certificate_must_be_good() -> None:
    certificate, key = self_signed("hooks.example.com")
    asked: list[str | None] = []
    server = await tls_server(certificate, key, asked.append)
    port = server.sockets[0].getsockname()[1]
    trusting = ssl.create_default_context(cadata=certificate.decode())
    resolve, _ = answers("127.0.0.1")
    url = f"https://hooks.example.com:{port}/in"
    assert (await Sender(HERE, resolve, tls=trusting).send(FIRM, url, {}, b"{}", NOW)).status == 200
    with pytest.raises(Unreachable, match="certificate"):
        await Sender(HERE, resolve).send(FIRM, url, {}, b"{}", NOW)
    with pytest.raises(Unreachable, match="certificate"):
        await Sender(HERE, resolve, tls=trusting).send(FIRM, url.replace("hooks", "other"), {}, b"{}", NOW)
    assert asked == ["hooks.example.com", "hooks.example.com", "other.example.com"]
    server.close()
    await server.wait_closed()


def self_signed(name: str) -> tuple[bytes, bytes]:
    """A certificate and its key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.public_bytes(Encoding.PEM), private


async def tls_server(certificate: bytes, key: bytes, asked: Callable[[str | None], Any]) -> asyncio.Server:
    """A server that answers everything with 200, and tells by which name it was asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as file:
        file.write(certificate + key)
        file.flush()
        context.load_cert_chain(file.name)
    context.sni_callback = lambda _socket, name, _context: asked(name)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
        except (OSError, EOFError):
            pass
        finally:
            writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
