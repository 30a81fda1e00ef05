package dev.nave.hub.internal.clients;

import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a client's method whose result is wanted.
 *
 * @param connectionId the client
 * @param result what the result is to be read as
 * @param method the method's name
 * @param arguments its arguments
 * @param timeout how long to wait; null for as long as the hub's option says
 */
public record ClientCall(
    String connectionId,
    Type result,
    String method,
    Payload arguments,
    @Nullable Duration timeout) {

  /** Returns the message to the client. */
  public InvocationMessage invocation(String id) {
    return new InvocationMessage(Map.of(), id, method, arguments, List.of());
  }
}
