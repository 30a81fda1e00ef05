package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.signalr.HubConnectionState;
import dev.nave.conformance.Arguments.Transport;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The official Java client over long polling, beside one that uses WebSockets. */
@ParameterizedClass(name = "{0}")
@EnumSource(Transport.class)
class JavaClientPollingIT {
  private static final String UNICODE = "héllo ✓ 😀 \"\\\n\t</script>&+' \u0000 \u2028";

  @RegisterExtension static final RunningServer server = new RunningServer();

  private final JavaClients polling;
  private final JavaClients webSockets;

  JavaClientPollingIT(Transport by) {
    polling = new JavaClients(server.url(by), Way.LONG_POLLING);
    webSockets = new JavaClients(server.url(by), Way.NEGOTIATED);
  }

  @AfterEach
  void end() {
    polling.close();
    webSockets.close();
  }

  @Test
  void valuesComeBack() {
    JavaClient a = polling.connect();

    assertThat(a.invoke(Integer.class, "EchoInt", 42)).isEqualTo(42);
    assertThat(a.invoke(String.class, "EchoString", UNICODE)).isEqualTo(UNICODE);
    assertThat(a.invoke(Integer.class, "Add", 1, 2)).isEqualTo(3);
    assertThat(a.invoke(String.class, "ConnectionId")).isEqualTo(a.id());
  }

  @Test
  void errorsHaveTheDocumentedTexts() {
    JavaClient a = polling.connect();

    assertThatThrownBy(() -> a.invoke("ThrowHubException", "shown"))
        .hasMessageContaining("HubException: shown");
    assertThat(a.invoke(Integer.class, "EchoInt", 1)).isEqualTo(1);
  }

  @Test
  void broadcastsReachClientsOfEveryTransport() throws Exception {
    JavaClient poller = polling.connect();
    JavaClient webSocket = webSockets.connect();

    webSocket.invoke("ToAll", "from a WebSocket");
    assertThat(poller.nextMessage()).isEqualTo("all:from a WebSocket");
    assertThat(webSocket.nextMessage()).isEqualTo("all:from a WebSocket");
    poller.invoke("ToOthers", "from a poll");

    assertThat(webSocket.nextMessage()).isEqualTo("others:from a poll");
    assertThat(poller.untaken()).isEmpty();
  }

  @Test
  void groupsAndUsersReachClientsThatPoll() throws Exception {
    JavaClient ann = polling.connect("/test", "ann");
    JavaClient cem = polling.connect("/test", "cem");
    cem.invoke("Join", "room");

    ann.invoke("ToGroup", "room", "x");
    cem.invoke("ToUser", "ann", "y");

    assertThat(cem.nextMessage()).isEqualTo("group:x");
    assertThat(ann.nextMessage()).isEqualTo("user:y");
    assertThat(ann.invoke(String.class, "UserId")).isEqualTo("ann");
  }

  @Test
  void nobodyPollsWhereAUserIsNeeded() {
    assertThatThrownBy(polling.build("/secure", null)::start).hasMessageContaining("401");
    assertThat(polling.connect("/secure", "ann").invoke(String.class, "UserId")).isEqualTo("ann");
  }

  /** One that polls does not keep an order itself: it posts several messages at a time. */
  @Test
  void messagesComeInTheOrderInWhichTheyWereSent() throws Exception {
    JavaClient a = webSockets.connect();
    JavaClient b = polling.connect();
    List<String> expected = IntStream.range(0, 200).mapToObj(i -> "others:" + i).toList();

    for (int i = 0; i < 200; i++) {
      a.send("ToOthers", String.valueOf(i));
    }

    List<String> found = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      found.add(b.nextMessage());
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void manyCallsAtOnceAreAllAnswered() {
    JavaClient a = polling.connect();

    List<Single<Integer>> calls =
        IntStream.range(0, 200).mapToObj(i -> a.begin(Integer.class, "EchoInt", i)).toList();

    assertThat(calls.stream().map(Single::blockingGet))
        .containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
  }

  @Test
  void largeMessagesPass() throws Exception {
    JavaClient a = polling.connect();
    String text = "é".repeat(16_000); // 32,000 bytes

    assertThat(a.invoke(String.class, "EchoString", text)).isEqualTo(text);
    a.invoke("ToAll", text);
    assertThat(a.nextMessage()).isEqualTo("all:" + text);
  }

  @Test
  void aStoppedClientIsSeenToLeave() throws Exception {
    JavaClient watcher = webSockets.connect();
    watcher.invoke("Join", "watchers");
    JavaClient a = polling.connect();
    String id = a.invoke(String.class, "ConnectionId");

    a.stop();

    assertThat(watcher.nextLeft()).isEqualTo(id);
  }

  @Test
  void anAbortedConnectionEnds() throws Exception {
    JavaClient a = polling.connect();

    a.send("Abort");

    assertThat(a.end()).isEqualTo(Optional.empty());
    assertThat(a.state()).isEqualTo(HubConnectionState.DISCONNECTED);
  }
}
