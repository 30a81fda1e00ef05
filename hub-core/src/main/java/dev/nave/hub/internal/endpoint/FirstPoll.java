package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.endpoint.polling.Inlet;
import dev.nave.hub.internal.endpoint.polling.Poll;
import dev.nave.hub.internal.endpoint.polling.PollingLink;
import dev.nave.hub.transport.HttpExchange;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poll that opens a connection: it makes the link, on its own loop, where the connection stays.
 * Told on that loop.
 */
final class FirstPoll implements HttpExchange {
  private static final Logger log = LoggerFactory.getLogger(FirstPoll.class);

  private final NegotiatedConnection connection;
  private final Links.Waiting waiting;
  private final Map<String, String> headers;
  private final HubOptions options;
  private final Runnable onGone;
  private @Nullable Poll poll;

  /**
   * Begins with a connection that waits for its link.
   *
   * @param headers what its answer has besides its own
   * @param onGone called once, when the connection cannot be found any more
   */
  FirstPoll(
      NegotiatedConnection connection,
      Links.Waiting waiting,
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
    PollingLink link = new PollingLink(client.loop(), options, onGone);
    Poll first = new Poll(link, headers);
    poll = first;
    try {
      Inlet inlet = link.start(waiting.attach(link));
      connection.fallback(new Fallback(waiting.request().userId(), inlet, link));
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
