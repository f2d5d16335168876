"""Who refused a connection: the far end itself, by TCP, or a machine on the way, by ICMP.

Both look the same to a program (ECONNREFUSED), and only the first proves that nothing is served. Linux tells them
apart: what ICMP brought lies in the socket's error queue (``man 7 ip``, IP_RECVERR). Elsewhere nobody is named.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys

LEVELS = {socket.AF_INET: (socket.IPPROTO_IP, 11), socket.AF_INET6: (socket.IPPROTO_IPV6, 25)}  # IP(V6)_RECVERR
ERROR_QUEUE = 0x2000  # MSG_ERRQUEUE
ORIGINS = {2, 3}  # SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6
EXTENDED_ERROR = struct.Struct("=IBBBxII")  # errno, origin, type, code, information, data; then who sent it


def note_messengers(line: socket.socket, wanted: bool = True) -> None:
    """Keep ICMP errors with their senders. Not for longer than the connection takes to come about: a connection that
    stands must survive them."""
    if sys.platform == "linux":
        line.setsockopt(*LEVELS[line.family], int(wanted))


def messenger(line: socket.socket) -> str:
    """The address of the machine whose ICMP message refused the connection; empty where there was none."""
    if sys.platform != "linux":
        return ""
    try:
        _, notes, _, _ = line.recvmsg(0, 512, ERROR_QUEUE)
    except OSError:
        return ""
    return next((sender(data) for level, kind, data in notes if (level, kind) == LEVELS[line.family]), "")


def sender(note: bytes) -> str:
    """The address that an extended error (``sock_extended_err`` and a socket address) says the ICMP message is from."""
    if len(note) < EXTENDED_ERROR.size + 8 or EXTENDED_ERROR.unpack_from(note)[1] not in ORIGINS:
        return ""
    family = int.from_bytes(note[EXTENDED_ERROR.size : EXTENDED_ERROR.size + 2], sys.byteorder)
    rest = note[EXTENDED_ERROR.size + 4 :]
    if family == socket.AF_INET:
        return str(ipaddress.IPv4Address(rest[:4]))
    if family == socket.AF_INET6 and len(rest) >= 20:
        return str(ipaddress.IPv6Address(rest[4:20]))
    return ""
