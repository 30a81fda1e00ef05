package dev.nave.samples.chat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.TypedHubClients;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells the pages of this server which server it is and whether it reaches the others. Any thread.
 *
 * <p>Pages have to hear it just when a message to all would not go out. So it is sent to each
 * connection of its own: such a message stays on this server and needs no link to the others.
 *
 * <p>All is sent under one lock, so that no page is told an older state last. Sending never blocks.
 */
final class ServerSign {
  private final String name;

  @GuardedBy("this")
  private final Set<String> connections = new LinkedHashSet<>();

  @GuardedBy("this")
  private boolean reachesOthers;

  /** Shows this name, and that state until {@link #show} says otherwise. */
  ServerSign(String name, boolean reachesOthers) {
    this.name = name;
    this.reachesOthers = reachesOthers;
  }

  /** Tells a page that has connected, and from now on whenever the state changes. */
  synchronized void welcome(String connectionId, ChatClient page) {
    connections.add(connectionId);
    page.server(name, reachesOthers);
  }

  /** A connection has ended. */
  synchronized void forget(String connectionId) {
    connections.remove(connectionId);
  }

  /** Tells all pages of this server, if the state has changed. */
  synchronized void show(boolean now, TypedHubClients<ChatClient> pages) {
    if (now != reachesOthers) {
      reachesOthers = now;
      connections.forEach(id -> pages.client(id).server(name, now));
    }
  }
}
