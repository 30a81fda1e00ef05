package dev.nave.conformance;

import java.util.concurrent.Flow;

/** A stream of numbers, each twice as large as the one it is made of. */
final class Doubled implements Flow.Publisher<Integer> {
  private final Flow.Publisher<Integer> numbers;

  Doubled(Flow.Publisher<Integer> numbers) {
    this.numbers = numbers;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
    numbers.subscribe(new Doubler(subscriber));
  }

  private record Doubler(Flow.Subscriber<? super Integer> to) implements Flow.Subscriber<Integer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      to.onSubscribe(subscription);
    }

    @Override
    public void onNext(Integer item) {
      to.onNext(2 * item);
    }

    @Override
    public void onError(Throwable failure) {
      to.onError(failure);
    }

    @Override
    public void onComplete() {
      to.onComplete();
    }
  }
}
