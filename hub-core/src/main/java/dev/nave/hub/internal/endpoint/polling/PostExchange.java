package dev.nave.hub.internal.endpoint.polling;

import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.HttpExchange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A POST with messages of a client. Told on the loop of its request, asked on the loop of its
 * connection; only what one hands to the other is shared.
 */
public final class PostExchange implements HttpExchange {
  private final PostedMessages inlet;
  private final Map<String, String> headers;

  // Owned by the connection's loop.
  private @Nullable Client client;
  private boolean begun;
  private boolean whole;

  /**
   * Begins a POST.
   *
   * @param headers what its answer has besides its own
   */
  public PostExchange(PostedMessages inlet, Map<String, String> headers) {
    this.inlet = inlet;
    this.headers = headers;
  }

  @Override
  public void begin(Client from) {
    onLoop(
        () -> {
          client = from;
          inlet.join(this);
        });
  }

  @Override
  public void received(byte[] bytes, boolean last) {
    onLoop(
        () -> {
          whole = last;
          inlet.take(this, bytes);
        });
  }

  @Override
  public void answered() {
    // Nothing waits for it.
  }

  @Override
  public void abandon() {
    onLoop(() -> inlet.leave(this));
  }

  /** A piece of the body goes to the connection. */
  void begun() {
    begun = true;
  }

  /** Whether the connection has received any of the body. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether all of the body has been received. */
  boolean isWhole() {
    return whole;
  }

  void read() {
    if (client != null) {
      client.read();
    }
  }

  void answer(Respond response) {
    if (client != null) {
      client.answer(response.with(headers));
    }
  }

  private void onLoop(Runnable task) {
    PostedMessages.onLoop(inlet.loop(), task);
  }
}
