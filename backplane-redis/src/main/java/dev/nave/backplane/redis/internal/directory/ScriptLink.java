package dev.nave.backplane.redis.internal.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.Stages;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.internal.lettuce.OpenConnection;
import dev.nave.backplane.redis.internal.report.RedisErrors;
import dev.nave.backplane.redis.internal.report.Words;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the script of the directory at the server that has the keys of one hash tag: over the
 * connection that the backplane publishes on, or, where that one leads to another node of a
 * cluster, over one of its own. Any thread.
 */
final class ScriptLink {
  private static final byte[] SCRIPT = script();
  private static final String DIGEST = Base16.digest(SCRIPT);

  private final NodeContext context;
  private final byte[][] keys;
  private final Function<byte[], @Nullable StatefulRedisConnection<byte[], byte[]>> carrier;
  private final Runnable demoted;

  private volatile @Nullable OpenConnection<StatefulRedisConnection<byte[], byte[]>> redirected;

  @GuardedBy("this")
  private @Nullable CompletableFuture<Void> redirecting;

  @GuardedBy("this")
  private boolean closed;

  /**
   * Creates a link.
   *
   * @param base what the keys begin with
   * @param carrier returns the connection of the backplane for a key; null while there is none
   * @param demoted told that the server at its other end is no master any more
   */
  ScriptLink(
      NodeContext context,
      byte[] base,
      Function<byte[], @Nullable StatefulRedisConnection<byte[], byte[]>> carrier,
      Runnable demoted) {
    this.context = context;
    this.keys = new byte[][] {base};
    this.carrier = carrier;
    this.demoted = demoted;
  }

  private static byte[] script() {
    try (InputStream text = ScriptLink.class.getResourceAsStream("directory.lua")) {
      return Objects.requireNonNull(text, "directory.lua").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the connection to use now; null while there is none. */
  @Nullable StatefulRedisConnection<byte[], byte[]> connection() {
    OpenConnection<StatefulRedisConnection<byte[], byte[]>> own = redirected;
    return own != null && own.channel().isActive() ? own.connection() : carrier.apply(keys[0]);
  }

  /**
   * Runs the script over the connection there is now, and again over another one if Redis says so;
   * fails as a backplane does.
   */
  CompletableFuture<List<Object>> call(String what, byte[]... arguments) {
    return callNow(what, arguments)
        .exceptionallyCompose(
            failure -> {
              CompletableFuture<Void> other;
              synchronized (this) {
                other = redirecting;
              }
              return other == null || !isMoved(failure)
                  ? CompletableFuture.failedStage(failure)
                  : other.thenCompose(unused -> callNow(what, arguments));
            });
  }

  private static boolean isMoved(Throwable failure) {
    return String.valueOf(Stages.unwrap(failure).getMessage()).contains(": MOVED ");
  }

  private CompletableFuture<List<Object>> callNow(String what, byte[]... arguments) {
    StatefulRedisConnection<byte[], byte[]> now = connection();
    return now == null
        ? CompletableFuture.failedFuture(unavailable(what, "no connection to Redis", null))
        : call(now, what, arguments);
  }

  /** Runs the script over this connection; fails as a backplane does. */
  CompletableFuture<List<Object>> call(
      StatefulRedisConnection<byte[], byte[]> connection, String what, byte[]... arguments) {
    Duration limit = context.options().publishTimeout();
    try {
      CompletionStage<List<Object>> answer =
          connection.async().evalsha(DIGEST, ScriptOutputType.MULTI, keys, arguments);
      return answer
          .exceptionallyCompose(
              failure ->
                  Stages.unwrap(failure) instanceof RedisNoScriptException
                      ? connection.async().eval(SCRIPT, ScriptOutputType.MULTI, keys, arguments)
                      : CompletableFuture.failedStage(failure))
          .toCompletableFuture()
          .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
          .exceptionally(
              failure -> {
                throw new CompletionException(translated(what, Stages.unwrap(failure), limit));
              });
    } catch (RuntimeException e) { // The connection was closed meanwhile.
      return CompletableFuture.failedFuture(unavailable(what, String.valueOf(e.getMessage()), e));
    }
  }

  private BackplaneException translated(String what, Throwable failure, Duration limit) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof TimeoutException) {
      drop(); // The pair of the backplane has a watch of its own.
      return new BackplaneTimeoutException(
          "cannot " + what + ": no answer within " + Words.of(limit));
    }
    if (failure instanceof RedisCommandExecutionException) {
      if (message.startsWith("MOVED ")) {
        redirect(message);
      } else if (RedisErrors.isDemoted(message)) {
        drop();
        demoted.run();
      }
      return new BackplaneUnavailableException(
          RedisErrors.reason(message), "cannot " + what + ": " + Words.clip(message), failure);
    }
    return new BackplaneTimeoutException(
        "cannot " + what + ": the connection to Redis was lost: " + Words.clip(message));
  }

  private static BackplaneUnavailableException unavailable(
      String what, String why, @Nullable Throwable cause) {
    return new BackplaneUnavailableException(
        RefusalReason.UNAVAILABLE, "cannot " + what + ": " + why, cause);
  }

  /** Source: Redis Cluster Specification, "MOVED Redirection": {@code MOVED slot host:port}. */
  static @Nullable RedisEndpoint target(String error) {
    String address = error.substring(error.lastIndexOf(' ') + 1);
    try {
      int colon = address.lastIndexOf(':');
      return RedisEndpoint.of(
          address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null; // The failure of the call says where Redis wanted it to go.
    }
  }

  private void redirect(String error) {
    RedisEndpoint target = target(error);
    if (target == null) {
      return;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      if (closed || (redirecting != null && !redirecting.isDone())) {
        return;
      }
      redirecting = done;
    }
    drop();
    var unusedStage =
        context
            .connector()
            .connect(target)
            .whenComplete(
                (opened, failure) -> {
                  if (failure == null && !take(opened)) {
                    context.connector().close(opened);
                  }
                  done.complete(null);
                });
  }

  private synchronized boolean take(
      OpenConnection<StatefulRedisConnection<byte[], byte[]>> opened) {
    if (!closed) {
      redirected = opened;
    }
    return !closed;
  }

  private void drop() {
    OpenConnection<StatefulRedisConnection<byte[], byte[]>> own;
    synchronized (this) {
      own = redirected;
      redirected = null;
    }
    if (own != null) {
      context.connector().close(own);
    }
  }

  void close() {
    synchronized (this) {
      closed = true;
    }
    drop();
  }

  @Override
  public String toString() {
    return new String(keys[0], UTF_8);
  }
}
