package dev.nave.backplane.redis;

import static dev.nave.backplane.redis.RedisSettings.CHECK_CERTIFICATE_REVOCATION;
import static dev.nave.backplane.redis.RedisSettings.DATABASE;
import static dev.nave.backplane.redis.RedisSettings.DIRECTORY_LEASE;
import static dev.nave.backplane.redis.RedisSettings.DIRECTORY_RENEW_INTERVAL;
import static dev.nave.backplane.redis.RedisSettings.ENDPOINTS;
import static dev.nave.backplane.redis.RedisSettings.KEY_STORE;
import static dev.nave.backplane.redis.RedisSettings.KEY_STORE_PASSWORD;
import static dev.nave.backplane.redis.RedisSettings.LETTUCE;
import static dev.nave.backplane.redis.RedisSettings.MAX_ENVELOPE_BYTES;
import static dev.nave.backplane.redis.RedisSettings.MAX_PUBLISH_BYTES_IN_FLIGHT;
import static dev.nave.backplane.redis.RedisSettings.PASSWORD;
import static dev.nave.backplane.redis.RedisSettings.PUB_SUB;
import static dev.nave.backplane.redis.RedisSettings.SERVICE_NAME;
import static dev.nave.backplane.redis.RedisSettings.SSL;
import static dev.nave.backplane.redis.RedisSettings.TOPOLOGY;
import static dev.nave.backplane.redis.RedisSettings.TRUST_STORE;
import static dev.nave.backplane.redis.RedisSettings.TRUST_STORE_PASSWORD;
import static dev.nave.backplane.redis.RedisSettings.USER;
import static dev.nave.backplane.redis.RedisSettings.VERIFY_PEER;

import dev.nave.backplane.TopicText;
import dev.nave.backplane.options.DurationText;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionValues;
import dev.nave.backplane.redis.lettuce.LettuceHook;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The checks that span several options, and the defaults that depend on others. */
final class SettingsChecks {
  private SettingsChecks() {}

  /** Checks and completes what a builder collected; returns the same object. */
  static OptionValues complete(OptionValues values) {
    if (values.find(SERVICE_NAME) != null && values.get(TOPOLOGY) == RedisTopology.AUTO) {
      values.set(TOPOLOGY, RedisTopology.SENTINEL);
    }
    checkTopology(values);
    checkCredentials(values);
    checkTls(values);
    if (values.get(MAX_PUBLISH_BYTES_IN_FLIGHT) < values.get(MAX_ENVELOPE_BYTES)) {
      throw new OptionException(
          "maxPublishBytesInFlight must be at least maxEnvelopeBytes, "
              + values.get(MAX_ENVELOPE_BYTES)
              + ", but was "
              + values.get(MAX_PUBLISH_BYTES_IN_FLIGHT));
    }
    if (values.get(DIRECTORY_LEASE).compareTo(values.get(DIRECTORY_RENEW_INTERVAL).multipliedBy(3))
        < 0) {
      throw new OptionException(
          "directoryLease must be at least three times directoryRenewInterval, "
              + DurationText.show(values.get(DIRECTORY_RENEW_INTERVAL))
              + ", but was "
              + DurationText.show(values.get(DIRECTORY_LEASE)));
    }
    values.set(ENDPOINTS, endpoints(values));
    return values;
  }

  private static void checkTopology(OptionValues values) {
    RedisTopology topology = values.get(TOPOLOGY);
    boolean sentinel = topology == RedisTopology.SENTINEL;
    boolean named = values.find(SERVICE_NAME) != null;
    if (named && !sentinel) {
      throw new OptionException(
          "serviceName is for topology SENTINEL but the topology is " + topology);
    }
    if (sentinel && !named) {
      throw new OptionException(
          "topology SENTINEL needs a serviceName: the master's name in sentinel.conf");
    }
    boolean single = sentinel || topology == RedisTopology.STANDALONE;
    if (values.get(PUB_SUB) == PubSubMode.SHARDED && single) {
      throw new OptionException("pubSub SHARDED needs a cluster but the topology is " + topology);
    }
    if (topology == RedisTopology.CLUSTER && values.get(DATABASE) != 0) {
      throw new OptionException("database must be 0 in a cluster but was " + values.get(DATABASE));
    }
    boolean unix = values.get(ENDPOINTS).stream().anyMatch(each -> each.unixSocket() != null);
    if (unix && values.get(SSL)) {
      throw new OptionException("a Unix socket cannot have ssl");
    }
    if (unix && (sentinel || topology == RedisTopology.CLUSTER)) {
      throw new OptionException(
          "a Unix socket leads to one server but the topology is " + topology);
    }
  }

  private static void checkCredentials(OptionValues values) {
    String user = values.find(USER);
    boolean ours = values.get(LETTUCE) == LettuceHook.NONE;
    if (user != null && values.find(PASSWORD) == null && ours) {
      throw new OptionException("user " + TopicText.quote(user) + " needs a password");
    }
  }

  private static void checkTls(OptionValues values) {
    if (values.find(TRUST_STORE) == null && values.find(TRUST_STORE_PASSWORD) != null) {
      throw new OptionException("trustStorePassword needs a trustStore");
    }
    if (values.find(KEY_STORE) == null && values.find(KEY_STORE_PASSWORD) != null) {
      throw new OptionException("keyStorePassword needs a keyStore");
    }
    boolean needsTls = values.find(TRUST_STORE) != null || values.find(KEY_STORE) != null;
    if (needsTls && !values.get(SSL)) {
      throw new OptionException(
          "trustStore and keyStore mean nothing without TLS; set ssl to true");
    }
    if (values.get(CHECK_CERTIFICATE_REVOCATION) && values.get(VERIFY_PEER) == VerifyPeer.NONE) {
      throw new OptionException(
          "checkCertificateRevocation needs verifyPeer CA or FULL; it cannot be checked alone");
    }
  }

  private static List<RedisEndpoint> endpoints(OptionValues values) {
    boolean sentinel = values.get(TOPOLOGY) == RedisTopology.SENTINEL;
    int port = sentinel ? 26_379 : values.get(SSL) ? 6_380 : 6_379;
    List<RedisEndpoint> given = values.get(ENDPOINTS);
    List<RedisEndpoint> named = given.isEmpty() ? List.of(RedisEndpoint.of("localhost")) : given;
    List<RedisEndpoint> all = named.stream().map(each -> each.withDefaultPort(port)).toList();
    Set<RedisEndpoint> seen = new HashSet<>();
    for (RedisEndpoint endpoint : all) {
      if (!seen.add(Objects.requireNonNull(endpoint))) {
        throw new OptionException("the endpoint " + endpoint + " stands twice");
      }
    }
    return all;
  }
}
