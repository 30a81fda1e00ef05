package dev.nave.transport.servlet.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServletRequestsTest {
  private static HttpRequest requestOf(Principal principal) {
    HttpServletRequest from =
        Fakes.of(
            HttpServletRequest.class,
            (request, method, arguments) ->
                switch (method.getName()) {
                  case "getMethod" -> "POST";
                  case "getServletPath" -> "/chat";
                  case "getHeaderNames" -> Collections.emptyEnumeration();
                  case "getUserPrincipal" -> principal;
                  case "isSecure" -> false;
                  default -> null;
                });
    return ServletRequests.translate(from, Set.of());
  }

  @Test
  void aPrincipalIsTheUser() {
    assertThat(requestOf(() -> "ann").attribute(HubUser.class).map(HubUser::id)).contains("ann");
  }

  @Test
  void aPrincipalWithoutANameIsNoUserButAnAuthenticatorCanSeeIt() {
    Principal nameless = () -> null;

    HttpRequest request = requestOf(nameless);

    assertThat(request.attribute(HubUser.class)).isEmpty();
    assertThat(request.attribute(Principal.class)).contains(nameless);
  }
}
