package dev.nave.backplane.redis.internal.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.internal.execution.Coordinator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RaisingTest {
  private final Coordinator coordinator = new Coordinator();
  private final Queue<CompletableFuture<Void>> held = new ArrayDeque<>();
  private final AtomicLong ids = new AtomicLong();
  private final Raising raising = new Raising(coordinator, change -> held(), () -> {});

  private CompletableFuture<Void> held() {
    CompletableFuture<Void> raised = new CompletableFuture<>();
    held.add(raised);
    return raised;
  }

  /** Changes as Redis sends them. */
  private List<byte[]> changes(int number) {
    List<byte[]> changes = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String seq = Long.toString(ids.incrementAndGet());
      StringBuilder text = new StringBuilder();
      for (String field : List.of(seq, "5:usersann", "id-" + seq, "J", "c1", "", "node", "", "1")) {
        text.append(field.length()).append(':').append(field);
      }
      changes.add(text.toString().getBytes(UTF_8));
    }
    return changes;
  }

  private <T> T onCoordinator(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, coordinator::execute).join();
  }

  @AfterEach
  void close() {
    coordinator.close();
  }

  private List<String> renewedAs(String node) {
    return onCoordinator(
        () -> {
          raising.last(node);
          raising.forgetOthers(Set.of(node));
          return raising.nodes();
        });
  }

  @Test
  void keepsNothingOfTheNamesUnderWhichLeasesWereLost() {
    for (int lease = 0; lease < 100; lease++) {
      assertThat(renewedAs("node" + lease)).containsExactly("node" + lease);
    }
  }

  @Test
  void keepsAnEarlierNameUntilItsChangesAreRaisedAndConfirmed() {
    onCoordinator(
        () -> {
          raising.tell("before", changes(1));
          return null;
        });
    assertThat(renewedAs("now")).containsExactlyInAnyOrder("before", "now");

    held.remove().complete(null);
    assertThat(renewedAs("now")).containsExactlyInAnyOrder("before", "now");
    List<String> seqs = onCoordinator(() -> raising.toConfirm("before"));
    assertThat(seqs).hasSize(1);
    onCoordinator(
        () -> {
          raising.confirmed("before", seqs, true);
          return null;
        });

    assertThat(renewedAs("now")).containsExactly("now");
  }

  @Test
  void isFullWhenAsManyChangesWaitAsMayAndSaysSinceWhen() {
    Raising.Backlog backlog =
        onCoordinator(
            () -> {
              raising.tell("node", changes(Raising.MAX_UNRAISED - 1));
              assertThat(raising.backlog().isFull()).isFalse();
              raising.tell("node", changes(1));
              return raising.backlog();
            });

    assertThat(backlog.isFull()).isTrue();
    assertThat(backlog.unraised()).isEqualTo(Raising.MAX_UNRAISED);
    assertThat(backlog.since()).isNotNull();
    held.remove().complete(null);
    Raising.Backlog after = onCoordinator(raising::backlog);
    assertThat(after.isFull()).isFalse();
    assertThat(after.unconfirmed()).isEqualTo(1);
  }
}
