package dev.nave.hub.internal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An application that has locked an object of ours, for as long as it likes, holds up no loop. */
class ForeignLocksTest {
  private static final UploadSettings SETTINGS = new UploadSettings(10, 100, false);

  private final FakeLoop loop = new FakeLoop();
  private final Backlog backlog = new Backlog(1000, loop.hubLoop().inbound(), () -> {});
  private final List<Runnable> work = new ArrayList<>();

  /** As the loop does, which has another thread than the application. */
  private static void onAnotherThread(Runnable step) throws Exception {
    CompletableFuture.runAsync(step).get(30, TimeUnit.SECONDS);
  }

  @Test
  void itemsOfAnUploadComeThoughTheApplicationHasLockedIt() throws Exception {
    InboundStream upload = new InboundStream(String.class, SETTINGS, backlog, work::add);

    synchronized (upload) {
      onAnotherThread(() -> upload.item(Payload.of("a")));
      onAnotherThread(() -> upload.complete(null));
      onAnotherThread(upload::close);
    }

    Subscriber subscriber = new Subscriber();
    upload.subscribe(subscriber);
    work.forEach(Runnable::run);
    assertThat(subscriber.failure).isInstanceOf(CancellationException.class);
  }

  @Test
  void theSubscriptionOfAnUploadCanBeLockedToo() throws Exception {
    InboundStream upload = new InboundStream(String.class, SETTINGS, backlog, work::add);
    Subscriber subscriber = new Subscriber();
    upload.subscribe(subscriber);
    List.copyOf(work).forEach(Runnable::run);
    Object subscription = subscriber.subscription;
    assertThat(subscription).isNotNull();

    synchronized (subscription) {
      onAnotherThread(() -> upload.item(Payload.of("a")));
      onAnotherThread(upload::cut);
    }
  }

  @Test
  void aStreamIsAskedForMoreAndCancelledThoughItsPublisherHasLockedTheSubscriber()
      throws Exception {
    Publisher publisher = new Publisher();
    PublisherSource source = new PublisherSource(publisher);
    source.begin(new Ignoring());
    Object subscriber = publisher.subscriber;
    assertThat(subscriber).isNotNull();

    synchronized (subscriber) {
      onAnotherThread(() -> source.request(1));
      onAnotherThread(source::cancel);
    }

    assertThat(publisher.done).containsExactly("request 1", "cancel");
  }

  private static final class Subscriber implements Flow.Subscriber<Object> {
    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(Object item) {
      throw new AssertionError("nothing was requested");
    }

    @Override
    public void onError(Throwable cause) {
      failure = cause;
    }

    @Override
    public void onComplete() {}
  }

  private static final class Publisher implements Flow.Publisher<Object>, Flow.Subscription {
    private final List<String> done = new ArrayList<>();
    private Flow.@Nullable Subscriber<? super Object> subscriber;

    @Override
    public void subscribe(Flow.Subscriber<? super Object> candidate) {
      subscriber = candidate;
      candidate.onSubscribe(this);
    }

    @Override
    public void request(long n) {
      done.add("request " + n);
    }

    @Override
    public void cancel() {
      done.add("cancel");
    }
  }

  private static final class Ignoring implements ItemSource.Sink {
    @Override
    public void ready() {}

    @Override
    public void item(@Nullable Object item) {}

    @Override
    public void ended(@Nullable Throwable failure) {}
  }
}
