package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.HubOptions;
import dev.nave.hub.transport.EndpointAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubPathTest {
  private static final HubOptions OPTIONS = HubOptions.builder().build();

  private static HubMapping at(String path) {
    return new HubMapping(
        path,
        OPTIONS,
        (request, link) -> {
          throw new AssertionError("not reached");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/test", "/TEST", "/Test/", "/test/negotiate", "/TEST/Negotiate/"})
  void caseAndOneSlashAtTheEndMakeNoDifference(String path) {
    assertThat(line(TestEndpoint.open().ask(get(path)))).startsWith("40");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "",
        "*",
        "/nowhere",
        "/nowhere/negotiate",
        "/test//",
        "//test",
        "/test/x",
        "/test//negotiate",
        "/negotiate",
        "/test/negotiate/x",
        "/test/../test"
      })
  void otherPathsAreNotMapped(String path) {
    assertThat(line(TestEndpoint.open().ask(get(path)))).isEqualTo("not mapped");
    assertThat(line(TestEndpoint.open().upgrade(get(path)))).isEqualTo("not mapped");
  }

  @Test
  void aHubMayBeAtTheRoot() {
    HubEndpoint endpoint = HubEndpoint.builder(Runnable::run).hub(at("/")).build();

    for (String path : new String[] {"/", "/negotiate"}) {
      assertThat(endpoint.handle(get(path).build(), false).toCompletableFuture().join())
          .isInstanceOf(EndpointAnswer.Respond.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"/chat, /chat", "/chat, /CHAT/", "/chat, /chat/negotiate", "/, /negotiate"})
  void hubsThatOverlapAreRefused(String one, String other) {
    HubEndpointBuilder builder = HubEndpoint.builder(Runnable::run).hub(at(one)).hub(at(other));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mapped at " + one + " and " + other + " both take requests at");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "chat", "/a b", "/a?b", "/a#b", "//a", "/a//b", "/a\n"})
  void aPathThatNoRequestCanHaveIsRefused(String path) {
    assertThatThrownBy(() -> at(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + path + "\"");
  }
}
