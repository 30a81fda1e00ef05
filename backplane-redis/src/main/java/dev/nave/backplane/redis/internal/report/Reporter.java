package dev.nave.backplane.redis.internal.report;

import dev.nave.backplane.Stages;
import dev.nave.backplane.TopicText;
import dev.nave.backplane.redis.RedisBackplaneListener;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.RedisOptions;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports what happens between the backplane and Redis: to the listeners of the options, the log,
 * and the connection log, which has a line for each step of connecting. Any thread; {@link #event}
 * on the coordinator's only, so that listeners get one event at a time.
 */
public final class Reporter {
  private static final Logger log = LoggerFactory.getLogger("dev.nave.backplane.redis");

  private final RedisOptions options;

  public Reporter(RedisOptions options) {
    this.options = options;
  }

  public void event(RedisEvent event) {
    log(event);
    for (RedisBackplaneListener listener : options.listeners()) {
      try {
        listener.event(event);
      } catch (RuntimeException | Error e) {
        log.error("a listener of the Redis backplane failed to take {}", event, e);
      }
    }
  }

  /** A line of the connection log. */
  public void line(String text) {
    log.debug("{}", text);
    for (Consumer<String> taker : options.connectionLogs()) {
      try {
        taker.accept(text);
      } catch (RuntimeException | Error e) {
        log.error("a connection log of the Redis backplane failed", e);
      }
    }
  }

  /** Something about the options that the operator of the server should know. */
  public void notice(String text) {
    log.warn("{}", text);
  }

  private void log(RedisEvent event) {
    if (event instanceof RedisEvent.Attempt attempt) {
      line(
          "attempt %d at %s in %s, by %s%s"
              .formatted(
                  attempt.number(),
                  attempt.endpoint(),
                  Words.of(attempt.delay()),
                  attempt.policy(),
                  because(attempt.cause())));
    } else if (event instanceof RedisEvent.Connected connected) {
      log.info("connected to Redis at {} in {}", connected.endpoint(), Words.of(connected.took()));
    } else if (event instanceof RedisEvent.Failed failed) {
      log.warn(
          "the {} connection to Redis at {} failed: {}",
          failed.role().name().toLowerCase(Locale.ROOT),
          failed.endpoint(),
          reason(failed.cause()));
      log.debug("the failure", failed.cause());
    } else if (event instanceof RedisEvent.Restored restored) {
      log.info(
          "connected to Redis at {} again after {}; meanwhile {} publications were refused, {} have"
              + " an unknown outcome",
          restored.endpoint(),
          Words.of(restored.outage()),
          restored.refused(),
          restored.unknown());
    } else if (event instanceof RedisEvent.SubscriptionRefused refused) {
      log.warn(
          "Redis refused the subscription to {}, it will be tried again every {}: {}",
          TopicText.quote(refused.topic()),
          Words.of(options.subscribeRetryInterval()),
          reason(refused.cause()));
    } else if (event instanceof RedisEvent.TopologyChanged changed) {
      log.info("Redis: {}", changed.description());
    }
  }

  private static String because(@Nullable Throwable cause) {
    return cause == null ? "" : ", because: " + reason(cause);
  }

  /** Returns a failure and what caused it in one line. */
  public static String reason(Throwable failure) {
    Throwable at = Stages.unwrap(failure);
    StringBuilder text = new StringBuilder(String.valueOf(at.getMessage()));
    if (at.getMessage() == null) {
      text.append(" (").append(at.getClass().getSimpleName()).append(')');
    }
    for (Throwable cause = at.getCause(); cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && text.indexOf(message) < 0) {
        text.append(": ").append(message);
      }
    }
    return Words.clip(text.toString());
  }
}
