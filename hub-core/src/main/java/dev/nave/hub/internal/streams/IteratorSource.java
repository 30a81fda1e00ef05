package dev.nave.hub.internal.streams;

import dev.nave.hub.internal.logging.LogCategory;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The items of an iterator, which may block while it makes one. It gets one request at a time, so
 * that no item waits for the next.
 *
 * <p>At the end it closes the iterator and what the iterator came from, as far as they can be.
 */
final class IteratorSource implements ItemSource {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final Supplier<? extends Iterator<?>> begin;
  private final Object origin;
  private @Nullable Iterator<?> iterator;
  private @Nullable Sink sink;

  IteratorSource(Supplier<? extends Iterator<?>> begin, Object origin) {
    this.begin = begin;
    this.origin = origin;
  }

  @Override
  public void begin(Sink to) {
    sink = to;
    try {
      iterator = Objects.requireNonNull(begin.get(), "what is to be streamed has a null iterator");
    } catch (Throwable e) { // Not every language declares what it throws.
      close();
      to.ended(e);
      return;
    }
    to.ready();
  }

  @Override
  public void request(int items) {
    Sink to = sink;
    Iterator<?> from = iterator;
    if (to == null || from == null) {
      return;
    }
    for (int i = 0; i < items; i++) {
      try {
        if (from.hasNext()) {
          to.item(from.next());
          continue;
        }
      } catch (Throwable e) { // Not every language declares what it throws.
        close();
        to.ended(e);
        return;
      }
      close();
      to.ended(null);
      return;
    }
  }

  @Override
  public int mostAtOnce() {
    return 1;
  }

  @Override
  public void cancel() {
    close();
  }

  private void close() {
    close(iterator);
    iterator = null;
    close(origin);
  }

  private static void close(@Nullable Object used) {
    if (used instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception | Error e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        log.warn("a stream could not be closed", e);
      }
    }
  }
}
