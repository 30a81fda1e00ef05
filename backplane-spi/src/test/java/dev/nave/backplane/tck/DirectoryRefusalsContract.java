package dev.nave.backplane.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.backplane.directory.DirectoryKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a directory refuses. */
interface DirectoryRefusalsContract extends DirectoryNodes {
  @Test
  default void refusesAllBeforeTheStartAndOnceClosed() {
    DirectoryNode alice = join();
    Backplane other = unstarted();
    Directory unstarted = other.capability(Directory.class).orElseThrow();

    assertThat(unstarted.health().state()).isEqualTo(DirectoryHealth.State.OFF);
    assertRefused(alice, unstarted.put(BOARD, "c1", "", false), RefusalReason.NOT_STARTED);
    assertRefused(alice, unstarted.count(BOARD), RefusalReason.NOT_STARTED);
    other.close();
    alice.backplane().close();
    Directory closed = alice.directory();
    assertRefused(alice, closed.put(BOARD, "c1", "", false), RefusalReason.CLOSED);
    assertRefused(alice, closed.members(BOARD, null, 1), RefusalReason.CLOSED);
    assertThat(closed.health().state()).isEqualTo(DirectoryHealth.State.CLOSED);
  }

  @Test
  default void refusesWhatIsTooLarge() {
    DirectoryNode alice = join();
    Directory directory = alice.directory();
    String value = "v".repeat(Directory.MAX_VALUE_BYTES);
    String member = "m".repeat(Directory.MAX_MEMBER_BYTES);
    DirectoryKey key =
        new DirectoryKey(
            "s".repeat(Directory.MAX_SPACE_BYTES), "n".repeat(Directory.MAX_NAME_BYTES));

    alice.await(directory.put(key, member, value, false));

    assertThat(alice.members(key)).containsExactly(member + "=" + value);
    RefusalReason tooLarge = RefusalReason.TOO_LARGE;
    assertRefused(alice, directory.put(key, member + "m", value, false), tooLarge);
    assertRefused(alice, directory.put(key, member, value + "v", false), tooLarge);
    assertRefused(alice, directory.put(key, member, "\uD83D", false), tooLarge);
    DirectoryKey larger = new DirectoryKey(key.space(), key.name() + "n");
    assertRefused(alice, directory.put(larger, "", "", false), tooLarge);
    assertThatThrownBy(() -> directory.members(key, null, Directory.MAX_PAGE + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a page must have 1 to 1000 items but was to have 1001");
    assertThatThrownBy(() -> directory.putTimed(key, "", "", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> directory.start(change -> CompletableFuture.completedFuture(null)))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertRefused(
      DirectoryNode node, CompletionStage<?> stage, RefusalReason reason) {
    assertThat(node.awaitFailure(stage, BackplaneUnavailableException.class).reason())
        .isEqualTo(reason);
  }
}
