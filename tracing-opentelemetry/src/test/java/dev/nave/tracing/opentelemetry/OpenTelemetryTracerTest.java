package dev.nave.tracing.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nave.hub.CancellationToken;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.Hub;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubException;
import dev.nave.hub.HubTracer;
import dev.nave.hub.HubUser;
import dev.nave.hub.TracedCall;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracerTest {
  private static final String TRACED = TracedHub.class.getName();

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

  private final Exported exported = new Exported();
  private final OpenTelemetrySdk openTelemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exported))
                  .build())
          .setPropagators(
              ContextPropagators.create(
                  TextMapPropagator.composite(
                      W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
          .build();
  private final HubTracer tracer = OpenTelemetryTracer.create(openTelemetry);
  private final HubTester tester =
      HubTester.of(
          "/hub", server -> server.tracer(tracer).hub("/hub", TracedHub.class, TracedHub::new));

  /** The hub of all tests. */
  public static class TracedHub extends Hub {
    /** Returns the id of the current span. */
    public String current() {
      return Span.current().getSpanContext().getSpanId();
    }

    /** Fails. */
    public void fail() {
      throw new HubException("a text for the client");
    }
  }

  private static final class Exported implements SpanExporter {
    final List<SpanData> spans = new CopyOnWriteArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
      spans.addAll(ended);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }

    @Nullable SpanData find(String name) {
      return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElse(null);
    }

    SpanData await(String name) {
      return Awaitility.await(name).until(() -> find(name), span -> span != null);
    }
  }

  @AfterEach
  void stop() {
    tester.close();
    openTelemetry.close();
  }

  private static @Nullable String attribute(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  @Test
  void invocationIsASpanThatIsCurrentInTheMethod() {
    TestClient ann = tester.connect("ann");
    String current = ann.invoke(String.class, "CURRENT");

    SpanData span = exported.await(TRACED + "/current");
    assertThat(span.getSpanId()).isEqualTo(current);
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getLinks()).isEmpty();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(attribute(span, "rpc.system")).isEqualTo("signalr");
    assertThat(attribute(span, "rpc.service")).isEqualTo(TRACED);
    assertThat(attribute(span, "rpc.method")).isEqualTo("current");
  }

  @Test
  void lifecycleIsSpansOfItsOwn() {
    tester.connect("ann").close();

    assertThat(exported.await(TRACED + "/onDisconnected").getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(exported.await(TRACED + "/onConnected").getKind()).isEqualTo(SpanKind.INTERNAL);
  }

  @Test
  void failureIsNamedByItsClassAndNotByItsText() {
    TestClient ann = tester.connect("ann");
    assertThat(catchThrowable(() -> ann.invoke("fail"))).isNotNull();

    SpanData span = exported.await(TRACED + "/fail");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(attribute(span, "error.type")).isEqualTo("dev.nave.hub.HubException");
    assertThat(span.toString()).doesNotContain("a text for the client");
  }

  @Test
  void requestThatOpenedTheConnectionIsLinked() {
    HttpRequest request =
        HttpRequest.builder("GET", "/hub").header("traceparent", TRACEPARENT).build();
    tester.connect(request).invoke("current");

    SpanData span = exported.await(TRACED + "/current");
    assertThat(span.getTraceId()).isNotEqualTo(TRACE);
    assertThat(span.getLinks())
        .extracting(LinkData::getSpanContext)
        .extracting(context -> context.getTraceId() + " " + context.getSpanId())
        .containsExactly(TRACE + " " + PARENT);
  }

  @Test
  void headersOfTheCallMakeTheClientsSpanTheParentAndItsBaggageCurrent() {
    HubTracer.Span span =
        tracer.begin(
            call(Map.of("traceparent", TRACEPARENT, "tracestate", "a=b", "baggage", "user=ann")));
    try (HubTracer.Scope unused = span.activate()) {
      assertThat(Baggage.current().getEntryValue("user")).isEqualTo("ann");
      assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(TRACE);
    }
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
    span.end(null);

    SpanData ended = exported.await("TracedHub/any");
    assertThat(ended.getTraceId()).isEqualTo(TRACE);
    assertThat(ended.getParentSpanId()).isEqualTo(PARENT);
    assertThat(ended.getSpanContext().getTraceState().get("a")).isEqualTo("b");
  }

  @Test
  void headersThatAreNoTraceContextBeginATrace() {
    tracer.begin(call(Map.of("traceparent", "00-zz-1-01", "baggage", ";;;"))).end(null);

    assertThat(exported.await("TracedHub/any").getParentSpanContext().isValid()).isFalse();
  }

  private static TracedCall call(Map<String, String> headers) {
    return new TracedCall(TracedCall.Kind.INVOCATION, "TracedHub", "any", headers, new Caller());
  }

  /** A connection of which nothing is known but its request. */
  private static final class Caller implements HubCallerContext {
    @Override
    public HttpRequest request() {
      return HttpRequest.builder("GET", "/hub").build();
    }

    @Override
    public String connectionId() {
      throw new AssertionError("not used here");
    }

    @Override
    public @Nullable String userId() {
      throw new AssertionError("not used here");
    }

    @Override
    public Optional<HubUser> user() {
      throw new AssertionError("not used here");
    }

    @Override
    public ConcurrentMap<Object, Object> items() {
      throw new AssertionError("not used here");
    }

    @Override
    public CancellationToken aborted() {
      throw new AssertionError("not used here");
    }

    @Override
    public void abort() {
      throw new AssertionError("not used here");
    }
  }
}
