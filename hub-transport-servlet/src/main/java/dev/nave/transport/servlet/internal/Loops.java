package dev.nave.transport.servlet.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The loops of one transport. Any thread. */
final class Loops {
  private final List<ServletLoop> loops = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  Loops(int count) {
    for (int i = 1; i <= count; i++) {
      loops.add(new ServletLoop("nave-loop-" + i));
    }
  }

  /** Returns the loop of a further connection or request. */
  ServletLoop next() {
    return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
  }

  CompletableFuture<Void> stop() {
    return CompletableFuture.allOf(
        loops.stream().map(ServletLoop::stop).toArray(CompletableFuture<?>[]::new));
  }
}
