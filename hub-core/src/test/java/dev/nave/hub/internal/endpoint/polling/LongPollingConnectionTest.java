package dev.nave.hub.internal.endpoint.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.FakeRequest;
import dev.nave.hub.internal.fakes.RecordingReceiver;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written to a client that polls, and when such a client is gone. */
class LongPollingConnectionTest {
  private static final HubOptions OPTIONS =
      HubOptions.builder().pollHandshakeTimeout(Duration.ofDays(1)).build();

  private final FakeLoop loop = new FakeLoop();
  private final RecordingReceiver receiver = new RecordingReceiver();
  private int goneCalls;
  private final LongPollingConnection link =
      new LongPollingConnection(loop, OPTIONS, () -> goneCalls++);
  private final PostedMessages inlet = link.start(receiver);

  private FakeRequest poll() {
    return FakeRequest.begin(loop, new PollExchange(link, Map.of()));
  }

  private void write(String text) {
    FakeLoop.Buffer buffer = loop.join(List.of(text.getBytes(StandardCharsets.UTF_8)));
    link.write(buffer);
    buffer.release();
  }

  private void send(String text) {
    write(text);
    link.flush();
  }

  @Test
  void aPollThatWaitsGetsWhatIsFlushed() {
    FakeRequest poll = poll();
    write("a");
    write("b");
    assertThat(poll.taken()).isEmpty();

    link.flush();

    assertThat(poll.taken()).containsExactly("200 ab");
    assertThat(poll.answer().headers())
        .containsEntry("Content-Type", "application/octet-stream")
        .containsEntry("Cache-Control", "no-cache, no-store");
  }

  @Test
  void aPollGetsAllThatWaits() {
    send("a");
    send("b");

    assertThat(poll().taken()).containsExactly("200 ab");
  }

  @Test
  void whatWaitsForManyClientsIsThereOnce() {
    LongPollingConnection other = new LongPollingConnection(loop, OPTIONS, () -> goneCalls++);
    PostedMessages unusedInlet = other.start(new RecordingReceiver());
    FakeLoop.Buffer buffer = loop.join(List.of(new byte[] {'a'}));
    link.write(buffer);
    other.write(buffer);
    buffer.release();

    FakeRequest here = poll();
    FakeRequest there = FakeRequest.begin(loop, new PollExchange(other, Map.of()));

    assertThat(here.taken()).containsExactly("200 a");
    assertThat(there.taken()).containsExactly("200 a");
    assertThat(here.answer().body()).isSameAs(there.answer().body());
  }

  @Test
  void whatOnePollGotTheNextDoesNot() {
    send("a");
    poll().take();
    FakeRequest next = poll();

    assertThat(next.taken()).isEmpty();
    send("b");
    assertThat(next.taken()).containsExactly("200 b");
  }

  @Test
  void aSecondPollTakesOver() {
    FakeRequest first = poll();
    FakeRequest second = poll();
    assertThat(first.taken()).containsExactly("204");

    send("x");

    assertThat(second.taken()).containsExactly("200 x");
  }

  @Test
  void aPollIsAnsweredWithNothingAtItsTimeOutAndTheClientIsNotGone() {
    FakeRequest poll = poll();
    loop.advance(OPTIONS.longPollTimeout().minusMillis(1));
    assertThat(poll.taken()).isEmpty();

    loop.advance(Duration.ofMillis(1));

    assertThat(poll.taken()).containsExactly("200");
    poll.take();
    loop.advance(OPTIONS.disconnectTimeout().minusMillis(1));
    assertThat(receiver.take()).containsExactly("writable");
    assertThat(poll().taken()).isEmpty();
  }

  @Test
  void aClientThatPollsButSendsNoHandshakeIsGoneBefore() {
    LongPollingConnection silent =
        new LongPollingConnection(loop, HubOptions.builder().build(), () -> goneCalls++);
    silent.start(receiver);
    FakeRequest poll = FakeRequest.begin(loop, new PollExchange(silent, Map.of()));

    loop.advance(Duration.ofMillis(4_999));
    assertThat(goneCalls).isZero();
    loop.advance(Duration.ofMillis(1));

    assertThat(goneCalls).isOne();
    assertThat(poll.taken()).containsExactly("204");
  }

  @Test
  void theAnswerToTheHandshakeEndsTheTimeForIt() {
    LongPollingConnection greeted =
        new LongPollingConnection(loop, HubOptions.builder().build(), () -> goneCalls++);
    greeted.start(receiver);
    FakeLoop.Buffer answer = loop.join(List.of("{}".getBytes(StandardCharsets.UTF_8)));
    greeted.write(answer);
    answer.release();

    loop.advance(Duration.ofSeconds(6));

    assertThat(goneCalls).isZero();
  }

  @Test
  void aClientThatDoesNotPollIsGone() {
    send("never fetched");
    loop.advance(OPTIONS.disconnectTimeout().minusMillis(1));
    assertThat(goneCalls).isZero();

    loop.advance(Duration.ofMillis(1));

    assertThat(receiver.take()).containsExactly("closed GRACEFUL");
    assertThat(goneCalls).isOne();
    assertThat(link.pendingBytes()).isZero();
    assertThat(poll().taken()).containsExactly("404 No Connection with that ID");
  }

  @Test
  void aPollWhoseClientVanishesLeavesWhatComesToTheNext() {
    FakeRequest poll = poll();
    poll.vanish();
    send("a");

    assertThat(poll.taken()).isEmpty();
    assertThat(poll().taken()).containsExactly("200 a");
  }

  @Test
  void anAnswerThatIsLostMakesRoomAsOneThatIsTaken() {
    send("abc");

    poll().vanish();

    assertThat(receiver.take()).containsExactly("writable");
  }

  @Test
  void whatWasAnsweredIsPendingUntilItIsTakenOrLost() {
    send("abc");
    assertThat(link.hasSocket()).isFalse();
    assertThat(link.pendingBytes()).isEqualTo(3);

    FakeRequest poll = poll();
    assertThat(link.hasSocket()).isTrue();
    assertThat(link.pendingBytes()).isEqualTo(3);
    poll.take();
    assertThat(link.pendingBytes()).isZero();
    assertThat(receiver.take()).containsExactly("writable");

    send("de");
    FakeRequest lost = poll();
    lost.vanish();
    assertThat(link.pendingBytes()).isZero();
    assertThat(link.hasSocket()).isFalse();
  }

  @Test
  void onceClosedPollsGetWhatIsLeftThen204ThenNothing() {
    send("a");
    send("close");
    link.close(CloseStatus.NORMAL);
    send("too late");

    FakeRequest left = poll();
    assertThat(left.taken()).containsExactly("200 aclose");
    left.take();
    assertThat(goneCalls).isZero();
    assertThat(poll().taken()).containsExactly("204");
    assertThat(goneCalls).isOne();
    assertThat(poll().taken()).containsExactly("404 No Connection with that ID");
  }

  @Test
  void aPollThatWaitsWhenTheLinkClosesGetsThatAtOnce() {
    FakeRequest poll = poll();
    write("close");

    link.close(CloseStatus.NORMAL);

    assertThat(poll.taken()).containsExactly("200 close");
  }

  @Test
  void withNothingLeftTheLastPollGets204AtOnce() {
    FakeRequest poll = poll();

    link.close(CloseStatus.NORMAL);

    assertThat(poll.taken()).containsExactly("204");
    assertThat(goneCalls).isOne();
  }

  @Test
  void whatIsLeftOfAClosedLinkWaitsForAFewSecondsOnly() {
    send("a");
    link.close(CloseStatus.NORMAL);
    loop.advance(LongPollingConnection.LAST_POLLS.minusMillis(1));
    assertThat(goneCalls).isZero();

    loop.advance(Duration.ofMillis(1));

    assertThat(goneCalls).isOne();
    assertThat(loop.timers()).isZero();
  }

  @Test
  void aDeletedLinkEndsThePollThatWaits() {
    FakeRequest poll = poll();

    link.delete();

    assertThat(poll.taken()).containsExactly("204");
    assertThat(receiver.take()).containsExactly("closed GRACEFUL");
    assertThat(loop.timers()).isZero();
  }

  @Test
  void aPollThatTheGoodbyeOvertookHearsThatAllIsOver() {
    link.close(CloseStatus.NORMAL);

    link.delete();
    assertThat(receiver.take()).isEmpty();

    assertThat(poll().taken()).containsExactly("204");
    assertThat(receiver.take()).containsExactly("closed GRACEFUL");
    assertThat(loop.timers()).isZero();
  }

  @Test
  void thereIsLittleTimeForThatHoweverOftenTheClientSaysGoodbye() {
    link.close(CloseStatus.NORMAL);
    link.delete();
    loop.advance(LongPollingConnection.LATE_POLL.minusMillis(1));
    link.delete();
    assertThat(goneCalls).isZero();

    loop.advance(Duration.ofMillis(1));

    assertThat(goneCalls).isOne();
    assertThat(poll().taken()).containsExactly("404 No Connection with that ID");
  }

  @Test
  void anAbortedLinkCutsItsPolls() {
    send("a");
    FakeRequest unread = poll();
    unread.taken();
    FakeRequest waiting = poll();

    link.abort();

    assertThat(unread.taken()).containsExactly("abort");
    assertThat(waiting.taken()).containsExactly("abort");
    assertThat(receiver.take()).containsExactly("closed GRACEFUL");
    assertThat(goneCalls).isOne();
  }

  @Test
  void theEndIsToldOnce() {
    link.delete();
    link.delete();
    link.abort();
    link.close(CloseStatus.ERROR);
    loop.advance(Duration.ofDays(1));

    assertThat(receiver.take()).containsExactly("closed GRACEFUL");
    assertThat(goneCalls).isOne();
  }

  @Test
  void endlessTimeOutsDoNotOverflowTheClock() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    LongPollingConnection patient =
        new LongPollingConnection(
            loop,
            HubOptions.builder().disconnectTimeout(endless).longPollTimeout(endless).build(),
            () -> {});
    patient.start(receiver);

    assertThat(FakeRequest.begin(loop, new PollExchange(patient, Map.of())).taken()).isEmpty();
  }

  @Test
  void nothingIsPostedToALinkThatIsOver() {
    link.delete();

    FakeRequest post = FakeRequest.begin(loop, new PostExchange(inlet, Map.of()));

    assertThat(post.taken()).containsExactly("404 No Connection with that ID");
  }
}
