package dev.nave.backplane.redis.testkit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bad network between a client and a server: listens on a port of the loopback interface and
 * passes on what comes, as slowly and as incompletely as a test asks for.
 *
 * <p>Settings hold for connections that exist and for later ones, until {@link #heal}, where
 * nothing else is said. Safe for use by several threads.
 */
public final class TcpProxy implements AutoCloseable {
  private final int port = Ports.free();
  private final ProxyRules rules = new ProxyRules();
  private final List<ProxiedConnection> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile InetSocketAddress server;

  @GuardedBy("this")
  private ServerSocket listening;

  @GuardedBy("this")
  private Thread acceptor;

  /** Which way bytes go. */
  public enum Direction {
    /** From the client to the server. */
    TO_SERVER,
    /** From the server to the client. */
    TO_CLIENT
  }

  /** Opens one before a server, which need not run yet. */
  public TcpProxy(String host, int port) {
    server = new InetSocketAddress(host, port);
    listening = Ports.listen(this.port);
    acceptor = acceptFrom(listening);
  }

  /** Opens one before the port without TLS of a Redis server. */
  public static TcpProxy before(RedisServer redis) {
    return new TcpProxy(redis.host(), redis.port());
  }

  /** Returns the port to connect to, on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Returns {@code host:port} to connect to. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Holds what goes in either direction; connections stay open, new ones are taken. */
  public void pause() {
    pause(Direction.TO_SERVER);
    pause(Direction.TO_CLIENT);
  }

  /** Holds what goes in one direction. */
  public void pause(Direction direction) {
    rules.pause(direction);
  }

  /** Lets go what was held, and what comes. */
  public void resume() {
    rules.resume();
  }

  /**
   * Lets the connections that exist go silent for good: nothing of what either side sends arrives,
   * nor that it closed its end. New connections work.
   */
  public void blackhole() {
    connections.forEach(ProxiedConnection::silence);
  }

  /** Ends the connections that exist with a reset to both sides. New ones work. */
  public void cut() {
    connections.forEach(ProxiedConnection::reset);
  }

  /** Passes new connections on to another server. Does nothing for those that exist. */
  public void passTo(RedisServer redis) {
    server = new InetSocketAddress(redis.host(), redis.port());
  }

  /** Refuses new connections. Does nothing for those that exist. */
  public synchronized void refuse() {
    close(listening);
    try {
      acceptor.join(); // Until it is gone, the system may still take connections for it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes new connections again. */
  public synchronized void accept() {
    if (listening.isClosed()) {
      listening = Ports.listen(port);
      acceptor = acceptFrom(listening);
    }
  }

  /** Lets everything arrive later by so much, more or less by up to {@code jitter}, in order. */
  public void delay(Duration delay, Duration jitter) {
    rules.delay(delay, jitter);
  }

  /** Lets no more through per connection and direction. */
  public void throttle(int bytesPerSecond) {
    rules.throttle(bytesPerSecond);
  }

  /** Passes everything on in pieces of at most so many bytes, each in a packet of its own. */
  public void slice(int bytes) {
    rules.slice(bytes);
  }

  /** Ends each connection after so many bytes in one direction, wherever that is in a message. */
  public void closeAfter(long bytes) {
    rules.closeAfter(bytes);
  }

  /** Tells a side only so much later that the other one has closed. */
  public void closeSlowly(Duration delay) {
    rules.closeSlowly(delay);
  }

  /** Ends all settings; what is silent stays silent. */
  public void heal() {
    rules.reset();
    accept();
  }

  /** Returns how many connections were taken so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Returns how many connections are open, silent ones included. */
  public int open() {
    return connections.size();
  }

  /** Returns how many bytes were passed on in a direction. */
  public long bytes(Direction direction) {
    return rules.bytes(direction);
  }

  @Override
  public void close() {
    refuse();
    rules.reset();
    connections.forEach(ProxiedConnection::reset);
  }

  private Thread acceptFrom(ServerSocket socket) {
    Thread thread = new Thread(() -> acceptAll(socket), "proxy-" + port);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void acceptAll(ServerSocket socket) {
    try {
      while (true) {
        Socket client = socket.accept();
        accepted.incrementAndGet();
        ProxiedConnection connection = new ProxiedConnection(client, server, rules);
        connections.add(connection);
        connection.start(() -> connections.remove(connection));
      }
    } catch (IOException e) {
      close(socket); // Refused from now on, which is the usual reason.
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
