package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a group change that fails: here for a name that is too long. */
class GroupFailuresTest {
  private static final String TOO_LONG = "x".repeat(1_025);

  private final HubTester tester =
      HubTester.of(
          "/room",
          server ->
              server
                  .options(options -> options.detailedErrors(true).maxGroupsPerConnection(2))
                  .hub("/room", RoomHub.class, RoomHub::new));

  /** Joins in every way. */
  public static final class RoomHub extends Hub {
    @Override
    protected void onConnected() {
      if ("eve".equals(context().userId())) {
        groups().add(TOO_LONG);
      }
    }

    public void ignores(String room) {
      groups().add(room);
    }

    public void ignoresWithAValue(String room) {
      groups().addWithValue(room, "v");
    }

    public void ignoresWhatFollows(String room) {
      var unusedFuture = groups().add(room).thenRun(() -> clients().group(room).send("entered"));
    }

    public void ignoresAsLeaving(String room) {
      groups().remove(room);
    }

    public String returnsSomethingElse(String room) {
      groups().add(context().connectionId(), room);
      return "done";
    }

    public CompletionStage<Void> returns(String room) {
      return groups().add(room);
    }

    public Stream<Integer> streams(String room) {
      groups().add(room);
      return Stream.of(1, 2);
    }

    public void joinsMany(int count) {
      for (int i = 0; i < count; i++) {
        groups().add("room" + i);
      }
    }

    public String fails(String room) {
      groups().add(room);
      throw new HubException("its own");
    }

    public String waits(String room) {
      try {
        groups().add(room).join();
        return "joined";
      } catch (CompletionException e) {
        return "handled";
      }
    }

    public String gets(String room) throws InterruptedException {
      try {
        groups().add(room).get();
        return "joined";
      } catch (ExecutionException e) {
        return "handled";
      }
    }

    public String asks(String room) {
      return groups().add(room).isCompletedExceptionally() ? "handled" : "joined";
    }

    public CompletableFuture<String> handles(String room) {
      return groups().add(room).handle((done, failure) -> failure == null ? "joined" : "handled");
    }

    public CompletableFuture<String> handlesWithAValue(String room) {
      return groups()
          .addWithValue(room, "v")
          .handle((done, failure) -> failure == null ? "joined" : "handled");
    }

    public CompletableFuture<String> handlesLater(String room) {
      return groups().add(room).thenApply(done -> "joined").exceptionally(failure -> "handled");
    }

    public CompletableFuture<String> handlesComposed(String room) {
      return CompletableFuture.completedFuture(room)
          .thenCompose(name -> groups().add(name))
          .handle((done, failure) -> failure == null ? "joined" : "handled");
    }

    public String handlesBeside(String room) {
      var unusedFuture = groups().add(room).whenComplete((done, failure) -> {});
      return "handled";
    }
  }

  @AfterEach
  void stop() {
    tester.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ignores",
        "ignoresWithAValue",
        "ignoresWhatFollows",
        "ignoresAsLeaving",
        "returnsSomethingElse",
        "returns"
      })
  void failureThatTheMethodDoesNotLookAtIsTheCalls(String method) {
    TestClient ann = tester.connect("ann");

    ann.invoke(Object.class, method, "short");
    assertThatExceptionOfType(HubInvocationException.class)
        .isThrownBy(() -> ann.invoke(Object.class, method, TOO_LONG))
        .withMessageContaining("maxGroupNameLength");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "waits",
        "gets",
        "asks",
        "handles",
        "handlesWithAValue",
        "handlesLater",
        "handlesComposed",
        "handlesBeside"
      })
  void failureThatTheMethodLooksAtIsItsOwnAffair(String method) {
    assertThat(tester.connect("ann").invoke(String.class, method, TOO_LONG)).isEqualTo("handled");
  }

  @Test
  void failureOfTheMethodGoesFirst() {
    assertThatExceptionOfType(HubInvocationException.class)
        .isThrownBy(() -> tester.connect("ann").invoke(String.class, "fails", TOO_LONG))
        .withMessageContaining("its own");
  }

  @Test
  void joinsPastTheBoundFailTheCall() {
    TestClient ann = tester.connect("ann");

    ann.invoke("joinsMany", 2);
    assertThatExceptionOfType(HubInvocationException.class)
        .isThrownBy(() -> ann.invoke("joinsMany", 40))
        .withMessageContaining("maxGroupsPerConnection");
  }

  @Test
  void failureEndsAStreamBehindItsItems() {
    TestStream<Integer> stream = tester.connect("ann").stream(Integer.class, "streams", TOO_LONG);

    assertThat(stream.expectItem()).isEqualTo(1);
    assertThat(stream.expectItem()).isEqualTo(2);
    assertThat(stream.expectError()).contains("maxGroupNameLength");
  }

  @Test
  void failureInOnConnectedRefusesTheClient() {
    assertThatExceptionOfType(ConnectionRefusedException.class)
        .isThrownBy(() -> tester.connect("eve"))
        .withMessageContaining("maxGroupNameLength");
    assertThat(tester.connect("ann").invoke(String.class, "waits", "room")).isEqualTo("joined");
  }
}
