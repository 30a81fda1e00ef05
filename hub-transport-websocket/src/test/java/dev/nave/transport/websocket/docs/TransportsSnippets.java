package dev.nave.transport.websocket.docs;

import dev.nave.hub.Hub;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.TransportType;
import java.time.Duration;
import java.util.Set;

/** The snippets of docs/transports.md. */
final class TransportsSnippets {
  /** The hub of the snippets. */
  public static final class ChatHub extends Hub {
    /** Returns what it was given. */
    public String echo(String text) {
      return text;
    }
  }

  void map(HubServerBuilder builder) {
    builder.hub("/chat", ChatHub.class, ChatHub::new, hub -> hub.options(this::transports));
  }

  private void transports(HubOptions.Builder options) {
    options
        .transports(Set.of(TransportType.WEB_SOCKETS, TransportType.LONG_POLLING))
        .longPollTimeout(Duration.ofSeconds(50));
  }
}
