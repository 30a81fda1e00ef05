package dev.nave.hub.internal.filters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallHeadersTest {
  private static final Map<String, String> TRACE =
      Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

  @Test
  void ofATraceContextPass() {
    Map<String, String> sent =
        Map.of("traceparent", "00-1-2-01", "tracestate", "a=b,c=d", "baggage", "user=ann;ttl=1");

    assertThat(new CallHeaders(3, 1000).accepted(sent)).isEqualTo(sent);
  }

  @Test
  void passAsManyAsMayBeAndNoneIfThereIsOneMore() {
    Map<String, String> sent = new LinkedHashMap<>(Map.of("a", "1", "b", "2", "c", "3"));

    assertThat(new CallHeaders(3, 1000).accepted(sent)).isEqualTo(sent);
    assertThat(new CallHeaders(2, 1000).accepted(sent)).isEmpty();
  }

  @Test
  void passAsLongAsMayBeAndNoneIfThereIsACharacterMore() {
    int length = "traceparent".length() + 55;

    assertThat(new CallHeaders(3, length).accepted(TRACE)).isEqualTo(TRACE);
    assertThat(new CallHeaders(3, length - 1).accepted(TRACE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b", "a\u001bb", "a\u007fb", "\u00e4", "\u2028"})
  void whoseValueCouldNotStandInAnHttpRequestAreLeftOutAlone(String value) {
    Map<String, String> sent = new LinkedHashMap<>(TRACE);
    sent.put("baggage", value);

    assertThat(new CallHeaders(3, 1000).accepted(sent)).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b", "a\nb", "\u00e4", "a=b"})
  void whoseNameIsNoneOfHttpAreLeftOutAlone(String name) {
    Map<String, String> sent = new LinkedHashMap<>(TRACE);
    sent.put(name, "value");

    assertThat(new CallHeaders(3, 1000).accepted(sent)).isEqualTo(TRACE);
  }
}
