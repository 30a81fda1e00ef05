package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowConsumerTest {
  private static final int BOUND = 100;
  private static final String CLOSE =
      "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}" + END;

  private final HubOptions.Builder options =
      HubOptions.builder()
          .maxPendingBytes(BOUND)
          .keepAliveInterval(Duration.ofDays(1))
          .clientTimeout(Duration.ofDays(1));
  private final FakeLoop loop = new FakeLoop();
  private ConnectionSettings settings = TestClient.settings(options.build());
  private TestClient client = connect();

  private TestClient connect() {
    settings = TestClient.settings(options.build());
    return TestClient.connect(loop, settings, "c1", "json");
  }

  @AfterEach
  void nothingElseHappened() {
    client.assertNothingElse();
    loop.assertClean();
  }

  @Test
  void aClientThatLeavesAsMuchAsItMayStays() {
    client.link().stick();
    client.isSent("x".repeat(BOUND));

    client.isSent("y");

    client.link().assertWritten("x".repeat(BOUND));
    client.link().assertWritten("y");
    assertThat(settings.counters().closedSlow()).isZero();
  }

  @Test
  void aClientThatLeavesAByteMoreIsClosedWhenTheNextMessageComes() {
    client.link().stick();
    client.isSent("x".repeat(BOUND));
    client.isSent("y");
    client.link().assertWritten("x".repeat(BOUND));
    client.link().assertWritten("y");

    client.isSent("z");

    client.assertTold("over");
    client.assertTold("ended: The client left more than 100 bytes untaken.");
    client.link().assertWritten(CLOSE);
    client.link().assertDone("close NORMAL");
    assertThat(settings.counters().closedSlow()).isEqualTo(1);
  }

  @Test
  void aClientThatTakesAllMayBeSentAnyNumberOfBytes() {
    client.isSent("x".repeat(10 * BOUND));
    client.isSent("y".repeat(10 * BOUND));

    client.link().assertWritten("x".repeat(10 * BOUND));
    client.link().assertWritten("y".repeat(10 * BOUND));
  }

  private void connectAndFallBehind() {
    options.slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST);
    client = connect();
    client.link().stick();
    client.isSent("x".repeat(BOUND + 1));
    client.link().assertWritten("x".repeat(BOUND + 1));
  }

  @Test
  void theNewestMessagesAreDroppedAndCountedIfThatIsThePolicy() {
    connectAndFallBehind();

    client.isSent("dropped");
    client.isSent("dropped, too");

    assertThat(settings.counters().droppedSlow()).isEqualTo(2);
    assertThat(settings.counters().closedSlow()).isZero();
  }

  @Test
  void nothingIsDroppedAnyMoreOnceTheClientHasCaughtUpHalfWay() {
    connectAndFallBehind();
    client.isSent("dropped");

    client.link().leavePending(BOUND / 2 + 1);
    client.isSent("dropped, too");
    client.link().leavePending(BOUND / 2);
    client.connection().receiver().writable();
    client.isSent("sent");

    client.link().assertWritten("sent");
    assertThat(settings.counters().droppedSlow()).isEqualTo(2);
  }

  @Test
  void aClientThatHasCaughtUpNeedNotSaySo() {
    connectAndFallBehind();

    client.link().unstick();
    client.isSent("sent");

    client.link().assertWritten("sent");
  }

  @Test
  void aPingToAClientThatIsBehindIsNoDroppedMessage() {
    options.keepAliveInterval(Duration.ofSeconds(5));
    connectAndFallBehind();

    loop.advance(Duration.ofSeconds(6));

    assertThat(settings.counters().droppedSlow()).isZero();
  }

  @Test
  void evenAClientThatIsBehindIsToldThatItsConnectionEnds() {
    connectAndFallBehind();

    client.connection().abort();
    loop.runAll();

    client.assertTold("over");
    client.assertTold("ended");
    client.link().assertWritten("{\"type\":7}" + END);
    client.link().assertDone("close NORMAL");
  }

  private void assertCut() {
    client.assertTold("over");
    client.assertTold("ended: The client took nothing for the send timeout.");
    client.link().assertDone("close NORMAL");
    client.link().assertDone("abort");
    assertThat(settings.counters().closedSlow()).isEqualTo(1);
  }

  @Test
  void aClientThatTakesNothingForTheSendTimeoutIsCut() {
    client.link().stick();
    client.isSent("x");
    client.link().assertWritten("x");

    loop.advance(Duration.ofSeconds(9));
    client.assertNothingElse();
    loop.advance(Duration.ofSeconds(2));

    assertCut();
  }

  @Test
  void aClientThatTakesNothingIsCutThoughMoreIsWrittenAndTheLinkCountsMore() {
    client.link().overhead(1);
    client.link().stick();

    for (int second = 0; second < 11; second++) {
      client.isSent("x");
      client.link().assertWritten("x");
      loop.advance(Duration.ofSeconds(1));
    }

    assertCut();
  }

  @Test
  void aClientThatTakesAByteNowAndThenIsNotCut() {
    client.link().stick();
    client.isSent("x".repeat(BOUND));
    client.link().assertWritten("x".repeat(BOUND));

    for (int left = BOUND - 1; left > 0; left--) {
      client.link().leavePending(left);
      loop.advance(Duration.ofSeconds(9));
    }
  }

  @Test
  void aClientThatHasNothingToTakeIsNotCut() {
    client.link().stick();

    loop.advance(Duration.ofHours(1));
  }
}
