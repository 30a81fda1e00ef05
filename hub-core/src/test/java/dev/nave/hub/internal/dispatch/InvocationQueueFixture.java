package dev.nave.hub.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.executor.ConnectionThreads;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.streams.Backlog;
import dev.nave.hub.protocol.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A queue whose invocations run when a test says so. */
abstract class InvocationQueueFixture {
  /** What an invocation called "a" weighs. */
  static final int WEIGHT = invocation("a").weight();

  final FakeLoop loop = new FakeLoop();
  final Queue<Runnable> work = new ArrayDeque<>();
  final List<String> done = new ArrayList<>();
  final Map<String, CompletableFuture<Void>> goingOn = new HashMap<>();
  final Map<String, ClientResultWait> places = new HashMap<>();
  final Map<String, Runnable> meanwhile = new HashMap<>();
  final Backlog backlog = new Backlog(4 * WEIGHT, loop.hubLoop().inbound(), () -> {});
  InvocationQueue queue = create(1);

  InvocationQueue create(int parallel) {
    return create(new RunningInvocations.Bounds(parallel, 2, 2));
  }

  InvocationQueue create(RunningInvocations.Bounds bounds) {
    return new InvocationQueue(
        new ConnectionThreads(work::add, 0), loop.hubLoop(), bounds, backlog, this::run);
  }

  @Nullable CompletableFuture<?> run(Invocation invocation, ClientResultWait place) {
    done.add(invocation.target());
    places.put(invocation.target(), place);
    meanwhile.getOrDefault(invocation.target(), () -> {}).run();
    if (invocation.target().equals("fails")) {
      throw new IllegalStateException("a test says so");
    }
    return goingOn.get(invocation.target());
  }

  static Invocation invocation(String target) {
    return new Invocation(Map.of(), null, target, null, Payload.ofAll(), 0, false, null, null);
  }

  @AfterEach
  void nothingElseHappened() {
    assertThat(done).isEmpty();
    assertThat(work).isEmpty();
  }

  void addAndStart(String... targets) {
    for (String target : targets) {
      queue.add(invocation(target));
    }
    queue.start();
  }

  void runAll() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  void assertDone(String... what) {
    assertThat(done).containsExactly(what);
    done.clear();
  }

  CompletableFuture<Void> goesOn(String target) {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    goingOn.put(target, stage);
    return stage;
  }

  /** Its method returns the stage of its own send. */
  CompletableFuture<Void> sends(String target) {
    CompletableFuture<Void> stage = new SendWait();
    goingOn.put(target, stage);
    return stage;
  }

  Runnable beginWait(String target) {
    return Objects.requireNonNull(places.get(target)).beginWait(false);
  }
}
