package dev.nave.conformance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection of its own that counts the server's pings: a clock for tests about pings. */
final class PingCounter implements WebSocket.Listener, AutoCloseable {
  private static final String HANDSHAKE = "{\"protocol\":\"json\",\"version\":1}\u001e";
  private static final String PING = "{\"type\":6}\u001e";
  private static final long LONGEST_WAIT_SECONDS = 30;

  private final Semaphore pings = new Semaphore(0);
  private final WebSocket socket;

  PingCounter(String url) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(url.replaceFirst("^http", "ws")), this)
            .join();
    socket.sendText(HANDSHAKE, true).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    if (text.toString().equals(PING)) {
      pings.release();
    }
    from.request(1);
    return null;
  }

  /** Returns when so many pings have come that were not waited for yet. */
  void await(int count) throws InterruptedException {
    if (!pings.tryAcquire(count, LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(
          "there were no " + count + " pings within " + LONGEST_WAIT_SECONDS + " s");
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
