package dev.nave.backplane.redis.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.DirectoryKey;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written of an entry that Redis has confirmed, when all is written again. */
class OwnEntriesTest {
  private static final String TOLD = "1";
  private static final String SILENT = "2";

  private final OwnEntries own = new OwnEntries();

  @BeforeEach
  void enter() {
    var unusedStage = own.put(new DirectoryKey("groups", "board"), "ann", "", true);
    assertThat(next()).isEqualTo(TOLD);
  }

  /** Takes the entry and has it written; returns how. */
  private String next() {
    List<OwnEntries.Write> batch = own.take(10);
    assertThat(batch).hasSize(1);
    own.written(batch.get(0), "1700000000000000");
    return Texts.text(batch.get(0).arguments.get(1));
  }

  @Test
  void whatRedisLostJoinsSilently() {
    own.writeAgain(true);
    assertThat(next()).isEqualTo(SILENT);
  }

  /** Whatever becomes of it meanwhile. */
  @Test
  void allIsWrittenAgainOnceRedisHasWhatItLacked() {
    own.writeAgain(true);
    own.writeAgain(true);
    assertThat(own.isWrittenAgain()).isFalse();
    List<OwnEntries.Write> batch = own.take(10);
    var unusedStage = own.remove(new DirectoryKey("groups", "board"), "ann", "left");
    own.failed(batch.get(0));
    assertThat(own.isWrittenAgain()).isFalse();

    next();

    assertThat(own.isWrittenAgain()).isTrue();
  }

  @Test
  void whatWasToldAsLostIsToldAsJoinedOnce() {
    own.writeAgain(false);
    assertThat(next()).isEqualTo(TOLD);
    own.writeAgain(true);
    assertThat(next()).isEqualTo(SILENT);
  }

  @Test
  void whatWasToldAsLostIsToldAsJoinedThoughAllIsRefreshedMeanwhile() {
    own.writeAgain(false);
    own.writeAgain(true);
    assertThat(next()).isEqualTo(TOLD);
  }
}
