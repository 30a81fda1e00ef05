package dev.nave.backplane.redis.internal.directory;

import dev.nave.backplane.Stages;
import dev.nave.backplane.redis.internal.execution.Coordinator;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the script for one part of the directory, over one connection.
 *
 * <p><b>Epochs.</b> A call that fails, or another connection, leaves uncertain what was under way.
 * That begins another epoch: no answer to what was sent in an earlier one is taken, and the script
 * refuses what comes late from there.
 *
 * <p><b>Threading.</b> Coordinator only.
 */
final class PartCalls {
  private final Coordinator coordinator;
  private final ScriptLink link;
  private final byte[] retention;
  private final LongAdder failures;
  private final Consumer<Throwable> uncertain;
  private @Nullable StatefulRedisConnection<byte[], byte[]> used;
  private long epoch;
  private boolean closed;

  /** Takes the answer to a call. */
  interface Taker {
    void take(List<Object> answer);
  }

  /**
   * Creates it, without a connection.
   *
   * @param failures counts the calls that failed
   * @param uncertain told the failure that began another epoch
   */
  PartCalls(
      Coordinator coordinator,
      ScriptLink link,
      Duration retention,
      LongAdder failures,
      Consumer<Throwable> uncertain) {
    this.coordinator = coordinator;
    this.link = link;
    this.retention = Texts.bytes(retention.toMillis());
    this.failures = failures;
    this.uncertain = uncertain;
  }

  /** Goes over to the connection there is now; returns whether it is another one. */
  boolean reconnect() {
    StatefulRedisConnection<byte[], byte[]> now = link.connection();
    if (now == used) {
      return false;
    }
    used = now;
    epoch++;
    return true;
  }

  boolean isConnected() {
    return used != null;
  }

  long epoch() {
    return epoch;
  }

  /**
   * Calls the script; both what is taken and what depends on the stage run on the coordinator.
   *
   * @param arguments the operation and the node, and what follows the retention
   */
  CompletionStage<Void> call(String what, Taker taker, Object... arguments) {
    long sentIn = epoch;
    CompletableFuture<Void> done = new CompletableFuture<>();
    var unusedStage =
        send(what, arguments)
            .whenComplete(
                (answer, failure) ->
                    coordinator.execute(
                        () -> {
                          if (failure != null) {
                            failed(sentIn, Stages.unwrap(failure));
                            done.completeExceptionally(Stages.unwrap(failure));
                            return;
                          }
                          try {
                            if (sentIn == epoch) {
                              taker.take(answer);
                            }
                          } finally {
                            done.complete(null);
                          }
                        }));
    return done;
  }

  private CompletableFuture<List<Object>> send(String what, Object... arguments) {
    StatefulRedisConnection<byte[], byte[]> at = used;
    if (at == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("cannot " + what + ": no connection to Redis"));
    }
    byte[][] bytes = new byte[arguments.length + 1][];
    for (int i = 0; i < arguments.length; i++) {
      bytes[i < 2 ? i : i + 1] =
          arguments[i] instanceof byte[] raw ? raw : Texts.bytes(String.valueOf(arguments[i]));
    }
    bytes[2] = retention;
    return link.call(at, what, bytes);
  }

  private void failed(long sentIn, Throwable cause) {
    failures.increment();
    if (sentIn == epoch && !closed) {
      epoch++;
      uncertain.accept(cause);
    }
  }

  /** What fails from now on changes nothing any more. */
  void close() {
    closed = true;
  }
}
