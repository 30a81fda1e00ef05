package dev.nave.backplane.redis;

import dev.nave.backplane.redis.lettuce.LettuceHook;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The checks that span several settings, and the defaults that depend on others. */
final class SettingsChecks {
  private SettingsChecks() {}

  /** Checks and completes what a builder collected; returns the same object. */
  static Settings complete(Settings settings) {
    if (settings.serviceName != null && settings.topology == RedisTopology.AUTO) {
      settings.topology = RedisTopology.SENTINEL;
    }
    checkTopology(settings);
    checkCredentials(settings);
    checkTls(settings);
    if (settings.maxPublishBytesInFlight < settings.maxEnvelopeBytes) {
      throw new RedisConfigurationException(
          "maxPublishBytesInFlight must be at least maxEnvelopeBytes, "
              + settings.maxEnvelopeBytes
              + ", but was "
              + settings.maxPublishBytesInFlight);
    }
    settings.endpoints = endpoints(settings);
    return settings;
  }

  private static void checkTopology(Settings settings) {
    RedisTopology topology = settings.topology;
    boolean sentinel = topology == RedisTopology.SENTINEL;
    if (settings.serviceName != null && !sentinel) {
      throw new RedisConfigurationException(
          "serviceName is for topology SENTINEL but the topology is " + topology);
    }
    if (sentinel && settings.serviceName == null) {
      throw new RedisConfigurationException(
          "topology SENTINEL needs a serviceName: the master's name in sentinel.conf");
    }
    boolean single = sentinel || topology == RedisTopology.STANDALONE;
    if (settings.pubSub == PubSubMode.SHARDED && single) {
      throw new RedisConfigurationException(
          "pubSub SHARDED needs a cluster but the topology is " + topology);
    }
    if (topology == RedisTopology.CLUSTER && settings.database != 0) {
      throw new RedisConfigurationException(
          "database must be 0 in a cluster but was " + settings.database);
    }
    boolean unix = settings.endpoints.stream().anyMatch(e -> e.unixSocket() != null);
    if (unix && settings.ssl) {
      throw new RedisConfigurationException("a Unix socket cannot have ssl");
    }
    if (unix && (sentinel || topology == RedisTopology.CLUSTER)) {
      throw new RedisConfigurationException(
          "a Unix socket leads to one server but the topology is " + topology);
    }
  }

  private static void checkCredentials(Settings settings) {
    boolean ours = settings.lettuce == LettuceHook.NONE;
    if (settings.user != null && settings.password == null && ours) {
      throw new RedisConfigurationException(
          "user " + OptionChecks.quote(settings.user) + " needs a password");
    }
  }

  private static void checkTls(Settings settings) {
    if (settings.trustStore == null && settings.trustStorePassword != null) {
      throw new RedisConfigurationException("trustStorePassword needs a trustStore");
    }
    if (settings.keyStore == null && settings.keyStorePassword != null) {
      throw new RedisConfigurationException("keyStorePassword needs a keyStore");
    }
    boolean wantsTls = settings.trustStore != null || settings.keyStore != null;
    if (wantsTls && !settings.ssl) {
      throw new RedisConfigurationException(
          "trustStore and keyStore mean nothing without TLS; set ssl to true");
    }
    if (settings.checkCertificateRevocation && !settings.verifyCertificate) {
      throw new RedisConfigurationException(
          "checkCertificateRevocation needs verifyCertificate; it cannot be checked alone");
    }
  }

  private static List<RedisEndpoint> endpoints(Settings settings) {
    boolean sentinel = settings.topology == RedisTopology.SENTINEL;
    int port = sentinel ? 26_379 : settings.ssl ? 6_380 : 6_379;
    List<RedisEndpoint> named =
        settings.endpoints.isEmpty() ? List.of(RedisEndpoint.of("localhost")) : settings.endpoints;
    List<RedisEndpoint> all = named.stream().map(e -> e.withDefaultPort(port)).toList();
    Set<RedisEndpoint> seen = new HashSet<>();
    for (RedisEndpoint endpoint : all) {
      if (!seen.add(Objects.requireNonNull(endpoint))) {
        throw new RedisConfigurationException("the endpoint " + endpoint + " stands twice");
      }
    }
    return all;
  }
}
