package dev.nave.hub.internal.endpoint.polling;

import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.HttpExchange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One poll: a GET that is answered when there is something to say. Told on the loop of its request,
 * asked on the loop of its connection.
 *
 * <p>Source: the answers were recorded from the reference server.
 */
public final class PollExchange implements HttpExchange {
  private static final Map<String, String> NOT_CACHED =
      Map.of(
          "Cache-Control",
          "no-cache, no-store",
          "Pragma",
          "no-cache",
          "Expires",
          "Thu, 01 Jan 1970 00:00:00 GMT");
  private static final Respond OVER = text(204, "");
  private static final Respond UNKNOWN = text(404, "No Connection with that ID");
  private static final Respond NOTHING =
      new Respond(200, withType("application/octet-stream"), new byte[0]);

  private final LongPollingConnection link;
  private final Map<String, String> headers;

  // Owned by the connection's loop.
  private @Nullable Client client;
  private int carriedBytes;

  /**
   * Begins a poll.
   *
   * @param headers what its answer has besides its own
   */
  public PollExchange(LongPollingConnection link, Map<String, String> headers) {
    this.link = link;
    this.headers = headers;
  }

  private static Map<String, String> withType(String contentType) {
    return Respond.of(200, Map.of("Content-Type", contentType), "").with(NOT_CACHED).headers();
  }

  private static Respond text(int status, String text) {
    return Respond.of(status, Map.of("Content-Type", "text/plain"), text).with(NOT_CACHED);
  }

  @Override
  public void begin(Client from) {
    onLoop(
        () -> {
          client = from;
          link.join(this);
        });
  }

  /** Begins as the poll that opens its connection. On the connection's loop, which is its own. */
  public void beginWith(Client from) {
    client = from;
    link.open(this);
  }

  @Override
  public void received(byte[] bytes, boolean last) {
    // A poll has no body that matters.
  }

  @Override
  public void answered() {
    onLoop(() -> link.answered(this));
  }

  @Override
  public void abandon() {
    onLoop(() -> link.leave(this));
  }

  /** Answers that there are no messages so far. */
  void answerNothing() {
    answer(NOTHING);
  }

  /** Answers with messages. */
  void answerWith(byte[] messages) {
    carriedBytes = messages.length;
    answer(new Respond(200, NOTHING.headers(), messages));
  }

  /** Answers that this poll, or the whole connection, is over. */
  void answerOver() {
    answer(OVER);
  }

  /** Answers that there is no such connection. */
  void answerUnknown() {
    answer(UNKNOWN);
  }

  void abort() {
    if (client != null) {
      client.abort();
    }
  }

  /** Returns how many bytes were answered. */
  int carriedBytes() {
    return carriedBytes;
  }

  private void answer(Respond response) {
    if (client != null) {
      client.answer(response.with(headers));
    }
  }

  private void onLoop(Runnable task) {
    PostedMessages.onLoop(link.loop(), task);
  }
}
