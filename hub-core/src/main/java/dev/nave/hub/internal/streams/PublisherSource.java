package dev.nave.hub.internal.streams;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.logging.LogCategory;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The items of a publisher, as far as it keeps the rules: one that breaks them ends its own stream
 * with a failure, and nothing else. Source: reactive-streams-jvm, the rules of section 1 and 3.
 */
final class PublisherSource implements ItemSource, Flow.Subscriber<Object> {
  private static final int MOST_AT_ONCE = 16;

  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final Flow.Publisher<?> publisher;

  /** Not this object, which the publisher has, and the loop must not wait for. */
  private final Object lock = new Object();

  private volatile @Nullable Sink sink;

  @GuardedBy("lock")
  private Flow.@Nullable Subscription subscription;

  @GuardedBy("lock")
  private int requested;

  @GuardedBy("lock")
  private boolean over;

  PublisherSource(Flow.Publisher<?> publisher) {
    this.publisher = publisher;
  }

  @Override
  public void begin(Sink to) {
    sink = to;
    try {
      publisher.subscribe(this);
    } catch (Throwable e) { // Not every language declares what it throws.
      fail(e);
    }
  }

  @Override
  public void request(int items) {
    Flow.Subscription asked;
    synchronized (lock) {
      asked = subscription;
      if (over || asked == null) {
        return;
      }
      requested += items;
    }
    try {
      asked.request(items);
    } catch (Throwable e) { // Not every language declares what it throws.
      fail(e);
    }
  }

  @Override
  public int mostAtOnce() {
    return MOST_AT_ONCE;
  }

  @Override
  public void cancel() {
    Flow.Subscription cancelled;
    synchronized (lock) {
      cancelled = over ? null : subscription;
      over = true;
    }
    if (cancelled != null) {
      cancel(cancelled);
    }
  }

  private static void cancel(Flow.Subscription subscription) {
    try {
      subscription.cancel();
    } catch (Throwable e) { // Not every language declares what it throws.
      log.warn("a publisher could not be cancelled", e);
    }
  }

  // What the publisher does, on its threads.

  @Override
  public void onSubscribe(Flow.Subscription given) {
    Objects.requireNonNull(given, "subscription");
    boolean taken;
    synchronized (lock) {
      taken = !over && subscription == null;
      if (taken) {
        subscription = given;
      }
    }
    Sink to = sink;
    if (taken && to != null) {
      to.ready();
    } else {
      cancel(given);
    }
  }

  @Override
  public void onNext(Object item) {
    boolean asked;
    synchronized (lock) {
      if (over) {
        return;
      }
      asked = requested > 0;
      requested--;
    }
    Sink to = sink;
    if (!asked) {
      fail(new IllegalStateException("the publisher sent more items than were requested"));
    } else if (isNothing(item)) {
      fail(new NullPointerException("the publisher sent null as an item"));
    } else if (to != null) {
      to.item(item);
    }
  }

  /** By the types it is none; but nothing makes a publisher keep to them. */
  private static boolean isNothing(@Nullable Object item) {
    return item == null;
  }

  @Override
  public void onError(Throwable failure) {
    end(isNothing(failure) ? new NullPointerException("the publisher failed with null") : failure);
  }

  @Override
  public void onComplete() {
    end(null);
  }

  private void fail(Throwable failure) {
    Flow.Subscription cancelled;
    synchronized (lock) {
      cancelled = over ? null : subscription;
    }
    end(failure);
    if (cancelled != null) {
      cancel(cancelled);
    }
  }

  private void end(@Nullable Throwable failure) {
    synchronized (lock) {
      if (over) {
        return;
      }
      over = true;
    }
    Sink to = sink;
    if (to != null) {
      to.ended(failure);
    }
  }
}
