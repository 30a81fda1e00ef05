package dev.nave.hub.internal.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.ReceiverCount;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A backplane to another server that writes down what it is asked for and carries nothing. */
public final class FakeBackplane implements Backplane {
  private final Queue<String> desired = new ArrayDeque<>();
  private final Queue<Publication> publications = new ArrayDeque<>();
  private final List<CompletableFuture<Void>> unconfirmed = new ArrayList<>();
  private CompletionStage<Receipt> outcome = CompletableFuture.completedStage(Receipt.UNCOUNTED);
  private boolean confirming = true;
  private boolean down;
  private boolean inProcess;
  private @Nullable RuntimeException broken;
  private @Nullable ReceiverCount receiverCount;

  /** Something that was published. */
  public record Publication(String topic, Envelope envelope) {
    /** Returns the bytes as they were when it was published. */
    public byte[] bytes() {
      return envelope.bytes();
    }
  }

  /** Says from now on that all nodes are in this process. */
  public void beInProcess() {
    inProcess = true;
  }

  @Override
  public boolean inProcess() {
    return inProcess;
  }

  /** Sets what comes of publications from now on. */
  public void outcome(CompletionStage<Receipt> value) {
    outcome = value;
  }

  /** Confirms no wish from now on, until {@link #confirm}. */
  public void stopConfirming() {
    confirming = false;
  }

  /** Confirms all wishes. */
  public void confirm() {
    confirming = true;
    unconfirmed.forEach(subscribe -> subscribe.complete(null));
    unconfirmed.clear();
  }

  /** Lets {@link #subscribe} throw, as no backplane should. */
  public void breakSubscribe(RuntimeException thrown) {
    broken = thrown;
  }

  /** Answers from now on how many nodes hear a topic. */
  public void receiverCount(ReceiverCount value) {
    receiverCount = value;
  }

  @Override
  public <T> Optional<T> capability(Class<T> type) {
    return type.isInstance(receiverCount)
        ? Optional.of(type.cast(receiverCount))
        : Optional.empty();
  }

  /** Says that it is down. */
  public void goDown() {
    down = true;
  }

  /** Asserts the wishes since the last look, in order. */
  public void assertSubscriptions(String... expected) {
    assertThat(desired).containsExactly(expected);
    desired.clear();
  }

  /** Asserts the wishes since the last look. */
  public void assertSubscriptionsInAnyOrder(String... expected) {
    assertThat(desired).containsExactlyInAnyOrder(expected);
    desired.clear();
  }

  /** Says that the wishes so far are of no interest. */
  public void forgetSubscriptions() {
    desired.clear();
  }

  /** Returns how often a topic was wished for since the last look, less how often not any more. */
  public int changeOfSubscriptions(String topic) {
    int change = 0;
    for (String subscribe : desired) {
      if (subscribe.substring(1).equals(topic)) {
        change += subscribe.charAt(0) == '+' ? 1 : -1;
      }
    }
    desired.clear();
    return change;
  }

  /** Returns the next publication. */
  public Publication nextPublication() {
    assertThat(publications).isNotEmpty();
    return Objects.requireNonNull(publications.poll());
  }

  /** Asserts that nothing happened that the test has not mentioned. */
  public void assertNothingElse() {
    assertThat(desired).isEmpty();
    assertThat(publications).isEmpty();
  }

  @Override
  public CompletionStage<Void> start(BackplaneListener listener) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    publications.add(new Publication(topic, Envelope.of(envelope.bytes())));
    return outcome;
  }

  @Override
  public CompletionStage<Void> subscribe(String topic) {
    if (broken != null) {
      throw broken;
    }
    desired.add("+" + topic);
    return stage();
  }

  @Override
  public CompletionStage<Void> unsubscribe(String topic) {
    desired.add("-" + topic);
    return stage();
  }

  private CompletionStage<Void> stage() {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    if (confirming) {
      stage.complete(null);
    } else {
      unconfirmed.add(stage);
    }
    return stage;
  }

  @Override
  public BackplaneHealth health() {
    BackplaneHealth.State state = down ? BackplaneHealth.State.DOWN : BackplaneHealth.State.UP;
    return new BackplaneHealth(state, Instant.EPOCH, null, 0, 0);
  }

  @Override
  public void close() {}
}
