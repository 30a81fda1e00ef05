package dev.nave.hub.protocol;

import java.util.Map;

/**
 * One item of a stream (type 2), in either direction.
 *
 * @param headers what travels beside the item; usually empty
 * @param invocationId the stream invocation's id, or the id of an upload stream
 * @param item one value
 */
public record StreamItemMessage(Map<String, String> headers, String invocationId, Payload item)
    implements HubMessage {

  @Override
  public boolean isCounted() {
    return true;
  }
}
