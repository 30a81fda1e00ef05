package dev.nave.benchmarks.servers;

import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubSettings;
import dev.nave.hub.PresenceSettings;
import dev.nave.transport.websocket.IoBackend;
import dev.nave.transport.websocket.TlsSettings;
import dev.nave.transport.websocket.WebSocketTransport;
import dev.nave.transport.websocket.WebSocketTransportBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A server with {@link BenchHub} at {@code /bench}, with the options that every server begins with;
 * also at {@code /test}, at {@code /stateful} with stateful reconnect, and at {@code /large} with
 * larger messages.
 */
public final class HubUnderTest implements AutoCloseable {
  private static final int LARGE_MESSAGE_BYTES = 131_072;

  private final HubServer server;
  private final WebSocketTransport transport;

  /** What a server does only if it is told to. */
  public enum Extra {
    /** Clients that ask for it get {@code permessage-deflate}. */
    COMPRESSION,
    /** Clients speak TLS; the certificate is a new one. */
    TLS,
    /** Connections, users and the members of all groups are listed. */
    PRESENCE
  }

  private HubUnderTest(HubServer server, WebSocketTransport transport) {
    this.server = server;
    this.transport = transport;
  }

  /**
   * Listens on the loopback interface.
   *
   * @param port the port; 0 for a free one
   * @param loops the number of event loops
   * @param io the name of an {@link IoBackend}, in any case
   * @param redis the connection string of a Redis that links it to others like it
   * @param options those of the hub that are not as usual, by their names
   * @param extras what it does besides
   */
  public static HubUnderTest start(
      int port,
      int loops,
      String io,
      Optional<String> redis,
      Map<String, String> options,
      Set<Extra> extras) {
    WebSocketTransport transport = transport(port, loops, io, extras);
    HubServerBuilder builder =
        HubServer.builder().options(hub -> options.forEach(hub::set)).transport(transport);
    hub(builder, "/bench", extras, hub -> {});
    hub(builder, "/test", extras, hub -> {});
    hub(builder, "/stateful", extras, hub -> hub.options(it -> it.statefulReconnect(true)));
    hub(
        builder,
        "/large",
        extras,
        hub -> hub.options(it -> it.maxMessageBytes(LARGE_MESSAGE_BYTES)));
    redis.ifPresent(connection -> builder.backplane(RedisBackplane.create(connection)));
    HubServer server = builder.build();
    server.start();
    return new HubUnderTest(server, transport);
  }

  private static WebSocketTransport transport(int port, int loops, String io, Set<Extra> extras) {
    WebSocketTransportBuilder builder =
        WebSocketTransport.builder()
            .host("127.0.0.1")
            .port(port)
            .loops(loops)
            .compression(extras.contains(Extra.COMPRESSION))
            .io(IoBackend.valueOf(io.toUpperCase(Locale.ROOT)));
    if (extras.contains(Extra.TLS)) {
      builder.tls(TlsSettings.keyStore(ServerTls.newKeyStore(), ServerTls.password()));
    }
    return builder.build();
  }

  private static void hub(
      HubServerBuilder server, String path, Set<Extra> extras, Consumer<HubSettings> settings) {
    server.hub(
        path,
        BenchHub.class,
        BenchHub::new,
        hub -> {
          hub.name(path.substring(1));
          settings.accept(hub);
          if (extras.contains(Extra.PRESENCE)) {
            hub.presence(PresenceSettings::allGroups);
          }
        });
  }

  /** Returns the port that is listened on. */
  public int port() {
    return transport.port();
  }

  /** Returns the number of clients that are connected. */
  public int connections() {
    return server.connections().size();
  }

  /** Stops the server. */
  @Override
  public void close() {
    server.close();
  }
}
