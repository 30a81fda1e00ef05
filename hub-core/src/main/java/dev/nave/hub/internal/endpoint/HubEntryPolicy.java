package dev.nave.hub.internal.endpoint;

import dev.nave.hub.AuthenticationRefresh;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.NegotiateRedirector;
import dev.nave.hub.internal.accept.ConnectionUser;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the application has a say in requests to one hub. All of it runs on the hub executor.
 *
 * @param admission who may use the hub
 * @param redirector sends clients elsewhere when they negotiate; null if all are served here
 * @param refreshes what concerns users that are authenticated anew
 */
public record HubEntryPolicy(
    Admission admission, @Nullable NegotiateRedirector redirector, RefreshHooks refreshes) {
  /** Everybody is served. */
  public static final HubEntryPolicy NONE =
      new HubEntryPolicy(Admission.OF_ALL, null, refresh -> true);

  /** With nothing but a guard for users that are authenticated anew. */
  public HubEntryPolicy(
      Admission admission,
      @Nullable NegotiateRedirector redirector,
      Predicate<AuthenticationRefresh> refreshGuard) {
    this(admission, redirector, RefreshHooks.guardedBy(refreshGuard));
  }

  /**
   * Returns whether the credentials of a request may replace those of its connection. The user must
   * be the same, and the application may refuse its new roles and claims. An anonymous client stays
   * anonymous.
   */
  boolean acceptsAgain(
      String connectionId, HttpRequest request, ConnectionUser owner, @Nullable HubUser next) {
    if (!owner.isSame(next)) {
      return false;
    }
    HubUser previous = owner.current().orElse(null);
    return previous == null
        || next == null
        || owner.isKnownAs(next)
        || refreshes.guard().test(new AuthenticationRefresh(connectionId, request, previous, next));
  }

  /** Returns whether new clients meet code of the application. */
  boolean runApplicationCode() {
    return admission != Admission.OF_ALL || redirector != null;
  }
}
