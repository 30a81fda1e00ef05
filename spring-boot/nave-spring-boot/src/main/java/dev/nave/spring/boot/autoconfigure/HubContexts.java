package dev.nave.spring.boot.autoconfigure;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.TypedHub;
import dev.nave.hub.TypedHubContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of the hubs, made before the server is, so that what the server needs may need them.
 * Any thread.
 */
final class HubContexts {
  private final HubServerBuilder server;
  private final Map<Class<?>, HubContext<?>> contexts = new ConcurrentHashMap<>();
  private final Map<Class<?>, TypedHubContext<?, ?>> typed = new ConcurrentHashMap<>();

  HubContexts(HubServerBuilder server) {
    this.server = server;
  }

  /** Makes the contexts of a hub; must be called before the server is built. */
  void add(Class<? extends AbstractHub> hub) {
    contexts.computeIfAbsent(hub, type -> server.hubContext(hub));
    if (TypedHub.class.isAssignableFrom(hub)) {
      typed.computeIfAbsent(hub, type -> typed(server, type));
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // It is a TypedHub of some client.
  private static TypedHubContext<?, ?> typed(HubServerBuilder server, Class<?> hub) {
    return server.typedHubContext((Class) hub);
  }

  HubContext<?> of(Class<?> hub) {
    return known(hub, contexts.get(hub));
  }

  TypedHubContext<?, ?> typedOf(Class<?> hub) {
    return known(hub, typed.get(hub));
  }

  private static <T> T known(Class<?> hub, @Nullable T context) {
    if (context == null) {
      throw new IllegalStateException(hub.getName() + " is not a hub of this application");
    }
    return context;
  }
}
