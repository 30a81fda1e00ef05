package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.StreamItemMessage;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which messages a client misses that takes them more slowly than they are sent. */
class SlowConsumerPoliciesTest {
  private static final int BOUND = 2000;

  /** What may wait outside of the socket is half of the bound: so many messages. */
  private static final int HELD = 8;

  private final HubOptions.Builder options =
      HubOptions.builder()
          .maxPendingBytes(BOUND)
          .keepAliveInterval(Duration.ofSeconds(5))
          .clientTimeout(Duration.ofDays(1));
  private final FakeLoop loop = new FakeLoop();
  private ConnectionSettings settings = TestClient.settings(options.build());
  private TestClient client = TestClient.connect(loop, settings, "c", "json");

  @AfterEach
  void nothingElseHappened() {
    client.assertNothingElse();
    loop.assertClean();
  }

  private void fallBehind(SlowConsumerPolicy policy) {
    options.slowConsumerPolicy(policy);
    settings = TestClient.settings(options.build());
    client = TestClient.connect(loop, settings, "c", "json");
    client.link().stick();
    send(invocation("first", BOUND + 1));
    client.link().assertWritten(text("first", BOUND + 1));
  }

  private void catchUp() {
    client.link().unstick();
    client.connection().receiver().writable();
    loop.runAll();
  }

  private static String text(String target, int number) {
    String padding = number > 999 ? "x".repeat(number) : "x".repeat(10);
    return "{\"type\":1,\"target\":\""
        + target
        + "\",\"arguments\":["
        + number
        + ",\""
        + padding
        + "\"]}"
        + END;
  }

  private static OutboundMessage invocation(String target, int number) {
    return encoded(text(target, number));
  }

  private static OutboundMessage encoded(String text) {
    return OutboundMessage.encoded(Map.of("json", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static OutboundMessage completion(String id) {
    return OutboundMessage.of(CompletionMessage.withResult(id, 1));
  }

  private static String answer(String id) {
    return "{\"type\":3,\"invocationId\":\"" + id + "\",\"result\":1}" + END;
  }

  private void send(OutboundMessage message) {
    client.connection().send(message);
    loop.runAll();
  }

  private void sendEach(String target, int from, int to) {
    for (int i = from; i <= to; i++) {
      send(invocation(target, i));
    }
  }

  private static String each(String target, int from, int to) {
    StringBuilder all = new StringBuilder();
    for (int i = from; i <= to; i++) {
      all.append(text(target, i));
    }
    return all.toString();
  }

  private void assertDropped(int messages) {
    assertThat(settings.counters().droppedSlow()).isEqualTo(messages);
  }

  // The oldest.

  @Test
  void theOldestThatWaitsIsDroppedForEachNewOne() {
    fallBehind(SlowConsumerPolicy.DROP_OLDEST);
    sendEach("tick", 100, 100 + HELD - 1);
    assertDropped(0);

    sendEach("tick", 100 + HELD, 100 + HELD + 2);

    assertDropped(3);
    catchUp();
    client.link().assertWritten(each("tick", 103, 103 + HELD - 1));
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST_PER_TARGET"})
  void aClientThatKeepsUpMissesNothingAndWaitsForNothing(SlowConsumerPolicy policy) {
    fallBehind(policy);
    catchUp();

    sendEach("tick", 100, 150);

    for (int i = 100; i <= 150; i++) {
      client.link().assertWritten(text("tick", i));
    }
    assertDropped(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST_PER_TARGET"})
  void whatWaitsComesAsTheSocketTakesWhatItHas(SlowConsumerPolicy policy) {
    fallBehind(policy);
    send(invocation("a", 1));
    send(invocation("b", 2));

    client.link().leavePending(BOUND / 4 + 1);
    client.connection().receiver().writable();
    loop.runAll();
    client.link().assertNothingElse();
    client.link().leavePending(BOUND / 4);
    client.connection().receiver().writable();
    loop.runAll();

    client.link().assertWritten(text("a", 1) + text("b", 2));
    assertDropped(0);
  }

  @Test
  void theNewestMessageIsNotDroppedHoweverLargeItIs() {
    fallBehind(SlowConsumerPolicy.DROP_OLDEST);
    sendEach("tick", 100, 104);

    send(invocation("tick", BOUND));

    assertDropped(5);
    catchUp();
    client.link().assertWritten(text("tick", BOUND));
  }

  // The latest of each target.

  @Test
  void ofEachTargetTheLatestStaysInItsOwnPlace() {
    fallBehind(SlowConsumerPolicy.LATEST_PER_TARGET);
    send(invocation("tick", 1));
    send(invocation("news", 1));
    send(invocation("TICK", 2));
    send(OutboundMessage.of(InvocationMessage.send("tick", Payload.ofAll(3))));

    assertDropped(2);
    catchUp();
    client
        .link()
        .assertWritten(
            text("news", 1) + "{\"type\":1,\"target\":\"tick\",\"arguments\":[3]}" + END);
  }

  @Test
  void ofTooManyTargetsTheOldestIsDropped() {
    fallBehind(SlowConsumerPolicy.LATEST_PER_TARGET);
    for (int i = 0; i <= HELD; i++) {
      send(invocation("t" + i, 100));
    }

    assertDropped(1);
    catchUp();
    StringBuilder rest = new StringBuilder();
    for (int i = 1; i <= HELD; i++) {
      rest.append(text("t" + i, 100));
    }
    client.link().assertWritten(rest.toString());
  }

  @Test
  void theTargetOfWhatAnotherServerEncodedIsReadInEachProtocol() {
    options.slowConsumerPolicy(SlowConsumerPolicy.LATEST_PER_TARGET);
    settings = TestClient.settings(options.build());
    InvocationMessage tick = InvocationMessage.send("Tick", Payload.ofAll(1));
    for (var protocol : settings.protocols()) {
      byte[] bytes = protocol.write(tick);

      assertThat(OutboundMessage.encoded(Map.of(protocol.name(), bytes)).targetKey(protocol))
          .isEqualTo("tick");
    }
  }

  // What is never dropped.

  private OutboundMessage question() {
    byte[] bytes = question("s1").getBytes(StandardCharsets.UTF_8);
    return OutboundMessage.encodedQuestion(Map.of("json", bytes));
  }

  private static String question(String id) {
    return "{\"type\":1,\"invocationId\":\""
        + id
        + "\",\"target\":\"tick\",\"arguments\":[]}"
        + END;
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST_PER_TARGET"})
  void completionsAndQuestionsKeepTheirPlacesAndArrive(SlowConsumerPolicy policy) {
    fallBehind(policy);
    send(completion("1"));
    sendEach("tick", 100, 120);
    send(question());
    send(
        OutboundMessage.of(
            new InvocationMessage(Map.of(), "s2", "tick", Payload.ofAll(), List.of())));
    sendEach("tick", 130, 150);
    send(completion("2"));

    catchUp();

    String all = client.link().takeWritten();
    assertThat(all).startsWith(answer("1")).endsWith(answer("2"));
    assertThat(all).contains(question("s1") + question("s2"));
    assertThat(all).contains(text("tick", 150)).doesNotContain(text("tick", 100));
  }

  private static OutboundMessage item(Object value) {
    OutboundMessage item =
        OutboundMessage.of(new StreamItemMessage(Map.of(), "s", Payload.of(value)));
    item.encoded(JsonHubProtocol.create()); // As a stream does, before it offers it.
    return item;
  }

  /** Takes a quarter of the bound from the socket. */
  private void takeSome() {
    client.link().leavePending(BOUND / 4);
    client.connection().receiver().writable();
    loop.runAll();
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST_PER_TARGET"})
  void itemsOfStreamsComeThroughABroadcastThatNeverEnds(SlowConsumerPolicy policy) {
    fallBehind(policy);
    StreamWindow outlet = client.connection().outlet();
    AtomicInteger woken = new AtomicInteger(1);
    int next = 0;
    StringBuilder written = new StringBuilder();
    for (int round = 0; round < 40; round++) {
      for (int i = 0; i < HELD; i++) {
        send(invocation("tick" + i, 100));
      }
      while (woken.get() > 0 && outlet.offer(item(next), woken::incrementAndGet)) {
        next++;
      }
      woken.set(0);
      loop.runAll();
      takeSome();
      written.append(client.link().takeWritten());
    }

    assertThat(next).isGreaterThan(20).isLessThan(200);
    for (int i = 0, at = 0; i < next - HELD; i++) {
      at = written.indexOf("\"item\":" + i + "}", at);
      assertThat(at).as("item %d", i).isPositive();
    }
    assertThat(written).contains("tick1").contains("tick7");
    catchUp();
    client.link().takeWritten();
  }

  @Test
  void itemsOfAStreamMakeNoClientASlowOne() {
    fallBehind(SlowConsumerPolicy.DROP_OLDEST);
    send(invocation("tick", 1));
    StreamWindow outlet = client.connection().outlet();
    catchUp();
    client.link().assertWritten(text("tick", 1));
    client.link().stick();
    send(invocation("first", BOUND + 1));
    send(invocation("tick", 2));
    client.link().takeWritten();

    assertThat(outlet.offer(item("x".repeat(BOUND)), () -> {}))
        .as("while nothing else is under way")
        .isTrue();
    assertThat(outlet.offer(item(1), () -> {})).isFalse();
    loop.runAll();
    send(invocation("tick", 3));

    assertThat(settings.counters().closedSlow()).isZero();
    catchUp();
    assertThat(client.link().takeWritten()).contains("\"item\":\"xxx").endsWith(text("tick", 3));
  }

  @Test
  void completionsArriveWhereTheNewestMessagesAreDropped() {
    fallBehind(SlowConsumerPolicy.DROP_NEWEST);
    send(completion("1"));
    send(invocation("tick", 1));
    send(question());

    client.link().assertWritten(answer("1"));
    client.link().assertWritten(question("s1"));
    assertDropped(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_NEWEST", "DROP_OLDEST", "LATEST_PER_TARGET"})
  void aClientThatLeavesTooMuchOfWhatMayNotBeDroppedIsClosed(SlowConsumerPolicy policy) {
    fallBehind(policy);
    int most = policy == SlowConsumerPolicy.DROP_NEWEST ? BOUND : BOUND / 2;
    int weight = answer("1").length() + (policy == SlowConsumerPolicy.DROP_NEWEST ? 0 : 64);
    for (int sent = 0; sent <= most; sent += weight) {
      send(completion("1"));
    }
    client.link().takeWritten();
    assertThat(settings.counters().closedSlow()).isZero();

    send(completion("1"));

    client.assertTold("over");
    client.assertTold("ended: The client left more than 2000 bytes untaken.");
    assertThat(client.link().takeWritten()).doesNotContain(answer("1")).contains("\"type\":7");
    assertThat(settings.counters().closedSlow()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_NEWEST", "DROP_OLDEST", "LATEST_PER_TARGET"})
  void whatWaitsGoesOutBeforeTheClose(SlowConsumerPolicy policy) {
    fallBehind(policy);
    send(completion("1"));

    client.connection().abort();
    loop.runAll();

    client.assertTold("over");
    client.assertTold("ended");
    assertThat(client.link().takeWritten()).isEqualTo(answer("1") + "{\"type\":7}" + END);
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST_PER_TARGET"})
  void aClientWhoseSocketIsFullNeedsNoPingAndOneWhoseSocketIsNotGetsIt(SlowConsumerPolicy policy) {
    fallBehind(policy);
    send(invocation("tick", 1));
    loop.advance(Duration.ofSeconds(6));
    client.link().assertNothingElse();

    client.link().leavePending(BOUND / 2);
    loop.advance(Duration.ofSeconds(6));

    assertThat(client.link().takeWritten()).contains("{\"type\":6}" + END);
    catchUp();
    client.link().takeWritten();
  }

  @Test
  void whatWaitsIsShownAsPending() {
    fallBehind(SlowConsumerPolicy.DROP_OLDEST);
    long before = client.connection().pendingBytes();

    send(invocation("tick", 1));
    send(invocation("tick", 2));

    assertThat(client.connection().pendingBytes()).isGreaterThan(before + 128);
    catchUp();
    client.link().takeWritten();
    assertThat(client.connection().pendingBytes()).isZero();
  }
}
