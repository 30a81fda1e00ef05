package dev.nave.hub.internal.clientresults;

import dev.nave.hub.ClientResultException;
import dev.nave.hub.ClientResultException.Reason;
import dev.nave.hub.HubException;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.Payload;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A question that the application asked: what it is waiting for, and how its future ends, once.
 *
 * <p><b>Threading.</b> Any thread. The answer is decoded, and the future completed, on the
 * executor: both run code of the application.
 */
public final class ClientInvocation implements ResultListener {
  /** Farther away no deadline can be counted. */
  private static final Duration LONGEST_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE);

  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final String connectionId;
  private final Type type;
  private final int maxValues;
  private final Executor executor;
  private final CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
  private volatile @Nullable String owner;

  /**
   * Creates a question that waits.
   *
   * @param connectionId whom it is for
   * @param type what the answer is to be read as
   * @param maxValues how many values it may have, at all depths
   */
  public ClientInvocation(String connectionId, Type type, int maxValues, Executor executor) {
    this.connectionId = connectionId;
    this.type = type;
    this.maxValues = maxValues;
    this.executor = executor;
  }

  /** Returns what the application waits for. It may cancel it. */
  public CompletableFuture<@Nullable Object> future() {
    return future;
  }

  /** Runs {@code cleanUp} when the question is over, however it ends. */
  public void whenOver(Runnable cleanUp) {
    var unusedFuture = future.whenComplete((answer, failure) -> cleanUp.run());
  }

  /**
   * Fails the question unless it is over by then.
   *
   * @param more what the failure says besides, asked for when it happens
   */
  public void failAfter(Duration timeout, Supplier<String> more) {
    CompletableFuture<Void> timer = new CompletableFuture<>();
    Duration counted = timeout.compareTo(LONGEST_TIMEOUT) < 0 ? timeout : LONGEST_TIMEOUT;
    var unusedTimer =
        timer
            .orTimeout(counted.toNanos(), TimeUnit.NANOSECONDS)
            .exceptionally(
                failure -> {
                  String text =
                      "connection '" + connectionId + "' did not answer within " + timeout;
                  fail(new ClientResultException(Reason.TIMED_OUT, text + more.get()));
                  return null;
                });
    whenOver(() -> timer.complete(null));
  }

  /** Says which node has acknowledged that its client was asked. */
  public void ownedBy(String nodeId) {
    owner = nodeId;
  }

  /** Returns the node that has acknowledged that its client was asked, or null if none has. */
  public @Nullable String owner() {
    return owner;
  }

  /** Returns the connection that was asked. */
  public String connectionId() {
    return connectionId;
  }

  /** Fails the question. */
  public void fail(Throwable cause) {
    onExecutor(() -> future.completeExceptionally(cause));
  }

  @Override
  public void disconnected() {
    fail(
        new ClientResultException(
            Reason.DISCONNECTED, "Connection '" + connectionId + "' disconnected."));
  }

  @Override
  public void answered(CompletionMessage completion) {
    onExecutor(() -> take(completion));
  }

  private void take(CompletionMessage completion) {
    Payload result = completion.result();
    if (completion.error() != null) {
      future.completeExceptionally(new HubException(completion.error()));
    } else if (result == null) {
      future.completeExceptionally(new HubException("The client gave no result."));
    } else if (!future.isDone()) {
      decode(result);
    }
  }

  private void decode(Payload result) {
    @Nullable Object value;
    try {
      result.checkValues(maxValues);
      value = result.bind(List.of(type))[0];
    } catch (BindingException | RuntimeException e) {
      log.debug("the answer of connection {} is no {}", connectionId, type.getTypeName(), e);
      future.completeExceptionally(undecodable(e));
      return;
    } catch (Error e) { // Out of a constructor, or a value too deep for it.
      log.error("the answer of connection {} cannot be made", connectionId, e);
      future.completeExceptionally(undecodable(e));
      return;
    }
    future.complete(value);
  }

  /** The details stay in the cause: a hub method may let the text pass to its own client. */
  private HubException undecodable(Throwable cause) {
    String name = type instanceof Class<?> raw ? raw.getSimpleName() : type.getTypeName();
    return new HubException("Error trying to deserialize result to " + name + ".", cause);
  }

  private void onExecutor(Runnable end) {
    try {
      executor.execute(end);
    } catch (RejectedExecutionException e) { // The server has stopped; a caller may still wait.
      end.run();
    }
  }
}
