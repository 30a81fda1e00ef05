package dev.nave.hub.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {

  @ParameterizedTest
  @CsvSource({
    "/chat, /chat",
    "/ch%61t, /chat",
    "/a%20b+c, /a b+c",
    "/%e2%82%ac, /€",
    "/a%2Fb, /a%2Fb",
    "/a%2fb, /a%2fb",
  })
  void decodesPathsButNotTheirSlashes(String encoded, String path) {
    assertThat(PercentEncoding.path(encoded)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%4", "/%zz", "/%+1", "/%00", "/%ff", "/%c0%ae", "/%ed%a0%80"})
  void refusesPathsThatAreMalformed(String encoded) {
    assertThat(PercentEncoding.path(encoded)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "a+b%2Bc, a b+c",
    "%e2%82%ac, €",
    "100%, 100%",
    "%zz%41, %zzA",
    "%ff, \uFFFD",
  })
  void decodesQueriesAndLeavesWhatIsNoEscape(String encoded, String value) {
    assertThat(PercentEncoding.query(encoded)).isEqualTo(value);
  }
}
