package dev.nave.hub.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a method (type 1): of a hub method by a client, or of a client's method by the server.
 *
 * @param headers what travels beside the call, for example a trace context; usually empty
 * @param invocationId pairs the call with its completion; null if the caller wants none
 * @param target the method's name on the wire
 * @param arguments the arguments
 * @param streamIds the ids of the streams that the caller uploads, in the order of the parameters
 */
public record InvocationMessage(
    Map<String, String> headers,
    @Nullable String invocationId,
    String target,
    Payload arguments,
    List<String> streamIds)
    implements HubMessage {

  /** Creates a call without headers, streams, or anybody who waits for its completion. */
  public static InvocationMessage send(String target, Payload arguments) {
    return new InvocationMessage(Map.of(), null, target, arguments, List.of());
  }

  @Override
  public boolean isCounted() {
    return true;
  }
}
