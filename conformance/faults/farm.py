"""The programs of one run: a Redis server, two hub servers, and a proxy before Redis for each."""
import json
import os
import pathlib
import shlex
import signal
import socket
import subprocess
import tempfile
import time

from kit import wire
from proxy import Proxy

READY_WITHIN = 30.0


class Redis:
    """A Redis server that keeps nothing, and can be killed and stopped."""

    def __init__(self, program, log):
        self.port = free_port()
        self.command = [program, "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.log = log
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log, cwd=tempfile.gettempdir())
        wait_until("Redis answers", self._answers, self.process)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def drop_clients(self):
        for kind in ("normal", "pubsub"):
            self._ask("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")

    def _answers(self):
        try:
            return self._ask("PING") == "PONG"
        except (OSError, RuntimeError, wire.Closed):
            return False

    def _ask(self, *words):
        connection = wire.Redis(("127.0.0.1", self.port))
        try:
            return connection.command(*words)
        finally:
            connection.close()


class Server:
    """A hub server, given as the command that starts it."""

    def __init__(self, command, redis_port, prefix, log):
        self.address = ("127.0.0.1", free_port())
        words = shlex.split(command) + ["--port", str(self.address[1]), "--redis", f"127.0.0.1:{redis_port},channelPrefix={prefix}"]
        self.process = subprocess.Popen(words, stdout=log, stderr=log)
        wait_until(f"`{command}` listens", lambda: can_connect(self.address), self.process)

    def counters(self):
        """What the server counts, or None where it does not tell."""
        try:
            answer = wire.request(self.address, "GET", "/counters")
        except (OSError, wire.Silence):
            return None
        return json.loads(answer.body) if answer.status == 200 else None


class Farm:
    """Two servers, `sending` and `receiving`, on one Redis that each reaches through a proxy of its own."""

    def __init__(self, commands, redis_program, folder):
        self.logs = [open(pathlib.Path(folder) / name, "wb") for name in ("redis.log", "sending.log", "receiving.log")]
        self.running, self.proxies = [], []
        try:
            self.redis = Redis(redis_program, self.logs[0])
            self.proxies = [Proxy(("127.0.0.1", self.redis.port)) for _ in commands]
            self.sending_proxy, self.receiving_proxy = self.proxies
            prefix = f"faults{os.getpid()}:"
            for command, proxy, log in zip(commands, self.proxies, self.logs[1:]):
                self.running.append(Server(command, proxy.port, prefix, log))
            self.sending, self.receiving = self.running
        except BaseException:
            self.close()
            raise

    def close(self):
        for server in self.running:
            end(server.process)
        for proxy in self.proxies:
            proxy.close()
        if getattr(self, "redis", None):
            self.redis.kill()
        for log in self.logs:
            log.close()


def end(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def can_connect(address):
    try:
        socket.create_connection(address, timeout=1).close()
        return True
    except OSError:
        return False


def wait_until(what, condition, process):
    deadline = time.monotonic() + READY_WITHIN
    while not condition():
        if process.poll() is not None:
            raise SystemExit(f"not so: {what}; the program ended with {process.returncode}, its log may say why (--logs)")
        if time.monotonic() > deadline:
            process.kill()
            raise SystemExit(f"not within {READY_WITHIN:.0f} s: {what}")
        time.sleep(0.05)
