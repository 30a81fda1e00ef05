package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.ReceivedMessage;
import dev.nave.hub.testing.TestClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client sees of one call of a hub method. */
class HubInvocationTest {
  private final HubTester tester = tester(false);
  private final TestClient client = tester.connect("ann");

  public static class CallsHub extends Hub {
    public void nothing() {}

    public String value(String text) {
      return text + "!";
    }

    public CompletionStage<String> stage(String text) {
      return CompletableFuture.supplyAsync(() -> text + "!");
    }

    public CompletionStage<Void> stageOfNothing() {
      return CompletableFuture.runAsync(() -> {});
    }

    public int twice(int number) {
      return 2 * number;
    }

    public void hubException() {
      throw new HubException("read this");
    }

    public void ownHubException() {
      throw new RoomFullException();
    }

    public void otherException() throws IOException {
      throw new IOException("a secret");
    }

    public CompletionStage<String> failedStage() {
      return CompletableFuture.supplyAsync(
          () -> {
            throw new HubException("read this, later");
          });
    }

    public CompletionStage<String> noStage() {
      return CompletableFuture.failedFuture(new IOException("a secret"));
    }

    public Object notEncodable() {
      return new Unreadable();
    }

    public void tellMeThenAll() {
      groups().add("mine");
      clients().caller().send("one");
      clients().all().send("two");
      clients().group("mine").send("not yet a member, perhaps");
      clients().user(String.valueOf(context().userId())).send("three");
    }

    public void join(String group) {
      groups().add(group);
    }
  }

  public static final class Unreadable {
    @SuppressWarnings("DoNotCallSuggester") // Called by the codec.
    public String getText() {
      throw new IllegalStateException("a secret");
    }
  }

  static final class RoomFullException extends HubException {
    private static final long serialVersionUID = 1L;

    RoomFullException() {
      super("come later");
    }
  }

  private static HubTester tester(boolean detailedErrors) {
    return HubTester.of(
        "/hub",
        server ->
            server
                .options(options -> options.detailedErrors(detailedErrors))
                .hub("/hub", CallsHub.class, CallsHub::new));
  }

  @AfterEach
  void stop() {
    tester.close();
  }

  private static String errorOf(TestClient client, String target, Object... arguments) {
    HubInvocationException error =
        catchThrowableOfType(HubInvocationException.class, () -> client.invoke(target, arguments));
    return String.valueOf(error.getMessage());
  }

  @Test
  void completionHasTheValueThatTheMethodReturned() {
    assertThat(client.invoke(String.class, "value", "hi")).isEqualTo("hi!");
    assertThat(client.invoke(int.class, "TWICE", 4)).isEqualTo(8);
    assertThat(client.invoke(Object.class, "nothing")).isNull();
  }

  @Test
  void completionHasTheValueOfTheStageThatTheMethodReturned() {
    assertThat(client.invoke(String.class, "stage", "hi")).isEqualTo("hi!");
    assertThat(client.invoke(Object.class, "stageOfNothing")).isNull();
  }

  @Test
  void sendIsNotAnswered() {
    client.send("value", "hi");
    client.send("hubException");
    client.send("noSuchMethod");
    client.send("twice", "not a number");

    client.expectNothing();
  }

  @Test
  void textOfAHubExceptionIsShown() {
    assertThat(errorOf(client, "hubException"))
        .isEqualTo(
            "An unexpected error occurred invoking 'hubException' on the server."
                + " HubException: read this");
    assertThat(errorOf(client, "failedStage"))
        .isEqualTo(
            "An unexpected error occurred invoking 'failedStage' on the server."
                + " HubException: read this, later");
    assertThat(errorOf(client, "ownHubException"))
        .isEqualTo(
            "An unexpected error occurred invoking 'ownHubException' on the server."
                + " RoomFullException: come later");
  }

  @Test
  void textsOfOtherExceptionsAreNotShown() {
    for (String method : List.of("otherException", "noStage", "notEncodable")) {
      assertThat(errorOf(client, method))
          .isEqualTo("An unexpected error occurred invoking '" + method + "' on the server.");
    }
  }

  @Test
  void textsOfOtherExceptionsAreShownWithDetailedErrors() {
    try (HubTester detailed = tester(true)) {
      TestClient client = detailed.connect();

      assertThat(errorOf(client, "otherException"))
          .isEqualTo(
              "An unexpected error occurred invoking 'otherException' on the server."
                  + " IOException: a secret");
      assertThat(errorOf(client, "twice", 1, 2))
          .isEqualTo(
              "Failed to invoke 'twice' due to an error on the server. InvalidDataException:"
                  + " Invocation provides 2 argument(s) but target expects 1.");
      assertThat(errorOf(client, "twice", "x"))
          .isEqualTo(
              "Failed to invoke 'twice' due to an error on the server. InvalidDataException:"
                  + " Error binding arguments. Make sure that the types of the provided values"
                  + " match the types of the hub method being invoked.");
    }
  }

  @Test
  void callThatFitsNoMethodFailsAndTheNextIsServed() {
    assertThat(errorOf(client, "Missing"))
        .isEqualTo(
            "Failed to invoke 'Missing' due to an error on the server."
                + " HubException: Method does not exist.");
    assertThat(errorOf(client, "twice"))
        .isEqualTo("Failed to invoke 'twice' due to an error on the server.");
    assertThat(errorOf(client, "onConnected")).contains("Method does not exist.");
    assertThat(client.invoke(int.class, "twice", 1)).isEqualTo(2);
  }

  @Test
  void whatAMethodSentArrivesBeforeItsCompletion() {
    TestClient bob = tester.connect("bob"); // On the other loop.

    client.invoke("tellMeThenAll");

    assertThat(client.received())
        .extracting(ReceivedMessage::target)
        .startsWith("one", "two")
        .endsWith("three");
    bob.expect("two");
    bob.expectNothing();
  }

  @Test
  void groupChangesThatWereNotAwaitedAreDoneBeforeTheCompletion() {
    client.invoke("join", "blue");

    tester.server().hubContext(CallsHub.class).clients().group("blue").send("hello").join();

    client.expect("hello");
  }

  @Test
  void hubObjectOutsideOfACallFailsClearly() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> new CallsHub().join("blue"))
        .withMessageContaining("was not called by a client");
  }
}
