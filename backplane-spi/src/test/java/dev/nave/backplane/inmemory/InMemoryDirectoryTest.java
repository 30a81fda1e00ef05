package dev.nave.backplane.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.tck.DirectoryContractTest;
import dev.nave.backplane.tck.DirectoryNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InMemoryDirectoryTest extends DirectoryContractTest {
  private static final DirectoryKey KEY = new DirectoryKey("users", "ann");

  private final InMemoryCluster cluster = new InMemoryCluster();

  @Override
  protected Backplane newNode() {
    return cluster.newNode();
  }

  @Test
  void isDoneAtOnce() {
    DirectoryNode alice = join();

    assertThat(alice.directory().put(KEY, "c1", "", true)).isCompleted();

    alice.assertNext(Change.Kind.JOINED, KEY, "c1");
    assertThat(alice.directory().health().entries()).isEqualTo(1);
    assertThat(alice.directory().health().raising()).isZero();
  }

  @Test
  void keepsWhatTheLastNodeLeftForTheNextOne() {
    DirectoryNode alice = join();
    alice.put(KEY, "c1", "");
    alice.assertNext(Change.Kind.JOINED, KEY, "c1");
    alice.backplane().close();

    DirectoryNode bob = join();

    bob.assertNext(Change.Kind.LOST, KEY, "c1");
    assertThat(bob.members(KEY)).isEmpty();
  }

  @Test
  void throwsTimedMembersAwayByTheClock() {
    AtomicLong nanos = new AtomicLong();
    DirectoryNode alice = new DirectoryNode(new InMemoryCluster(nanos::get).newNode(), patience());
    alice.await(alice.directory().putTimed(KEY, "board", "", Duration.ofSeconds(1)));

    nanos.set(999_999_999);
    assertThat(alice.await(alice.directory().timed(KEY))).hasSize(1);
    nanos.set(1_000_000_000);
    assertThat(alice.await(alice.directory().timed(KEY))).isEmpty();
    alice.backplane().close();
  }
}
