package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The settings of a hub that concern users who are authenticated anew. */
class RefreshSettingsTest {
  /** Says which roles its caller has. */
  public static final class RolesHub extends Hub {
    /** Returns the roles. */
    public Set<String> roles() {
      return context().user().orElseThrow().roles();
    }
  }

  private static HubTester tester(Consumer<HubSettings> settings) {
    return HubTester.of(
        "/hub", server -> server.hub("/hub", RolesHub.class, RolesHub::new, settings));
  }

  @Test
  void aTokenThatDoesNotFitIntoAHeaderFailsTheRefresh() {
    try (HubTester tester =
        tester(
            hub ->
                hub.options(options -> options.authenticationRefresh(true))
                    .refreshAccessToken(
                        refresh ->
                            CompletableFuture.completedFuture(Optional.of("two\r\nlines"))))) {
      TestClient ann = tester.connect(HubUser.of("ann").withRoles(Set.of("guest")));

      assertThatThrownBy(() -> tester.refresh(ann, HubUser.of("ann").withRoles(Set.of("admin"))))
          .isInstanceOf(ConnectionRefusedException.class)
          .hasMessageContaining("500");

      assertThat(ann.invoke(String[].class, "roles")).containsExactly("guest");
    }
  }

  @Test
  void whatWouldNeverBeAskedIsRefusedAtTheBuild() {
    assertRefused(
        hub -> hub.acceptRefreshedUser(refresh -> true),
        "has acceptRefreshedUser, but authenticationRefresh is off");
    assertRefused(
        hub ->
            hub.refreshAccessToken(refresh -> CompletableFuture.completedFuture(Optional.empty())),
        "has refreshAccessToken, but authenticationRefresh is off");
    assertRefused(
        hub ->
            hub.redirectedRefresh(
                refresh -> CompletableFuture.completedFuture(RefreshAnswer.notFound())),
        "has redirectedRefresh, but authenticationRefresh is off");
    assertRefused(
        hub ->
            hub.options(options -> options.authenticationRefresh(true))
                .redirectedRefresh(
                    refresh -> CompletableFuture.completedFuture(RefreshAnswer.notFound())),
        "has redirectedRefresh, but no negotiateRedirect");
  }

  private static void assertRefused(Consumer<HubSettings> settings, String message) {
    assertThatThrownBy(() -> tester(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
