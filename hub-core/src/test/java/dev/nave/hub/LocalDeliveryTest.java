package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.BreakableBackplane;
import dev.nave.backplane.tck.BreakableBackplane.PublishOutcome;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the connections of the sending server get if the backplane does not do its part. */
class LocalDeliveryTest {
  private final InMemoryCluster cluster = new InMemoryCluster();
  private final BreakableBackplane backplane = breakable(cluster);
  private HubTester server = tester(backplane, builder -> builder);
  private final HubTester other = tester(breakable(cluster), builder -> builder);

  public static class AnyHub extends Hub {}

  private static BreakableBackplane breakable(InMemoryCluster cluster) {
    return new BreakableBackplane(new SpyBackplane(cluster, SpyBackplane.Wire.BYTES));
  }

  private static HubTester tester(
      BreakableBackplane backplane, UnaryOperator<HubServerBuilder> settings) {
    return HubTester.of(
        "/hub",
        builder ->
            settings.apply(builder.backplane(backplane)).hub("/hub", AnyHub.class, AnyHub::new));
  }

  /** Replaces the server by one with other settings. */
  private BreakableBackplane serve(UnaryOperator<HubServerBuilder> settings) {
    server.close();
    BreakableBackplane fresh = breakable(cluster);
    server = tester(fresh, settings);
    return fresh;
  }

  private HubClients clients() {
    return server.server().hubContext(AnyHub.class).clients();
  }

  private static BackplaneException failure(CompletableFuture<Void> sent) {
    try {
      sent.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof BackplaneException failure) {
        return failure;
      }
      throw e;
    }
    throw new AssertionError("the send should have failed");
  }

  private static boolean deliveredLocally(CompletableFuture<Void> sent) {
    return ((BackplaneUnavailableException) failure(sent)).deliveredLocally();
  }

  @AfterEach
  void stop() {
    server.close();
    other.close();
  }

  @Test
  void nobodyGetsARefusedSendUnlessTheServerIsToldSo() {
    TestClient ann = server.connect("ann");
    backplane.disconnect(new IOException("a test cut the link"));

    assertThat(deliveredLocally(clients().all().send("hello"))).isFalse();

    ann.expectNothing();
  }

  @Test
  void localMembersGetASendThatIsRefusedBecauseTheLinkIsDown() {
    BreakableBackplane link =
        serve(
            builder ->
                builder.serverOptions(
                    options -> options.whenUnavailable(WhenUnavailable.LOCAL_ONLY)));
    TestClient ann = server.connect("ann");
    TestClient bob = other.connect("bob");
    link.disconnect(new IOException("a test cut the link"));

    CompletableFuture<Void> sent = clients().all().send("hello");

    assertThat(sent).isCompletedExceptionally();
    assertThat(deliveredLocally(sent)).isTrue();
    ann.expect("hello");
    assertThat(deliveredLocally(clients().users(List.of("ann", "bob")).send("hello"))).isTrue();
    ann.expect("hello");
    assertThat(deliveredLocally(clients().user("bob").send("hello"))).isFalse();
    link.reconnect().toCompletableFuture().join();
    ann.expectNothing();
    bob.expectNothing();
    assertThat(server.server().counters().refusedTotal()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(
      value = PublishOutcome.class,
      names = {"UNKNOWN_NOT_SENT", "REFUSED"})
  void localMembersDoNotGetASendOfUnknownOutcomeOrThatIsRefusedWhileTheLinkWorks(
      PublishOutcome outcome) {
    BreakableBackplane link =
        serve(
            builder ->
                builder.serverOptions(
                    options -> options.whenUnavailable(WhenUnavailable.LOCAL_ONLY)));
    TestClient ann = server.connect("ann");
    link.publishOutcome(outcome);

    assertThat(failure(clients().all().send("hello"))).isNotNull();

    ann.expectNothing();
  }

  @Test
  void localMembersGetAnImmediateSendOnce() {
    serve(
        builder ->
            builder.serverOptions(options -> options.localDelivery(LocalDelivery.IMMEDIATE)));
    TestClient ann = server.connect("ann");
    TestClient bob = other.connect("bob");

    clients().all().send("hello").join();

    ann.expect("hello");
    bob.expect("hello");
    ann.expectNothing();
    bob.expectNothing();
    HubCounters counters = server.server().counters();
    assertThat(counters.delivered()).isEqualTo(1);
    assertThat(counters.received()).as("its own echo does not count").isZero();
    assertThat(other.server().counters().received()).isEqualTo(1);
  }

  @Test
  void localMembersGetAnImmediateSendBeforeTheBackplaneDoesAnything() {
    BreakableBackplane link =
        serve(
            builder ->
                builder.serverOptions(options -> options.localDelivery(LocalDelivery.IMMEDIATE)));
    TestClient ann = server.connect("ann");

    link.publishOutcome(PublishOutcome.REFUSED);
    assertThat(deliveredLocally(clients().all().send("hello"))).isTrue();
    ann.expect("hello");
    link.publishOutcome(PublishOutcome.UNKNOWN_NOT_SENT);
    assertThat(failure(clients().all().send("hello")))
        .isInstanceOf(BackplaneTimeoutException.class);
    ann.expect("hello");

    ann.expectNothing();
  }
}
