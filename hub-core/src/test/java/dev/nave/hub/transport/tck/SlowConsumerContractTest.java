package dev.nave.hub.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.DropReason;
import dev.nave.hub.SlowConsumerPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client that stops to read, misses messages as the policy says, and reads on. A module extends
 * it with a way to listen.
 */
public abstract class SlowConsumerContractTest {
  private static final String PADDING = "x".repeat(20_000);
  private static final Pattern TOLD = Pattern.compile("\"told\",\"arguments\":\\[\"(\\d+)x");
  private static final Pattern ANSWER = Pattern.compile("\"invocationId\":\"(\\d+)\",\"result\"");
  private static final int CALLS = 20;
  private static final int IN_A_ROW = 30;

  /** More than the sockets of both sides take, of a megabyte each. */
  private static final int LARGE_MESSAGES = 16;

  /** Of the last messages: how many lie before those that a count which lags may be wrong about. */
  private static final int SURE = 5;

  private final HostileServer.Starter servers;
  private final List<Integer> told = new ArrayList<>();
  private final List<Integer> answers = new ArrayList<>();

  /** Half a message, of which the rest is yet to be read. */
  private String rest = "";

  /** Tests what listens so. */
  protected SlowConsumerContractTest(Supplier<HubListener> listeners) {
    servers = new HostileServer.Starter(listeners);
  }

  private HostileServer start(SlowConsumerPolicy policy) {
    return servers.start(
        hub ->
            hub.maxPendingBytes(400_000)
                .slowConsumerPolicy(policy)
                .maxMessageBytes(100_000)
                .sendTimeout(Duration.ofMinutes(1)));
  }

  /**
   * Sends to a client that does not read until messages are dropped, lets it call, and sends one
   * more. Returns the number of the last message.
   *
   * <p>So many are dropped in a row that a socket which takes something more once in a while, as
   * its kernel likes, has not done so lately.
   */
  private static int fallBehind(HostileServer server, RawClient other, Consumer<String> send) {
    int last = 0;
    int inARow = 0;
    boolean called = false;
    while (inARow < IN_A_ROW || !called) {
      long before = dropped(server);
      tell(server, other, ++last);
      inARow = dropped(server) > before ? inARow + 1 : 0;
      if (last == 10) {
        IntStream.rangeClosed(1, CALLS)
            .forEach(i -> send.accept(FallbackClient.invocation("" + i, "Note", "n")));
      }
      called = server.noted().size() == CALLS;
    }
    tell(server, other, ++last);
    return last;
  }

  private static long dropped(HostileServer server) {
    return server.server().counters().dropped().getOrDefault(DropReason.SLOW_CONSUMER, 0L);
  }

  private static void tell(HostileServer server, RawClient other, int number) {
    String completion = server.call(other, "Tell", "\"" + number + PADDING + "\"");
    assertThat(completion).contains("\"type\":3");
  }

  /** Reads until all answers are there, and what is waited for. */
  private void readOn(BooleanSupplier there, Supplier<String> texts) {
    while (!there.getAsBoolean() || answers.size() < CALLS) {
      String read = rest + texts.get();
      int end = read.lastIndexOf('\u001e') + 1; // A transport may cut messages.
      rest = read.substring(end);
      numbers(TOLD, read.substring(0, end), told);
      numbers(ANSWER, read.substring(0, end), answers);
    }
  }

  private static void numbers(Pattern pattern, String text, List<Integer> into) {
    Matcher found = pattern.matcher(text);
    while (found.find()) {
      into.add(Integer.valueOf(found.group(1)));
    }
  }

  private void assertMissedWhatItMay(HostileServer server, SlowConsumerPolicy policy, int last) {
    assertThat(answers).containsExactlyElementsOf(IntStream.rangeClosed(1, CALLS).boxed().toList());
    assertThat(told).isSorted().doesNotHaveDuplicates().startsWith(1, 2, 3);
    assertThat(dropped(server)).isEqualTo(last - told.size());
    List<Integer> late = lateOnes(last);
    switch (policy) {
      case DROP_OLDEST -> assertThat(told).endsWith(last - 2, last - 1, last);
      case LATEST_PER_TARGET -> assertThat(told).endsWith(last).doesNotContainAnyElementsOf(late);
      default -> throw new IllegalArgumentException(policy.name());
    }
    assertThat(server.noEnd()).isTrue();
  }

  /** Returns numbers of messages that were dropped in a row, unless a policy keeps late ones. */
  private static List<Integer> lateOnes(int last) {
    return IntStream.rangeClosed(last - IN_A_ROW + SURE, last - SURE).boxed().toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST_PER_TARGET"})
  void overWebSockets(SlowConsumerPolicy policy) {
    try (HostileServer server = start(policy);
        RawClient other = server.client();
        RawClient slow = server.client()) {
      int last = fallBehind(server, other, text -> slow.send(RawClient.frame(0x81, text)));

      readOn(() -> told.contains(last), () -> WebSocketClient.readText(slow, 1));

      assertMissedWhatItMay(server, policy, last);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST_PER_TARGET"})
  void overEventStreams(SlowConsumerPolicy policy) {
    try (HostileServer server = start(policy);
        RawClient other = server.client();
        FallbackClient slow = FallbackClient.negotiate(HostileServer.HUB, server.port());
        RawClient stream = slow.stream()) {
      int last = fallBehind(server, other, slow::post);

      readOn(() -> told.contains(last), stream::readEvent);

      assertMissedWhatItMay(server, policy, last);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST_PER_TARGET"})
  void overLongPolling(SlowConsumerPolicy policy) {
    try (HostileServer server = start(policy);
        RawClient other = server.client();
        FallbackClient slow = FallbackClient.poll(HostileServer.HUB, server.port())) {
      int last = fallBehind(server, other, slow::post);

      readOn(() -> told.contains(last), () -> slow.poll().body());

      assertMissedWhatItMay(server, policy, last);
    }
  }

  @Test
  void theNewestAreDroppedWhereThatIsThePolicy() {
    try (HostileServer server = start(SlowConsumerPolicy.DROP_NEWEST);
        RawClient other = server.client();
        FallbackClient slow = FallbackClient.negotiate(HostileServer.HUB, server.port());
        RawClient stream = slow.stream()) {
      int last = fallBehind(server, other, slow::post);

      readOn(() -> told.size() + dropped(server) == last, stream::readEvent);

      assertThat(told).isSorted().doesNotHaveDuplicates().startsWith(1, 2, 3);
      assertThat(told).doesNotContainAnyElementsOf(lateOnes(last));
      assertThat(answers).hasSize(CALLS);
      assertThat(server.noEnd()).isTrue();
    }
  }

  /** Starts a server that leaves much more to its clients than sockets take. */
  private HostileServer startPatient() {
    return servers.start(hub -> hub.maxPendingBytes(64_000_000).maxMessageBytes(100_000));
  }

  /** Stops the server while most of what it has sent is unread; everything arrives all the same. */
  private static void assertAllArrivesAtStop(
      HostileServer server, RawClient slow, Consumer<String> send) throws Exception {
    send.accept(FallbackClient.invocation("1", "Flood", LARGE_MESSAGES, 1_000_000));
    Awaitility.await().until(() -> server.floods() == 1);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server.server()::stop);
    assertThat(server.nextEnd()).isEmpty();

    String all = slow.readAll();

    assertThat(Pattern.compile("\"told\"").matcher(all).results()).hasSize(LARGE_MESSAGES);
    assertThat(all).contains("\"type\":7");
    stopped.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aStopWaitsForWhatWebSocketsHaveNotTaken() throws Exception {
    try (HostileServer server = startPatient();
        RawClient slow = server.client()) {
      assertAllArrivesAtStop(server, slow, text -> slow.send(RawClient.frame(0x81, text)));
    }
  }

  @Test
  void aStopWaitsForWhatEventStreamsHaveNotTaken() throws Exception {
    try (HostileServer server = startPatient();
        FallbackClient slow = FallbackClient.negotiate(HostileServer.HUB, server.port());
        RawClient stream = slow.stream()) {
      assertAllArrivesAtStop(server, stream, slow::post);
    }
  }
}
