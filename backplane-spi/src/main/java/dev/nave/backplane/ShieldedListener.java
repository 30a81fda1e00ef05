package dev.nave.backplane;

import java.util.Objects;

/** Keeps what a listener throws away from the backplane that calls it. */
final class ShieldedListener implements BackplaneListener {
  private static final System.Logger LOGGER = System.getLogger(Backplane.class.getName());

  private final BackplaneListener listener;

  ShieldedListener(BackplaneListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  @Override
  public void envelope(String topic, Envelope envelope) {
    try {
      listener.envelope(topic, envelope);
    } catch (RuntimeException | Error e) {
      LOGGER.log(
          System.Logger.Level.ERROR,
          "the listener failed to take an envelope on " + TopicText.quote(topic),
          e);
    }
  }

  @Override
  public void tooLarge(String topic, String reason) {
    try {
      listener.tooLarge(topic, reason);
    } catch (RuntimeException | Error e) {
      LOGGER.log(
          System.Logger.Level.ERROR,
          "the listener failed to take note of a large envelope on " + TopicText.quote(topic),
          e);
    }
  }

  @Override
  public void together(Runnable calls) {
    Once once = new Once(calls);
    try {
      listener.together(once);
    } catch (RuntimeException | Error e) {
      LOGGER.log(System.Logger.Level.ERROR, "the listener failed to take several envelopes", e);
    }
    once.run(); // If it has failed, or forgotten them.
  }

  /** Calls that are made once, however often they are run. For one thread. */
  private static final class Once implements Runnable {
    private final Runnable calls;
    private boolean begun;

    Once(Runnable calls) {
      this.calls = calls;
    }

    @Override
    public void run() {
      if (!begun) {
        begun = true;
        calls.run();
      }
    }
  }

  @Override
  public void roundTrip(long nanos) {
    try {
      listener.roundTrip(nanos);
    } catch (RuntimeException | Error e) {
      LOGGER.log(System.Logger.Level.ERROR, "the listener failed to take a round trip", e);
    }
  }

  @Override
  public void event(BackplaneEvent event) {
    try {
      listener.event(event);
    } catch (RuntimeException | Error e) {
      LOGGER.log(System.Logger.Level.ERROR, "the listener failed to take " + event, e);
    }
  }
}
