package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.ForwardingBackplane;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.transport.HttpEndpoint;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages of the application fail with what their Javadoc names, and with no wrapper around it. */
class FailedStagesTest {
  /** How a publication fails. */
  enum Outage {
    REFUSED_AT_ONCE,
    REFUSED_LATER,
    UNKNOWN_AT_ONCE,
    UNKNOWN_LATER,
    WRAPPED_LATER;

    Throwable failure() {
      return switch (this) {
        case REFUSED_AT_ONCE, REFUSED_LATER ->
            new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "a test says so");
        default -> new BackplaneTimeoutException("a test says so", new IOException());
      };
    }
  }

  private final ExecutorService medium =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "medium"));
  private final FailingBackplane backplane = new FailingBackplane();

  /** A node over a network whose medium answers on a thread of its own. */
  private final class FailingBackplane extends ForwardingBackplane {
    private volatile @Nullable Outage outage;

    FailingBackplane() {
      super(new InMemoryCluster().newNode());
    }

    @Override
    public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
      Outage current = outage;
      if (current == null) {
        return working.publish(topic, Envelope.of(envelope.bytes()));
      }
      return failed(current);
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
      return type == Directory.class
          ? working.capability(Directory.class).map(real -> type.cast(directory(real)))
          : Optional.empty();
    }

    private Directory directory(Directory real) {
      return (Directory)
          Proxy.newProxyInstance(
              Directory.class.getClassLoader(),
              new Class<?>[] {Directory.class},
              (proxy, method, arguments) -> {
                Outage current = outage;
                return current != null && method.getReturnType() == CompletionStage.class
                    ? failed(current)
                    : method.invoke(real, arguments);
              });
    }

    private <T> CompletionStage<T> failed(Outage current) {
      if (current.name().endsWith("AT_ONCE")) {
        return CompletableFuture.failedStage(current.failure());
      }
      CompletableFuture<T> stage = new CompletableFuture<>();
      CompletionStage<T> given =
          current == Outage.WRAPPED_LATER ? stage.thenApply(value -> value) : stage;
      medium.execute(() -> stage.completeExceptionally(current.failure()));
      return given;
    }
  }

  public static final class QuietHub extends Hub {}

  /** Cannot be encoded. */
  public static final class Bad {
    @SuppressWarnings("DoNotCallSuggester") // Called by the codec.
    public String getText() {
      throw new IllegalStateException("in a getter");
    }
  }

  @AfterEach
  void end() {
    medium.shutdownNow();
  }

  private HubTester tester() {
    return HubTester.of("/hub", server -> server.backplane(backplane).hub("/hub", QuietHub.class));
  }

  /** What a stage failed with, as a function that depends on it is told, and on which thread. */
  private record Failure(@Nullable Throwable thrown, String thread) {}

  private static Failure failure(CompletableFuture<?> stage) throws Exception {
    return stage
        .handle((value, thrown) -> new Failure(thrown, Thread.currentThread().getName()))
        .get(30, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void ofSendsAndGroupChangesAndQuestions(Outage outage) throws Exception {
    try (HubTester tester = tester()) {
      HubContext<QuietHub> context = tester.server().hubContext(QuietHub.class);
      backplane.outage = outage;
      HubClients clients = context.clients();

      for (CompletableFuture<?> stage :
          List.of(
              clients.all().send("m"),
              clients.groups(List.of("g", "h")).send("m"),
              clients.client("elsewhere").send("m"),
              context.groups().add("elsewhere", "g"),
              context.groups().remove("elsewhere", "g"),
              clients.client("elsewhere").invoke(String.class, "m"))) {
        Failure failure = failure(stage);
        assertThat(failure.thrown()).isExactlyInstanceOf(outage.failure().getClass());
        assertThat(failure.thread()).isNotEqualTo("medium");
      }
      backplane.outage = null;
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofWhatConcernsTheWholeFarm(Outage outage) throws Exception {
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server ->
                server
                    .backplane(backplane)
                    .hub(
                        "/hub",
                        QuietHub.class,
                        QuietHub::new,
                        hub ->
                            hub.presence(PresenceSettings::allGroups)
                                .options(options -> options.usersInGroups(true))))) {
      HubContext<QuietHub> context = tester.server().hubContext(QuietHub.class);
      backplane.outage = outage;
      HubPresence presence = context.presence();
      CloseMessage close = new CloseMessage("a test says so", false);

      for (CompletableFuture<?> stage :
          List.of(
              context.connections().close("elsewhere", close),
              context.connections().closeUser("ann", close),
              context.connections().closeGroup("g", close),
              context.groups().addWithValue("elsewhere", "g", "v"),
              context.groups().addUser("ann", "g"),
              context.groups().removeUser("ann", "g"),
              presence.members("g"),
              presence.members("g", null, 10),
              presence.countMembers("g"),
              presence.countUsers("g"),
              presence.connectionsOf("ann"),
              presence.isOnline("ann"),
              presence.users(null, 10),
              presence.groups(null, 10),
              presence.servers(null, 10),
              presence.counts())) {
        Failure failure = failure(stage);
        assertThat(failure.thrown()).isExactlyInstanceOf(outage.failure().getClass());
        assertThat(failure.thread()).isNotEqualTo("medium");
      }
      backplane.outage = null;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofSendsWithLocalDelivery(boolean immediate) throws Exception {
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server ->
                server
                    .backplane(backplane)
                    .serverOptions(
                        options ->
                            options
                                .localDelivery(
                                    immediate
                                        ? LocalDelivery.IMMEDIATE
                                        : LocalDelivery.VIA_BACKPLANE)
                                .whenUnavailable(WhenUnavailable.LOCAL_ONLY))
                    .hub("/hub", QuietHub.class))) {
      TestClient ann = tester.connect();
      backplane.outage = Outage.REFUSED_LATER;

      Failure failure =
          failure(tester.server().hubContext(QuietHub.class).clients().all().send("m"));

      assertThat(failure.thrown()).isExactlyInstanceOf(BackplaneUnavailableException.class);
      assertThat(failure.thread()).isNotEqualTo("medium");
      ann.expect("m");
      backplane.outage = null;
    }
  }

  @Test
  void ofMessagesThatCannotBeSent() throws Exception {
    try (HubTester tester = tester()) {
      HubContext<QuietHub> context = tester.server().hubContext(QuietHub.class);
      TestClient ann = tester.connect();
      assertThat(failure(context.clients().all().send("m", new Bad())).thrown())
          .isExactlyInstanceOf(EncodingException.class);
      assertThat(failure(context.clients().all().send("half \ud800")).thrown())
          .isExactlyInstanceOf(IllegalArgumentException.class);
      assertThat(failure(context.groups().add(ann.connectionId(), "x".repeat(2000))).thrown())
          .isExactlyInstanceOf(HubException.class);
    }
  }

  @Test
  void ofGroupChangesAndQuestionsThatNoServerAcknowledges() throws Exception {
    InMemoryCluster cluster = new InMemoryCluster();
    try (Backplane silent = cluster.newNode();
        HubTester tester =
            HubTester.of(
                "/hub",
                server ->
                    server
                        .backplane(cluster.newNode())
                        .serverOptions(options -> options.groupAckTimeout(Duration.ofMillis(1)))
                        .hub("/hub", QuietHub.class))) {
      // As if it had the connection.
      silent.start(new NoListener()).toCompletableFuture().join();
      String topic = new TopicNames(QuietHub.class.getName()).connection("elsewhere");
      silent.subscribe(topic).toCompletableFuture().join();
      HubContext<QuietHub> context = tester.server().hubContext(QuietHub.class);

      assertThat(failure(context.groups().add("elsewhere", "g")).thrown())
          .isExactlyInstanceOf(BackplaneTimeoutException.class);
      assertThat(
              failure(
                      context
                          .clients()
                          .client("elsewhere")
                          .withTimeout(Duration.ofMillis(1))
                          .invoke(String.class, "m"))
                  .thrown())
          .isExactlyInstanceOf(ClientResultException.class);
    }
  }

  private static final class NoListener implements BackplaneListener {
    @Override
    public void envelope(String topic, Envelope envelope) {}

    @Override
    public void event(BackplaneEvent event) {}
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofStart(boolean later) throws Exception {
    CompletableFuture<Void> listening = new CompletableFuture<>();
    DeafTransport transport =
        new DeafTransport() {
          @Override
          public CompletionStage<Void> start(HttpEndpoint endpoint) {
            return listening;
          }
        };
    IOException inUse = new IOException("the port is in use");
    if (!later) {
      listening.completeExceptionally(inUse);
    }
    HubServer server = HubServer.builder().transport(transport).hub("/hub", QuietHub.class).build();
    CompletableFuture<Void> started = server.startAsync();
    medium.execute(() -> listening.completeExceptionally(inUse));

    assertThat(failure(started).thrown()).isSameAs(inUse);
    assertThat(failure(server.stopAsync()).thrown()).isNull();
  }
}
