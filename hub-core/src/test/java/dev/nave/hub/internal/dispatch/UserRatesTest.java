package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.dispatch.TestDispatch.call;
import static dev.nave.hub.internal.fakes.TestClient.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.fakes.FakeLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Users that call more often than they may, on several connections. */
class UserRatesTest {
  private static final String TOO_OFTEN =
      "The user calls more often than maxInvocationsPerSecondPerUser allows, which is 10.";

  private final Queue<Runnable> work = new ArrayDeque<>();
  private final FakeLoop loop = new FakeLoop(work::add);
  private final HubOptions options =
      HubOptions.builder()
          .keepAliveInterval(Duration.ofDays(1))
          .maxInvocationsPerSecondPerUser(10)
          .maxInvocationBurstPerUser(3)
          .maxRefusedInvocations(2)
          .build();
  private final ConnectionSettings settings = TestClient.settings(options);
  private final HubDispatch<?> hub =
      TestDispatch.of(
          EchoHub.class,
          EchoHub::new,
          new TestDispatch.QuietAccess(),
          (caller, rule) -> new TestDispatch.QuietScope(),
          settings,
          TestDispatch.registry(settings),
          new PendingClientResults(10, 10),
          work::add);

  /** The hub of all tests. */
  public static final class EchoHub extends Hub {
    /** Returns what it is given. */
    public int echo(int value) {
      return value;
    }
  }

  /** One connection, and what it was answered. */
  private final class Client {
    private final FakeLink link = new FakeLink(loop);
    private final HubConnection connection;

    Client(@Nullable String userId) {
      connection = TestDispatch.connection(hub, loop, link, () -> {}, userId);
      sends(HELLO);
      link.takeWritten();
    }

    String sends(String text) {
      TestDispatch.send(connection, text);
      runAll();
      return link.takeWritten();
    }

    String echoes() {
      return sends(call("1", "echo", "5"));
    }

    void hangUp() {
      connection.receiver().closed(ConnectionEnd.GRACEFUL, null);
      runAll();
    }
  }

  private void runAll() {
    loop.runAll();
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
      loop.runAll();
    }
  }

  @Test
  void theConnectionsOfAUserShareOneBound() {
    Client one = new Client("alice");
    Client two = new Client("alice");
    Client bob = new Client("bob");
    for (Client client : new Client[] {one, two, one}) {
      assertThat(client.echoes()).contains("\"result\":5");
    }

    assertThat(two.echoes()).contains("\"error\"", TOO_OFTEN);
    assertThat(bob.echoes()).contains("\"result\":5");

    loop.advance(Duration.ofMillis(100));
    assertThat(two.echoes()).contains("\"result\":5");
  }

  @Test
  void unknownMethodsAndWrongArgumentsCount() {
    Client client = new Client("alice");
    client.sends(call("1", "nope") + call("2", "echo", "\"text\"") + call("3", "echo"));

    assertThat(client.echoes()).contains(TOO_OFTEN);
  }

  @Test
  void anonymousClientsAreNotOneUser() {
    Client one = new Client(null);
    Client two = new Client(null);

    for (int i = 0; i < 10; i++) {
      assertThat(one.echoes() + two.echoes()).doesNotContain("error");
    }
  }

  @Test
  void theConnectionThatGoesOnIsClosedAndNoOtherOne() {
    Client flood = new Client("alice");
    Client other = new Client("alice");

    String last = flood.sends(call("1", "echo", "5").repeat(6));

    assertThat(last).contains(TOO_OFTEN, "\"type\":7");
    assertThat(other.echoes()).contains(TOO_OFTEN).doesNotContain("\"type\":7");
  }

  @Test
  void callsThatWereRefusedLongAgoDoNotCount() {
    Client client = new Client("alice");
    for (int i = 0; i < 5; i++) {
      assertThat(client.sends(call("1", "echo", "5").repeat(5))).doesNotContain("\"type\":7");
      loop.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void aUserIsForgottenWithTheLastConnection() {
    Client one = new Client("alice");
    Client two = new Client("alice");
    Client bob = new Client("bob");
    assertThat(hub.userRates().size()).isEqualTo(2);

    one.hangUp();
    bob.hangUp();
    assertThat(hub.userRates().size()).isEqualTo(1);
    two.hangUp();

    assertThat(hub.userRates().size()).isZero();
  }

  @Test
  void aUserWhoConnectsAnewGoesOnWithTheBucketThatWasLeft() {
    Client one = new Client("alice");
    one.sends(call("1", "echo", "5").repeat(3));
    one.hangUp();

    Client again = new Client("alice");
    assertThat(again.echoes()).contains(TOO_OFTEN);
    again.hangUp();
    assertThat(hub.userRates().size()).isEqualTo(1);

    loop.advance(Duration.ofMillis(300));
    assertThat(new Client("alice").echoes()).contains("\"result\":5");
  }

  @Test
  void usersWhoLeftAreForgottenWhenTheirBucketsAreFullAndPastABound() {
    UserRates rates = new UserRates();
    for (int i = 0; i <= UserRates.MOST_LEFT; i++) {
      rates.enter("user " + i, options, 0).take(0);
      rates.leave("user " + i, 0);
    }
    assertThat(rates.size()).isEqualTo(UserRates.MOST_LEFT);

    rates.enter("alice", options, Duration.ofSeconds(1).toNanos());

    assertThat(rates.size()).isEqualTo(1);
  }
}
