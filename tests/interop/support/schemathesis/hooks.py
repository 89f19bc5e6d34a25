# SPDX-License-Identifier: MIT OR Apache-2.0
"""What schemathesis cannot tell from a description: how CIDs, CARs and tokens are made."""

import base64
import datetime
import hashlib
import itertools
import os
import urllib.parse

import schemathesis
from hypothesis import strategies as st
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.transport.serialization import Binary

RAW, DAG_PB = 0x55, 0x70
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# A token may make 30 requests in 10 seconds (contract §3.4).
REQUESTS_PER_TOKEN = 25

stored = os.environ["CAIRN_STORED"].split(",")
pins = os.environ["CAIRN_PINS"].split(",")
credentials = [word for word in os.environ["CAIRN_CREDENTIALS"].split(",") if word]


def varint(number):
    octets = b""
    while number >= 0x80:
        octets += bytes([number & 0x7F | 0x80])
        number >>= 7
    return octets + bytes([number])


def base58(octets):
    number, text = int.from_bytes(octets, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return text


def cid_of(codec, block):
    return varint(1) + varint(codec) + b"\x12\x20" + hashlib.sha256(block).digest()


def text_of(cid, form):
    if form == "Qm":
        return base58(cid[2:])
    if form == "z":
        return "z" + base58(cid)
    return "b" + base64.b32encode(cid).decode().lower().rstrip("=")


def folder_of(blocks):
    """A folder with the blocks as its files."""
    node = b""
    for number, block in enumerate(blocks):
        link = b"\x0a\x24" + cid_of(RAW, block) + b"\x12\x04%04d" % number + b"\x18" + varint(len(block))
        node += b"\x12" + varint(len(link)) + link
    return node + b"\x0a\x02\x08\x01"


def car_of(blocks):
    root = folder_of(blocks)
    car = bytes.fromhex("3aa265726f6f747381d82a582500") + cid_of(DAG_PB, root)
    car += bytes.fromhex("6776657273696f6e01")
    for codec, block in [(DAG_PB, root)] + [(RAW, block) for block in blocks]:
        section = cid_of(codec, block) + block
        car += varint(len(section)) + section
    return car


made_up = st.builds(
    text_of,
    st.builds(cid_of, st.just(DAG_PB), st.binary(max_size=8)),
    st.sampled_from(["Qm", "z", "b"]),
)
cids = st.sampled_from(stored) | made_up
cars = st.lists(st.binary(max_size=40), min_size=1, max_size=5).map(car_of)
# To come, for only then may a token end.
moments = st.builds(
    "{}T{:02}:{:02}:{:02}{}{}".format,
    st.dates(min_value=datetime.date(2107, 1, 1)),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 59),
    st.sampled_from(["", ".5", ".014", ".934572", ".123456789"]),
    st.sampled_from(["Z", "+00:00", "-09:30"]),
)

schemathesis.openapi.format("cid", cids)
schemathesis.openapi.format("ipfs-path", cids)
schemathesis.openapi.format("date-time", moments)
schemathesis.openapi.format("percent-encoded", st.text().map(urllib.parse.quote))
schemathesis.openapi.format("uuid", st.sampled_from(pins) | st.uuids().map(str))
schemathesis.openapi.media_type("application/vnd.ipld.car", cars.map(Binary))


@schemathesis.serializer("application/vnd.ipld.car")
def car_serializer(ctx, value):
    return value.data if isinstance(value, Binary) else str(value).encode()


if credentials:

    @schemathesis.auth(refresh_interval=None)
    class Credentials:
        """Each of them for a while: beyond that it would be answered 429."""

        turns = itertools.cycle(word for word in credentials for _ in range(REQUESTS_PER_TOKEN))

        def get(self, case, ctx):
            return next(self.turns)

        def set(self, case, data, ctx):
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


def unread_parameters(case):
    """Those that are not looked at beside the others of this request (contract §6.6, §16.2)."""
    query = case.query or {}
    if case.operation.path == "/user/uploads":
        return {"before"} if "page" in query else {"sortBy", "sortOrder"}
    if case.operation.path == "/ipfs/{path}" and query.get("format") != "car":
        return {"dag-scope", "entity-bytes", "car-dups", "car-order", "car-version"}
    return set()


def wrong_parameters(case):
    data = case.meta.phase.data
    names = {mutation.parameter for mutation in getattr(data, "mutations", [])}
    return names or {data.parameter}


def cannot_be_described(case):
    """What is refused although the description lets it through."""
    if case.operation.label == "POST /user/tokens":
        expires = case.body.get("expires")
        now = datetime.datetime.now(datetime.timezone.utc)
        return expires and datetime.datetime.fromisoformat(expires) <= now
    name = urllib.parse.unquote_to_bytes((case.headers or {}).get("X-Name", ""))
    return name != name.decode(errors="ignore").encode()


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Drops what the description cannot say; README.md has the list."""
    if isinstance(failure, AcceptedNegativeData):
        return not wrong_parameters(case) <= unread_parameters(case)
    if isinstance(failure, RejectedPositiveData):
        return not cannot_be_described(case)
    return True
