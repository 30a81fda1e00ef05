package dev.nave.hub.internal.streams;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.HubException;
import dev.nave.hub.internal.connection.ClientErrors;
import dev.nave.hub.internal.executor.SerialExecutor;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.transport.RefusalLog;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream that a client uploads, as a hub method gets it. Items wait undecoded until its
 * subscriber asks for them, then are bound and handed over on the hub executor.
 *
 * <p>It has one subscriber, who may come at any time. What comes after its end is dropped.
 *
 * <p><b>Threading.</b> Any thread. The subscriber is called on the hub executor alone, one signal
 * after the other. The lock is not the stream itself, which the application has, and the loop must
 * not wait for.
 */
public final class InboundStream implements Flow.Publisher<Object> {
  /** What an item weighs besides its bytes. */
  private static final int OVERHEAD_BYTES = 128;

  /** What a client uploads may make subscribers fail. */
  private static final LineLimit LINES = new LineLimit(10, Duration.ofMinutes(1), System::nanoTime);

  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final Type itemType;
  private final UploadSettings settings;
  private final Backlog backlog;
  private final SerialExecutor delivery;

  /** The lock of all that follows, too. */
  @GuardedBy("items")
  private final Queue<Item> items = new ArrayDeque<>();

  @GuardedBy("items")
  private Flow.@Nullable Subscriber<? super Object> subscriber;

  @GuardedBy("items")
  private boolean greeted;

  @GuardedBy("items")
  private long demand;

  @GuardedBy("items")
  private boolean waiting;

  /** Whether items wait that the subscriber does not ask for, while it does nothing with others. */
  @GuardedBy("items")
  private boolean unasked;

  /** Whether the subscriber is being called. */
  @GuardedBy("items")
  private boolean calling;

  /** What came last, after the items. */
  @GuardedBy("items")
  private @Nullable End end;

  /** Whether the subscriber gets no further signals. */
  @GuardedBy("items")
  private boolean over;

  private record Item(Payload payload, int weight, Backlog.Place place) {}

  /** How the stream ends: with a failure or without. */
  private record End(@Nullable Throwable failure) {}

  /** Begins a stream of items that are bound to {@code itemType}. */
  public InboundStream(Type itemType, UploadSettings settings, Backlog backlog, Executor executor) {
    this.itemType = itemType;
    this.settings = settings;
    this.backlog = backlog;
    this.delivery = new SerialExecutor(executor, this::deliver);
  }

  // What the client does.

  /** The client sent an item. */
  public void item(Payload payload) {
    synchronized (items) {
      if (over || end != null) {
        return;
      }
      int weight = OVERHEAD_BYTES + payload.keptBytes();
      Backlog.Place place =
          items.size() < settings.capacity() ? Backlog.Place.BUFFER : Backlog.Place.BACKLOG;
      items.add(new Item(payload, weight, place));
      backlog.add(weight, place);
      lookWhetherItWaits();
    }
    delivery.schedule();
  }

  /**
   * The client ended the stream.
   *
   * @param error what it says is wrong; null if it has sent everything
   */
  public void complete(@Nullable String error) {
    end(new End(error == null ? null : new HubException(error)));
  }

  // What the server does.

  /** The connection has ended: what came before is still handed over. */
  public void cut() {
    end(new End(new HubException("The underlying connection was closed.")));
  }

  /** The call has ended, and with it whatever is left of its uploads. */
  public void close() {
    synchronized (items) {
      if (over) {
        return;
      }
      if (end == null || (end.failure() == null && !items.isEmpty())) {
        end =
            new End(
                new CancellationException("The hub method has ended, and with it its uploads."));
      }
      clear();
      lookWhetherItWaits();
    }
    delivery.schedule();
  }

  private void end(End how) {
    synchronized (items) {
      if (over || end != null) {
        return;
      }
      end = how;
      lookWhetherItWaits();
    }
    delivery.schedule();
  }

  // What the hub method does.

  @Override
  public void subscribe(Flow.Subscriber<? super Object> candidate) {
    synchronized (items) {
      if (subscriber == null) {
        subscriber = Objects.requireNonNull(candidate, "subscriber");
        delivery.schedule();
        return;
      }
    }
    candidate.onSubscribe(new NoSubscription());
    candidate.onError(
        new IllegalStateException("an uploaded stream is for one subscriber, and this has one"));
  }

  private final class Subscription implements Flow.Subscription {
    @Override
    public void request(long n) {
      synchronized (items) {
        if (over) {
          return;
        }
        if (n <= 0) {
          clear();
          end = new End(new IllegalArgumentException("requested " + n + " items; ask for some"));
        } else {
          demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        }
        lookWhetherItWaits();
      }
      delivery.schedule();
    }

    @Override
    public void cancel() {
      synchronized (items) {
        finish();
      }
    }
  }

  private static final class NoSubscription implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  // On the hub executor, one at a time.

  private void deliver() {
    Flow.Subscriber<? super Object> to;
    boolean greet;
    synchronized (items) {
      to = subscriber;
      if (to == null) {
        return;
      }
      greet = !greeted;
      greeted = true;
      calling = true;
      lookWhetherItIsUnasked();
    }
    try {
      if (greet) {
        to.onSubscribe(new Subscription());
      }
      for (Item item = take(); item != null; item = take()) {
        handOver(to, item.payload());
      }
      End last = takeEnd();
      if (last != null) {
        tellEnd(to, last);
      }
    } catch (Throwable e) { // Not every language declares what it throws.
      String earlier = LINES.next();
      if (earlier != null) {
        log.warn("the subscriber of an upload failed, and gets no more of it{}", earlier, e);
      }
      synchronized (items) {
        finish();
      }
    } finally {
      synchronized (items) {
        calling = false;
        lookWhetherItIsUnasked();
      }
    }
  }

  private void handOver(Flow.Subscriber<? super Object> to, Payload payload) {
    Object value;
    try {
      payload.checkValues(settings.maxValues());
      value = payload.bind(List.of(itemType))[0];
      if (value == null) {
        throw new BindingException("An item of an upload is null.");
      }
    } catch (BindingException | Error e) { // Errors out of a constructor.
      log.debug(
          "an item of an upload does not fit {}: {}", itemType, RefusalLog.quote(e.toString()));
      String error =
          ClientErrors.compose("Failed to bind Stream message.", e, settings.detailedErrors());
      synchronized (items) {
        clear();
        end = new End(new HubException(error, e));
      }
      return;
    }
    to.onNext(value);
  }

  private static void tellEnd(Flow.Subscriber<? super Object> to, End last) {
    if (last.failure() == null) {
      to.onComplete();
    } else {
      to.onError(last.failure());
    }
  }

  private @Nullable Item take() {
    synchronized (items) {
      if (over || demand == 0) {
        return null;
      }
      Item item = items.poll();
      if (item != null) {
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        backlog.remove(item.weight(), item.place());
      }
      lookWhetherItWaits();
      return item;
    }
  }

  private @Nullable End takeEnd() {
    synchronized (items) {
      if (over || !items.isEmpty() || end == null) {
        return null;
      }
      finish();
      return end;
    }
  }

  @GuardedBy("items")
  private void finish() {
    over = true;
    clear();
    lookWhetherItWaits();
  }

  @GuardedBy("items")
  private void clear() {
    for (Item item : items) {
      backlog.remove(item.weight(), item.place());
    }
    items.clear();
  }

  /** Tells the backlog whether the subscriber waits for the client. */
  @GuardedBy("items")
  private void lookWhetherItWaits() {
    boolean now = !over && demand > 0 && items.isEmpty() && end == null;
    if (now != waiting) {
      waiting = now;
      if (now) {
        backlog.beginToWait();
      } else {
        backlog.endToWait();
      }
    }
    lookWhetherItIsUnasked();
  }

  /** Tells the backlog whether items wait for a subscriber that does nothing. */
  @GuardedBy("items")
  private void lookWhetherItIsUnasked() {
    boolean now = !over && demand == 0 && !calling && !items.isEmpty();
    if (now != unasked) {
      unasked = now;
      if (now) {
        backlog.beginUnasked();
      } else {
        backlog.endUnasked();
      }
    }
  }
}
