package dev.nave.hub;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method on the chosen clients. Any thread.
 *
 * <p>Arguments are encoded before {@code send} returns, so they may be changed afterwards. The
 * future completes when the message was handed to the backplane or to the local connections. It
 * does not tell whether a client received it. It fails with
 *
 * <ul>
 *   <li>{@link dev.nave.backplane.BackplaneUnavailableException}: certainly not sent to any client;
 *   <li>{@link dev.nave.backplane.BackplaneTimeoutException}: may or may not have been sent;
 *   <li>{@link dev.nave.hub.protocol.EncodingException}: an argument cannot be encoded, or the
 *       message is larger than {@link HubOptions#maxSentMessageBytes}, whether clients are
 *       connected or not;
 *   <li>{@link IllegalArgumentException}: a name has half a surrogate pair.
 * </ul>
 *
 * A function that depends on the future gets that exception as it is. The future never ends on an
 * event loop, nor on a thread of the backplane.
 *
 * <p>Ignoring the future is allowed, and so is {@code join()} on it inside a hub method.
 */
public interface ClientProxy {
  /** Calls {@code method} without arguments. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> send(String method);

  /** Calls {@code method} with one argument, which may be null or an array. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> send(String method, @Nullable Object argument);

  /** Calls {@code method} with two or more arguments. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> send(
      String method, @Nullable Object first, @Nullable Object second, @Nullable Object... more);
}
