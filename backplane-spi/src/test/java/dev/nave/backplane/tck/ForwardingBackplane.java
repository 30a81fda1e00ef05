package dev.nave.backplane.tck;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import java.util.concurrent.CompletionStage;

/**
 * Hands everything to another backplane; a test overrides what is to be otherwise. It is between
 * processes and has no capabilities, unless a test says so.
 */
public abstract class ForwardingBackplane implements Backplane {
  /** What everything is handed to. */
  protected final Backplane working;

  /** Wraps a backplane that was not started yet; the wrapper starts and closes it. */
  protected ForwardingBackplane(Backplane working) {
    this.working = working;
  }

  @Override
  public CompletionStage<Void> start(BackplaneListener listener) {
    return working.start(listener);
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    return working.publish(topic, envelope);
  }

  @Override
  public CompletionStage<Void> subscribe(String topic) {
    return working.subscribe(topic);
  }

  @Override
  public CompletionStage<Void> unsubscribe(String topic) {
    return working.unsubscribe(topic);
  }

  @Override
  public BackplaneHealth health() {
    return working.health();
  }

  @Override
  public void close() {
    working.close();
  }
}
