package dev.nave.backplane.redis.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.redis.fault.Publication.Outcome;
import dev.nave.backplane.tck.BreakableBackplane;
import dev.nave.backplane.tck.ForwardingBackplane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The oracle of the fault tests: it passes honest nodes, and sees through each lie. */
class AuditTest {
  private static final Load.Settings SETTINGS =
      Load.Settings.noticing(Duration.ofMillis(50)).topics(List.of("one", "two"));

  private final InMemoryCluster cluster = new InMemoryCluster();
  private final BreakableBackplane honest = new BreakableBackplane(cluster.newNode());
  private @Nullable Load load;

  @AfterEach
  void close() {
    if (load != null) {
      load.close();
    }
  }

  private Load load(Backplane other) {
    load = Load.start(SETTINGS, honest, other);
    return load;
  }

  private List<String> complaintsAbout(Liar liar) {
    Load running = load(liar);
    liar.lies = true;
    running.goOn(50);
    liar.lies = false;
    running.goOn(10);
    running.close();
    return new Audit(List.of(running.node(0), running.node(1)), SETTINGS).complaints();
  }

  @Test
  void findsNothingWrongWithHonestNodesInAnOutage() {
    Load running = load(cluster.newNode());

    honest.disconnect(new IOException("the cable was pulled"));
    running.goOn(50);
    assertThat(honest.reconnect()).isNotNull();
    running.assertFlowsWithin(Duration.ofSeconds(5));

    running.assertHonest();
    assertThat(running.count(Outcome.REFUSED)).isPositive();
    assertThat(running.count(Outcome.UNKNOWN)).isZero();
    assertThat(running.node(0).outages()).isEqualTo(1);
  }

  @Test
  void failsATestWhoseBooksDoNotBalance() {
    Liar liar = new Liar(cluster.newNode());
    Load running = load(liar);
    liar.lies = true;
    liar.losesReceived = true;
    running.goOn(20);

    assertThatThrownBy(running::assertHonest).hasStackTraceContaining("delivered, but missing");
  }

  @Test
  void seesWhatWasLostWithoutAnOutage() {
    Liar liar = new Liar(cluster.newNode());
    liar.losesReceived = true;

    assertThat(complaintsAbout(liar))
        .isNotEmpty()
        .allMatch(
            text -> text.startsWith("delivered, but missing at B, whose connection was up: "));
  }

  @Test
  void seesWhatArrivesTwice() {
    Liar liar = new Liar(cluster.newNode());
    liar.doublesReceived = true;

    assertThat(complaintsAbout(liar))
        .isNotEmpty()
        .allMatch(text -> text.startsWith("twice at B: "));
  }

  @Test
  void seesWhatArrivesOutOfOrder() {
    Liar liar = new Liar(cluster.newNode());
    liar.holdsBack = true;

    assertThat(complaintsAbout(liar))
        .isNotEmpty()
        .allMatch(text -> text.startsWith("out of order at B: "));
  }

  @Test
  void seesWhatWasRefusedButArrives() {
    Liar liar = new Liar(cluster.newNode());
    liar.failure =
        new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "refused, says a liar");

    assertThat(complaintsAbout(liar))
        .isNotEmpty()
        .allMatch(text -> text.startsWith("refused, but arrived at "));
  }

  @Test
  void allowsWhatIsUnknownToArrive() {
    Liar liar = new Liar(cluster.newNode());
    liar.failure = new BackplaneTimeoutException("no answer, says a liar");

    assertThat(complaintsAbout(liar)).isEmpty();
  }

  @Test
  void seesAnAnswerOfAnotherKind() {
    Liar liar = new Liar(cluster.newNode());
    liar.failure = new IllegalStateException("neither, says a liar");

    assertThat(complaintsAbout(liar))
        .isNotEmpty()
        .allMatch(text -> text.startsWith("neither delivered nor refused nor unknown: "));
  }

  @Test
  void seesWhatIsNeverAnswered() {
    Liar liar = new Liar(cluster.newNode());
    liar.neverAnswers = true;

    assertThat(complaintsAbout(liar)).anyMatch(text -> text.startsWith("not answered: B/one#"));
  }

  @Test
  void seesThatANodeThatIsDownTakesItsTime() {
    Liar liar = new Liar(cluster.newNode());
    liar.saysDown = true;
    liar.neverAnswers = true;

    assertThat(complaintsAbout(liar))
        .anyMatch(text -> text.startsWith("not answered at once by a node that is down: B/"));
  }

  /** A node that does not do what the contract says, in one way or another. */
  private static final class Liar extends ForwardingBackplane {
    private final AtomicInteger received = new AtomicInteger();
    private final Map<String, Runnable> held = new ConcurrentHashMap<>();
    private volatile boolean lies;
    private volatile boolean losesReceived;
    private volatile boolean doublesReceived;
    private volatile boolean holdsBack;
    private volatile boolean neverAnswers;
    private volatile boolean saysDown;
    private volatile @Nullable RuntimeException failure;

    Liar(Backplane working) {
      super(working);
    }

    @Override
    public CompletionStage<Void> start(BackplaneListener listener) {
      return working.start(
          new BackplaneListener() {
            @Override
            public void envelope(String topic, Envelope envelope) {
              Runnable deliver = () -> listener.envelope(topic, envelope);
              if (holdsBack) {
                holdBack(topic + new String(envelope.bytes(), UTF_8).charAt(0), deliver);
              } else {
                receive(deliver);
              }
            }

            @Override
            public void event(BackplaneEvent event) {
              listener.event(event);
            }
          });
    }

    private void receive(Runnable deliver) {
      boolean isChosen = lies && received.incrementAndGet() % 10 == 0;
      if (isChosen && losesReceived) {
        return;
      }
      deliver.run();
      if (isChosen && doublesReceived) {
        deliver.run();
      }
    }

    /** Lets every other envelope of one publisher and topic wait for the one behind it. */
    private void holdBack(String lane, Runnable deliver) {
      Runnable waiting = held.remove(lane);
      if (waiting == null && lies) {
        held.put(lane, deliver);
        return;
      }
      deliver.run();
      if (waiting != null) {
        waiting.run();
      }
    }

    @Override
    public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
      RuntimeException told = failure;
      CompletionStage<Receipt> honest = working.publish(topic, envelope);
      if (lies && neverAnswers) {
        return new CompletableFuture<>();
      }
      return lies && told != null ? CompletableFuture.failedStage(told) : honest;
    }

    @Override
    public BackplaneHealth health() {
      BackplaneHealth health = working.health();
      return lies && saysDown
          ? new BackplaneHealth(BackplaneHealth.State.DOWN, health.since(), null, 2, 0)
          : health;
    }

    @Override
    public boolean inProcess() {
      return working.inProcess();
    }
  }
}
