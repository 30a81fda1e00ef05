package dev.nave.benchmarks.attack;

import dev.nave.benchmarks.load.CallFrame;
import dev.nave.benchmarks.load.HubSocket;
import dev.nave.benchmarks.load.LatencyHistogram;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * An honest client: calls {@code Echo} once a second, and hears broadcasts. Each text begins with
 * the time when it was sent. Loop only.
 */
final class HonestConnection extends HubSocket {
  private static final int BEHIND_ECHO = CallFrame.TEXT_LENGTH + "\"}".length();
  private static final int BEHIND_BROADCAST = CallFrame.TEXT_LENGTH + "\"]}".length();
  private static final byte INVOCATION = '1';
  private static final int MILLIS_BETWEEN_CALLS = 1_000;

  private final HonestClients clients;
  private final CallFrame echo = CallFrame.echo();
  private final CallFrame broadcast = CallFrame.broadcast();
  private final boolean broadcasts;
  private final int phaseMillis;
  private LatencyHistogram latencies = new LatencyHistogram();
  private long received;
  private boolean open;
  private boolean cut;

  /**
   * Creates one that has not connected yet.
   *
   * @param number which one it is: the calls of all are spread over the second
   * @param broadcasts whether it sends a broadcast once a second, too
   */
  HonestConnection(HonestClients clients, URI url, int number, boolean broadcasts) {
    super(url);
    this.clients = clients;
    this.broadcasts = broadcasts;
    phaseMillis = number % MILLIS_BETWEEN_CALLS;
  }

  @Override
  protected void opened() {
    open = true;
    var calls =
        context()
            .executor()
            .scheduleAtFixedRate(
                this::call, phaseMillis, MILLIS_BETWEEN_CALLS, TimeUnit.MILLISECONDS);
    var unused = context().channel().closeFuture().addListener(closed -> calls.cancel(false));
    clients.opened();
  }

  private void call() {
    ByteBuf out = Unpooled.buffer();
    echo.writeTo(out, System.nanoTime());
    if (broadcasts) {
      broadcast.writeTo(out, System.nanoTime());
    }
    send(out);
  }

  @Override
  protected boolean hearsEarlyMessages() {
    return true;
  }

  @Override
  protected void message(byte type, ByteBuf in, int from, int to) {
    int behind = type == INVOCATION ? BEHIND_BROADCAST : BEHIND_ECHO;
    if (to - from >= behind) {
      received++;
      latencies.record(now() - CallFrame.numberAt(in, to - behind));
    }
  }

  @Override
  protected void broken(String why) {
    if (!cut) {
      cut = true;
      clients.cut(why, open);
    }
  }

  /** Adds what it heard since the last time to {@code sum}, and returns how many messages. */
  long take(LatencyHistogram sum) {
    sum.add(latencies);
    latencies = new LatencyHistogram();
    long messages = received;
    received = 0;
    return messages;
  }
}
