package dev.nave.hub.protocol;

import java.util.List;
import java.util.Map;

/**
 * A call of a hub method that answers with a stream (type 4).
 *
 * @param headers what travels beside the call; usually empty
 * @param invocationId pairs the call with its items and its completion
 * @param target the method's name on the wire
 * @param arguments the arguments
 * @param streamIds the ids of the streams that the caller uploads, in the order of the parameters
 */
public record StreamInvocationMessage(
    Map<String, String> headers,
    String invocationId,
    String target,
    Payload arguments,
    List<String> streamIds)
    implements HubMessage {

  @Override
  public boolean isCounted() {
    return true;
  }
}
