package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Principal;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRequestTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1             | 1",
        "b=2; a=1        | 1",
        "a=1; a=2        | 1",
        "b=2;a=1;c=3     | 1",
        "a=x=y           | x=y",
        "a=\"q\"       | \"q\"",
        "a=              | ''",
        "a               | ",
        "A=1             | ",
        "aa=1; =1; b=a=1 | "
      })
  void readsACookie(String line, String expected) {
    HttpRequest request = HttpRequest.builder("GET", "/").header("cookie", line).build();

    assertThat(request.cookie("a").orElse(null)).isEqualTo(expected);
  }

  @Test
  void readsCookiesOfSeveralHeaderLines() {
    HttpRequest request =
        HttpRequest.builder("GET", "/").header("Cookie", "b=2").header("Cookie", "a=1").build();

    assertThat(request.cookie("a")).contains("1");
    assertThat(HttpRequest.builder("GET", "/").build().cookie("a")).isEmpty();
  }

  @Test
  void hasTheAttributesThatTheTransportSet() {
    X500Principal client = new X500Principal("CN=client");
    HttpRequest request =
        HttpRequest.builder("GET", "/").attribute(Principal.class, client).build();

    assertThat(request.attribute(Principal.class)).containsSame(client);
    assertThat(request.attribute(X500Principal.class)).isEmpty();
  }
}
