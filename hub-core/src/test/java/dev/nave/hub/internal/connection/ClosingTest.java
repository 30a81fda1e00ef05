package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.HELLO;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;

import dev.nave.hub.HubException;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private static final String GOODBYE = "{\"type\":7}" + END;
  private static final String CLOSED = "Connection closed with an error.";

  private final HubOptions.Builder options = HubOptions.builder();
  private final FakeLoop loop = new FakeLoop();
  private TestClient client = connect();

  private TestClient connect() {
    return TestClient.connect(loop, TestClient.settings(options.build()), "c1", "json");
  }

  @AfterEach
  void nothingElseHappened() {
    client.assertNothingElse();
    loop.assertClean();
  }

  private void assertClosed(String told, String close) {
    client.assertTold("over");
    client.assertTold(told);
    client.link().assertWritten(close);
    client.link().assertDone("close NORMAL");
  }

  private static String withError(String error, boolean allowReconnect) {
    return "{\"type\":7,\"error\":\""
        + error
        + "\""
        + (allowReconnect ? ",\"allowReconnect\":true" : "")
        + "}"
        + END;
  }

  @Test
  void aClientsCloseIsAnsweredAndNoError() {
    client.sends("{\"type\":7}" + END);

    assertClosed("ended", GOODBYE);
  }

  @Test
  void aClientsErrorIsTheCauseButNotSentBack() {
    client.sends("{\"type\":7,\"error\":\"had enough\"}" + END);

    assertClosed("ended: had enough", GOODBYE);
  }

  @Test
  void whatComesBehindACloseIsNotRead() {
    client.sends("{\"type\":7}" + END + "{\"type\":1,\"target\":\"Hi\",\"arguments\":[]}" + END);

    assertClosed("ended", GOODBYE);
    client.sends("{\"type\":6}" + END);
  }

  @Test
  void anAbortSaysNothingAboutReconnecting() {
    client.connection().abort();
    loop.runAll();

    assertClosed("ended", GOODBYE);
  }

  @Test
  void anAbortComesBehindWhatWasSentBefore() {
    client.connection().send(OutboundMessage.of(InvocationMessage.send("last", Payload.ofAll())));
    client.connection().abort();
    loop.runAll();

    assertClosed("ended", "{\"type\":1,\"target\":\"last\",\"arguments\":[]}" + END + GOODBYE);
  }

  @Test
  void itEndsOnce() {
    client.connection().abort();
    client.connection().abort();
    loop.runAll();
    client.connection().receiver().closed(ConnectionEnd.CUT, null);

    assertClosed("ended", GOODBYE);
  }

  @Test
  void aProtocolErrorAllowsToReconnect() {
    client.sends("[]" + END);

    assertClosed(
        "ended: Unexpected JSON Token Type 'Array'. Expected a JSON Object.",
        withError(CLOSED, true));
  }

  @Test
  void detailedErrorsNameTheException() {
    options.detailedErrors(true);
    client = connect();

    client.sends("[]" + END);

    assertClosed(
        "ended: Unexpected JSON Token Type 'Array'. Expected a JSON Object.",
        withError(
            CLOSED
                + " InvalidDataException: Unexpected JSON Token Type 'Array'. Expected a JSON"
                + " Object.",
            true));
  }

  @Test
  void aRefusalDoesNotAllowToReconnect() {
    client = TestClient.dial(loop, TestClient.settings(options.build()), connection -> {});
    client.sends(HELLO);
    client.link().assertWritten(WELCOME);
    client.assertTold("started");

    client.connection().refused(new IllegalStateException("no room"));

    assertClosed("ended: no room", withError(CLOSED, false));
  }

  @Test
  void aRefusalByAHubExceptionIsTold() {
    client = TestClient.dial(loop, TestClient.settings(options.build()), connection -> {});
    client.sends(HELLO);
    client.link().assertWritten(WELCOME);
    client.assertTold("started");

    client.connection().refused(new HubException("no room"));

    assertClosed("ended: no room", withError(CLOSED + " HubException: no room", false));
  }

  @Test
  void theWelcomeGoesOutBeforeARefusalInTheSameTurn() {
    client =
        TestClient.dial(
            loop,
            TestClient.settings(options.build()),
            connection -> connection.refused(new HubException("no")));

    client.sends(HELLO);

    client.assertTold("started");
    assertClosed("ended: no", WELCOME + withError(CLOSED + " HubException: no", false));
  }

  @Test
  void aCutLinkIsTheEndOfAClientThatLeaves() {
    client.connection().receiver().closed(ConnectionEnd.CUT, null);

    client.assertTold("over");
    client.assertTold("ended");
    client.link().assertDone("close NORMAL");
  }

  @Test
  void aLinkThatEndsBecauseOfAFaultIsAnErrorThoughItIsClosedInOrder() {
    client
        .connection()
        .receiver()
        .closed(ConnectionEnd.GRACEFUL, new IllegalStateException("no frame"));

    client.assertTold("over");
    client.assertTold("ended: no frame");
    client.link().assertDone("close NORMAL");
  }

  @Test
  void aLinkThatSaidGoodbyeIsNone() {
    client.connection().receiver().closed(ConnectionEnd.GRACEFUL, null);

    client.assertTold("over");
    client.assertTold("ended");
    client.link().assertDone("close NORMAL");
  }

  @Test
  void halfAMessageAtTheEndIsAnError() {
    client.sends("{\"type\":");
    client.connection().receiver().closed(ConnectionEnd.GRACEFUL, null);

    client.assertTold("over");
    client.assertTold("ended: Connection terminated while reading a message.");
    client.link().assertDone("close NORMAL");
  }

  @Test
  void whatIsSentAfterTheEndIsDropped() {
    client.connection().abort();
    loop.runAll();
    assertClosed("ended", GOODBYE);

    client.connection().send(OutboundMessage.encoded(Map.of("json", new byte[] {'x'})));
    loop.runAll();
  }

  @Test
  void aGoodbyeThatCannotBeWrittenDoesNotKeepTheConnection() {
    loop.outOfMemory(true);

    client.connection().abort();
    loop.runAll();

    client.assertTold("over");
    client.assertTold("ended");
    client.link().assertDone("abort");
  }

  @Test
  void aRefusedHandshakeThatCannotBeWrittenDoesNotKeepTheLink() {
    client = TestClient.dial(loop, TestClient.settings(options.build()), connection -> {});
    loop.outOfMemory(true);

    client.sends("{}" + END);

    client.assertTold("over");
    client.link().assertDone("abort");
  }
}
