"""Stands between a server and Redis, and breaks what passes in the ways that a network does."""
import socket
import struct
import threading


class Proxy:
    """Passes bytes on, each connection on two threads of its own. Loopback only."""

    def __init__(self, target):
        self.target = target
        self.guard = threading.Lock()
        self.links = []
        self.listener = self._listen(0)
        self.port = self.listener.getsockname()[1]

    def cut(self):
        """Resets all connections and refuses new ones, until it is healed."""
        with self.guard:
            listener, self.listener = self.listener, None
        listener.shutdown(socket.SHUT_RDWR)  # wakes its thread, which a close alone does not
        listener.close()
        self.reset()

    def heal(self):
        """Takes connections again after a cut."""
        self.listener = self._listen(self.port)

    def reset(self):
        """Resets all connections; new ones are let through."""
        for link in self._all():
            link.reset()

    def silence(self):
        """Lets nothing through the connections of now any more, no FIN and no RST either; new ones work."""
        for link in self._all():
            link.silent = True

    def close(self):
        if self.listener:
            self.cut()
        else:
            self.reset()

    def _all(self):
        with self.guard:
            return list(self.links)

    def _listen(self, port):
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener):
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return  # cut or closed
            try:
                far = socket.create_connection(self.target, timeout=5)
            except OSError:
                _reset(near)  # as Redis itself would, where nothing listens
                continue
            far.settimeout(None)
            with self.guard:
                link = Link(near, far)
                self.links.append(link)
                cut = self.listener is not listener
            if cut:
                link.reset()
            link.start()


class Link:
    def __init__(self, near, far):
        self.near, self.far, self.silent = near, far, False
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def start(self):
        for source, sink in ((self.near, self.far), (self.far, self.near)):
            threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def reset(self):
        _reset(self.near)
        _reset(self.far)

    def _pass_on(self, source, sink):
        try:
            while data := source.recv(65536):
                if not self.silent:
                    sink.sendall(data)
        except OSError:
            pass  # told to the other side below, as an end of the stream is
        if not self.silent:
            self.reset()


def _reset(end):
    try:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RD)  # wakes a thread that reads; a close alone does not
    except OSError:
        pass
    end.close()
