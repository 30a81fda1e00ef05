package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubUser;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Users whom the transport finds, as servlet containers do. */
class UsersOfTheTransportTest {
  private static final HubOptions USERS_ONLY_FROM_ANY_PAGE =
      HubOptions.builder()
          .requireAuthenticatedUser(true)
          .allowedOrigins(Set.of("*"))
          .allowCredentials(false)
          .build();

  private final TestEndpoint test =
      TestEndpoint.with(builder -> builder.usersComeWithRequests(true), USERS_ONLY_FROM_ANY_PAGE);

  private static HttpRequest.Builder ofAnn(HttpRequest.Builder request) {
    return request.attribute(HubUser.class, HubUser.of("ann"));
  }

  @Test
  void theUserOfTheRequestIsThatOfTheConnection() {
    assertThat(line(test.upgrade(ofAnn(get("/test"))))).isEqualTo("101");
    assertThat(line(test.upgrade(get("/test")))).startsWith("401");
  }

  @Test
  void anAuthenticatorGoesBeforeTheUserOfTheRequest() {
    TestEndpoint own =
        TestEndpoint.with(
            builder -> builder.authenticator(TestEndpoint.TOKEN_IS_USER), USERS_ONLY_FROM_ANY_PAGE);

    assertThat(line(own.upgrade(ofAnn(get("/test"))))).startsWith("401");
  }

  @Test
  void aPageThatIsNotKnownHasNoUserByTheBrowsersCookies() {
    assertThat(
            line(
                test.upgrade(
                    ofAnn(get("/test"))
                        .header("Origin", "https://evil.example")
                        .header("Cookie", "session=1"))))
        .startsWith("401");
  }

  @Test
  void aPageThatIsNotKnownHasTheUserOfItsToken() {
    assertThat(
            line(
                test.upgrade(
                    ofAnn(get("/test"))
                        .header("Origin", "https://other.example")
                        .header("Authorization", "Bearer anns"))))
        .isEqualTo("101");
  }
}
