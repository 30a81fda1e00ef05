package dev.nave.transport.websocket.testkit;

import static dev.nave.hub.transport.tck.FallbackClient.completion;
import static dev.nave.hub.transport.tck.FallbackClient.invocation;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What clients of an {@link EchoServer} send right before they end, and what must come of it. */
public final class LastMessages {
  /** How many there are. */
  public static final int COUNT = 20;

  /** The message by which a client ends its connection. */
  public static final String CLOSE = "{\"type\":7}\u001e";

  /** What a client is told that has sent something malformed or too large. */
  public static final String ERROR =
      "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}\u001e";

  /** Not a message. */
  public static final String MALFORMED = "{}\u001e";

  /** More than {@code maxMessageBytes}, and no end. */
  public static final String TOO_LARGE = "x".repeat(40_000);

  private static final String BLOCK = send("block", "");
  private static final List<String> NAMES =
      IntStream.range(0, COUNT).mapToObj(i -> "n" + i).toList();

  private LastMessages() {}

  /** Returns a call that runs until the test ends it, and behind it those that wait for that. */
  public static String sends() {
    return String.join("", sendsOneByOne());
  }

  /** Returns the same, as a list of messages. */
  public static List<String> sendsOneByOne() {
    return Stream.concat(Stream.of(BLOCK), NAMES.stream().map(name -> send("note", name))).toList();
  }

  /** Returns the same, with calls that are answered. */
  public static String calls() {
    return BLOCK
        + NAMES.stream().map(name -> invocation(name, "note", name)).collect(Collectors.joining());
  }

  /** Returns the answers to {@link #calls}. */
  public static String answers() {
    return NAMES.stream().map(name -> completion(name, name)).collect(Collectors.joining());
  }

  private static String send(String target, String argument) {
    return invocation("", target, argument).replace("\"invocationId\":\"\",", "");
  }

  /** Waits until the first call runs. */
  public static void awaitBegun(EchoServer server) {
    Awaitility.await().until(() -> server.blocked() == 1);
  }

  /** Lets the first call end, and asserts that all behind it are done, in order, before the end. */
  public static void assertDone(EchoServer server) throws InterruptedException {
    assertThat(server.noted()).isEmpty();
    assertThat(server.noEnd()).isTrue();
    server.open(1);
    server.nextEnd();
    assertThat(server.noted()).isEqualTo(NAMES);
    assertThat(dropped(server)).isZero();
  }

  /** Waits until all that had not begun is dropped and counted, and asserts that it is not done. */
  public static void assertDropped(EchoServer server) throws InterruptedException {
    Awaitility.await().until(() -> dropped(server) == COUNT);
    server.open(1);
    server.nextEnd();
    assertThat(server.noted()).isEmpty();
  }

  private static long dropped(EchoServer server) {
    return server.server().counters().droppedInvocations();
  }
}
