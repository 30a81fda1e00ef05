package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.endpoint.ConnectionPlaces.Place;
import dev.nave.hub.internal.endpoint.polling.LongPollingConnection;
import dev.nave.hub.internal.endpoint.polling.PollExchange;
import dev.nave.hub.internal.endpoint.polling.PostedMessages;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.transport.HttpExchange;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The poll that opens a connection: it makes the link, on its own loop, where that stays. */
final class FirstPoll implements HttpExchange {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.TRANSPORT);

  private final HubOptions options;
  private final NegotiatedConnections tokens;
  private final NegotiatedConnection connection;
  private final Place place;
  private final OpeningConnection opening;
  private final Map<String, String> headers;
  private @Nullable PollExchange poll;

  FirstPoll(
      HubOptions options,
      NegotiatedConnections tokens,
      NegotiatedConnection connection,
      Place place,
      OpeningConnection opening,
      Map<String, String> headers) {
    this.options = options;
    this.tokens = tokens;
    this.connection = connection;
    this.place = place;
    this.opening = opening;
    this.headers = headers;
  }

  @Override
  public void begin(Client client) {
    LongPollingConnection link = new LongPollingConnection(client.loop(), options, this::gone);
    PollExchange first = new PollExchange(link, headers);
    poll = first;
    try {
      PostedMessages inlet = link.start(opening.attach(link));
      connection.fallback(new HttpSession(opening.request().userId(), inlet, link));
    } catch (RuntimeException | Error e) {
      log.error("a poll cannot be attached to connection {}", connection.id(), e);
      link.abort();
    }
    first.beginWith(client);
  }

  /** No poll finds the connection any more. */
  private void gone() {
    tokens.end(connection);
    place.leave();
    tokens.leavePolling(connection.address(), opening.request().userId());
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
      opening.abandon();
      gone();
    } else {
      poll.abandon();
    }
  }
}
