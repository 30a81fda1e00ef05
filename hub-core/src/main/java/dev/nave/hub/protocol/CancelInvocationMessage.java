package dev.nave.hub.protocol;

import java.util.Map;

/**
 * A client's request to end an invocation or stream early (type 5).
 *
 * @param headers what travels beside it; usually empty
 * @param invocationId the id of the call to cancel
 */
public record CancelInvocationMessage(Map<String, String> headers, String invocationId)
    implements HubMessage {

  @Override
  public boolean isCounted() {
    return true;
  }
}
