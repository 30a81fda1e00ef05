package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.docs.StreamingSnippets.Archive;
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
}
