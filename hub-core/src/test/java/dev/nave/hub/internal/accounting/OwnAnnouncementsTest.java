package dev.nave.hub.internal.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a node announces of its own publications. */
class OwnAnnouncementsTest extends TrackingFixture {
  @Test
  void whoIsAskedNamesWhatChangedAgain() throws IOException {
    for (int i = 0; i < 6; i++) {
      node.tick();
    }
    assertThat(told.get(5).since()).isEqualTo(3);

    hear(new Announcement("x", 0, 0, 1000, 0, true, List.of(), Map.of("me", 1L, "other", 0L)));
    node.tick();
    node.tick();

    assertThat(told.get(6).since()).isEqualTo(1);
    assertThat(told.get(7).since()).isEqualTo(5);
  }

  @Test
  void whatChangedIsNamedInThreeAnnouncements() {
    node.tick();
    publish(TOPIC);
    for (int i = 0; i < 4; i++) {
      node.tick();
    }

    assertThat(told.stream().map(each -> each.items().size()).toList())
        .containsExactly(0, 1, 1, 1, 0);
  }

  @Test
  void aLargeAnnouncementGoesOutInPieces() {
    node = node(100, 100, 100, 100_000);
    for (int i = 0; i < 5_000; i++) {
      publish(TOPIC + "-with-a-long-name-" + i);
    }

    node.tick();

    assertThat(told).hasSizeGreaterThan(2);
    assertThat(told.stream().mapToInt(each -> each.items().size()).sum()).isEqualTo(5_000);
    for (int i = 0; i < told.size(); i++) {
      Announcement piece = told.get(i);
      assertThat(piece.piece()).isEqualTo(i);
      assertThat(piece.last()).isEqualTo(i == told.size() - 1);
      assertThat(AnnouncementCodec.write(piece)).hasSizeLessThanOrEqualTo(64 * 1024);
    }
  }

  @Test
  void shapeIsAnnounced() {
    node.announceShape(7);
    publish(TOPIC);

    node.tick();

    assertThat(told).extracting(Announcement::shape).containsOnly(7L);
  }
}
