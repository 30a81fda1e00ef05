package dev.nave.hub.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubTracer;
import dev.nave.hub.internal.filters.CallHeaders;
import dev.nave.hub.internal.filters.CallPipeline;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What of the headers beside a call is kept while the call waits. */
class KeptHeadersTest {
  private static final Map<String, String> TWO = Map.of("a", "1", "b", "2");

  private static CallPipeline pipeline(@Nullable HubTracer tracer, int maxHeaders) {
    return new CallPipeline(
        "Test",
        new TestDispatch.QuietAccess(),
        List.of(),
        tracer,
        new CallHeaders(maxHeaders, 1_000),
        null,
        Runnable::run);
  }

  @Test
  void noneAreIfNoTracerSeesThem() {
    assertThat(pipeline(null, 2).keptHeaders(TWO)).isEmpty();
  }

  @Test
  void thoseThatATracerMaySeeAre() {
    HubTracer tracer =
        call -> {
          throw new AssertionError("nothing is called");
        };
    assertThat(pipeline(tracer, 2).keptHeaders(TWO)).isEqualTo(TWO);
    assertThat(pipeline(tracer, 1).keptHeaders(TWO)).isEmpty();
  }
}
