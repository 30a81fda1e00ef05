package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.AuthenticationException;
import dev.nave.hub.HttpRequest;
import org.junit.jupiter.api.Test;

class NameAuthenticatorTest {
  private final NameAuthenticator authenticator = new NameAuthenticator();

  @Test
  void takesTheClientForWhomItSaysItIs() {
    HttpRequest request =
        HttpRequest.builder("POST", "/chat/negotiate").query("name", " Ada ").build();

    assertThat(authenticator.authenticate(request).id()).isEqualTo("Ada");
  }

  @Test
  void refusesAClientWithoutAName() {
    HttpRequest request = HttpRequest.builder("POST", "/chat/negotiate").build();

    assertThatThrownBy(() -> authenticator.authenticate(request))
        .isInstanceOf(AuthenticationException.class)
        .hasMessage("The user name is missing.");
  }

  @Test
  void refusesANameThatBreaksTheRules() {
    HttpRequest request = HttpRequest.builder("GET", "/chat").query("name", "<script>").build();

    assertThatThrownBy(() -> authenticator.authenticate(request))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageStartingWith("The user name must begin with a letter or digit");
  }
}
