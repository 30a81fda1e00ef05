package dev.nave.backplane.redis;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of connection strings, in the order in which they are applied and printed: where two set
 * the same, the later one wins.
 */
final class OptionKeys {
  private static final Pattern UNFIT_FOR_A_CLIENT_NAME = Pattern.compile("[^!-~]");

  /** Every key once. */
  static final List<OptionKey> ALL =
      running(connecting(tls(servers(credentials(new KeyTable()))))).keys();

  /** By name in lower case, other names included. */
  static final Map<String, OptionKey> BY_NAME = byName();

  private OptionKeys() {}

  private static KeyTable credentials(KeyTable table) {
    return table
        .textUnlessEmpty("user", RedisOptions.Builder::user, s -> s.user)
        .secret("password", RedisOptions.Builder::password, s -> s.password)
        .text("sentinelUser", RedisOptions.Builder::sentinelUser, s -> s.sentinelUser)
        .secret(
            "sentinelPassword", RedisOptions.Builder::sentinelPassword, s -> s.sentinelPassword);
  }

  private static KeyTable servers(KeyTable table) {
    return table
        .textUnlessEmpty("serviceName", RedisOptions.Builder::serviceName, s -> s.serviceName)
        .alias("sentinelMasterId")
        .oneOf("topology", RedisTopology.class, RedisOptions.Builder::topology, s -> s.topology)
        .oneOf("pubSub", PubSubMode.class, RedisOptions.Builder::pubSub, s -> s.pubSub)
        .text("channelPrefix", RedisOptions.Builder::channelPrefix, s -> s.channelPrefix)
        .textUnlessEmpty("name", OptionKeys::clientName, s -> s.clientName)
        .alias("clientName")
        .integer("defaultDatabase", RedisOptions.Builder::database, s -> s.database)
        .alias("database")
        .alias("db");
  }

  private static KeyTable tls(KeyTable table) {
    return table
        .bool("ssl", RedisOptions.Builder::ssl, s -> s.ssl)
        .textUnlessEmpty("sslHost", RedisOptions.Builder::sslHost, s -> s.sslHost)
        .text(
            "sslProtocols",
            (b, v) -> b.sslProtocols(ValueText.tlsVersions(v).toArray(String[]::new)),
            s -> String.join("|", s.sslProtocols))
        .text(
            "verifyPeer",
            (b, v) -> ValueText.oneOf(VerifyPeer.class, v).set(b),
            s -> ValueText.lower(VerifyPeer.of(s)))
        .bool(
            "checkCertificateRevocation",
            RedisOptions.Builder::checkCertificateRevocation,
            s -> s.checkCertificateRevocation)
        .textUnlessEmpty("trustStore", (b, v) -> b.trustStore(path(v)), s -> text(s.trustStore))
        .secret(
            "trustStorePassword",
            (b, v) -> b.settings.trustStorePassword = RedisSecret.unlessEmpty(v),
            s -> s.trustStorePassword)
        .textUnlessEmpty(
            "keyStore", (b, v) -> b.keyStore(path(v), new char[0]), s -> text(s.keyStore))
        .secret(
            "keyStorePassword",
            (b, v) -> b.settings.keyStorePassword = RedisSecret.unlessEmpty(v),
            s -> s.keyStorePassword);
  }

  private static KeyTable connecting(KeyTable table) {
    return table
        .text(
            "protocol",
            (b, v) -> b.protocol(ValueText.protocol(v)),
            s -> ValueText.lower(s.protocol))
        .bool("abortConnect", RedisOptions.Builder::abortConnect, s -> s.abortConnect)
        // StackExchange.Redis makes one attempt for zero, too.
        .integer("connectRetry", (b, v) -> b.connectRetry(v == 0 ? 1 : v), s -> s.connectRetry)
        .time("connectTimeout", RedisOptions.Builder::connectTimeout, s -> s.connectTimeout)
        .text(
            "reconnectPolicy",
            (b, v) -> b.reconnectPolicy(ReconnectPolicyText.parse(v)),
            s -> ReconnectPolicyText.format(s.reconnectPolicy))
        .time(
            "refusedRetryInterval",
            RedisOptions.Builder::refusedRetryInterval,
            s -> s.refusedRetryInterval)
        .bool("tcpKeepAlive", RedisOptions.Builder::tcpKeepAlive, s -> s.tcpKeepAlive)
        .text(
            "keepAliveTimes",
            (b, v) -> b.keepAliveTimes(ValueText.keepAliveTimes(v)),
            s -> ValueText.text(s.keepAliveTimes))
        .time("tcpUserTimeout", RedisOptions.Builder::tcpUserTimeout, s -> s.tcpUserTimeout);
  }

  private static KeyTable running(KeyTable table) {
    return table
        // The same thrice: StackExchange.Redis itself lets asyncTimeout win, ours is more exact.
        .timeOf("syncTimeout", RedisOptions.Builder::publishTimeout)
        .timeOf("asyncTimeout", RedisOptions.Builder::publishTimeout)
        .time("publishTimeout", RedisOptions.Builder::publishTimeout, s -> s.publishTimeout)
        .alias("timeout")
        .time("subscribeTimeout", RedisOptions.Builder::subscribeTimeout, s -> s.subscribeTimeout)
        .time(
            "subscribeRetryInterval",
            RedisOptions.Builder::subscribeRetryInterval,
            s -> s.subscribeRetryInterval)
        .time("probeInterval", RedisOptions.Builder::probeInterval, s -> s.probeInterval)
        .time(
            "topologyCheckInterval",
            RedisOptions.Builder::topologyCheckInterval,
            s -> s.topologyCheckInterval)
        .integer(
            "maxPublishesInFlight",
            RedisOptions.Builder::maxPublishesInFlight,
            s -> s.maxPublishesInFlight)
        .number(
            "maxPublishBytesInFlight",
            RedisOptions.Builder::maxPublishBytesInFlight,
            s -> s.maxPublishBytesInFlight)
        .integer(
            "maxEnvelopeBytes", RedisOptions.Builder::maxEnvelopeBytes, s -> s.maxEnvelopeBytes)
        .integer(
            "subscribeBatchSize",
            RedisOptions.Builder::subscribeBatchSize,
            s -> s.subscribeBatchSize);
  }

  /** As StackExchange.Redis does: a display name is no reason not to start. */
  private static void clientName(RedisOptions.Builder builder, String value) {
    String fit = UNFIT_FOR_A_CLIENT_NAME.matcher(value).replaceAll("");
    builder.clientName(fit.isEmpty() ? value : fit);
  }

  private static Path path(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new RedisConfigurationException(OptionChecks.quote(value) + " is no path", e);
    }
  }

  private static @Nullable String text(@Nullable Path path) {
    return path == null ? null : path.toString();
  }

  private static Map<String, OptionKey> byName() {
    Map<String, OptionKey> names = new HashMap<>();
    for (OptionKey key : ALL) {
      key.names().forEach(name -> names.put(name.toLowerCase(Locale.ROOT), key));
    }
    return Map.copyOf(names);
  }
}
