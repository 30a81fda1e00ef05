package dev.nave.backplane.redis.internal.directory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.DirectoryKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  private List<OwnEntries.Write> take() {
    return own.take(10, 1_000);
  }

  /** Takes the entry and has it written; returns how. */
  private String next() {
    List<OwnEntries.Write> batch = take();
    assertThat(batch).hasSize(1);
    own.written(batch, 1_700_000_000_000_000L, Map.of());
    return kind(batch.get(0));
  }

  private static String kind(OwnEntries.Write write) {
    return Character.toString(packed(write)[6]); // Behind the heads of the array and of a text.
  }

  private static byte[] packed(OwnEntries.Write write) {
    EntryPack pack = new EntryPack(1);
    write.addTo(pack);
    return pack.bytes();
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
    List<OwnEntries.Write> batch = take();
    var unusedStage = own.remove(new DirectoryKey("groups", "board"), "ann", "left");
    own.failed(batch);
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

  @Test
  void eachEntryOfABatchHasTheVersionThatRedisGaveIt() {
    for (String member : List.of("bob", "carol", "dave")) {
      var unusedStage = own.put(new DirectoryKey("groups", "board"), member, "", true);
    }
    own.written(take(), 7, Map.of(1, 9L));

    own.writeAgain(true);

    Map<String, Integer> versions = new HashMap<>();
    take().forEach(write -> versions.put(member(write), lastByteOfVersion(write)));
    assertThat(versions)
        .containsExactlyInAnyOrderEntriesOf(Map.of("ann", 0, "bob", 7, "carol", 9, "dave", 7));
  }

  private static String member(OwnEntries.Write write) {
    String text = new String(packed(write), ISO_8859_1);
    return Stream.of("ann", "bob", "carol", "dave").filter(text::contains).findFirst().orElse("");
  }

  private static int lastByteOfVersion(OwnEntries.Write write) {
    byte[] packed = packed(write);
    return packed[packed.length - 1];
  }

  @Test
  void memberThatAnotherNodeHasEnteredSinceIsForgotten() {
    own.writeAgain(true);

    own.written(take(), 7, Map.of(0, OwnEntries.SUPERSEDED));

    assertThat(own.size()).isZero();
    assertThat(own.unconfirmed()).isZero();
    own.writeAgain(true);
    assertThat(own.waiting()).isZero();
  }

  @Test
  void batchHoldsAsManyCharactersAsItMayAndAtLeastOneEntry() {
    DirectoryKey key = new DirectoryKey("s", "n");
    for (String member : List.of("a", "b", "c", "d")) {
      var unusedStage = own.put(key, member, "v".repeat(member.equals("c") ? 100 : 7), false);
    }

    assertThat(own.take(10, 25)).hasSize(2);
    assertThat(own.take(10, 25)).hasSize(1);
    assertThat(own.waiting()).isOne();
    assertThat(own.take(10, 25)).hasSize(1);
    assertThat(own.waiting()).isZero();
  }
}
