package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.DropReason;
import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.transport.tck.FallbackClient;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that stops to read, misses messages as the policy says, and reads on. */
@ExtendWith(LeakCheck.class)
class SlowConsumerPoliciesIT {
  private static final String END = "\u001e";
  private static final String PADDING = "x".repeat(20_000);
  private static final Pattern TOLD = Pattern.compile("\"told\",\"arguments\":\\[\"(\\d+)x");
  private static final Pattern ANSWER = Pattern.compile("\"invocationId\":\"(\\d+)\",\"result\"");
  private static final int CALLS = 20;

  private final List<Integer> told = new ArrayList<>();
  private final List<Integer> answers = new ArrayList<>();

  private static EchoServer start(SlowConsumerPolicy policy) {
    return EchoServer.start(
        hub ->
            hub.maxPendingBytes(400_000)
                .slowConsumerPolicy(policy)
                .maxMessageBytes(100_000)
                .sendTimeout(Duration.ofMinutes(1)));
  }

  /**
   * Sends to a client that does not read until messages are dropped, lets it call, and sends one
   * more. Returns the number of the last message.
   */
  private static int fallBehind(EchoServer server, RawClient other, Consumer<String> send) {
    int last = 0;
    boolean called = false;
    while (dropped(server) < 30 || !called) {
      tell(other, ++last);
      if (last == 10) {
        IntStream.rangeClosed(1, CALLS)
            .forEach(i -> send.accept(FallbackClient.invocation("" + i, "note", "n")));
      }
      called = server.noted().size() == CALLS;
    }
    tell(other, ++last);
    return last;
  }

  private static long dropped(EchoServer server) {
    return server.server().counters().dropped().getOrDefault(DropReason.SLOW_CONSUMER, 0L);
  }

  private static void tell(RawClient other, int number) {
    other.send(RawClient.frame(0x81, FallbackClient.invocation("1", "tell", number + PADDING)));
    assertThat(other.readText()).contains("\"type\":3");
  }

  private static RawClient connect(EchoServer server) {
    RawClient client = RawClient.connect(server.port());
    client.upgrade("/echo");
    client.send(RawClient.frame(0x81, "{\"protocol\":\"json\",\"version\":1}" + END));
    assertThat(client.readText()).isEqualTo("{}" + END);
    return client;
  }

  /** Reads until the last message and all answers are there. */
  private void readOn(int last, Supplier<String> messages) {
    while (!told.contains(last) || answers.size() < CALLS) {
      String read = messages.get();
      Matcher number = TOLD.matcher(read);
      while (number.find()) {
        told.add(Integer.valueOf(number.group(1)));
      }
      Matcher id = ANSWER.matcher(read);
      while (id.find()) {
        answers.add(Integer.valueOf(id.group(1)));
      }
    }
  }

  private void assertMissedWhatItMay(EchoServer server, SlowConsumerPolicy policy, int last) {
    assertThat(told).isSorted().doesNotHaveDuplicates().startsWith(1, 2, 3).endsWith(last);
    assertThat(answers).containsExactlyElementsOf(IntStream.rangeClosed(1, CALLS).boxed().toList());
    assertThat(dropped(server)).isEqualTo(last - told.size());
    if (policy == SlowConsumerPolicy.LATEST_PER_TARGET) {
      assertThat(told.get(told.size() - 2)).isLessThan(last - 20);
    } else {
      assertThat(told).endsWith(last - 2, last - 1, last);
    }
    assertThat(server.noEnd()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST_PER_TARGET"})
  void overWebSockets(SlowConsumerPolicy policy) {
    try (EchoServer server = start(policy);
        RawClient other = connect(server);
        RawClient slow = connect(server)) {
      int last = fallBehind(server, other, message -> slow.send(RawClient.frame(0x81, message)));

      readOn(last, slow::readText);

      assertMissedWhatItMay(server, policy, last);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST_PER_TARGET"})
  void overEventStreams(SlowConsumerPolicy policy) {
    try (EchoServer server = start(policy);
        RawClient other = connect(server);
        FallbackClient slow = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = slow.stream()) {
      int last = fallBehind(server, other, slow::post);

      readOn(last, stream::readChunk);

      assertMissedWhatItMay(server, policy, last);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST_PER_TARGET"})
  void overLongPolling(SlowConsumerPolicy policy) {
    try (EchoServer server = start(policy);
        RawClient other = connect(server);
        FallbackClient slow = FallbackClient.poll(EchoServer.HUB, server.port())) {
      int last = fallBehind(server, other, slow::post);

      readOn(last, () -> slow.poll().body());

      assertMissedWhatItMay(server, policy, last);
    }
  }
}
