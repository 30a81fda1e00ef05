package dev.nave.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Settings of one mapped hub. Not thread-safe; used while {@link HubServerBuilder#hub} runs. */
public final class HubSettings {
  private String name;
  private final HubOptions defaultsSoFar;
  private final HubOptions.Builder options = HubOptions.builder();
  private final List<HubFilter> filters = new ArrayList<>();
  @Nullable PresenceSettings presence;
  @Nullable NegotiateRedirector redirector;
  @Nullable Predicate<AuthenticationRefresh> refreshGuard;
  @Nullable AccessTokenIssuer accessTokenIssuer;
  @Nullable RedirectedRefresher redirectedRefresher;

  /**
   * Begins with a name alone.
   *
   * @param defaultsSoFar the server's options, as far as they are set yet
   */
  HubSettings(String name, HubOptions defaultsSoFar) {
    this.name = name;
    this.defaultsSoFar = defaultsSoFar;
  }

  /**
   * Sets the name under which servers of one application know the hub. Default: the full name of
   * its class as {@link Class#getName} gives it, so that of a nested class contains a {@code $}. A
   * farm with ASP.NET Core servers needs the full name of the .NET class.
   *
   * @throws IllegalArgumentException if the name is empty or contains a colon
   */
  public HubSettings name(String value) {
    if (value.isEmpty() || value.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "a hub's name is not empty and contains no \":\", but was \"" + value + "\"");
    }
    name = value;
    return this;
  }

  /**
   * Adds a filter around the calls of this hub, inside those that were added before and those of
   * {@link HubServerBuilder#filter}.
   */
  public HubSettings filter(HubFilter value) {
    filters.add(value);
    return this;
  }

  /**
   * Changes the server's default options for this hub. Those that are not set here are the
   * server's, wherever {@link HubServerBuilder#options} stands.
   *
   * @throws IllegalArgumentException if {@link HubOptions.Builder#allowedOrigins} becomes {@code *}
   *     and {@link HubOptions.Builder#allowCredentials} is not false by then
   */
  public HubSettings options(Consumer<HubOptions.Builder> settings) {
    settings.accept(options);
    options.over(defaultsSoFar).checkOrigins();
    return this;
  }

  /**
   * Lists who is there ({@link HubPresence}): the hub's connections, users, and the groups that are
   * chosen here. Default: off. Needs a backplane with a {@link
   * dev.nave.backplane.directory.Directory}, as that of one server and that of Redis have.
   */
  public HubSettings presence(Consumer<PresenceSettings> settings) {
    PresenceSettings chosen = presence == null ? new PresenceSettings() : presence;
    settings.accept(chosen);
    presence = chosen;
    return this;
  }

  /**
   * Sets the redirector that sends negotiating clients to a hub on another server. Default: this
   * server serves all.
   */
  public HubSettings negotiateRedirect(NegotiateRedirector value) {
    redirector = value;
    return this;
  }

  /**
   * Sets the predicate that accepts renewed credentials of an open connection. If it refuses them,
   * the request gets 403, and the connection keeps its user. Runs on the hub executor, and may
   * block. Needs {@link HubOptions.Builder#authenticationRefresh}. Default: every user with the
   * same id is accepted.
   */
  public HubSettings acceptRefreshedUser(Predicate<AuthenticationRefresh> value) {
    refreshGuard = value;
    return this;
  }

  /**
   * Sets the issuer of a new access token for clients that have renewed their credentials. Runs on
   * the hub executor, and may block. Needs {@link HubOptions.Builder#authenticationRefresh}.
   * Default: none, clients keep their token.
   */
  public HubSettings refreshAccessToken(AccessTokenIssuer value) {
    accessTokenIssuer = value;
    return this;
  }

  /**
   * Sets the handler for refreshes of clients that {@link #negotiateRedirect} has redirected: those
   * that name a connection which this server does not have. Runs on the hub executor, and may
   * block. Needs {@link HubOptions.Builder#authenticationRefresh}. Default: none, such refreshes
   * get 404, and redirects do not tell the lifetime of the credentials.
   */
  public HubSettings redirectedRefresh(RedirectedRefresher value) {
    redirectedRefresher = value;
    return this;
  }

  String name() {
    return name;
  }

  /** Returns those of the server and then the hub's own: the outermost first. */
  List<HubFilter> filters(List<HubFilter> ofServer) {
    return Stream.concat(ofServer.stream(), filters.stream()).toList();
  }

  /** Returns what was set here, on top of the server's options. */
  HubOptions.Builder optionsOver(HubOptions defaults) {
    return options.over(defaults);
  }

  /**
   * Checks what concerns users that are authenticated anew.
   *
   * @param resolved the options of the hub
   * @throws IllegalArgumentException if something was set that would never be asked
   */
  void checkRefresh(HubOptions resolved) {
    if (!resolved.authenticationRefresh()) {
      needsRefresh("acceptRefreshedUser", refreshGuard);
      needsRefresh("refreshAccessToken", accessTokenIssuer);
      needsRefresh("redirectedRefresh", redirectedRefresher);
    }
    if (redirectedRefresher != null && redirector == null) {
      throw new IllegalArgumentException(
          "hub \"" + name + "\" has redirectedRefresh, but no negotiateRedirect");
    }
  }

  private void needsRefresh(String setting, @Nullable Object value) {
    if (value != null) {
      throw new IllegalArgumentException(
          "hub \"" + name + "\" has " + setting + ", but authenticationRefresh is off");
    }
  }
}
