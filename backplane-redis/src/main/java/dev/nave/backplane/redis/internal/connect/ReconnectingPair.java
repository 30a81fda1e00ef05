package dev.nave.backplane.redis.internal.connect;

import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.Stages;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.internal.lettuce.PubSubKind;
import dev.nave.backplane.redis.internal.publish.PublishTotals;
import dev.nave.backplane.redis.internal.report.Reporter;
import dev.nave.backplane.redis.internal.report.Words;
import dev.nave.backplane.redis.internal.subscribe.Subscriber;
import dev.nave.backplane.redis.internal.subscribe.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one pair of connections alive: connects, restores the subscriptions, and does so again
 * whenever the pair is lost.
 *
 * <p><b>Threading.</b> Coordinator only, but for {@link #current}, {@link #subscriber} and {@link
 * #isUp}.
 */
public final class ReconnectingPair implements ConnectionPair.Observer {
  private static final int CHECKED_SERVERS = 4;

  private final NodeContext context;
  private final ServerFinder finder;
  private final Function<ReconnectingPair, PubSubKind> kind;
  private final Observer observer;
  private final BiPredicate<ReconnectingPair, Subscription> mine;
  private final RetrySchedule schedule;

  /** The last pair that was made, to be ended with this. */
  private volatile @Nullable ConnectionPair made;

  /** The pair that topics are attached to; it may not be restored yet. */
  private volatile @Nullable ConnectionPair attached;

  /** The pair that works. */
  private volatile @Nullable ConnectionPair current;

  private volatile boolean retired;
  private boolean checking;
  private @Nullable Future<?> waiting;

  /** Observes a reconnecting pair. On the coordinator. */
  public interface Observer {
    /** The pair works. */
    void up(RedisEndpoint endpoint);

    /**
     * The pair is lost; it is being made anew.
     *
     * @param failedBefore the publications that had failed until then
     */
    void down(Throwable cause, PublishTotals.Snapshot failedBefore);

    /**
     * An attempt failed.
     *
     * @return whether to go on trying
     */
    boolean attemptFailed(int attempt, Throwable cause);

    /** Some slot has moved to another server. Any thread. */
    void moved();
  }

  /**
   * Creates a pair that is not connected.
   *
   * @param kind asked at each attempt
   * @param mine which topics it carries
   */
  public ReconnectingPair(
      NodeContext context,
      ServerFinder finder,
      Function<ReconnectingPair, PubSubKind> kind,
      BiPredicate<ReconnectingPair, Subscription> mine,
      Observer observer) {
    this.context = context;
    this.finder = finder;
    this.kind = kind;
    this.mine = mine;
    this.observer = observer;
    this.schedule = new RetrySchedule(context.options());
  }

  /** Any thread. Returns the pair if it works. */
  public @Nullable ConnectionPair current() {
    return current;
  }

  public boolean isUp() {
    return current != null;
  }

  /**
   * Any thread. Returns the connection that takes topics now, even if the pair is not restored yet.
   */
  public @Nullable Subscriber subscriber() {
    ConnectionPair pair = attached;
    return pair == null ? null : pair.subscriber();
  }

  /** Connects for the first time. */
  public void start() {
    attemptAfter(Duration.ZERO, null);
  }

  private void retry(Throwable cause) {
    if (!retired) {
      attemptAfter(null, cause);
    }
  }

  private void attemptAfter(@Nullable Duration fixed, @Nullable Throwable cause) {
    Duration policy = schedule.next(cause);
    Duration delay = fixed != null ? fixed : policy;
    int number = schedule.attempt();
    RedisEndpoint guess = finder.guess(number);
    context
        .reporter()
        .event(
            new RedisEvent.Attempt(
                number, delay, context.options().reconnectPolicy().toString(), guess, cause));
    waiting = context.coordinator().after(delay, () -> attempt(number, guess));
  }

  private void attempt(int number, RedisEndpoint guess) {
    if (retired) {
      return;
    }
    long begin = System.nanoTime();
    // The whole of it is bounded step by step; what is left over by a late answer is closed there.
    CompletableFuture.completedStage(number)
        .thenCompose(finder::find) // What a hook of the application throws fails the attempt.
        .thenCompose(endpoint -> open(endpoint, begin))
        .whenComplete(
            (pair, failure) ->
                context
                    .coordinator()
                    .execute(
                        () -> {
                          if (failure == null) {
                            restored(pair);
                          } else {
                            failed(number, guess, Stages.unwrap(failure));
                          }
                        }));
  }

  private CompletionStage<ConnectionPair> open(RedisEndpoint endpoint, long begin) {
    Duration limit = context.options().connectTimeout();
    return ConnectionPair.inTime(
            ConnectionPair.open(context, endpoint, kind.apply(this), this),
            limit.plus(limit),
            "cannot connect to",
            endpoint)
        .thenCompose(
            pair ->
                ConnectionPair.inTime(fit(pair), limit, "cannot ask", endpoint)
                    .thenCompose(
                        fit ->
                            ConnectionPair.inTime(pair.verify(), limit, "cannot probe", endpoint))
                    .thenRun(() -> took("connected to " + endpoint, begin))
                    .thenCompose(probed -> restore(pair))
                    .thenRun(() -> took("restored the subscriptions at " + endpoint, begin))
                    .handle((done, failure) -> failure)
                    .thenCompose(failure -> outcome(pair, failure)));
  }

  private CompletionStage<Void> fit(ConnectionPair pair) {
    made = pair;
    return finder.check(pair);
  }

  private static CompletionStage<ConnectionPair> outcome(
      ConnectionPair pair, @Nullable Throwable failure) {
    if (failure == null) {
      return CompletableFuture.completedStage(pair);
    }
    pair.end(RefusalReason.UNAVAILABLE, Stages.unwrap(failure));
    return CompletableFuture.failedStage(failure);
  }

  private void took(String what, long begin) {
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    context.reporter().line(what + " in " + Words.of(took));
  }

  /**
   * Any thread. Topics that are subscribed from now on go to this pair, those from before are
   * attached here.
   */
  private CompletionStage<Void> restore(ConnectionPair pair) {
    if (retired) {
      return CompletableFuture.failedStage(
          new IOException("the connection is not needed any more"));
    }
    attached = pair;
    context
        .table()
        .forEach(
            subscription -> {
              if (mine.test(this, subscription)) {
                subscription.attach(pair.subscriber());
              }
            });
    return pair.restored();
  }

  private void restored(ConnectionPair pair) {
    if (retired || pair.isEnded()) {
      Throwable cause = new IOException("the connection ended while it was restored");
      pair.end(RefusalReason.UNAVAILABLE, cause);
      failed(schedule.attempt(), pair.endpoint(), cause);
      return;
    }
    current = pair;
    schedule.succeeded();
    pair.startProbing();
    observer.up(pair.endpoint());
  }

  private void failed(int number, RedisEndpoint endpoint, Throwable cause) {
    attached = null;
    if (retired) {
      return;
    }
    context
        .reporter()
        .line("attempt " + number + " at " + endpoint + " failed: " + Reporter.reason(cause));
    if (observer.attemptFailed(number, cause)) {
      retry(cause);
    }
  }

  @Override
  public void pairEnded(ConnectionPair pair, Throwable cause) {
    if (pair == current) {
      current = null;
      attached = null;
      schedule.lost();
      observer.down(cause, pair.failedBefore());
      retry(cause);
    }
    // Else the pair was still being made: its attempt fails by itself.
  }

  @Override
  public void moved() {
    observer.moved();
  }

  /** Checks that the server is still the right one. Called now and then. */
  public void check() {
    ConnectionPair pair = current;
    if (pair == null || checking) {
      return;
    }
    checking = true;
    var unusedFuture =
        CompletableFuture.completedFuture(pair)
            .thenCompose(
                finder::checkStill) // What a hook of the application throws is its failure.
            .orTimeout(longestCheck().toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(
                (still, failure) -> context.coordinator().execute(() -> checked(pair, failure)));
  }

  /** A check without an answer says nothing against the server, and must not prevent the next. */
  private void checked(ConnectionPair pair, @Nullable Throwable failure) {
    checking = false;
    Throwable cause = failure == null ? null : Stages.unwrap(failure);
    if (cause instanceof TimeoutException) {
      context
          .reporter()
          .line(
              "no answer within %s whether %s is still the right server"
                  .formatted(Words.of(longestCheck()), pair.endpoint()));
    } else if (cause != null) {
      pair.wrongServer(cause);
    }
  }

  /** Several servers may be asked, one after the other. */
  private Duration longestCheck() {
    return context.options().connectTimeout().multipliedBy(CHECKED_SERVERS);
  }

  /** Ends; no attempt follows. */
  public void retire(RefusalReason reason, Throwable cause) {
    retired = true;
    Future<?> attempt = waiting;
    if (attempt != null) {
      attempt.cancel(false);
    }
    attached = null;
    current = null;
    ConnectionPair pair = made;
    if (pair != null) {
      pair.end(reason, cause);
    }
  }
}
