package dev.nave.hub.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.Payload;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a {@link TestClient} asked for. Any thread; waits as the client does.
 *
 * @param <T> what its items are read as
 */
public final class TestStream<T> {
  private final ValueType<T> type;
  private final String target;
  private final Runnable canceller;

  @GuardedBy("this")
  private final Queue<Payload> items = new ArrayDeque<>();

  @GuardedBy("this")
  private @Nullable CompletionMessage completion;

  @GuardedBy("this")
  private @Nullable String cutOff;

  TestStream(ValueType<T> type, String target, Runnable canceller) {
    this.type = type;
    this.target = target;
    this.canceller = canceller;
  }

  // The link's side.

  synchronized void item(Payload item) {
    items.add(item);
    notifyAll();
  }

  synchronized void complete(CompletionMessage last) {
    completion = last;
    notifyAll();
  }

  /** The connection has ended, so nothing comes any more. */
  synchronized void cutOff(String why) {
    cutOff = why;
    notifyAll();
  }

  // The test's side.

  /**
   * Takes the next item, and waits for it if need be.
   *
   * @throws HubInvocationException if the stream ended with an error instead
   * @throws IllegalStateException if the connection has ended
   */
  public @Nullable T expectItem() {
    Payload item = next();
    if (item == null) {
      throw new AssertionError(this + " was expected to have another item but ended");
    }
    return type.read(item, "an item of " + this);
  }

  /** Checks that the stream has no more items and ends without an error; waits for it. */
  public void expectEnd() {
    Payload item = next();
    if (item != null) {
      throw new AssertionError(this + " was expected to end but has another item");
    }
  }

  /** Waits for the end, which must be an error, behind all items that were taken; returns it. */
  public String expectError() {
    try {
      expectEnd();
    } catch (HubInvocationException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError(this + " was expected to fail but ended without an error");
  }

  /** Tells the server that no more items are wanted; it ends the stream then. Does not wait. */
  public void cancel() {
    canceller.run();
  }

  private synchronized @Nullable Payload next() {
    Deadline deadline = new Deadline();
    while (items.isEmpty() && completion == null && cutOff == null && deadline.millisLeft() > 0) {
      try {
        wait(deadline.millisLeft());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("the test was interrupted while it waited for " + this, e);
      }
    }
    Payload item = items.poll();
    if (item != null) {
      return item;
    }
    CompletionMessage last = completion;
    if (last == null) {
      if (cutOff != null) {
        throw new IllegalStateException(this + ": " + cutOff);
      }
      throw new AssertionError(this + " had no item and no end in " + Deadline.SECONDS + " s");
    }
    if (last.error() != null) {
      throw new HubInvocationException(last.error());
    }
    return null;
  }

  @Override
  public String toString() {
    return "the stream of \"" + target + "\"";
  }
}
