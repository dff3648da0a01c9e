"""Load over HTTP for long answers: their bodies are thrown away within the kernel (MSG_TRUNC of
tcp(7)), which Java cannot ask for, so that the load does not slow down the server. Speaks with the
benchmark as HttpLoad does."""

import os
import select
import socket
import sys
import time

PORTION = 4 * 1024 * 1024
LONGEST_HEAD = 8 * 1024
# Never written to.
nowhere = bytearray(PORTION)


class Connection:
    def __init__(self, port, request):
        self.request = request
        self.head = b""
        self.left = 0
        self.answers = 0
        self.bytes = 0
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)

    def read(self):
        if self.left:
            count = self.socket.recv_into(nowhere, min(self.left, PORTION), socket.MSG_TRUNC)
            self.took(count)
        else:
            count = self.read_head()
        if not count:
            raise OSError("the server closed a connection")

    def read_head(self):
        part = self.socket.recv(LONGEST_HEAD)
        self.head += part
        head, end, body = self.head.partition(b"\r\n\r\n")
        if end:
            self.head = b""
            self.left = body_length(head)
            self.took(len(body))
        return len(part)

    def took(self, count):
        self.left -= count
        self.bytes += count
        if not self.left:
            self.answers += 1
            self.socket.sendall(self.request)


def body_length(head):
    lines = head.lower().split(b"\r\n")
    lengths = [line[15:] for line in lines if line.startswith(b"content-length:")]
    if not head.startswith(b"HTTP/1.1 200 ") or not lengths:
        raise OSError("200 with Content-Length is expected: %r" % head)
    return int(lengths[0])


def cpu_of(pid):
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def now(pid, connections):
    own = os.times()
    answers = sum(connection.answers for connection in connections)
    content = sum(connection.bytes for connection in connections)
    return time.monotonic(), answers, content, cpu_of(pid), own.user + own.system


def read_for(epoll, by_file, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for file, _ in epoll.poll(0.02):
            by_file[file].read()


def load(pid, port, target, count, warm_up, measured, fields):
    lines = ["GET %s HTTP/1.1" % target, "Host: 127.0.0.1"] + fields
    request = "".join(line + "\r\n" for line in lines + [""]).encode("latin-1")
    connections = [Connection(port, request) for _ in range(count)]
    by_file = {connection.socket.fileno(): connection for connection in connections}
    with select.epoll() as epoll:
        for file in by_file:
            epoll.register(file, select.EPOLLIN)
        read_for(epoll, by_file, warm_up)
        before = now(pid, connections)
        read_for(epoll, by_file, measured)
        after = now(pid, connections)
    for connection in connections:
        connection.socket.close()
    print("%.6f %.0f %.0f %.2f %.2f" % tuple(b - a for a, b in zip(before, after)), flush=True)


for line in iter(sys.stdin.readline, ""):
    words = line.rstrip("\n").split("\t")
    load(int(words[0]), int(words[1]), words[2], *map(int, words[3:6]), words[6:])
