package dev.nave.hub.internal.fanout;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What became of the publications of one hub on this node: {@code published = delivered + refused +
 * unknown}, each settled once. One publication is one publish on one topic; a message to a local
 * connection is none. Any thread.
 */
public final class PublicationCounters {
  private final LongAdder published = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder undecodable = new LongAdder();
  private final Map<RefusalReason, LongAdder> refused = new EnumMap<>(RefusalReason.class);

  PublicationCounters() {
    for (RefusalReason reason : RefusalReason.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  void publish() {
    published.increment();
  }

  /** Settles one publication by the failure of its stage, or the lack of one. */
  void settle(@Nullable Throwable failure) {
    if (failure == null) {
      delivered.increment();
    } else if (failure instanceof BackplaneTimeoutException) {
      unknown.increment();
    } else {
      refuse(
          failure instanceof BackplaneUnavailableException refusal
              ? refusal.reason()
              : RefusalReason.ENCODING_FAILED);
    }
  }

  private void refuse(RefusalReason reason) {
    LongAdder counter = refused.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  void undecodable() {
    undecodable.increment();
  }

  /** Returns how many publications were begun. */
  public long published() {
    return published.sum();
  }

  /** Returns how many the backplane accepted. */
  public long delivered() {
    return delivered.sum();
  }

  /** Returns how many may or may not have gone out. */
  public long unknown() {
    return unknown.sum();
  }

  /** Returns how many certainly never go out. */
  public long refused() {
    return refused.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Returns how many envelopes came that could not be decoded. */
  public long undecodableEnvelopes() {
    return undecodable.sum();
  }
}
