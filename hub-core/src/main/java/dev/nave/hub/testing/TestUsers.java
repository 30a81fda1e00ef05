package dev.nave.hub.testing;

import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Believes what a test says about who sends a request. Any thread. */
final class TestUsers implements Authenticator {
  /** By the request itself: one is like no other, whatever is in it. */
  private final Map<HttpRequest, HubUser> users = new ConcurrentHashMap<>();

  /** Notes who sends a request. */
  void expect(HttpRequest request, HubUser user) {
    users.put(request, user);
  }

  /** Forgets a request. Returns whether it was never authenticated. */
  boolean wasIgnored(HttpRequest request) {
    return users.remove(request) != null;
  }

  @Override
  public @Nullable HubUser authenticate(HttpRequest request) {
    return users.remove(request);
  }
}
