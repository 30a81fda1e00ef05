package dev.nave.conformance.docs;

import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.hub.Hub;
import dev.nave.hub.HubException;
import dev.nave.hub.HubMethodName;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.Uploads;
import dev.nave.transport.websocket.WebSocketTransport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The Java of {@code docs/from-aspnetcore.md}. */
final class FromAspNetCoreSnippets {
  private FromAspNetCoreSnippets() {}

  /** What the hub of the page keeps its lines in. */
  interface ChatStore {
    CompletionStage<Integer> append(String room, String text);

    Stream<String> read(String room);
  }

  public static final class ChatHub extends Hub {
    private final ChatStore store;

    public ChatHub(ChatStore store) {
      this.store = store;
    }

    @Override
    protected void onConnected() {
      groups().add("everyone");
    }

    public CompletionStage<Integer> send(String room, String text) {
      if (text.isEmpty()) {
        throw new HubException("say something");
      }
      return clients()
          .group(room)
          .send("said", context().userId(), text)
          .thenCompose(sent -> store.append(room, text));
    }

    public Stream<String> history(String room) {
      return store.read(room);
    }

    public CompletionStage<Integer> upload(Flow.Publisher<String> lines) {
      AtomicInteger count = new AtomicInteger();
      return Uploads.forEach(lines, line -> count.incrementAndGet()).thenApply(end -> count.get());
    }

    @HubMethodName("Ask")
    public CompletionStage<String> askCaller(String question) {
      return clients().caller().invoke(String.class, "answer", question);
    }
  }

  public static final class ChannelHub extends Hub {
    private final AtomicInteger total;

    ChannelHub(AtomicInteger total) {
      this.total = total;
    }

    public Flow.Publisher<Integer> counter(int count, int delay) {
      return client -> {
        SubmissionPublisher<Integer> channel = new SubmissionPublisher<>();
        channel.subscribe(client);
        write(channel, 0, count, CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS));
      };
    }

    private static void write(
        SubmissionPublisher<Integer> channel, int next, int count, Executor later) {
      if (next == count) {
        channel.close();
      } else if (channel.hasSubscribers()) {
        channel.submit(next); // Waits while 256 items wait for the client.
        later.execute(() -> write(channel, next + 1, count, later));
      }
    }

    public CompletionStage<Void> sum(Flow.Publisher<Integer> numbers) {
      return Uploads.forEach(numbers, total::addAndGet);
    }
  }

  static HubServerBuilder server(ChatStore store) {
    return HubServer.builder()
        .transport(WebSocketTransport.builder().port(8080).build())
        .backplane(RedisBackplane.create("redis:6379,channelPrefix=shop:"))
        .options(all -> all.maxMessageBytes(64 * 1024))
        .hub("/chat", ChatHub.class, () -> new ChatHub(store));
  }

  static void named(HubServerBuilder server, ChatStore store) {
    server.hub("/chat", ChatHub.class, () -> new ChatHub(store), hub -> hub.name("Shop.ChatHub"));
  }
}
