package dev.nave.hub.internal.streams;

import java.util.concurrent.Flow;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the items of a stream come from. On the hub executor, one call at a time.
 *
 * <p>It hands over no more than was requested, and calls the sink as its threads like it.
 */
interface ItemSource {
  /** Begins. Nothing comes before the sink was told {@link Sink#ready}. */
  void begin(Sink sink);

  /** Asks for so many more items. */
  void request(int items);

  /** Returns how many items to ask for at a time, at most. */
  int mostAtOnce();

  /** Ends early: nothing is handed over after this, and what the source holds is let go. */
  void cancel();

  /** Takes what a source has. Any thread. */
  interface Sink {
    /** The source can be asked for items. */
    void ready();

    /** The next item; null where the source may hold nulls. */
    void item(@Nullable Object item);

    /** The end; the source has let go of what it held. */
    void ended(@Nullable Throwable failure);
  }

  /**
   * Makes a source of what a hub method returned.
   *
   * @throws IllegalArgumentException if it is no stream
   */
  static ItemSource of(Object returned) {
    if (returned instanceof Flow.Publisher<?> publisher) {
      return new PublisherSource(publisher);
    }
    if (returned instanceof BaseStream<?, ?> stream) {
      return new IteratorSource(stream::iterator, stream);
    }
    if (returned instanceof Iterable<?> iterable) {
      return new IteratorSource(iterable::iterator, iterable);
    }
    throw new IllegalArgumentException(returned.getClass().getName() + " is no stream");
  }
}
