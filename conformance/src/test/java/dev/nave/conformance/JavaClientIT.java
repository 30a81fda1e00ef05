package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.signalr.HubConnectionState;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The official Java client, which speaks JSON and does not connect again by itself. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.nave.conformance.Served#webSockets")
class JavaClientIT {
  private static final String UNICODE = "héllo ✓ 😀 \"\\\n\t</script>&+' \u0000 \u2028";

  @RegisterExtension static final RunningServer server = new RunningServer();

  private final Served served;
  private final JavaClients clients;

  JavaClientIT(Served served) {
    this.served = served;
    clients = new JavaClients(server.url(served.by()), served.way());
  }

  @AfterEach
  void end() {
    clients.close();
  }

  @Test
  void primitiveValuesComeBack() {
    JavaClient a = clients.connect();
    for (int value : new int[] {42, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThat(a.invoke(Integer.class, "EchoInt", value)).isEqualTo(value);
    }
    for (long value : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(a.invoke(Long.class, "EchoLong", value)).isEqualTo(value);
    }
    for (double value : new double[] {1.5, -0.25, 1e300}) {
      assertThat(a.invoke(Double.class, "EchoDouble", value)).isEqualTo(value);
    }
    assertThat(a.invoke(Boolean.class, "EchoBool", true)).isTrue();
  }

  @Test
  void textsBytesArraysAndObjectsComeBack() {
    JavaClient a = clients.connect();
    for (String value : new String[] {"", "x", UNICODE}) {
      assertThat(a.invoke(String.class, "EchoString", value)).isEqualTo(value);
    }
    assertThat(a.invoke(String.class, "EchoBytes", "AQIDBP8=")).isEqualTo("AQIDBP8=");
    assertThat(a.invoke(int[].class, "EchoInts", new int[] {1, 2, 300})).containsExactly(1, 2, 300);
    Object person = Map.of("name", "Ada", "age", 36.0, "tags", List.of("x", "y"));
    Map<String, Object> sent = Map.of("name", "Ada", "age", 36, "tags", List.of("x", "y"));
    assertThat(a.invoke(Object.class, "EchoPerson", sent)).isEqualTo(person);
    Object anything = Map.of("b", 1.5, "A", List.of(true, "x", Map.of("c", Map.of())));
    assertThat(a.invoke(Object.class, "Echo", anything)).isEqualTo(anything);
  }

  @Test
  void callsMethodsWithSeveralArgumentsWithAnotherNameAndInOtherSpellings() {
    JavaClient a = clients.connect();
    assertThat(a.invoke(Integer.class, "Add", 1, 2)).isEqualTo(3);
    assertThat(a.invoke(String.class, "renamed")).isEqualTo("renamed");
    assertThat(a.invoke(Integer.class, "echoINT", 7)).isEqualTo(7);
  }

  @Test
  void callsCompleteWhereThereIsNoResult() {
    JavaClient a = clients.connect();
    a.invoke("Nothing");
    a.invoke("NothingLater");
    a.invoke("EchoString", (Object) null);
  }

  @Test
  void knowsItsConnectionId() {
    JavaClient a = clients.connect();
    String id = a.invoke(String.class, "ConnectionId");
    assertThat(id).hasSize(22);
    assertThat(a.id()).isEqualTo(served.way() == Way.NEGOTIATED ? id : null);
  }

  @Test
  void belongsToTheUserOfItsToken() {
    assertThat(clients.connect("/secure", "ann").invoke(String.class, "UserId")).isEqualTo("ann");
  }

  @Test
  void cannotConnectWithoutAUserWhereOneIsNeeded() {
    JavaClient a = clients.build("/secure", null);
    assertThatThrownBy(a::start).hasStackTraceContaining("401");
  }

  @Test
  void sendsWithoutWaitingWhateverComesOfIt() throws Exception {
    JavaClient a = clients.connect();
    a.send("Throw", "secret");
    a.send("Missing");
    a.send("Add", 1);
    a.send("ToCaller", "x");
    assertThat(a.nextMessage()).isEqualTo("caller:x");
  }

  @Test
  void errorsOfAMethodHaveTheDocumentedTexts() {
    JavaClient a = clients.connect();
    String text = "An unexpected error occurred invoking '%s' on the server.";
    assertThatThrownBy(() -> a.invoke("Throw", "secret")).hasMessage(text, "Throw");
    assertThatThrownBy(() -> a.invoke("ThrowHubException", "shown"))
        .hasMessage(text + " HubException: shown", "ThrowHubException");
    assertThatThrownBy(() -> a.invoke("ThrowApples", "seven"))
        .hasMessage(text + " TooManyApples: seven", "ThrowApples");
    assertThat(a.invoke(Integer.class, "EchoInt", 1)).isEqualTo(1);
  }

  @Test
  void errorsOfACallHaveTheDocumentedTexts() {
    JavaClient a = clients.connect();
    String text = "Failed to invoke '%s' due to an error on the server.";
    assertThatThrownBy(() -> a.invoke("Missing"))
        .hasMessage(text + " HubException: Method does not exist.", "Missing");
    assertThatThrownBy(() -> a.invoke("Add", 1)).hasMessage(text, "Add");
    assertThatThrownBy(() -> a.invoke("Add", 1, 2, 3)).hasMessage(text, "Add");
    assertThatThrownBy(() -> a.invoke("Add", 1, "two")).hasMessage(text, "Add");
    assertThat(a.invoke(Integer.class, "EchoInt", 1)).isEqualTo(1);
  }

  @Test
  void anAbortedConnectionEndsWithoutAnError() throws Exception {
    JavaClient a = clients.connect();
    a.send("Abort");
    assertThat(a.end()).isEmpty();
    assertThat(a.state()).isEqualTo(HubConnectionState.DISCONNECTED);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "hub, Connection closed with an error. HubException: no entry",
        "other, Connection closed with an error.",
        "abort, none"
      })
  void hearsWhyItWasRefused(String how, @Nullable String reason) throws Exception {
    JavaClient a = clients.build("/refusing?how=" + how, null);
    a.start();
    assertThat(a.end()).isEqualTo(Optional.ofNullable(reason));
  }

  @Test
  void isToldOfAMessageThatWasTooLarge() throws Exception {
    JavaClient a = clients.connect("/small", null);
    a.send("EchoString", "x".repeat(200));
    assertThat(a.end()).contains("Connection closed with an error.");
  }

  @Test
  void largeMessagesPass() throws Exception {
    JavaClient a = clients.connect();
    String text = "é".repeat(16_000); // 32,000 bytes
    assertThat(a.invoke(String.class, "EchoString", text)).isEqualTo(text);
    a.invoke("ToAll", text);
    assertThat(a.nextMessage()).isEqualTo("all:" + text);
    int[] ints = IntStream.range(0, 5_000).toArray();
    assertThat(a.invoke(int[].class, "EchoInts", ints)).isEqualTo(ints);
  }

  @Test
  void manyCallsAtOnceAreAllAnsweredEachWithItsOwnResult() {
    JavaClient a = clients.connect();
    List<Single<Integer>> calls =
        IntStream.range(0, 500).mapToObj(i -> a.begin(Integer.class, "EchoInt", i)).toList();
    assertThat(calls)
        .extracting(Single::blockingGet)
        .isEqualTo(IntStream.range(0, 500).boxed().toList());
  }

  @Test
  void staysConnectedByPingsAlone() throws Exception {
    JavaClient a = clients.build("/short", null);
    a.pingEvery(300);
    a.start();
    try (PingCounter clock = new PingCounter(server.url(served.by()) + "/short")) {
      clock.await(4); // One a second; a silent client would be closed after two.
    }
    assertThat(a.state()).isEqualTo(HubConnectionState.CONNECTED);
    assertThat(a.invoke(Integer.class, "EchoInt", 1)).isEqualTo(1);
  }
}
