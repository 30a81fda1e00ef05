package dev.nave.hub.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import org.junit.jupiter.api.Test;

class ErrorResponsesTest {
  @Test
  void wordsOfClientsAreClippedAndPrintable() {
    assertThat(ErrorResponses.quote("GET")).isEqualTo("GET");
    assertThat(ErrorResponses.quote("a\nb\u0000\u00e9")).isEqualTo("a?b??");
    assertThat(ErrorResponses.quote("x".repeat(1_000))).hasSize(123).endsWith("...");
  }

  @Test
  void credentialsOfARequestAreNotRepeated() {
    HttpRequest request =
        HttpRequest.builder("GET", "/test")
            .header("Authorization", "Bearer secret")
            .header("Authorization", "whole")
            .query("access_token", "hidden")
            .query("access_token", "")
            .query("id", "connection-0123456789")
            .query("id", "e")
            .build();

    assertThat(
            ErrorResponses.redact(
                request, "bad token secret, hidden or whole of connection-0123456789"))
        .isEqualTo("bad token ***, *** or *** of ***");
  }

  @Test
  void valuesOfCookiesAreHidden() {
    HttpRequest request =
        HttpRequest.builder("GET", "/chat")
            .header("Cookie", "theme=dark; session=0123456789abcdef")
            .header("Cookie", "bare-value-of-a-cookie")
            .build();

    assertThat(
            ErrorResponses.redact(
                request, "dark: no session 0123456789abcdef, no bare-value-of-a-cookie"))
        .isEqualTo("dark: no session ***, no ***");
  }
}
