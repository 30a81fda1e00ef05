package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.dispatch.TestDispatch.call;
import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.fakes.FakeLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a connection leaves its hub. */
class SessionEndTest extends SessionFixture {
  @Test
  void leavesOnlyWhenOnDisconnectedHasRun() {
    connect();
    hangUp();
    assertHere(true);

    runAll();

    assertDone("disconnected");
    assertHere(false);
    loop.advance(FakeLoop.TICK);
    assertThat(loop.timers()).as("timers left").isZero();
  }

  @Test
  void waitsForTheRunningMethodAndDoesWhatWaits() {
    connect();
    CompletableFuture<Object> running = new CompletableFuture<>();
    method = value -> running;
    sends(call("1", "later", "1") + call("2", "go", "2"));
    runAll();
    assertDone("later");
    hangUp();
    runAll();
    assertHere(true);

    running.complete("too late");
    runAll();

    assertDone("go", "disconnected");
    assertHere(false);
  }

  @Test
  void doesNotWaitLongerThanItsGrace() {
    options.onDisconnectedGrace(Duration.ofSeconds(5));
    connect();
    CompletableFuture<Object> running = new CompletableFuture<>();
    method = value -> running;
    sends(call("1", "later", "1"));
    runAll();
    assertDone("later");
    hangUp();

    loop.advance(Duration.ofSeconds(4));
    runAll();
    assertHere(true);
    loop.advance(Duration.ofSeconds(1));
    runAll();
    assertDone("disconnected");
    assertHere(false);

    running.complete("too late");
    runAll();
  }

  @Test
  void isToldNothingOfTheEndIfItRefused() {
    onConnected =
        () -> {
          throw new IllegalStateException("no room");
        };
    open();

    runAll();

    assertDone("connected");
    link.assertWritten("{\"type\":7,\"error\":\"Connection closed with an error.\"}" + END);
    link.assertDone("close NORMAL");
    assertHere(false);
  }

  @Test
  void isToldOfTheEndThoughItAcceptedAfterIt() {
    open();
    hangUp();

    runAll();

    assertDone("connected", "disconnected");
    assertHere(false);
  }

  @Test
  void isToldOfTheEndThoughItAcceptedAfterTheGraceAndLeavesBefore() {
    options.onDisconnectedGrace(Duration.ofSeconds(5));
    settled = new CompletableFuture<>();
    open();
    runAll();
    assertDone("connected");
    hangUp();
    loop.advance(Duration.ofSeconds(5));
    assertHere(false);

    CompletableFuture<Void> before = settled;
    settled = CompletableFuture.completedFuture(null);
    before.complete(null);
    runAll();

    assertDone("disconnected");
  }
}
