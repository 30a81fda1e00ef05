package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many clients that send much delay the others of their loop by little. */
class ReadingSharesTest {
  private static final String CALL = "{\"type\":1,\"target\":\"Hi\",\"arguments\":[]}" + END;

  /** A call takes half of what all that were postponed have of a turn. */
  private static final Duration CALL_TIME = FakeLoop.MAX_POSTPONED_TIME.dividedBy(2);

  private static final int CALLS_PER_TURN = 2;

  private final FakeLoop loop = new FakeLoop();
  private final ConnectionSettings settings =
      TestClient.settings(
          HubOptions.builder()
              .maxMessagesPerTurn(CALLS_PER_TURN)
              .keepAliveInterval(Duration.ofDays(1))
              .build());
  private final List<String> read = new ArrayList<>();

  private TestClient connect(String id) {
    TestClient client = TestClient.connect(loop, settings, id, "json");
    client.whenInvoked(
        () -> {
          read.add(id);
          loop.pass(CALL_TIME);
        });
    return client;
  }

  /** The socket of a client is read from, in the middle of a turn. */
  private static void arrives(TestClient client, int calls) {
    client.connection().receiver().received(CALL.repeat(calls).getBytes(UTF_8));
    client.connection().receiver().receivedAll();
  }

  private void assertRead(String... ids) {
    assertThat(read).containsExactly(ids);
    read.clear();
  }

  private void assertNextTurn(String... ids) {
    loop.nextTurn();
    assertRead(ids);
  }

  @Test
  void clientsThatWerePostponedShareTheTimeOfATurn() {
    List<TestClient> clients = Stream.of("a", "b", "c").map(this::connect).toList();
    rest();
    clients.forEach(client -> arrives(client, 2 * CALLS_PER_TURN));
    loop.runAll();
    assertRead("a", "a", "b", "b", "c", "c");

    assertNextTurn("a", "a");
    assertNextTurn("b", "b");
    assertNextTurn("c", "c");
    assertNextTurn();
  }

  @Test
  void whoHasUsedMoreThanItsShareWaitsInALongTurn() {
    TestClient greedy = connect("greedy");
    TestClient modest = connect("modest");
    TestClient other = connect("other");
    rest();
    usesUpItsShare(greedy);
    read.clear();

    arrives(other, CALLS_PER_TURN); // The turn is a long one.
    arrives(greedy, 1);
    arrives(modest, 1);
    assertRead("other", "other", "modest");
    greedy.link().assertDone("pause");

    loop.runAll();
    assertNextTurn("greedy");
    greedy.link().assertDone("resume");
  }

  @Test
  void whoHasUsedMoreThanItsShareWaitsBehindThoseInTheLine() {
    TestClient greedy = connect("greedy");
    TestClient modest = connect("modest");
    TestClient flood = connect("flood");
    rest();
    usesUpItsShare(greedy);
    arrives(flood, 2 * CALLS_PER_TURN);
    loop.runAll();
    read.clear();

    arrives(greedy, 1);
    arrives(modest, 1);
    assertRead("modest");
    assertNextTurn("flood", "flood");
    assertNextTurn("greedy");
  }

  @Test
  void nobodyWaitsWhileThereIsTime() {
    TestClient greedy = connect("greedy");

    for (int i = 0; i < 5; i++) {
      arrives(greedy, CALLS_PER_TURN);
      loop.runAll();
    }

    assertThat(read).hasSize(5 * CALLS_PER_TURN);
    greedy.link().assertNothingElse();
  }

  @Test
  void theShareOfAClientComesBackWithTime() {
    TestClient greedy = connect("greedy");
    TestClient flood = connect("flood");
    arrives(greedy, CALLS_PER_TURN);
    loop.runAll();
    rest();
    arrives(flood, 2 * CALLS_PER_TURN);
    loop.runAll();
    read.clear();

    arrives(greedy, 1);

    assertRead("greedy");
  }

  @Test
  void aPauseOfTheProcessCountsForASecond() {
    TestClient paused = connect("paused");
    TestClient flood = connect("flood");
    paused.whenInvoked(() -> loop.pass(Duration.ofSeconds(20)));
    arrives(paused, 1);
    loop.runAll();
    paused.whenInvoked(() -> read.add("paused"));
    rest();
    arrives(flood, 2 * CALLS_PER_TURN);
    loop.runAll();
    read.clear();

    arrives(paused, 1);

    assertRead("paused");
  }

  private void usesUpItsShare(TestClient client) {
    arrives(client, CALLS_PER_TURN);
    loop.runAll();
    arrives(client, CALLS_PER_TURN);
    loop.runAll();
  }

  /** So much time passes that each client has a millisecond. */
  private void rest() {
    loop.advance(Duration.ofSeconds(2));
    loop.runAll();
  }
}
