package dev.nave.transport.servlet.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stop of a transport with a loop on which a method does not return. */
class BlockedLoopTest {
  private final RunningTransport transport = Fakes.transport();
  private final ServletLoop loop = transport.loops().next();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CompletableFuture<Void> returned = new CompletableFuture<>();
  private final List<String> onContext = new CopyOnWriteArrayList<>();

  private final AsyncContext context =
      Fakes.of(
          AsyncContext.class,
          (proxy, method, arguments) -> {
            onContext.add(method.getName());
            return null;
          });

  @AfterEach
  void letTheLoopEnd() throws Exception {
    gate.countDown();
    loop.stop().get(30, TimeUnit.SECONDS);
  }

  private void block() throws Exception {
    loop.execute(
        () -> {
          entered.countDown();
          try {
            gate.await();
          } catch (InterruptedException e) {
            returned.completeExceptionally(e);
          }
          returned.complete(null);
        });
    entered.await();
  }

  @Test
  void endsWithoutThatLoop() throws Exception {
    block();

    transport.stop().get(60, TimeUnit.SECONDS);

    assertThat(returned).as("neither awaited nor interrupted").isNotDone();
  }

  @Test
  void completesTheRequestsOfThatLoop() throws Exception {
    block();
    AsyncEnd request = new AsyncEnd(transport, loop, context);
    assertThat(onContext).doesNotContain("complete");

    transport.stop().get(60, TimeUnit.SECONDS);

    assertThat(onContext).containsOnlyOnce("complete");
    request.complete();
    assertThat(onContext).containsOnlyOnce("complete");
  }

  @Test
  void theLoopEndsAfterAllWhenItsMethodReturns() throws Exception {
    block();
    transport.stop().get(60, TimeUnit.SECONDS);
    assertThat(loop.stop()).isNotDone();

    gate.countDown();

    loop.stop().get(30, TimeUnit.SECONDS);
    assertThat(returned).isCompleted();
  }
}
