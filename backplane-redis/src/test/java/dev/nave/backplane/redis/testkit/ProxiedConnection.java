package dev.nave.backplane.redis.testkit;

import dev.nave.backplane.redis.testkit.TcpProxy.Direction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A client's connection to a proxy, with the one that the proxy made to the server for it. */
final class ProxiedConnection {
  private static final int CONNECT_TIMEOUT_MILLIS = 5000;

  private final Socket client;
  private final Socket server = new Socket();
  private final InetSocketAddress address;
  private final ProxyRules rules;
  private final AtomicInteger lanesOpen = new AtomicInteger(2);
  private volatile boolean silent;

  ProxiedConnection(Socket client, InetSocketAddress address, ProxyRules rules) {
    this.client = client;
    this.address = address;
    this.rules = rules;
  }

  /** Connects to the server, and passes on what comes until both sides have closed. */
  void start(Runnable onEnd) {
    run(
        "connect",
        () -> {
          try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(address, CONNECT_TIMEOUT_MILLIS);
          } catch (IOException e) {
            reset(); // To the client this is a server that hangs up.
            onEnd.run();
            return;
          }
          new ProxyLane(this, client, server, Direction.TO_SERVER, rules, onEnd).start();
          new ProxyLane(this, server, client, Direction.TO_CLIENT, rules, onEnd).start();
        });
  }

  /** From now on nothing arrives, nor that a side has closed. */
  void silence() {
    silent = true;
  }

  boolean isSilent() {
    return silent;
  }

  /** Ends both connections with a reset. */
  void reset() {
    end(true);
  }

  /** Ends both connections as a program does that has no more to say. */
  void close() {
    end(false);
  }

  private void end(boolean withReset) {
    for (Socket socket : new Socket[] {client, server}) {
      try {
        if (withReset) {
          socket.setSoLinger(true, 0);
        }
        socket.close();
      } catch (IOException e) {
        // It was closed already, by the other lane or because it could not connect.
      }
    }
  }

  /** Called by each lane once; the second call ends the connection, and returns true. */
  boolean laneEnded() {
    if (lanesOpen.decrementAndGet() > 0) {
      return false;
    }
    close();
    return true;
  }

  static void run(String name, Runnable task) {
    Thread thread = new Thread(task, "proxied-" + name);
    thread.setDaemon(true);
    thread.start();
  }
}
