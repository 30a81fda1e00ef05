package dev.nave.backplane.tck;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.directory.Directory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * What every {@link Directory} must do. Extend it, say how to make a node and how it is lost,
 * inherit the tests.
 *
 * <p>That a change is <i>not</i> told is shown by a later one of the same key.
 */
public abstract class DirectoryContractTest
    implements DirectoryListsContract,
        DirectoryChangesContract,
        DirectoryManyContract,
        DirectoryRefusalsContract {
  private final List<DirectoryNode> nodes = new ArrayList<>();

  /** Returns a new, unstarted node; all nodes of one test share a cluster. */
  protected abstract Backplane newNode();

  /** Makes a node lose its lease without a word. Default: closes it. */
  protected void lose(Backplane node) {
    node.close();
  }

  /** Returns how long to wait for what must happen. Default: 20 seconds. */
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  @Override
  public final Backplane unstarted() {
    return newNode();
  }

  @Override
  public final DirectoryNode join() {
    DirectoryNode node = new DirectoryNode(newNode(), patience());
    nodes.add(node);
    return node;
  }

  @Override
  public final void lose(DirectoryNode node) {
    lose(node.backplane());
  }

  @AfterEach
  final void closesNodesThatWereToldNothingElse() {
    nodes.forEach(DirectoryNode::assertNothingElseTold);
    nodes.forEach(node -> node.backplane().close());
  }
}
