package dev.nave.hub;

import dev.nave.hub.internal.authorization.AuthorizeAnnotations;
import dev.nave.hub.internal.authorization.Policies;
import dev.nave.hub.internal.clients.DeclaredClient;
import dev.nave.hub.internal.endpoint.RefreshHooks;
import dev.nave.hub.internal.methods.HubMethodTable;
import dev.nave.hub.internal.methods.WrittenHub;
import dev.nave.hub.internal.presence.PresenceRules;
import dev.nave.hub.internal.server.MappedHub;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What {@link HubServerBuilder#hub} was told. Resolved in {@link HubServerBuilder#build}, when the
 * server's settings are known.
 *
 * @param factory null if that of the server is to be used
 */
record HubRegistration<H extends AbstractHub>(
    String path, Class<H> type, @Nullable HubFactory<H> factory, HubSettings settings) {

  /**
   * Returns the hub with all that it needs to run.
   *
   * @param factories creates the objects of hubs without a factory; null if their constructors do
   */
  MappedHub<H> resolve(
      HubOptions defaults,
      List<HubFilter> filters,
      Policies policies,
      @Nullable HubFactories factories) {
    Class<? extends AbstractHub> written = WrittenHub.of(type);
    var unusedClient = DeclaredClient.of(written);
    HubOptions.Builder merged = settings.optionsOver(defaults);
    if (AuthorizeAnnotations.allowsAnonymous(written)) {
      merged.requireAuthenticatedUser(false);
    }
    HubOptions options = merged.build();
    settings.checkRefresh(options);
    return new MappedHub<>(
        path,
        settings.name(),
        written,
        HubMethodTable.of(written, policies),
        resolvedFactory(factories),
        options,
        settings.filters(filters),
        AuthorizeAnnotations.ofHub(written, policies),
        settings.redirector,
        refreshHooks(),
        presence());
  }

  private @Nullable PresenceRules presence() {
    PresenceSettings chosen = settings.presence;
    return chosen == null ? null : new PresenceRules(chosen.groups(), chosen.listener());
  }

  private RefreshHooks refreshHooks() {
    Predicate<AuthenticationRefresh> guard = settings.refreshGuard;
    AccessTokenIssuer issuer = settings.accessTokenIssuer;
    return new RefreshHooks(
        guard == null ? refresh -> true : guard,
        issuer == null
            ? null
            : refresh -> issuer.issue(refresh).thenApply(token -> token.map(AccessTokens::checked)),
        settings.redirectedRefresher);
  }

  private HubFactory<H> resolvedFactory(@Nullable HubFactories factories) {
    if (factory != null) {
      return factory;
    }
    return factories == null ? byConstructor() : new OfServer<>(type, factories);
  }

  /** Asks the factory of all hubs. */
  private record OfServer<H extends AbstractHub>(Class<H> type, HubFactories factories)
      implements HubFactory<H> {
    @Override
    public H create() {
      @Nullable AbstractHub hub = factories.create(type);
      if (!type.isInstance(hub)) {
        throw new IllegalStateException(
            "HubFactories.create was asked for a "
                + type.getName()
                + " and returned "
                + (hub == null ? "null" : "a " + hub.getClass().getName()));
      }
      return type.cast(hub);
    }

    @Override
    public void release(H hub) {
      factories.release(hub);
    }
  }

  private HubFactory<H> byConstructor() {
    try {
      Constructor<H> constructor = type.getDeclaredConstructor();
      if (Modifier.isAbstract(type.getModifiers())) {
        throw notConstructible("it is abstract", null);
      }
      getClass().getModule().addReads(type.getModule()); // It knows no application.
      MethodHandle handle =
          MethodHandles.privateLookupIn(type, MethodHandles.lookup())
              .unreflectConstructor(constructor)
              .asType(MethodType.methodType(AbstractHub.class));
      return () -> construct(handle);
    } catch (NoSuchMethodException e) {
      boolean inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
      throw notConstructible(
          inner ? "it is an inner class; make it static" : "it has no such constructor", e);
    } catch (IllegalAccessException e) {
      throw notConstructible(
          "open package " + type.getPackageName() + " to " + getClass().getModule(), e);
    }
  }

  private H construct(MethodHandle constructor) {
    try {
      return type.cast((AbstractHub) constructor.invokeExact());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the constructor of hub " + type.getName() + " failed", e);
    }
  }

  private IllegalArgumentException notConstructible(String reason, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "hub "
            + type.getName()
            + " cannot be created by a constructor without arguments: "
            + reason
            + "; or give hub(..) a factory, or set hubs(..) for the whole server",
        cause);
  }
}
