package dev.nave.hub.internal.registry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids of the connections that ended last, so that a node can answer for them: the node that
 * asks cannot know that they are gone. Any thread.
 */
final class EndedConnections {
  /** About a megabyte; what was asked before an id is forgotten has long arrived. */
  static final int MAX = 10_000;

  @GuardedBy("this")
  private final Set<String> ids = new LinkedHashSet<>();

  synchronized void add(String id) {
    if (ids.add(id) && ids.size() > MAX) {
      var oldest = ids.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  synchronized boolean contains(String id) {
    return ids.contains(id);
  }
}
