package dev.nave.backplane.redis.testkit;

import dev.nave.backplane.redis.testkit.TcpProxy.Direction;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One direction of a proxied connection. One thread reads, so that a delay holds up nothing behind
 * it; another one writes. Between them wait at most {@value #MAX_PIECES} pieces: a reader that is
 * paused for longer makes the sender feel it.
 */
final class ProxyLane {
  private static final int MAX_PIECES = 64;
  private static final int READ_BYTES = 16 * 1024;

  private final BlockingQueue<Piece> waiting = new ArrayBlockingQueue<>(MAX_PIECES);
  private final ProxiedConnection connection;
  private final Socket from;
  private final Socket to;
  private final Direction direction;
  private final ProxyRules rules;
  private final Runnable onEnd;
  private long passed;

  /** Some bytes, and when they should arrive; none for the end. */
  private static final class Piece {
    private final byte[] bytes;
    private final long dueNanos;

    Piece(byte[] bytes, long dueNanos) {
      this.bytes = bytes;
      this.dueNanos = dueNanos;
    }
  }

  ProxyLane(
      ProxiedConnection connection,
      Socket from,
      Socket to,
      Direction direction,
      ProxyRules rules,
      Runnable onEnd) {
    this.connection = connection;
    this.from = from;
    this.to = to;
    this.direction = direction;
    this.rules = rules;
    this.onEnd = onEnd;
  }

  void start() {
    ProxiedConnection.run("read", this::readAll);
    ProxiedConnection.run("write", this::writeAll);
  }

  private void readAll() {
    byte[] buffer = new byte[READ_BYTES];
    long lastDue = Long.MIN_VALUE;
    try {
      try {
        for (int n = from.getInputStream().read(buffer);
            n >= 0;
            n = from.getInputStream().read(buffer)) {
          long due = rules.dueNanos();
          lastDue = lastDue == Long.MIN_VALUE || due - lastDue > 0 ? due : lastDue;
          waiting.put(new Piece(Arrays.copyOf(buffer, n), lastDue));
        }
      } catch (IOException e) {
        abort(); // A reset on one side is one on the other.
      }
      waiting.put(new Piece(new byte[0], System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void abort() {
    if (!connection.isSilent()) {
      connection.reset();
    }
  }

  private void writeAll() {
    try {
      for (Piece next = waiting.take(); next.bytes.length > 0; next = waiting.take()) {
        TimeUnit.NANOSECONDS.sleep(next.dueNanos - System.nanoTime());
        pass(next.bytes);
      }
      TimeUnit.MILLISECONDS.sleep(rules.closeDelayMillis());
      rules.pass(direction, 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  private void pass(byte[] bytes) throws InterruptedException {
    for (int done = 0; done < bytes.length; ) {
      int length = Math.min(bytes.length - done, rules.pieceBytes());
      boolean isLast = passed + length >= rules.limitBytes();
      if (isLast) {
        length = (int) Math.max(0, rules.limitBytes() - passed);
      }
      rules.pass(direction, length);
      write(bytes, done, length);
      rules.spend(length);
      done += length;
      passed += length;
      if (isLast) {
        connection.close();
        return;
      }
    }
  }

  private void write(byte[] bytes, int offset, int length) {
    if (connection.isSilent() || to.isClosed()) {
      return;
    }
    try {
      OutputStream out = to.getOutputStream();
      out.write(bytes, offset, length);
      out.flush();
    } catch (IOException e) {
      abort();
    }
  }

  private void end() {
    if (connection.isSilent()) {
      return; // The other side never hears of it.
    }
    try {
      if (!to.isClosed()) {
        to.shutdownOutput();
      }
    } catch (IOException e) {
      connection.reset();
    }
    if (connection.laneEnded()) {
      onEnd.run();
    }
  }
}
