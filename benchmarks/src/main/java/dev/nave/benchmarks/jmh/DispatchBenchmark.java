package dev.nave.benchmarks.jmh;

import dev.nave.benchmarks.servers.BenchHub;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.ReceivedMessage;
import dev.nave.hub.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole server without sockets: what a call costs from the bytes that came to the bytes that go,
 * and what the registry adds. The client in memory is part of each figure, and always the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DispatchBenchmark {
  private static final String TEXT = "x".repeat(64);
  private static final String GROUP = "readers";

  /** The members of the group besides the caller. */
  private static final int LISTENERS = 9;

  /** The name of the hub protocol. */
  @Param({"json", "messagepack"})
  public String protocol = "json";

  private final List<TestClient> listeners = new ArrayList<>();
  private @Nullable HubTester tester;
  private @Nullable TestClient caller;

  /** Starts the server, and connects ten clients that are members of a group. */
  @Setup
  public void connect() {
    HubProtocol codec =
        protocol.equals("json") ? JsonHubProtocol.create() : MessagePackHubProtocol.create();
    HubTester server = HubTester.of(BenchHub.class, BenchHub::new).protocol(codec);
    tester = server;
    for (int i = 0; i < LISTENERS; i++) {
      listeners.add(member(server));
    }
    caller = member(server);
  }

  private static TestClient member(HubTester server) {
    TestClient client = server.connect();
    client.invoke("join", GROUP);
    return client;
  }

  /** Ends the server. */
  @TearDown
  public void end() {
    if (tester != null) {
      tester.close();
    }
  }

  private TestClient caller() {
    TestClient client = caller;
    if (client == null) {
      throw new IllegalStateException("not connected");
    }
    return client;
  }

  /** Calls a method that returns its argument. */
  @Benchmark
  public @Nullable String echo() {
    return caller().invoke(String.class, "echo", TEXT);
  }

  /** Joins a group and leaves another one: the registry, beside a call. */
  @Benchmark
  public @Nullable String joinAndLeave() {
    return caller().invoke(String.class, "visit", TEXT);
  }

  /** Sends a text to the ten members of a group, each of which takes it. */
  @Benchmark
  public ReceivedMessage sendToGroup() {
    caller().send("toGroup", GROUP, TEXT);
    for (TestClient listener : listeners) {
      listener.expectMessage();
    }
    return caller().expectMessage();
  }
}
