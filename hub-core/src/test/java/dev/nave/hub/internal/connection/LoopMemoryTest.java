package dev.nave.hub.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the clients of one loop may leave untaken together. */
class LoopMemoryTest {
  private static final int LOOP_BOUND = 1000;
  private static final int BOUND = 800;

  private final ConnectionSettings settings =
      TestClient.settings(
          HubOptions.builder()
              .maxPendingBytes(BOUND)
              .keepAliveInterval(Duration.ofDays(1))
              .build());
  private final FakeLoop loop = new FakeLoop(LOOP_BOUND);
  private final TestClient ann = TestClient.connect(loop, settings, "ann", "json");
  private final TestClient bob = TestClient.connect(loop, settings, "bob", "json");

  @AfterEach
  void nothingElseHappened() {
    ann.assertNothingElse();
    bob.assertNothingElse();
    loop.assertClean();
  }

  private void send(TestClient client, int bytes) {
    byte[] text = "x".repeat(bytes).getBytes(StandardCharsets.UTF_8);
    client.connection().send(OutboundMessage.encoded(Map.of("json", text)));
    loop.runAll();
  }

  private void sendAndLeaveIt(TestClient client, int bytes) {
    client.link().stick();
    send(client, bytes);
    client.link().assertWritten("x".repeat(bytes));
  }

  @Test
  void eachMayLeaveItsOwnBoundWhileAllTogetherLeaveNoMoreThanTheirs() {
    sendAndLeaveIt(ann, LOOP_BOUND / 2);
    sendAndLeaveIt(bob, LOOP_BOUND / 2);

    send(ann, 1);

    ann.link().assertWritten("x");
    assertThat(settings.counters().closedSlow()).isZero();
  }

  @Test
  void pastTheCommonBoundWhoLeavesMoreThanASixteenthOfItsOwnIsCutWithoutAWord() {
    sendAndLeaveIt(ann, LOOP_BOUND / 2);
    sendAndLeaveIt(bob, LOOP_BOUND / 2 + 1);

    send(ann, 1);

    ann.assertTold("over");
    ann.assertTold("ended: The client left more than 800 bytes untaken.");
    ann.link().assertDone("close NORMAL");
    ann.link().assertDone("abort");
    assertThat(settings.counters().closedSlow()).isEqualTo(1);
  }

  @Test
  void whoIsGoneCountsNoMore() {
    sendAndLeaveIt(ann, LOOP_BOUND / 2);
    sendAndLeaveIt(bob, LOOP_BOUND / 2 + 1);
    send(ann, 1);
    ann.assertTold("over");
    ann.assertTold("ended: The client left more than 800 bytes untaken.");
    ann.link().assertDone("close NORMAL");
    ann.link().assertDone("abort");

    send(bob, 1);

    bob.link().assertWritten("x");
  }
}
