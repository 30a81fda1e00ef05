package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.endpoint.polling.LongPollingConnection;
import dev.nave.hub.internal.endpoint.polling.PollExchange;
import dev.nave.hub.internal.endpoint.polling.PostedMessages;
import dev.nave.hub.transport.HttpExchange;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poll that opens a connection: it makes the link, on its own loop, where the connection stays.
 * Told on that loop.
 */
final class FirstPollExchange implements HttpExchange {
  private static final Logger log = LoggerFactory.getLogger(FirstPollExchange.class);

  private final NegotiatedConnection connection;
  private final ConnectRequests.Waiting waiting;
  private final Map<String, String> headers;
  private final HubOptions options;
  private final Runnable onGone;
  private @Nullable PollExchange poll;

  /**
   * Begins with a connection that waits for its link.
   *
   * @param headers what its answer has besides its own
   * @param onGone called once, when the connection cannot be found any more
   */
  FirstPollExchange(
      NegotiatedConnection connection,
      ConnectRequests.Waiting waiting,
      Map<String, String> headers,
      HubOptions options,
      Runnable onGone) {
    this.headers = headers;
    this.connection = connection;
    this.waiting = waiting;
    this.options = options;
    this.onGone = onGone;
  }

  @Override
  public void begin(Client client) {
    LongPollingConnection link = new LongPollingConnection(client.loop(), options, onGone);
    PollExchange first = new PollExchange(link, headers);
    poll = first;
    try {
      PostedMessages inlet = link.start(waiting.attach(link));
      connection.fallback(new HttpSession(waiting.request().userId(), inlet, link));
    } catch (RuntimeException | Error e) {
      log.error("a poll cannot be attached to connection {}", connection.id(), e);
      link.abort();
    }
    first.beginWith(client);
  }

  @Override
  public void received(byte[] bytes, boolean last) {
    // A poll has no body that matters.
  }

  @Override
  public void answered() {
    if (poll != null) {
      poll.answered();
    }
  }

  @Override
  public void abandon() {
    if (poll == null) {
      waiting.abandon();
      onGone.run();
    } else {
      poll.abandon();
    }
  }
}
