"""Steady load: calls from many connections of one server, and a client of another server that writes down what comes."""
import json
import threading
import time

from kit import wire

ROUTE = "/detailed"  # its error texts tell one kind of failure from another
SEPARATOR = "\x1e"
SILENCE_ALLOWED = 60.0


class Call:
    """One call of ToAll. Times in seconds of the monotonic clock; none where it did not come to that."""

    def __init__(self, sent_at):
        self.sent_at, self.answered_at, self.error = sent_at, None, None


class Client:
    """A hub connection. One thread sends, another reads."""

    def __init__(self, address):
        self.socket = wire.WebSocket(address, ROUTE)
        self.closed = False
        self.write({"protocol": "json", "version": 1})
        self.pending = self._text()
        if SEPARATOR not in self.pending or not self.pending.startswith("{}"):
            raise SystemExit(f"the handshake was answered with {self.pending!r}")
        self.pending = self.pending.split(SEPARATOR, 1)[1]
        self.thread = threading.Thread(target=self._read, daemon=True)

    def write(self, message):
        self.socket.send(wire.TEXT, (json.dumps(message) + SEPARATOR).encode())

    def ping(self):
        self.write({"type": 6})

    def close(self):
        self.stopping = True
        self.socket.close()

    stopping = False

    def _text(self):
        return self.socket.receive(SILENCE_ALLOWED)[1].decode()

    def _read(self):
        try:
            while True:
                *whole, self.pending = self.pending.split(SEPARATOR)
                now = time.monotonic()
                for message in whole:
                    self.take(message, now)
                self.pending += self._text()
        except (wire.Closed, wire.Silence):
            self.closed = not self.stopping


class Listener(Client):
    """Writes down what arrives, and when."""

    def __init__(self, address):
        super().__init__(address)
        self.arrivals = []
        self.thread.start()

    def take(self, text, now):
        message = json.loads(text)
        if message["type"] == 1 and message["target"] == "message":
            self.arrivals.append((message["arguments"][1], now))
        elif message["type"] == 7:
            self.closed = True


class Sender(Client):
    """Calls ToAll without waiting for the answers, which the server gives one after the other."""

    def __init__(self, address, name):
        super().__init__(address)
        self.name = name
        self.calls = []
        self.thread.start()

    def call(self):
        number = len(self.calls)
        self.calls.append(Call(time.monotonic()))
        self.write({"type": 1, "invocationId": str(number), "target": "ToAll", "arguments": [self.text(number)]})

    def text(self, number):
        return f"{self.name}:{number}"

    def take(self, text, now):
        if text.startswith('{"type":1,'):
            return  # What it gets itself is not looked at: most of all messages are these.
        message = json.loads(text)
        if message["type"] == 3:
            call = self.calls[int(message["invocationId"])]
            call.answered_at, call.error = now, message.get("error")
        elif message["type"] == 7:
            self.closed = True


class Load:
    """So many calls a second, from so many connections, in turn."""

    PING_EVERY = 5.0

    def __init__(self, sending, receiving, connections, rate):
        self.rate = rate
        self.listener = Listener(receiving)
        self.senders = [Sender(sending, name) for name in range(connections)]
        self._wait_for_the_first()

    def play(self, seconds):
        """Calls for so long, from now on."""
        begin = time.monotonic()
        for tick in range(int(seconds * self.rate)):
            at = begin + tick / self.rate
            time.sleep(max(0.0, at - time.monotonic()))
            self.senders[tick % len(self.senders)].call()
            if tick % int(self.PING_EVERY * self.rate) == 0:
                self.listener.ping()

    def settle(self, seconds):
        """Waits for answers and messages that are late; clients stay alive meanwhile."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for client in self.clients():
                client.ping()
            time.sleep(min(self.PING_EVERY, max(0.0, end - time.monotonic())))

    def calls(self):
        """Each text that was sent, with its call."""
        return {sender.text(number): call for sender in self.senders for number, call in enumerate(sender.calls)}

    def clients(self):
        return [self.listener, *self.senders]

    def close(self):
        for client in self.clients():
            client.close()

    def _wait_for_the_first(self):
        """Both servers may still be on their way to Redis: what is measured begins when a message has come through."""
        deadline = time.monotonic() + 30
        while not self.listener.arrivals:
            if time.monotonic() > deadline:
                raise SystemExit("no message came through within 30 s, before anything was broken")
            self.senders[0].call()
            time.sleep(0.2)
        time.sleep(1)
        self.senders[0].calls.clear()
        self.listener.arrivals.clear()
