package dev.nave.hub.internal.endpoint.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.FakeRequest;
import dev.nave.hub.internal.fakes.RecordingReceiver;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients post: in order, as the connection reads. */
class PostedMessagesTest {
  private final FakeLoop loop = new FakeLoop();
  private final RecordingReceiver receiver = new RecordingReceiver();
  private final PostedMessages inlet = new PostedMessages(loop, receiver);

  private FakeRequest post() {
    return FakeRequest.begin(loop, new PostExchange(inlet, Map.of()));
  }

  @Test
  void aBodyIsReadPieceByPieceThenAnswered() {
    FakeRequest post = post();
    assertThat(post.taken()).containsExactly("read");
    post.send("a", false);
    assertThat(receiver.take()).containsExactly("a", "all");
    assertThat(post.taken()).containsExactly("read");

    post.send("b", true);

    assertThat(receiver.take()).containsExactly("b", "all");
    assertThat(post.taken()).containsExactly("200");
  }

  @Test
  void anEmptyBodyIsAnsweredAndNothingIsReceived() {
    FakeRequest post = post();

    post.send("", true);

    assertThat(receiver.take()).isEmpty();
    assertThat(post.taken()).containsExactly("read", "200");
  }

  @Test
  void theSecondPostWaitsForTheFirst() {
    FakeRequest first = post();
    FakeRequest second = post();
    assertThat(second.taken()).isEmpty();

    first.send("a", true);

    assertThat(second.taken()).containsExactly("read");
  }

  @Test
  void aPauseHoldsTheAnswerAndAllThatFollows() {
    FakeRequest first = post();
    FakeRequest second = post();
    receiver.onReceived = inlet::pause;
    first.send("a", true);
    assertThat(first.taken()).containsExactly("read");
    assertThat(second.taken()).isEmpty();

    receiver.onReceived = () -> {};
    inlet.resume();

    assertThat(first.taken()).containsExactly("200");
    assertThat(second.taken()).containsExactly("read");
  }

  @Test
  void noPieceIsAskedForDuringAPause() {
    receiver.onReceived = inlet::pause;
    FakeRequest post = post();
    post.taken();

    post.send("a", false);

    assertThat(post.taken()).isEmpty();
    inlet.resume();
    assertThat(post.taken()).containsExactly("read");
  }

  @Test
  void aClientThatVanishesMakesRoomForTheNext() {
    FakeRequest first = post();
    FakeRequest second = post();
    FakeRequest third = post();
    second.vanish();

    first.vanish();

    assertThat(second.taken()).isEmpty();
    assertThat(third.taken()).containsExactly("read");
    first.send("late", true);
    assertThat(receiver.take()).isEmpty();
  }

  @Test
  void theEndAnswersAllThatWaitAndWhatBroughtItHasSucceeded() {
    FakeRequest first = post();
    FakeRequest second = post();
    receiver.onReceived = inlet::end;

    first.send("close", true);

    assertThat(first.taken()).containsExactly("read", "200");
    assertThat(second.taken()).containsExactly("404 No Connection with that ID");
    assertThat(post().taken()).containsExactly("404 No Connection with that ID");
  }

  @Test
  void aBodyThatBringsTheEndBeforeItsOwnIsNotReadOn() {
    FakeRequest post = post();
    receiver.onReceived = inlet::end;

    post.send("too much", false);

    assertThat(post.taken()).containsExactly("read", "200");
    post.send("more", true);
    assertThat(receiver.take()).containsExactly("too much", "all");
  }

  @Test
  void aBodyThatHasBroughtTheEndSucceedsAlsoWhenTheEndComesBetweenItsPieces() {
    FakeRequest post = post();
    FakeRequest second = post();
    post.send("too much", false);

    inlet.end(); // The answers to earlier calls came first.

    assertThat(post.taken()).containsExactly("read", "read", "200");
    assertThat(second.taken()).containsExactly("404 No Connection with that ID");
  }

  @Test
  void aReceiverThatThrowsEndsTheWayInAndEveryPostIsAnswered() {
    FakeRequest first = post();
    FakeRequest second = post();
    receiver.onReceived =
        () -> {
          throw new StackOverflowError("thrown by the test");
        };

    first.send("a", false);

    assertThat(first.taken()).containsExactly("read", "200");
    assertThat(second.taken()).containsExactly("404 No Connection with that ID");
    assertThat(post().taken()).containsExactly("404 No Connection with that ID");
  }
}
