package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.docs.StreamingSnippets.Archive;
import dev.nave.hub.docs.StreamingSnippets.Position;
import dev.nave.hub.docs.StreamingSnippets.PositionHub;
import dev.nave.hub.docs.StreamingSnippets.Positions;
import dev.nave.hub.docs.StreamingSnippets.PriceHub;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamingSnippetsTest {
  private final SubmissionPublisher<Integer> prices = new SubmissionPublisher<>();
  private final Archive archive =
      new Archive() {
        @Override
        public Stream<String> lines(String name) {
          return Stream.of(name, "end");
        }

        @Override
        public boolean search(String word, int page) {
          return page < 3;
        }
      };
  private final HubTester tester =
      HubTester.of(PriceHub.class, () -> new PriceHub(prices, archive));

  @AfterEach
  void stop() {
    tester.close();
    prices.close();
  }

  @Test
  void theTestOfThePagePasses() {
    StreamingSnippets.tryOut(tester);
  }

  @Test
  void theHubOfThePageDoesWhatThePageSays() {
    TestClient client = tester.connect();
    TestStream<String> report = client.stream(String.class, "report", "may");
    assertThat(report.expectItem()).isEqualTo("may");
    assertThat(report.expectItem()).isEqualTo("end");
    report.expectEnd();
    assertThat(client.invoke(int.class, "pagesSearched", "nave")).isEqualTo(3);
  }

  @Test
  void eachWatcherGetsThePresentPositionOnceAndThenWhatFollows() {
    Positions positions = new Positions();
    try (HubTester moving = HubTester.of(PositionHub.class, () -> new PositionHub(positions))) {
      TestStream<Position> ann = moving.connect().stream(Position.class, "watch");
      assertThat(ann.expectItem()).isEqualTo(new Position(0, 0));
      positions.moved(new Position(1, 1));
      assertThat(ann.expectItem()).isEqualTo(new Position(1, 1));

      TestStream<Position> bob = moving.connect().stream(Position.class, "watch");
      assertThat(bob.expectItem()).isEqualTo(new Position(1, 1));
      positions.moved(new Position(2, 2));

      assertThat(bob.expectItem()).isEqualTo(new Position(2, 2));
      assertThat(ann.expectItem()).as("not the present one of bob").isEqualTo(new Position(2, 2));
      ann.cancel();
      positions.moved(new Position(3, 3));
      assertThat(bob.expectItem()).isEqualTo(new Position(3, 3));
    }
  }
}
