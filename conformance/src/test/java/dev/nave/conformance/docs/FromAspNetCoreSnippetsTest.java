package dev.nave.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.conformance.docs.FromAspNetCoreSnippets.ChannelHub;
import dev.nave.conformance.docs.FromAspNetCoreSnippets.ChatHub;
import dev.nave.conformance.docs.FromAspNetCoreSnippets.ChatStore;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import dev.nave.hub.testing.TestUpload;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FromAspNetCoreSnippetsTest {
  /** Keeps the lines of all rooms in one list. */
  private static final class OneRoom implements ChatStore {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<Integer> append(String room, String text) {
      lines.add(text);
      return CompletableFuture.completedStage(lines.size());
    }

    @Override
    public Stream<String> read(String room) {
      return lines.stream();
    }
  }

  @Test
  void theHubOfThePageDoesWhatThatOfAspNetCoreDoes() {
    OneRoom store = new OneRoom();
    try (HubTester tester = HubTester.of(ChatHub.class, () -> new ChatHub(store))) {
      TestClient ann = tester.connect("ann");

      assertThat(ann.invoke(int.class, "Send", "everyone", "hello")).isEqualTo(1);
      assertThat(ann.expect("said").arguments()).containsExactly("ann", "hello");

      TestStream<String> history = ann.stream(String.class, "History", "everyone");
      assertThat(history.expectItem()).isEqualTo("hello");
      history.expectEnd();

      TestUpload lines = ann.upload();
      CompletableFuture<Integer> count = ann.invokeAsync(int.class, "Upload", lines);
      lines.send("a").send("b").complete();
      assertThat(count.join()).isEqualTo(2);
    }
  }

  @Test
  void channelsGoBothWaysAndEndWithTheirClient() {
    AtomicInteger total = new AtomicInteger();
    try (HubTester tester = HubTester.of(ChannelHub.class, () -> new ChannelHub(total))) {
      TestClient ann = tester.connect();
      TestStream<Integer> counter = ann.stream(Integer.class, "Counter", 3, 1);
      assertThat(counter.expectItem()).isEqualTo(0);
      assertThat(counter.expectItem()).isEqualTo(1);
      assertThat(counter.expectItem()).isEqualTo(2);
      counter.expectEnd();

      TestUpload numbers = ann.upload();
      CompletableFuture<Object> sum = ann.invokeAsync(Object.class, "Sum", numbers);
      numbers.send(20).send(22).complete();
      sum.join();
      assertThat(total).hasValue(42);
    }
  }

  @Test
  void theServersOfThePageAreBuilt() {
    OneRoom store = new OneRoom();
    FromAspNetCoreSnippets.server(store).build().close();

    try (HubTester tester =
        HubTester.of("/chat", server -> FromAspNetCoreSnippets.named(server, store))) {
      assertThat(tester.server().hubContext("Shop.ChatHub")).isNotNull();
    }
  }
}
