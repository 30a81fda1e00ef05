package dev.nave.hub.internal.accounting;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneListener;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** A backplane that is up and does nothing but what a test makes of its publications. */
abstract class PublishOnly implements Backplane {
  @Override
  public CompletionStage<Void> start(BackplaneListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Void> subscribe(String topic) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Void> unsubscribe(String topic) {
    throw new UnsupportedOperationException();
  }

  @Override
  public BackplaneHealth health() {
    return new BackplaneHealth(BackplaneHealth.State.UP, Instant.EPOCH, null, 0, 0);
  }

  @Override
  public void close() {}
}
