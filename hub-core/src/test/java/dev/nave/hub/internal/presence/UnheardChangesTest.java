package dev.nave.hub.internal.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.hub.internal.fakes.RecordingLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class UnheardChangesTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final RecordingLog log = new RecordingLog(Level.INFO);
  private final AtomicLong nanos = new AtomicLong();
  private final UnheardChanges unheard = new UnheardChanges(TIMEOUT, nanos::get, log);
  private int last;

  private CompletableFuture<Void> hold() {
    last++;
    return unheard.hold(
        new Change(
            "id" + last,
            Change.Kind.LOST,
            new DirectoryKey("Chat:groups", "room"),
            "c1",
            "",
            "node",
            "",
            0));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    unheard.tick();
  }

  @Test
  void changesAreNotRaisedWhileAnotherServerMayTakeThem() {
    CompletableFuture<Void> first = hold();
    CompletableFuture<Void> second = hold();
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("INFO ")
        .contains("Chat", "unheardEventTimeout", "PT10M");

    pass(TIMEOUT.minusNanos(1));
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    assertThat(log.take()).isEmpty();
  }

  @Test
  void serversThatDifferForGoodHoldUpNoKey() {
    CompletableFuture<Void> first = hold();
    pass(Duration.ofMinutes(9));
    CompletableFuture<Void> second = hold();
    log.take();

    pass(Duration.ofMinutes(1));
    assertThat(first).isDone();
    assertThat(second).isDone();
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARN presence: 2 events are not raised")
        .contains("Chat", "the same settings of presence");
    assertThat(hold()).isDone();
    assertThat(log.take()).as("one line a minute").isEmpty();
  }

  @Test
  void noMoreAreHeldThanTheDirectoryBears() {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < UnheardChanges.MAX_HELD; i++) {
      all.add(hold());
    }
    assertThat(all).noneMatch(CompletableFuture::isDone);
    log.take();

    CompletableFuture<Void> further = hold();
    assertThat(all.get(0)).isDone();
    assertThat(all.get(1)).isNotDone();
    assertThat(further).isNotDone();
    assertThat(log.take()).singleElement().asString().startsWith("WARN presence: 1 events");
  }

  @Test
  void withoutATimeNothingIsHeld() {
    UnheardChanges none = new UnheardChanges(Duration.ZERO, nanos::get, log);
    assertThat(
            none.hold(
                new Change(
                    "id", Change.Kind.LEFT, new DirectoryKey("a", "b"), "c1", "", "node", "", 0)))
        .isDone();
    assertThat(log.take()).singleElement().asString().startsWith("WARN ");
  }
}
