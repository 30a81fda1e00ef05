package dev.nave.hub.docs;

import dev.nave.hub.Hub;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import java.time.Duration;

/** The Java of docs/stateful-reconnect.md. */
final class StatefulReconnectSnippets {
  private StatefulReconnectSnippets() {}

  /** Any hub. */
  public static final class ChatHub extends Hub {}

  static HubServerBuilder allowed() {
    HubServerBuilder server =
        HubServer.builder()
            .hub(
                "/chat",
                ChatHub.class,
                ChatHub::new,
                hub -> hub.options(options -> options.statefulReconnect(true)));
    return server;
  }

  static HubOptions bounds() {
    HubOptions options =
        HubOptions.builder()
            .statefulReconnect(true)
            .disconnectTimeout(Duration.ofSeconds(30))
            .statefulReconnectBufferBytes(1_000_000)
            .maxDisconnectedConnections(5_000)
            .build();
    return options;
  }
}
