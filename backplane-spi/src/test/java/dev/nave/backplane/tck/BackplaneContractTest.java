package dev.nave.backplane.tck;

import dev.nave.backplane.Backplane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * What every backplane must do. Extend it, say how to make a node, inherit the tests.
 *
 * <p>The tests wait for envelopes and stages, never for time to pass: that something did <i>not</i>
 * arrive is shown by what was published after it on the same topic. They have up to 3,000
 * publications in flight, and 10,000 subscriptions.
 */
public abstract class BackplaneContractTest
    implements DeliveryContract, OrderContract, SubscriptionContract, LifecycleContract {
  private final List<TestNode> nodes = new ArrayList<>();

  /** Returns a new, unstarted node; all nodes of one test share a cluster. */
  protected abstract Backplane newNode();

  /**
   * Returns how long to wait for something that must happen before the test fails. Default: 20
   * seconds, which is only ever reached by a test that fails.
   */
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  /**
   * Waits until what was published before cannot reach a subscriber of later any more. Default:
   * does nothing, because it never can. For a medium of several servers, which may still be passing
   * it on to each other; called by several threads.
   */
  protected void settle() {}

  @Override
  public final TestNode unstarted() {
    TestNode node = new TestNode(newNode(), patience(), this::settle);
    nodes.add(node);
    return node;
  }

  @AfterEach
  final void closesNodesThatHeardNothingElse() {
    nodes.forEach(node -> node.backplane().close());
    nodes.forEach(TestNode::assertNothingElse);
  }
}
