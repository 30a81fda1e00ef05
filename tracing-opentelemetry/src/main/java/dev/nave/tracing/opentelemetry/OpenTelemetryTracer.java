package dev.nave.tracing.opentelemetry;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubTracer;
import dev.nave.hub.TracedCall;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes every call of a hub a span: {@code ChatHub/send}, current while the hub method runs.
 *
 * <p>Its parent is what the client says in the headers of the call, as the propagators of the
 * {@link OpenTelemetry} read them; without such headers it begins a trace. The trace of the HTTP
 * request that opened the connection, if it came with one, is a link: a connection may live for
 * days. Kinds, names and attributes are those of ASP.NET Core: {@code rpc.system} ({@code
 * signalr}), {@code rpc.service} (the hub's name), {@code rpc.method}, and for what fails the
 * status and {@code error.type}. Texts of exceptions are left out: they may hold what clients sent.
 *
 * <p>Any thread. Source: the reference server's DefaultHubDispatcher, StartActivity.
 */
public final class OpenTelemetryTracer implements HubTracer {
  private static final String SCOPE = "dev.nave.hub";
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  private OpenTelemetryTracer(OpenTelemetry openTelemetry) {
    tracer = openTelemetry.getTracer(SCOPE);
    propagator = openTelemetry.getPropagators().getTextMapPropagator();
  }

  /** Returns a tracer whose spans and propagators are those of {@code openTelemetry}. */
  public static OpenTelemetryTracer create(OpenTelemetry openTelemetry) {
    return new OpenTelemetryTracer(openTelemetry);
  }

  @Override
  public Span begin(TracedCall call) {
    Context parent = propagator.extract(Context.root(), call.headers(), CallHeaders.INSTANCE);
    SpanBuilder builder =
        tracer
            .spanBuilder(call.hubName() + "/" + call.method())
            .setParent(parent)
            .setSpanKind(
                call.kind() == TracedCall.Kind.INVOCATION ? SpanKind.SERVER : SpanKind.INTERNAL)
            .setAttribute(SYSTEM, "signalr")
            .setAttribute(SERVICE, call.hubName())
            .setAttribute(METHOD, call.method());
    SpanContext opening = openedBy(call.context().request());
    if (opening.isValid()) {
      builder.addLink(opening);
    }
    io.opentelemetry.api.trace.Span span = builder.startSpan();
    return new CallSpan(span, parent.with(span));
  }

  private SpanContext openedBy(HttpRequest request) {
    Context context = propagator.extract(Context.root(), request, RequestHeaders.INSTANCE);
    return io.opentelemetry.api.trace.Span.fromContext(context).getSpanContext();
  }

  private enum CallHeaders implements TextMapGetter<Map<String, String>> {
    INSTANCE;

    @Override
    @SuppressWarnings("deprecation") // Older versions of the API ask for them.
    public Iterable<String> keys(Map<String, String> headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> headers, String key) {
      return headers == null ? null : headers.get(key);
    }
  }

  private enum RequestHeaders implements TextMapGetter<HttpRequest> {
    INSTANCE;

    @Override
    @SuppressWarnings("deprecation") // Older versions of the API ask for them.
    public Iterable<String> keys(HttpRequest request) {
      return request.headers().keySet();
    }

    @Override
    public @Nullable String get(@Nullable HttpRequest request, String key) {
      return request == null ? null : request.header(key).orElse(null);
    }
  }
}
