package dev.nave.hub.internal.usergroups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.DirectoryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class UserGroupReadsTest {
  private static final int MAX = 4;

  private final List<Long> delays = new ArrayList<>();
  private final UserGroupReads reads =
      new UserGroupReads(MAX, (millis, task) -> delays.add(millis));
  private final List<String> begun = new ArrayList<>();
  private final List<CompletableFuture<Void>> underWay = new ArrayList<>();

  private Supplier<CompletionStage<?>> read(String name) {
    return () -> {
      begun.add(name);
      CompletableFuture<Void> stage = new CompletableFuture<>();
      underWay.add(stage);
      return stage;
    };
  }

  private void again(String user) {
    reads.again(new DirectoryKey("space", user), read(user));
  }

  private void endOldest() {
    underWay.remove(0).complete(null);
  }

  @Test
  void usersWhoAreReadAgainTakeHalfOfThePlaces() {
    for (String user : List.of("a", "b", "c", "d", "e")) {
      again(user);
    }

    assertThat(begun).containsExactly("a", "b");
    endOldest();
    assertThat(begun).containsExactly("a", "b", "c");
  }

  @Test
  void connectionsGoFirstTheNewestBeforeAll() {
    for (String user : List.of("a", "b", "c")) {
      again(user);
    }
    for (String connection : List.of("one", "two", "three", "four")) {
      reads.now(read(connection));
    }

    assertThat(begun).containsExactly("a", "b", "one", "two");
    while (!underWay.isEmpty()) {
      endOldest();
    }
    assertThat(begun).containsExactly("a", "b", "one", "two", "four", "three", "c");
  }

  @Test
  void userIsInTheQueueOnce() {
    for (String user : List.of("a", "b", "c", "c", "c")) {
      again(user);
    }
    again("a"); // Under way: what is read may be from before the reason to read again.

    while (!underWay.isEmpty()) {
      endOldest();
    }
    assertThat(begun).containsExactly("a", "b", "c", "a");
  }

  @Test
  void readThatFailsOrThrowsGivesItsPlaceBack() {
    for (int i = 0; i < 2 * MAX; i++) {
      reads.now(() -> CompletableFuture.failedFuture(new IllegalStateException("as expected")));
      reads.now(
          () -> {
            throw new IllegalStateException("as expected");
          });
    }

    reads.now(read("last"));
    assertThat(begun).containsExactly("last");
  }

  @Test
  void manyReadsThatEndAtOnceNestNoCalls() {
    List<Integer> ended = new ArrayList<>();
    CompletableFuture<Void> held = new CompletableFuture<>();
    reads.again(new DirectoryKey("space", "held"), () -> held);
    reads.again(new DirectoryKey("space", "held too"), () -> held);
    for (int i = 0; i < 100_000; i++) {
      int number = i;
      reads.again(
          new DirectoryKey("space", "user" + i),
          () -> {
            ended.add(number);
            return CompletableFuture.completedFuture(null);
          });
    }

    held.complete(null);
    assertThat(ended).hasSize(100_000);
  }

  @Test
  void momentsAreSpreadOverASecond() {
    for (int i = 0; i < 100; i++) {
      reads.after(5_000, () -> {});
    }

    assertThat(delays)
        .allSatisfy(millis -> assertThat(millis).isBetween(5_000L, 5_999L))
        .satisfies(all -> assertThat(all.stream().distinct().count()).isGreaterThan(10));
  }
}
