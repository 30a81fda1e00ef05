package dev.nave.conformance.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.redis.ReconnectPolicy;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.testkit.TcpProxy;
import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubPresence;
import dev.nave.hub.PresenceListener;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A server with presence and clients in this process, which reaches a real Redis by a proxy of its
 * own. It renews its lease often, so that a test need not wait for long. For one thread.
 */
final class PresenceServer {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TcpProxy proxy;
  private final RedisBackplane backplane;
  private final Directory directory;
  private final HubTester tester;

  /** Those that have connected and were not ended, by connection id. */
  private final Map<String, Client> clients = new TreeMap<>();

  private volatile boolean dead;
  private boolean cutOff;

  /** What all clients connect to. */
  static final class RoomHub extends Hub {}

  /**
   * A client, and what it has joined by itself.
   *
   * @param groups what it is in, and with what value
   */
  record Client(TestClient link, @Nullable String userId, Map<String, String> groups) {
    String id() {
      return link.connectionId();
    }
  }

  /**
   * Starts one; a server that was killed hears no events, as its process would not.
   *
   * @param proxy its way to Redis
   */
  PresenceServer(TcpProxy proxy, String channelPrefix, PresenceListener listener) {
    this.proxy = proxy;
    backplane =
        RedisBackplane.create(
            proxy.address(),
            options ->
                options
                    .channelPrefix(channelPrefix)
                    .probeInterval(Duration.ofMillis(500))
                    .reconnectPolicy(ReconnectPolicy.linear(Duration.ofMillis(200)))
                    .connectTimeout(Duration.ofSeconds(1))
                    .subscribeRetryInterval(Duration.ofMillis(500))
                    .directoryLease(Duration.ofSeconds(1))
                    .directoryRenewInterval(Duration.ofMillis(100)));
    directory = backplane.capability(Directory.class).orElseThrow();
    tester =
        HubTester.of(
            "/rooms",
            server ->
                server
                    .backplane(backplane)
                    .serverOptions(options -> options.kickTimeout(PATIENCE))
                    .hub(
                        "/rooms",
                        RoomHub.class,
                        RoomHub::new,
                        hub ->
                            hub.options(
                                    options ->
                                        options
                                            .usersInGroups(true)
                                            .userGroupsWait(Duration.ofMillis(200)))
                                .presence(
                                    presence ->
                                        presence
                                            .allGroups()
                                            .listener(
                                                (event, context) -> {
                                                  if (!dead) {
                                                    listener.changed(event, context);
                                                  }
                                                }))));
  }

  String nodeId() {
    return tester.server().nodeId();
  }

  HubContext<RoomHub> hub() {
    return tester.server().hubContext(RoomHub.class);
  }

  HubPresence presence() {
    return hub().presence();
  }

  Directory directory() {
    return directory;
  }

  Map<String, Client> clients() {
    return clients;
  }

  boolean isCutOff() {
    return cutOff;
  }

  Client connect(@Nullable String userId) {
    TestClient link = userId == null ? tester.connect() : tester.connect(userId);
    Client client = new Client(link, userId, new TreeMap<>());
    clients.put(client.id(), client);
    return client;
  }

  /** Returns when the connection has ended; the directory follows. */
  void disconnect(Client client) {
    client.link().close();
    hasEnded(client);
  }

  /** Waits until a connection has ended that another side ends. */
  void hasEnded(Client client) {
    clients.remove(client.id());
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                tester.server().connections().stream()
                    .noneMatch(each -> each.connectionId().equals(client.id())));
  }

  /** Waits for nothing. */
  void join(Client client, String group, String value) {
    hub().groups().addWithValue(client.id(), group, value);
    client.groups().put(group, value);
  }

  /** Waits for nothing. */
  void leave(Client client, String group) {
    hub().groups().remove(client.id(), group);
    client.groups().remove(group);
  }

  /** Holds what goes between this server and Redis, which sees it go. */
  void cutOff() {
    cutOff = true;
    proxy.pause();
    proxy.cut();
  }

  void reconnect() {
    cutOff = false;
    proxy.resume();
  }

  /** Ends it without a word. What is left of it takes a while and is done by the caller. */
  Runnable kill() {
    proxy.refuse();
    proxy.cut();
    dead = true; // Not before: what is not told here must not be confirmed either.
    backplane.close();
    return () -> {
      tester.close();
      proxy.close();
    };
  }

  /** Whether a list failed because its server was killed. */
  static boolean hasEnded(CompletionException failure) {
    return failure.getCause() instanceof BackplaneUnavailableException refused
        && refused.reason() == RefusalReason.CLOSED;
  }

  /** Whether it reaches Redis with all that it needs for that, as far as it knows. */
  boolean isUp() {
    BackplaneHealth health = tester.server().health().backplane();
    return !cutOff
        && health.state() == BackplaneHealth.State.UP
        && health.confirmedSubscriptions() == health.desiredSubscriptions()
        && directory.health().state() == DirectoryHealth.State.UP;
  }

  void awaitUp() {
    await("server that is up").atMost(PATIENCE).until(this::isUp);
  }

  /** What this server has to tell of lost data, and to write again, it has told and written. */
  void settle() {
    DirectoryKey key = new DirectoryKey("test", "settle");
    assertThat(directory.put(key, nodeId(), "", false).toCompletableFuture())
        .succeedsWithin(PATIENCE);
    assertThat(directory.remove(key, nodeId(), "").toCompletableFuture()).succeedsWithin(PATIENCE);
    await("raised events").atMost(PATIENCE).until(() -> directory.health().raising() == 0);
  }
}
