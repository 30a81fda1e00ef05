package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Calls at a steady rate from clients of both servers of a farm, and a listener on each. */
final class SteadyLoad implements AutoCloseable {
  private static final int CALLERS = 4; // On each server.
  private static final Duration BETWEEN_CALLS = Duration.ofMillis(10);
  private static final Duration ANSWERED = Duration.ofSeconds(10);

  private final List<List<LoadClient>> callers = new ArrayList<>();
  private final List<LoadClient> listeners = new ArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private volatile int ticks;

  SteadyLoad(List<String> urls) throws Exception {
    for (int server = 0; server < urls.size(); server++) {
      listeners.add(new LoadClient(urls.get(server), "listener", true));
      List<LoadClient> made = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        made.add(new LoadClient(urls.get(server), server + "-" + i, false));
      }
      callers.add(made);
    }
  }

  /** Makes one call on each server, and returns when they have come to both listeners. */
  void awaitFirst(Duration atMost) {
    List<Call> calls = callers.stream().map(each -> each.get(0).call()).toList();
    await("the first messages")
        .atMost(atMost)
        .until(() -> calls.stream().allMatch(call -> cameToAll(call.text())));
  }

  void start() {
    var unusedFuture =
        clock.scheduleAtFixedRate(this::call, 0, BETWEEN_CALLS.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** On the clock's thread alone. */
  private void call() {
    int tick = ticks;
    List<LoadClient> server = callers.get(tick % callers.size());
    server.get(tick / callers.size() % CALLERS).call();
    ticks = tick + 1;
  }

  /** Returns when so many more calls were made. */
  void awaitCalls(int more) {
    int enough = ticks + more;
    await("calls").atMost(Duration.ofMinutes(1)).until(() -> ticks >= enough);
  }

  /** Returns when, of the calls made from now on, one from each server has come to both. */
  void awaitFlow(Duration atMost) {
    long now = System.nanoTime();
    await("messages from both servers to both")
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                callers.stream()
                    .allMatch(
                        server ->
                            callsOf(server)
                                .filter(call -> call.sentAt() - now > 0)
                                .anyMatch(call -> cameToAll(call.text()))));
  }

  /** Ends the calls, and returns when all are answered. */
  void stop() throws InterruptedException {
    clock.shutdown();
    assertThat(clock.awaitTermination(ANSWERED.toSeconds(), TimeUnit.SECONDS)).isTrue();
    await("all answers")
        .atMost(ANSWERED)
        .until(
            () ->
                callers.stream()
                    .flatMap(SteadyLoad::callsOf)
                    .noneMatch(call -> call.outcome() == Call.Outcome.UNANSWERED));
  }

  LoadReport report() {
    return new LoadReport(
        callers.stream().map(server -> callsOf(server).toList()).toList(),
        listeners.stream().map(LoadClient::messages).toList());
  }

  void assertNobodyWasDisconnected() {
    assertThat(Stream.concat(listeners.stream(), callers.stream().flatMap(List::stream)))
        .allSatisfy(client -> assertThat(client.end()).isNull());
  }

  private boolean cameToAll(String text) {
    return listeners.stream().allMatch(listener -> listener.messages().contains(text));
  }

  private static Stream<Call> callsOf(List<LoadClient> clients) {
    return clients.stream().flatMap(client -> client.calls().stream());
  }

  @Override
  public void close() {
    clock.shutdownNow();
    callers.forEach(server -> server.forEach(LoadClient::close));
    listeners.forEach(LoadClient::close);
  }
}
