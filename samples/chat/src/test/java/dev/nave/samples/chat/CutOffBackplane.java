package dev.nave.samples.chat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.inmemory.InMemoryBackplane;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A backplane in memory whose link a test can cut. Any thread. */
final class CutOffBackplane implements Backplane {
  private final Backplane whole = InMemoryBackplane.create();
  private volatile @Nullable BackplaneException cut;

  /** Fails every publication from now on. */
  void cut(BackplaneException failure) {
    cut = failure;
  }

  /** Publications go through again. */
  void mend() {
    cut = null;
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    BackplaneException failure = cut;
    return failure == null
        ? whole.publish(topic, envelope)
        : CompletableFuture.failedFuture(failure);
  }

  @Override
  public CompletionStage<Void> start(BackplaneListener listener) {
    return whole.start(listener);
  }

  @Override
  public CompletionStage<Void> subscribe(String topic) {
    return whole.subscribe(topic);
  }

  @Override
  public CompletionStage<Void> unsubscribe(String topic) {
    return whole.unsubscribe(topic);
  }

  @Override
  public BackplaneHealth health() {
    return whole.health();
  }

  @Override
  public <T> Optional<T> capability(Class<T> type) {
    return whole.capability(type);
  }

  @Override
  public boolean inProcess() {
    return true;
  }

  @Override
  public void close() {
    whole.close();
  }
}
