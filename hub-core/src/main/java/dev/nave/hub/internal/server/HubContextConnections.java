package dev.nave.hub.internal.server;

import dev.nave.backplane.TopicText;
import dev.nave.hub.HubConnections;
import dev.nave.hub.protocol.CloseMessage;
import java.util.concurrent.CompletableFuture;

/** What ends connections, as applications get it: no call fails by it. Any thread. */
record HubContextConnections(HubConnections connections, UnseenFailures unseen)
    implements HubConnections {
  @Override
  public CompletableFuture<Integer> close(String connectionId, CloseMessage message) {
    return watched("connection", connectionId, connections.close(connectionId, message));
  }

  @Override
  public CompletableFuture<Integer> closeUser(String userId, CloseMessage message) {
    return watched("all of user", userId, connections.closeUser(userId, message));
  }

  @Override
  public CompletableFuture<Integer> closeGroup(String group, CloseMessage message) {
    return watched("all of group", group, connections.closeGroup(group, message));
  }

  private CompletableFuture<Integer> watched(
      String what, String name, CompletableFuture<Integer> ended) {
    return unseen.watched(
        ended, () -> what + " " + TopicText.quote(name) + " was not, or not surely, ended");
  }
}
