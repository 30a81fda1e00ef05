package reactor.core.publisher;

import org.reactivestreams.Publisher;

/** Stands for the class of that name in Reactor. */
public class Mono<T> implements Publisher<T> {
  /** As the real one has it: what would be written if this were taken for a value. */
  public boolean isScanAvailable() {
    return true;
  }
}
