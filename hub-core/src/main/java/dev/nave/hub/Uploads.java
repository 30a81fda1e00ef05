package dev.nave.hub;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the streams that clients upload, for hub methods without a library for reactive streams.
 *
 * <p>Any library that takes a {@link Flow.Publisher} will do as well.
 */
public final class Uploads {
  private Uploads() {}

  /**
   * Hands each item to {@code action}, one after the other, on the hub executor. The client is
   * slowed down to what the action takes; no thread is held while the client is slow.
   *
   * @return done after the last item; failed with a {@link HubException} if the client says that
   *     the stream failed, sent an item of another type, or is gone, and with what the action threw
   *     if it threw something, which ends the upload. Cancelled, it ends the upload, too
   */
  public static <T> CompletableFuture<Void> forEach(
      Flow.Publisher<T> upload, Consumer<? super T> action) {
    EachItem<T> reader = new EachItem<>(action);
    upload.subscribe(reader);
    return reader.end;
  }

  private static final class EachItem<T> implements Flow.Subscriber<T> {
    final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Consumer<? super T> action;
    private volatile Flow.@Nullable Subscription subscription;

    EachItem(Consumer<? super T> action) {
      this.action = action;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      var unusedFuture =
          end.whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  given.cancel();
                }
              });
      given.request(1);
    }

    @Override
    public void onNext(T item) {
      Flow.Subscription given = subscription;
      try {
        action.accept(item);
      } catch (Throwable e) { // Not every language declares what it throws.
        end.completeExceptionally(e);
        return;
      }
      if (given != null) {
        given.request(1);
      }
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      end.complete(null);
    }
  }
}
