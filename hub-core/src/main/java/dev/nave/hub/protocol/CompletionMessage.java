package dev.nave.hub.protocol;

import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of an invocation or stream (type 3): with a result, with an error, or with neither.
 *
 * @param headers what travels beside the completion; usually empty
 * @param invocationId the id of the call or stream that ends
 * @param error why it failed; null when it did not
 * @param result one value (which may be null); null when there is no result at all
 */
public record CompletionMessage(
    Map<String, String> headers,
    String invocationId,
    @Nullable String error,
    @Nullable Payload result)
    implements HubMessage {

  /** Rejects a completion that claims to have failed and to have a result. */
  public CompletionMessage {
    if (error != null && result != null) {
      throw new IllegalArgumentException(
          "completion \"" + invocationId + "\" has both result and error");
    }
  }

  /** Creates the completion of a call that returned {@code value}, which may be null. */
  public static CompletionMessage withResult(String invocationId, @Nullable Object value) {
    return withResult(invocationId, value, null);
  }

  /**
   * Creates the completion of a call that returned {@code value}, which may be null.
   *
   * @param type as what the method declares it; null to go by the value alone
   */
  public static CompletionMessage withResult(
      String invocationId, @Nullable Object value, @Nullable Type type) {
    return new CompletionMessage(Map.of(), invocationId, null, Payload.of(value, type));
  }

  /** Creates the completion of a call that failed. */
  public static CompletionMessage withError(String invocationId, String error) {
    return new CompletionMessage(Map.of(), invocationId, error, null);
  }

  /** Creates a completion without result and without error, as a stream ends. */
  public static CompletionMessage empty(String invocationId) {
    return new CompletionMessage(Map.of(), invocationId, null, null);
  }

  @Override
  public boolean isCounted() {
    return true;
  }
}
