package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import dev.nave.conformance.Arguments.Transport;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One client calls without waiting for its answers, on a server that Redis answers late; a listener
 * on another server hears what was published meanwhile. Needs redis-server.
 */
class PipelinedSendsIT {
  private static final int DEFAULT = 16;

  /** Whatever the machine does meanwhile, no answer of Redis is missed. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration SOON = Duration.ofSeconds(30);

  private RedisServer redis;
  private TcpProxy proxy;
  private Running here;
  private Running elsewhere;
  private LoadClient caller;
  private LoadClient listener;

  /** Sends to all, as the servers of the scenarios do. */
  public static final class TellingHub extends Hub {
    /** Returns the stage of the send. */
    public CompletableFuture<Void> toAll(String text) {
      return clients().all().send("message", "all", text);
    }
  }

  /** A hub server, and where it listens. */
  private record Running(HubPort port, HubServer server) implements AutoCloseable {
    static Running start(String redis) {
      TextPage none = new TextPage("/none", "text/plain", () -> "");
      HubPort port = HubPort.of(Transport.NETTY, 0, none, settings -> {});
      HubServer server =
          HubServer.builder()
              .transport(port.transport())
              .backplane(
                  RedisBackplane.create(
                      redis, options -> options.publishTimeout(PATIENCE).probeInterval(PATIENCE)))
              .serverOptions(options -> options.announceInterval(PATIENCE.plusSeconds(1)))
              .hub("/detailed", TellingHub.class, TellingHub::new, hub -> hub.name("Telling"))
              .build();
      port.open(server);
      server.start();
      return new Running(port, server);
    }

    String url() {
      return "http://" + HubPort.HOST + ":" + port.port();
    }

    @Override
    public void close() {
      server.close();
      port.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.started();
    proxy = TcpProxy.before(redis);
    here = Running.start(proxy.address());
    elsewhere = Running.start(redis.address());
    caller = new LoadClient(here.url(), "c", true);
    listener = new LoadClient(elsewhere.url(), "l", true);
    Call first = caller.call();
    awaitHeard(1);
    awaitAnswered(List.of(first));
  }

  @AfterEach
  void stop() {
    proxy.resume();
    caller.close();
    listener.close();
    here.close();
    elsewhere.close();
    proxy.close();
    redis.close();
  }

  private List<Call> call(int calls) {
    List<Call> made = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      made.add(caller.call());
    }
    return made;
  }

  private void awaitHeard(int messages) {
    await("messages at the other server")
        .atMost(SOON)
        .until(() -> listener.messages().size() >= messages);
  }

  private static void awaitAnswered(List<Call> calls) {
    await("answers")
        .atMost(SOON)
        .until(() -> calls.stream().noneMatch(call -> call.outcome() == Call.Outcome.UNANSWERED));
    assertThat(calls).allMatch(call -> call.outcome() == Call.Outcome.OK);
  }

  private static List<String> texts(int calls) {
    return IntStream.range(0, calls).mapToObj(i -> "c:" + i).toList();
  }

  @Test
  void sixteenCallsArePublishedInOrderBeforeOneIsConfirmed() {
    proxy.pause(TcpProxy.Direction.TO_CLIENT);

    List<Call> calls = call(DEFAULT);
    awaitHeard(1 + DEFAULT);

    assertThat(listener.messages()).isEqualTo(texts(1 + DEFAULT));
    assertThat(calls).as("Redis has confirmed none").allMatch(PipelinedSendsIT::isUnanswered);

    proxy.resume();
    awaitAnswered(calls);
  }

  private static boolean isUnanswered(Call call) {
    return call.outcome() == Call.Outcome.UNANSWERED;
  }

  @Test
  void onePastTheBoundIsPublishedAndTheNextWaitsForTheFirstConfirmation() {
    proxy.pause(TcpProxy.Direction.TO_CLIENT);
    List<Call> calls = call(3 * DEFAULT);
    awaitHeard(1 + DEFAULT + 1);

    // What another client publishes comes behind what has begun, and before what has not.
    Call fence = listener.call();
    awaitHeard(1 + DEFAULT + 2);
    assertThat(listener.messages().get(1 + DEFAULT + 1)).isEqualTo(fence.text());
    assertThat(calls).allMatch(PipelinedSendsIT::isUnanswered);

    proxy.resume();
    awaitAnswered(calls);
    awaitHeard(1 + 3 * DEFAULT + 1);
    List<String> own = new ArrayList<>(listener.messages());
    own.remove(fence.text());
    assertThat(own).isEqualTo(texts(1 + 3 * DEFAULT));
  }

  @Test
  void hundredsOfCallsArriveInOrderOverASlowNetwork() {
    proxy.delay(Duration.ofMillis(20), Duration.ofMillis(10));

    List<Call> calls = call(300);

    awaitAnswered(calls);
    awaitHeard(301);
    assertThat(listener.messages()).isEqualTo(texts(301));
    await("its own messages").atMost(SOON).until(() -> caller.messages().size() == 301);
    assertThat(caller.messages()).isEqualTo(texts(301));
  }
}
