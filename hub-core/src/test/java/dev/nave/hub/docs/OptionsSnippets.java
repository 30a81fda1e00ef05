package dev.nave.hub.docs;

import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.docs.ClientsSnippets.BoardHub;
import dev.nave.hub.docs.GroupsSnippets.RoomHub;
import dev.nave.hub.transport.ServerTransport;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.PropertyNamingStrategies;

/** The Java of {@code docs/options.md}. */
final class OptionsSnippets {
  private OptionsSnippets() {}

  static HubServerBuilder configured(ServerTransport web) {
    return HubServer.builder()
        .transport(web)
        .serverOptions(server -> server.stopGrace(Duration.ofSeconds(20)))
        .options(all -> all.keepAliveInterval(Duration.ofSeconds(10)).maxMessageBytes(64 * 1024))
        .hub("/rooms", RoomHub.class, RoomHub::new)
        .hub(
            "/board",
            BoardHub.class,
            BoardHub::new,
            hub ->
                hub.options(
                    board ->
                        board
                            .protocols(Set.of("json"))
                            .slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST)));
  }

  static void fromText(HubServerBuilder server, Map<String, String> properties) {
    server.options(all -> all.set("keep-alive-interval", "10s"));
    server.options(all -> all.setAll(properties, "nave.hub.")); // nave.hub.max-message-bytes=64KiB
    server.serverOptions(options -> options.setAll(properties, "nave.server."));
  }

  /** Of {@code docs/values.md}. */
  static void namesInSnakeCase(HubServerBuilder server) {
    server.jsonMapper(mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
  }
}
