package dev.nave.conformance;

import java.util.concurrent.Flow;

/**
 * The subscription to a stream of one item, after which nothing comes: neither another nor the end.
 */
final class OneItem implements Flow.Subscription {
  private final Flow.Subscriber<? super Integer> subscriber;
  private final int item;
  private boolean sent;

  private OneItem(Flow.Subscriber<? super Integer> subscriber, int item) {
    this.subscriber = subscriber;
    this.item = item;
  }

  static Flow.Publisher<Integer> of(int item) {
    return subscriber -> subscriber.onSubscribe(new OneItem(subscriber, item));
  }

  @Override
  public void request(long n) {
    if (!sent) {
      sent = true;
      subscriber.onNext(item);
    }
  }

  @Override
  public void cancel() {
    // Nothing is held.
  }
}
