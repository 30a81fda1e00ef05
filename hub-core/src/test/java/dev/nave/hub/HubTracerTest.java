package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HubTracerTest {
  private static final String TRACED = TracedHub.class.getName();

  private static final ThreadLocal<String> CURRENT = ThreadLocal.withInitial(() -> "nothing");

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private @Nullable HubTester tester;

  /** The hub of all tests. */
  public final class TracedHub extends Hub {
    @Override
    protected void onConnected() {
      seen.add("current in onConnected: " + CURRENT.get());
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      seen.add("current in onDisconnected: " + CURRENT.get());
    }

    /** Tells what is current. */
    public String current() {
      return CURRENT.get();
    }

    /** Ends later, somewhere else. */
    public CompletionStage<String> later() {
      return CompletableFuture.supplyAsync(CURRENT::get);
    }

    /** Streams nothing. */
    public Stream<String> names() {
      return Stream.of();
    }

    /** Fails. */
    public void fail() {
      throw new IllegalStateException("broken");
    }

    /** Fails later. */
    public CompletionStage<Void> failLater() {
      return CompletableFuture.runAsync(this::fail);
    }
  }

  /** Makes a call current by its name. */
  private final class Recorder implements HubTracer {
    @Override
    public Span begin(TracedCall call) {
      return new Span() {
        @Override
        public Scope activate() {
          String before = CURRENT.get();
          CURRENT.set(call.method());
          return () -> CURRENT.set(before);
        }

        @Override
        public void end(@Nullable Throwable failure) {
          seen.add(call.kind() + " " + call.hubName() + "." + call.method() + " " + failure);
        }
      };
    }
  }

  @AfterEach
  void stop() {
    if (tester != null) {
      tester.close();
    }
  }

  /** What a client speaks who sends headers beside its calls. */
  private record WithHeaders(HubProtocol plain, Map<String, String> headers)
      implements HubProtocol {
    @Override
    public String name() {
      return plain.name();
    }

    @Override
    public TransferFormat transferFormat() {
      return plain.transferFormat();
    }

    @Override
    public int frameEnd(byte[] bytes, int from, int to, int maxBytes) throws ProtocolException {
      return plain.frameEnd(bytes, from, to, maxBytes);
    }

    @Override
    public @Nullable HubMessage read(byte[] bytes, int from, int to) throws ProtocolException {
      return plain.read(bytes, from, to);
    }

    @Override
    public byte[] write(HubMessage message) {
      return plain.write(withHeaders(message));
    }

    private HubMessage withHeaders(HubMessage message) {
      if (message instanceof InvocationMessage call) {
        return new InvocationMessage(
            headers, call.invocationId(), call.target(), call.arguments(), call.streamIds());
      }
      return message instanceof StreamInvocationMessage call
          ? new StreamInvocationMessage(
              headers, call.invocationId(), call.target(), call.arguments(), call.streamIds())
          : message;
    }
  }

  static Stream<HubProtocol> protocols() {
    return Stream.of(JsonHubProtocol.create(), MessagePackHubProtocol.create());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void beginHearsTheHeadersOfTheCallUnlessThereAreTooMany(HubProtocol protocol) {
    List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    connect(
        call -> {
          headers.add(call.headers());
          return new Recorder().begin(call);
        });
    HubTester started = Objects.requireNonNull(tester);
    Map<String, String> trace = Map.of("traceparent", "00-1-2-01", "baggage", "a=b");
    started.protocol(new WithHeaders(protocol, trace)).connect("bob").invoke("current");

    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 33; i++) {
      many.put("h" + i, "x");
    }
    started.protocol(new WithHeaders(protocol, many)).connect("eve").invoke("current");

    // ann connects; bob connects and calls; eve does.
    assertThat(headers).containsExactly(Map.of(), Map.of(), trace, Map.of(), Map.of());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void beginHearsTheHeadersOfAStreamToo(HubProtocol protocol) {
    List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    connect(
        call -> {
          headers.add(call.headers());
          return new Recorder().begin(call);
        });
    Map<String, String> trace = Map.of("traceparent", "00-1-2-01", "tracestate", "a=b");
    TestClient bob =
        Objects.requireNonNull(tester).protocol(new WithHeaders(protocol, trace)).connect("bob");

    bob.stream(String.class, "names").expectEnd();

    // ann connects; bob connects and asks for a stream.
    assertThat(headers).containsExactly(Map.of(), Map.of(), trace);
  }

  private TestClient connect(HubTracer tracer, HubFilter... filters) {
    HubTester started =
        HubTester.of(
            "/traced",
            server -> {
              for (HubFilter filter : filters) {
                server.filter(filter);
              }
              server.tracer(tracer).hub("/traced", TracedHub.class, TracedHub::new);
            });
    tester = started;
    return started.connect("ann");
  }

  private void awaitSeen(String line) {
    await(line).until(() -> seen.contains(line));
  }

  @Test
  void callIsCurrentWhileTheMethodRunsAndEndsWithIt() {
    TestClient ann = connect(new Recorder());

    assertThat(ann.invoke(String.class, "CURRENT")).isEqualTo("current");
    assertThat(ann.invoke(String.class, "later")).isEqualTo("nothing");
    awaitSeen("INVOCATION " + TRACED + ".current null");
    awaitSeen("INVOCATION " + TRACED + ".later null");
  }

  @Test
  void lifecycleIsObservedToo() {
    TestClient ann = connect(new Recorder());
    awaitSeen("CONNECTED " + TRACED + ".onConnected null");
    ann.close();

    awaitSeen("DISCONNECTED " + TRACED + ".onDisconnected null");
    assertThat(seen)
        .containsExactly(
            "current in onConnected: onConnected",
            "CONNECTED " + TRACED + ".onConnected null",
            "current in onDisconnected: onDisconnected",
            "DISCONNECTED " + TRACED + ".onDisconnected null");
  }

  @Test
  void endHearsWhatTheMethodFailedWithAtOnceOrLater() {
    TestClient ann = connect(new Recorder());
    invokeFailing(ann, "fail");
    invokeFailing(ann, "failLater");

    awaitSeen("INVOCATION " + TRACED + ".fail java.lang.IllegalStateException: broken");
    awaitSeen("INVOCATION " + TRACED + ".failLater java.lang.IllegalStateException: broken");
  }

  @Test
  void callIsCurrentInFiltersAndAgainAfterAFilterWaited() {
    TestClient ann =
        connect(
            new Recorder(),
            new HubFilter() {
              @Override
              public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
                seen.add("current in the filter: " + CURRENT.get());
                return CompletableFuture.runAsync(() -> {})
                    .thenCompose(done -> next.proceed(invocation));
              }
            });

    for (int i = 0; i < 100; i++) {
      assertThat(ann.invoke(String.class, "current")).isEqualTo("current");
    }
    awaitSeen("current in the filter: current");
  }

  @Test
  void tracerThatFailsDoesNotFailTheCall() {
    HubTracer broken =
        call -> {
          throw new IllegalStateException("the tracer is broken");
        };

    assertThat(connect(broken).invoke(String.class, "current")).isEqualTo("nothing");
  }

  @Test
  void spanThatFailsDoesNotFailTheCall() {
    HubTracer broken =
        call ->
            new HubTracer.Span() {
              @Override
              public HubTracer.Scope activate() {
                throw new IllegalStateException("the scope is broken");
              }

              @Override
              public void end(@Nullable Throwable failure) {
                seen.add("ended");
                throw new IllegalStateException("the span is broken");
              }
            };

    assertThat(connect(broken).invoke(String.class, "current")).isEqualTo("nothing");
    awaitSeen("ended");
  }

  @Test
  void callsThatReachNoMethodAreNotObserved() {
    TestClient ann = connect(new Recorder());
    invokeFailing(ann, "nowhere");
    ann.invoke("current");

    awaitSeen("INVOCATION " + TRACED + ".current null");
    assertThat(seen).filteredOn(line -> line.startsWith("INVOCATION")).hasSize(1);
  }

  private static void invokeFailing(TestClient client, String target) {
    assertThatExceptionOfType(HubInvocationException.class).isThrownBy(() -> client.invoke(target));
  }
}
