package dev.nave.hub.internal.endpoint.sse;

import dev.nave.hub.internal.fakes.FakeLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.EventStreamFraming;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The answer to the handshake goes out alone only when no refusal follows. */
class SseConnectionTest {
  private static final String ANSWER = "data: {}\r\n\r\n";
  private static final String CLOSE = "data: {\"type\":7}\r\n\r\n";
  private static final String REFUSAL = "data: {}{\"type\":7}\r\n\r\n";

  private final FakeLoop loop = new FakeLoop();
  private final FakeLink link = new FakeLink(loop, EventStreamFraming.INSTANCE);
  private final SseConnection stream = new SseConnection(link);

  @AfterEach
  void nothingElseHappened() {
    loop.advance(Duration.ofDays(1));
    link.assertNothingElse();
    loop.assertClean();
  }

  private void write(String events) {
    OutboundBuffer buffer = loop.join(List.of(events.getBytes(StandardCharsets.UTF_8)));
    stream.write(buffer);
    buffer.release();
    stream.flush();
  }

  @Test
  void aRefusalComesInOneEventWithTheAnswer() {
    write(ANSWER);
    link.assertNothingElse();

    write(CLOSE);
    stream.close(CloseStatus.NORMAL);

    link.assertWritten(REFUSAL);
    link.assertDone("close NORMAL");
  }

  @Test
  void theAnswerGoesOutWhenTheHubHasAcceptedTheConnection() {
    write(ANSWER);

    stream.accepted();

    link.assertWritten(ANSWER);
    write(CLOSE);
    link.assertWritten(CLOSE);
  }

  @Test
  void whatTheHubSendsBeforeItAcceptsIsNotHeld() {
    write(ANSWER);

    write(CLOSE + CLOSE);

    link.assertWritten(REFUSAL + CLOSE);
    stream.accepted();
    write(CLOSE);
    link.assertWritten(CLOSE);
  }

  @Test
  void theAnswerDoesNotWaitLongForAHubThatTakesItsTime() {
    write(ANSWER);

    loop.advance(SseConnection.LONGEST_HOLD.minusMillis(1));
    link.assertNothingElse();
    loop.advance(Duration.ofMillis(1));

    link.assertWritten(ANSWER);
    stream.accepted();
  }

  @Test
  void anAnswerThatIsTheLastWordGoesOut() {
    write(ANSWER);

    stream.close(CloseStatus.NORMAL);

    link.assertWritten(ANSWER);
    link.assertDone("close NORMAL");
  }

  @Test
  void nothingIsWrittenToAStreamThatIsCut() {
    write(ANSWER);

    stream.abort();

    link.assertDone("abort");
    stream.accepted();
  }

  @Test
  void nothingIsWrittenToAClientThatIsGone() {
    write(ANSWER);

    stream.closed(ConnectionEnd.GRACEFUL, null);

    stream.accepted();
  }
}
