package dev.nave.hub.internal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.StreamItemMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A stream goes as fast as its client takes it. */
class OutboundStreamTest {
  private static final int MAX_PENDING = 4000;
  private static final int ITEM = 500;

  private final Queue<Runnable> work = new ArrayDeque<>();
  private final FakeLoop loop = new FakeLoop();
  private final HubOptions.Builder options =
      HubOptions.builder().keepAliveInterval(Duration.ofDays(1)).maxPendingBytes(MAX_PENDING);
  private final List<String> done = new ArrayList<>();
  private int made;

  private TestClient connect() {
    return TestClient.connect(loop, TestClient.settings(options.build()), "c", "json");
  }

  private OutboundStream download(TestClient client, Object items) {
    return new OutboundStream(
        items,
        client.connection().outlet(),
        item -> {
          OutboundMessage message =
              OutboundMessage.of(
                  new StreamItemMessage(Map.of(), "1", Payload.of("" + item + "x".repeat(ITEM))));
          message.encoded(client.connection().protocol());
          return message;
        },
        work::add,
        failure -> done.add(failure == null ? "end" : "" + failure.getMessage()));
  }

  private IntStream countedItems(int count) {
    return IntStream.range(0, count).peek(item -> made++);
  }

  private void runAll() {
    while (!work.isEmpty() || loop.waiting() > 0) {
      for (Runnable next = work.poll(); next != null; next = work.poll()) {
        next.run();
      }
      loop.runAll();
    }
  }

  @Test
  void aSlowClientSlowsItsProducerAndIsNotCut() {
    TestClient client = connect();
    client.link().stick();

    download(client, countedItems(1000)).start();
    runAll();

    int madeAtFirst = made;
    assertThat(madeAtFirst).isBetween(2, MAX_PENDING / 2 / ITEM + 1);
    assertThat(client.link().pendingBytes()).isBetween(1L, (long) MAX_PENDING / 2);
    assertThat(done).isEmpty();
    loop.advance(Duration.ofSeconds(5));
    runAll();
    assertThat(made).as("while nothing is taken").isEqualTo(madeAtFirst);

    client.link().unstick();
    client.connection().receiver().writable();
    runAll();

    assertThat(made).isEqualTo(1000);
    assertThat(done).containsExactly("end");
  }

  @Test
  void noThreadIsHeldWhileTheClientIsSlow() {
    TestClient client = connect();
    client.link().stick();

    download(client, countedItems(1000)).start();
    runAll();

    assertThat(work).isEmpty();
  }

  @Test
  void aSlowClientThatMissesMessagesMissesNoItems() {
    options.slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST);
    TestClient client = connect();
    client.link().stick();
    download(client, countedItems(20)).start();
    runAll();
    for (int i = 0; i < 20; i++) {
      OutboundMessage broadcast =
          OutboundMessage.of(InvocationMessage.send("all", Payload.of("x".repeat(ITEM))));
      client.connection().send(broadcast);
      runAll();
    }

    client.link().unstick();
    client.connection().receiver().writable();
    runAll();

    assertThat(made).isEqualTo(20);
    assertThat(done).containsExactly("end");
    String written = client.link().takeWritten();
    for (int i = 0; i < 20; i++) {
      assertThat(written).contains("\"item\":\"" + i + "x");
    }
    assertThat(written.split("\"target\":\"all\"", -1).length - 1).isBetween(1, 19);
  }

  @Test
  void anItemLargerThanTheRoomGoesOutAlone() {
    options.maxPendingBytes(600);
    TestClient client = connect();

    download(client, countedItems(3)).start();
    runAll();

    assertThat(done).containsExactly("end");
  }

  @Test
  void aStreamThatIsCancelledWhileItWaitsEnds() {
    TestClient client = connect();
    client.link().stick();
    OutboundStream download =
        download(client, countedItems(1000).onClose(() -> done.add("closed")).boxed());
    download.start();
    runAll();

    download.cancel();
    download.cancel();
    runAll();

    assertThat(done).containsExactly("closed", "end");
  }

  @Test
  @SuppressWarnings("NullAway") // What applications do all the same.
  void aSourceThatMakesNoIteratorFailsTheStream() {
    Iterable<Integer> broken = () -> null;

    download(connect(), broken).start();
    runAll();

    assertThat(done).hasSize(1).first().asString().contains("null");
  }

  @Test
  void aPublisherIsAskedForNoMoreThanTheClientTakes() {
    TestClient client = connect();
    client.link().stick();
    Asked asked = new Asked();

    download(client, asked).start();
    runAll();

    assertThat(asked.requests.get(0)).as("while no item's size is known").isEqualTo(1);
    assertThat(asked.requests).allMatch(n -> n <= 16);
    int items = asked.requests.stream().mapToInt(Long::intValue).sum();
    assertThat(items).isLessThanOrEqualTo(MAX_PENDING / 2 / ITEM + 1 + 16);

    client.link().unstick();
    client.connection().receiver().writable();
    runAll();

    assertThat(asked.requests.stream().mapToInt(Long::intValue).sum()).isGreaterThan(items);
    assertThat(done).containsExactly("end");
  }

  /** Publishes what the test says, and knows no demand. */
  private static final class ByHand implements Flow.Publisher<Integer>, Flow.Subscription {
    Flow.@Nullable Subscriber<? super Integer> subscriber;

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    boolean asked;

    @Override
    public void request(long n) {
      asked = true;
    }

    @Override
    public void cancel() {}
  }

  @Test
  void itemsThatComeBetweenAnyTwoStepsAreSentBeforeTheEnd() {
    for (int between = 0; between < 6; between++) {
      TestClient client = connect();
      ByHand source = new ByHand();
      OutboundStream download = download(client, source);
      int steps = 0;
      boolean published = false;
      done.clear();
      while (done.isEmpty()) {
        if (!published && steps >= between && source.subscriber != null && source.asked) {
          published = true;
          source.subscriber.onNext(7);
          source.subscriber.onComplete();
        }
        download.step();
        steps++;
      }
      work.clear();
      loop.runAll();
      assertThat(client.link().takeWritten()).as("between %d", between).contains("\"item\":\"7x");
    }
  }

  /** Publishes at once what it is asked for, and ends after a hundred items. */
  private static final class Asked implements Flow.Publisher<Integer>, Flow.Subscription {
    final List<Long> requests = new ArrayList<>();
    private Flow.@Nullable Subscriber<? super Integer> subscriber;
    private int sent;

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    @Override
    public void request(long n) {
      requests.add(n);
      Flow.Subscriber<? super Integer> to = subscriber;
      for (int i = 0; to != null && i < n && sent < 100; i++) {
        to.onNext(sent++);
        if (sent == 100) {
          to.onComplete();
        }
      }
    }

    @Override
    public void cancel() {}
  }
}
