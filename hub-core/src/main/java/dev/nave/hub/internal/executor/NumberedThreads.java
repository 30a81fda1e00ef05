package dev.nave.hub.internal.executor;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads with a name and a number. */
final class NumberedThreads implements ThreadFactory {
  private final String prefix;
  private final AtomicInteger last = new AtomicInteger();

  NumberedThreads(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(work, prefix + last.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
