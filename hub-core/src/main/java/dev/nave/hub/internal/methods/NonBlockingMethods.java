package dev.nave.hub.internal.methods;

import dev.nave.hub.NonBlocking;
import java.lang.reflect.Method;
import java.util.List;

/** Which hub methods run on the event loop of their connection. Pure functions. */
final class NonBlockingMethods {
  private NonBlockingMethods() {}

  /** Returns whether a method is marked, given with those that it overrides or implements. */
  static boolean isMarked(List<Method> overrides) {
    return overrides.stream().anyMatch(method -> method.isAnnotationPresent(NonBlocking.class));
  }

  /**
   * Checks that no annotation is without effect.
   *
   * @param others the methods of {@code hub} and of its interfaces that clients do not call
   * @throws IllegalArgumentException if it stands on one of them
   */
  static void refuseUncalled(Class<?> hub, List<Method> others) {
    others.stream()
        .filter(method -> method.isAnnotationPresent(NonBlocking.class))
        .findFirst()
        .ifPresent(
            method -> {
              throw refused(
                  hub.getName(),
                  HubMethod.describe(method),
                  "no client may call it, so it runs where it may block");
            });
  }

  /**
   * Checks that nothing about a marked method makes it wait.
   *
   * @param hub names the hub class
   * @throws IllegalArgumentException if something does
   */
  static void check(String hub, HubMethod method) {
    if (method.returnKind() == ReturnKind.STREAM) {
      throw refused(hub, method, "it returns a stream, whose items may be waited for");
    }
    if (!method.uploadTypes().isEmpty()) {
      throw refused(hub, method, "it takes a stream, for whose items it would wait");
    }
    method.authorization().requirements().stream()
        .filter(requirement -> requirement.policy() != null)
        .findFirst()
        .ifPresent(
            requirement -> {
              throw refused(
                  hub,
                  method,
                  "its @Authorize names the policy \""
                      + requirement.policyName()
                      + "\", which may block or answer later");
            });
  }

  private static IllegalArgumentException refused(String hub, Object method, String reason) {
    return new IllegalArgumentException(
        "hub " + hub + ": hub method " + method + " cannot be @NonBlocking: " + reason);
  }
}
