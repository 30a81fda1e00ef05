package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.NegotiateRedirect;
import dev.nave.hub.NegotiateRedirector;
import dev.nave.hub.TransportType;
import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code POST {path}/negotiate} of one hub: makes a connection that waits for its link, or
 * sends the client to another hub. Any thread.
 *
 * <p>A version that cannot be served is an error inside an answer with status 200, as clients
 * expect it. Source: TransportProtocols.md, "POST [endpoint-base]/negotiate request"; the order of
 * properties and the texts are the reference server's.
 */
final class Negotiation {
  private static final int NEWEST_VERSION = 1;

  /** What .NET reads as an integer: blanks around it and a sign are allowed. */
  private static final Pattern INTEGER = Pattern.compile("[\\t-\\r ]*([+-]?[0-9]+)[\\t-\\r ]*");

  private final HubMapping hub;
  private final NegotiatedConnections tokens;
  private final ClientAddresses addresses;
  private final ErrorResponses refusals;
  private final String transports;
  private final LongAdder answered = new LongAdder();

  Negotiation(
      HubMapping hub,
      NegotiatedConnections tokens,
      ClientAddresses addresses,
      ErrorResponses refusals) {
    this.hub = hub;
    this.tokens = tokens;
    this.addresses = addresses;
    this.refusals = refusals;
    transports = describe(hub.options().transports());
  }

  /** Answers a request to negotiate, whatever its method. Runs application code, if there is. */
  CompletionStage<EndpointAnswer> answer(HttpRequest request, @Nullable HubUser user) {
    if (!request.method().equals("POST")) {
      return now(refusals.emptyText(request, 405, "negotiate takes POST"));
    }
    answered.increment();
    List<String> asked = request.query().get("negotiateVersion");
    int version;
    try {
      version = asked == null ? 0 : parse(String.join(",", asked));
    } catch (NumberFormatException e) {
      return now(json("{\"error\":\"The client requested a non-integer protocol version.\"}"));
    }
    if (version < hub.options().minimumNegotiateVersion()) {
      refusals.negotiateVersion(request, version, hub.options().minimumNegotiateVersion());
      return now(
          json(
              "{\"error\":\"The client requested version '"
                  + version
                  + "', but the server does not support this version.\"}"));
    }
    int agreed = Math.min(version, NEWEST_VERSION);
    NegotiateRedirector redirector = hub.hooks().redirector();
    if (redirector == null) {
      return now(connect(request, agreed, user));
    }
    return redirector
        .redirect(request, Optional.ofNullable(user))
        .thenApply(
            elsewhere ->
                elsewhere
                    .map(redirect -> json(describe(agreed, redirect, user)))
                    .orElseGet(() -> connect(request, agreed, user)));
  }

  /** Returns how many requests to negotiate there were. */
  long count() {
    return answered.sum();
  }

  private static CompletionStage<EndpointAnswer> now(Respond answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private Respond connect(HttpRequest request, int version, @Nullable HubUser user) {
    boolean stateful = version > 0 && isStatefulReconnectWanted(request);
    NegotiatedConnection connection =
        tokens.add(
            hub,
            addresses.of(request),
            version > 0,
            stateful,
            displaced -> refusals.displaced(displaced, tokens.unused()));
    return json(describe(version, connection, user));
  }

  /** No connection is made: the client negotiates again, there. */
  private String describe(int version, NegotiateRedirect redirect, @Nullable HubUser user) {
    String lifetime = hub.hooks().refreshes().elsewhere() == null ? "" : lifetime(version, user);
    return "{\"negotiateVersion\":"
        + version
        + ",\"url\":"
        + quoted(redirect.url())
        + redirect.accessToken().map(token -> ",\"accessToken\":" + quoted(token)).orElse("")
        + ",\"availableTransports\":[]"
        + (lifetime.isEmpty() ? "}" : "," + lifetime + "}");
  }

  /**
   * Tells the lifetime of credentials to clients that can renew them: in version 0 there is no
   * secret.
   */
  private String lifetime(int version, @Nullable HubUser user) {
    return version > 0 && hub.options().authenticationRefresh() ? TokenLifetime.property(user) : "";
  }

  /**
   * The reference server grants it in version 0, too; there the token is the public id, and any
   * client that knows it could take the connection over.
   */
  private boolean isStatefulReconnectWanted(HttpRequest request) {
    List<String> asked = request.query().getOrDefault("useStatefulReconnect", List.of());
    return hub.options().statefulReconnect()
        && String.join(",", asked).strip().equalsIgnoreCase("true");
  }

  /** Clients refuse a stateful reconnect that they have not asked for, so it is only ever true. */
  private String describe(int version, NegotiatedConnection connection, @Nullable HubUser user) {
    String lifetime = lifetime(version, user);
    return (connection.statefulReconnect() ? "{\"useStatefulReconnect\":true," : "{")
        + "\"negotiateVersion\":"
        + version
        + ",\"connectionId\":\""
        + connection.id()
        + (version > 0 ? "\",\"connectionToken\":\"" + connection.token() : "")
        + "\",\"availableTransports\":"
        + transports
        + (lifetime.isEmpty() ? "}" : "," + lifetime + "}");
  }

  private static String describe(Set<TransportType> offered) {
    return Arrays.stream(TransportType.values())
        .filter(offered::contains)
        .map(
            transport ->
                "{\"transport\":\""
                    + transport.wireName()
                    + "\",\"transferFormats\":"
                    + transport.transferFormats().stream()
                        .map(TransferFormat::wireName)
                        .collect(Collectors.joining("\",\"", "[\"", "\"]"))
                    + "}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static int parse(String text) {
    Matcher integer = INTEGER.matcher(text);
    if (!integer.matches()) {
      throw new NumberFormatException("not an integer");
    }
    return Integer.parseInt(integer.group(1));
  }

  private static Respond json(String body) {
    return Respond.of(200, Map.of("Content-Type", "application/json"), body);
  }

  /** Returns a text of printable ASCII as JSON. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
