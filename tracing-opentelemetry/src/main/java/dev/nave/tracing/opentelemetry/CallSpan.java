package dev.nave.tracing.opentelemetry;

import dev.nave.hub.HubTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The span of one call.
 *
 * @param context the span, and the baggage that came with the call
 */
record CallSpan(Span span, Context context) implements HubTracer.Span {
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  @Override
  @SuppressWarnings("MustBeClosedChecker") // The server closes what it is returned.
  public HubTracer.Scope activate() {
    return context.makeCurrent()::close;
  }

  @Override
  public void end(@Nullable Throwable failure) {
    if (failure != null) {
      span.setAttribute(ERROR_TYPE, failure.getClass().getName());
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
