package dev.nave.backplane.directory;

import java.util.concurrent.CompletionStage;

/**
 * Gets the changes that this node has to raise.
 *
 * <p><b>Threads.</b> Calls come on the backplane's threads, or on the thread that caused the change
 * where the backplane is in process. They come one at a time and must not block. They may call the
 * directory.
 */
@FunctionalInterface
public interface DirectoryListener {
  /**
   * Takes a change to raise. Of all nodes one is called.
   *
   * <p>Changes of one key come in the order in which they happened, and the next one may come
   * before the stage of this one is complete: the listener keeps them in order.
   *
   * <p>A change is told again, with the same id, only after its node was lost, or was cut off for
   * longer than its lease, before the stage completed: to another node. A call that throws, or a
   * stage that fails, is logged and counts as raised.
   *
   * @return completes when the change was raised; it is never told again then
   */
  CompletionStage<Void> changed(Change change);
}
