package dev.nave.hub.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.hub.Hub;
import dev.nave.hub.HubException;
import dev.nave.hub.HubOptions;
import dev.nave.hub.NonBlocking;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.RecordingLog;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.methods.HubMethod;
import dev.nave.hub.internal.methods.HubMethodTable;
import dev.nave.hub.internal.streams.BacklogOverflowException;
import dev.nave.hub.protocol.EncodingException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What clients can make methods throw does not fill the log. */
class FailureLogTest {
  private final FakeLoop loop = new FakeLoop();
  private final HubConnection connection =
      TestClient.connect(loop, TestClient.settings(HubOptions.builder().build()), "c1", "json")
          .connection();
  private final RecordingLog lines = new RecordingLog(Level.INFO);
  private final FailureLog failures = new FailureLog("Chat", loop::now, lines);

  private void fails(String method, Throwable failure) {
    failures.failed(connection, method, failure);
  }

  @Test
  void asManyFailuresOfAMethodAndAClassAreWrittenAsTheLimitSays() {
    for (int i = 0; i < FailureLog.TRACES + 5; i++) {
      fails("send", new IllegalStateException("broken"));
    }

    assertThat(lines.take()).hasSize(FailureLog.TRACES).allMatch(line -> line.startsWith("ERROR"));
  }

  @Test
  void otherMethodsAndOtherClassesHaveLinesOfTheirOwn() {
    for (int i = 0; i < FailureLog.TRACES; i++) {
      fails("send", new IllegalStateException("broken"));
    }
    lines.take();

    fails("send", new IllegalStateException("broken"));
    fails("send", new ArithmeticException("broken"));
    fails("join", new IllegalStateException("broken"));

    assertThat(lines.take())
        .containsExactly(
            "ERROR connection c1: Chat.send failed", "ERROR connection c1: Chat.join failed");
  }

  @Test
  void nextIntervalTellsHowManyWereLeftOut() {
    for (int i = 0; i < FailureLog.TRACES + 5; i++) {
      fails("send", new IllegalStateException("broken"));
    }
    lines.take();

    loop.advance(FailureLog.INTERVAL);
    fails("send", new IllegalStateException("broken"));

    assertThat(lines.take())
        .containsExactly(
            "ERROR connection c1: Chat.send failed (5 lines like this were left out before it)");
  }

  @Test
  void whatIsMeantForTheClientIsNotAnOperatorsAffair() {
    fails("send", new HubException("no such room"));

    assertThat(lines.take()).isEmpty();
  }

  @Test
  void atDebugWhatIsMeantForTheClientIsOneLineWithLittleOfItsText() {
    RecordingLog all = new RecordingLog(Level.DEBUG);

    new FailureLog("Chat", loop::now, all)
        .failed(connection, "send", new HubException("x".repeat(10_000)));

    assertThat(all.take())
        .singleElement()
        .asString()
        .startsWith("DEBUG connection c1: Chat.send failed: dev.nave.hub.HubException: xxx")
        .hasSizeLessThan(300);
  }

  @Test
  void refusalsOfTheBackplaneAreOneLineAnInterval() {
    for (String method : new String[] {"send", "join", "ask"}) {
      fails(method, new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "not connected"));
    }

    assertThat(lines.take())
        .containsExactly(
            "WARN connection c1: Chat.send failed, as other calls will that need the backplane:"
                + " dev.nave.backplane.BackplaneUnavailableException: not connected");
    loop.advance(FailureLog.INTERVAL.minus(Duration.ofNanos(1)));
    fails("send", new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "not connected"));
    assertThat(lines.take()).isEmpty();
  }

  @Test
  void resultsThatCannotBeSentAreLimitedToo() {
    for (int i = 0; i < FailureLog.TRACES + 5; i++) {
      failures.notSent(connection, "echo", new EncodingException("NaN is no number"));
    }

    assertThat(lines.take()).hasSize(FailureLog.TRACES).allMatch(line -> line.startsWith("WARN"));
  }

  @Test
  void longTextsOfAFailureAndItsCausesAreClipped() {
    Throwable failure =
        new IllegalStateException(
            "a".repeat(FailureLog.Clipped.MAX_CHARS + 1),
            new ArithmeticException("b".repeat(FailureLog.Clipped.MAX_CHARS + 1)));

    Throwable clipped = FailureLog.Clipped.of(failure);

    assertThat(clipped.toString())
        .startsWith("java.lang.IllegalStateException: aaa")
        .endsWith("...")
        .hasSize(FailureLog.Clipped.MAX_CHARS + 3);
    assertThat(clipped.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(String.valueOf(clipped.getCause()))
        .startsWith("java.lang.ArithmeticException: bbb")
        .endsWith("...");
  }

  @Test
  void failureWithShortTextsIsWrittenAsItIs() {
    Throwable failure = new IllegalStateException("a", new ArithmeticException("b"));

    assertThat(FailureLog.Clipped.of(failure)).isSameAs(failure);
  }

  @Test
  void clientsThatAreHeldUpOrLeaveWorkBehindWriteAFewLinesEach() {
    Duration second = Duration.ofSeconds(1);
    for (int i = 0; i < FailureLog.TRACES + 5; i++) {
      failures.stuck(connection, BacklogOverflowException.stalled(100, second));
      failures.droppedLate(connection, 7, second);
      failures.runsOn(connection, second);
    }

    assertThat(lines.take()).hasSize(3 * FailureLog.TRACES).allMatch(line -> line.contains("Chat"));
  }

  /** Has methods to be named. */
  public static class QuickHub extends Hub {
    /** Is named. */
    @NonBlocking
    public void first() {}

    /** Is named, too. */
    @NonBlocking
    public void second() {}
  }

  private void blocks(String method) {
    HubMethod found = Objects.requireNonNull(HubMethodTable.of(QuickHub.class).find(method));
    failures.blocks(found, Duration.ofMillis(70), Duration.ofMillis(10));
  }

  @Test
  void aMethodThatBlocksALoopIsNamedOnce() {
    HubMethodTable methods = HubMethodTable.of(QuickHub.class);
    for (String name : List.of("first", "first", "second", "first")) {
      HubMethod method = Objects.requireNonNull(methods.find(name));
      failures.blocks(method, Duration.ofMillis(70), Duration.ofMillis(10));
    }

    String hub = QuickHub.class.getName();
    assertThat(lines.take())
        .containsExactly(
            "WARN hub Chat: "
                + hub
                + ".first() is @NonBlocking but takes 70 ms or more on an event loop, where"
                + " other connections wait for it; nonBlockingGrace is PT0.01S",
            "WARN hub Chat: "
                + hub
                + ".second() is @NonBlocking but takes 70 ms or more on an event loop, where"
                + " other connections wait for it; nonBlockingGrace is PT0.01S");
  }

  @Test
  void methodsThatBlockALoopDoNotFillTheLog() {
    for (int i = 0; i < FailureLog.TRACES + 2; i++) {
      blocks("first"); // Of a class that was looked at anew: another method each time.
    }
    assertThat(lines.take()).hasSize(FailureLog.TRACES);

    loop.advance(FailureLog.INTERVAL);
    blocks("first");
    assertThat(lines.take()).singleElement().asString().endsWith("left out before it)");
  }
}
