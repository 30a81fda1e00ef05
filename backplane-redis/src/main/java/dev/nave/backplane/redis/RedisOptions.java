package dev.nave.backplane.redis;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionValues;
import dev.nave.backplane.options.Secret;
import dev.nave.backplane.redis.internal.config.ConnectionString;
import dev.nave.backplane.redis.internal.config.EndpointText;
import dev.nave.backplane.redis.lettuce.LettuceHook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how the backplane behaves towards it. Immutable: one instance may serve any
 * number of backplanes.
 *
 * <p>Filled in by code, from a connection string, or from a string first and code after it: {@code
 * RedisOptions.builder("localhost:6379,channelPrefix=app:").publishTimeout(..).build()}. The text
 * form shows every value in force, {@link #connectionString} what is not at its default; both mask
 * secrets.
 */
public final class RedisOptions {
  private final OptionValues values;

  private RedisOptions(OptionValues values) {
    this.values = values;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder(OptionValues.of(RedisSettings.DECLARED));
  }

  /**
   * Begins with what a connection string says; what is set afterwards wins.
   *
   * @param connectionString as {@link #parse} takes it
   */
  public static Builder builder(String connectionString) {
    Builder builder = builder();
    builder.read(ConnectionString.read(connectionString, RedisSettings.DECLARED));
    return builder;
  }

  /** Begins with the values of these options. */
  public Builder toBuilder() {
    return new Builder(values.copy());
  }

  /**
   * Reads a connection string: one of StackExchange.Redis ({@code
   * redis.example:6379,password=...,channelPrefix=app:}) or a URI ({@code
   * redis://:password@redis.example:6379?channelPrefix=app:}).
   *
   * @throws OptionException if it has an unknown or repeated key, a value out of range, an endpoint
   *     that cannot be read, or is blank; no message shows a password
   */
  public static RedisOptions parse(String connectionString) {
    return builder(connectionString).build();
  }

  /** Returns the servers or Sentinels to connect to; never empty, every port filled in. */
  public List<RedisEndpoint> endpoints() {
    return values.get(RedisSettings.ENDPOINTS);
  }

  /** Returns how the servers belong together. */
  public RedisTopology topology() {
    return values.get(RedisSettings.TOPOLOGY);
  }

  /** Returns what Sentinel calls the master; null without Sentinel. */
  public @Nullable String serviceName() {
    return values.find(RedisSettings.SERVICE_NAME);
  }

  /** Returns the kind of pub/sub that carries the topics. */
  public PubSubMode pubSub() {
    return values.get(RedisSettings.PUB_SUB);
  }

  /** Returns what every channel's name begins with; may be empty. */
  public String channelPrefix() {
    return values.get(RedisSettings.CHANNEL_PREFIX);
  }

  /** Returns the ACL user; null for the default user. */
  public @Nullable String user() {
    return values.find(RedisSettings.USER);
  }

  /** Returns the password; null if none is sent. */
  public @Nullable Secret password() {
    return values.find(RedisSettings.PASSWORD);
  }

  /** Returns the ACL user at the Sentinels, which is {@link #user} unless set otherwise. */
  public @Nullable String sentinelUser() {
    String own = values.find(RedisSettings.SENTINEL_USER);
    return own == null ? user() : own.isEmpty() ? null : own;
  }

  /** Returns the password at the Sentinels, which is {@link #password} unless set otherwise. */
  public @Nullable Secret sentinelPassword() {
    Secret own = values.find(RedisSettings.SENTINEL_PASSWORD);
    return own == null ? password() : own.isEmpty() ? null : own;
  }

  /** Returns the name that CLIENT LIST shows. */
  public String clientName() {
    return values.get(RedisSettings.CLIENT_NAME);
  }

  /** Returns the number of the database; all databases share the channels. */
  public int database() {
    return values.get(RedisSettings.DATABASE);
  }

  /** Returns whether connections use TLS. */
  public boolean ssl() {
    return values.get(RedisSettings.SSL);
  }

  /** Returns the host name that certificates are checked for; null for each endpoint's own. */
  public @Nullable String sslHost() {
    return values.find(RedisSettings.SSL_HOST);
  }

  /** Returns the versions of TLS, as Java names them; empty for Java's defaults. */
  public List<String> sslProtocols() {
    return values.get(RedisSettings.SSL_PROTOCOLS);
  }

  /** Returns how much of a certificate is checked. */
  public VerifyPeer verifyPeer() {
    return values.get(RedisSettings.VERIFY_PEER);
  }

  /** Returns whether certificates are checked for having been revoked. */
  public boolean checkCertificateRevocation() {
    return values.get(RedisSettings.CHECK_CERTIFICATE_REVOCATION);
  }

  /** Returns the file with the trusted authorities; null for Java's. */
  public @Nullable Path trustStore() {
    return values.find(RedisSettings.TRUST_STORE);
  }

  /** Returns the password of the trust store; null if it has none. */
  public @Nullable Secret trustStorePassword() {
    return values.find(RedisSettings.TRUST_STORE_PASSWORD);
  }

  /** Returns the file with this client's certificate and key; null if it has none. */
  public @Nullable Path keyStore() {
    return values.find(RedisSettings.KEY_STORE);
  }

  /** Returns the password of the key store and its key; null if it has none. */
  public @Nullable Secret keyStorePassword() {
    return values.find(RedisSettings.KEY_STORE_PASSWORD);
  }

  /** Returns the version of the protocol spoken with Redis. */
  public RespVersion protocol() {
    return values.get(RedisSettings.PROTOCOL);
  }

  /** Returns whether starting fails if Redis cannot be reached. */
  public boolean abortConnect() {
    return values.get(RedisSettings.ABORT_CONNECT);
  }

  /**
   * Returns how often the first connect is tried before starting fails, with {@link #abortConnect}.
   */
  public int connectRetry() {
    return values.get(RedisSettings.CONNECT_RETRY);
  }

  /** Returns how long one attempt to connect may take. */
  public Duration connectTimeout() {
    return values.get(RedisSettings.CONNECT_TIMEOUT);
  }

  /** Returns the policy of the waits before attempts to connect. */
  public ReconnectPolicy reconnectPolicy() {
    return values.get(RedisSettings.RECONNECT_POLICY);
  }

  /** Returns the least wait after a failure that does not pass by itself. */
  public Duration refusedRetryInterval() {
    return values.get(RedisSettings.REFUSED_RETRY_INTERVAL);
  }

  /** Returns how long a publication may stay unanswered. */
  public Duration publishTimeout() {
    return values.get(RedisSettings.PUBLISH_TIMEOUT);
  }

  /** Returns how long a subscription may stay unconfirmed. */
  public Duration subscribeTimeout() {
    return values.get(RedisSettings.SUBSCRIBE_TIMEOUT);
  }

  /** Returns the time between attempts at a subscription that Redis refuses. */
  public Duration subscribeRetryInterval() {
    return values.get(RedisSettings.SUBSCRIBE_RETRY_INTERVAL);
  }

  /** Returns the time between probes of the connections. */
  public Duration probeInterval() {
    return values.get(RedisSettings.PROBE_INTERVAL);
  }

  /** Returns the time between checks for another master or other slots. */
  public Duration topologyCheckInterval() {
    return values.get(RedisSettings.TOPOLOGY_CHECK_INTERVAL);
  }

  /** As the setter of the same name. */
  public Duration directoryLease() {
    return values.get(RedisSettings.DIRECTORY_LEASE);
  }

  /** As the setter of the same name. */
  public Duration directoryRenewInterval() {
    return values.get(RedisSettings.DIRECTORY_RENEW_INTERVAL);
  }

  /** As the setter of the same name. */
  public int directoryPartitions() {
    return values.get(RedisSettings.DIRECTORY_PARTITIONS);
  }

  /** Returns whether TCP probes idle connections. */
  public boolean tcpKeepAlive() {
    return values.get(RedisSettings.TCP_KEEP_ALIVE);
  }

  /** Returns when TCP probes idle connections, and how often. */
  public KeepAliveTimes keepAliveTimes() {
    return values.get(RedisSettings.KEEP_ALIVE_TIMES);
  }

  /** Returns how long TCP waits for an acknowledgement; zero for the system's own time. */
  public Duration tcpUserTimeout() {
    return values.get(RedisSettings.TCP_USER_TIMEOUT);
  }

  /** Returns how many publications may be queued or unanswered, per Redis server. */
  public int maxPublishesInFlight() {
    return values.get(RedisSettings.MAX_PUBLISHES_IN_FLIGHT);
  }

  /** Returns how many bytes those may have. */
  public long maxPublishBytesInFlight() {
    return values.get(RedisSettings.MAX_PUBLISH_BYTES_IN_FLIGHT);
  }

  /** Returns the largest envelope. */
  public int maxEnvelopeBytes() {
    return values.get(RedisSettings.MAX_ENVELOPE_BYTES);
  }

  /** Returns how many channels one SUBSCRIBE names at most. */
  public int subscribeBatchSize() {
    return values.get(RedisSettings.SUBSCRIBE_BATCH_SIZE);
  }

  /** Returns the listeners of what happens between the backplane and Redis. */
  public List<RedisBackplaneListener> listeners() {
    return values.get(RedisSettings.LISTENERS);
  }

  /** Returns the receivers of the lines of the connection log. */
  public List<Consumer<String>> connectionLogs() {
    return values.get(RedisSettings.CONNECTION_LOGS);
  }

  /** Returns the application's own part in making connections. */
  public LettuceHook lettuce() {
    return values.get(RedisSettings.LETTUCE);
  }

  /** Returns the settings of the connection string that have no effect, one sentence each. */
  public List<String> notices() {
    return values.get(RedisSettings.NOTICES);
  }

  /**
   * Returns a connection string with everything that is not at its default. Secrets are masked;
   * listeners, the hook and policies that only code can make are left out.
   */
  public String connectionString() {
    return ConnectionString.format(
        endpoints().stream().map(RedisEndpoint::toString).toList(), RedisSettings.DECLARED, values);
  }

  /** Returns the values that differ from their defaults, secrets masked; empty if none does. */
  String changed() {
    return values.changed();
  }

  /**
   * Returns every value in force, defaults included, as {@code name=value}. Secrets are masked;
   * listeners and the hook are left out.
   */
  @Override
  public String toString() {
    return values.toString();
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private final OptionValues values;

    private Builder(OptionValues values) {
      this.values = values;
    }

    private void read(ConnectionString string) {
      for (EndpointText.Address each : string.endpoints()) {
        endpoint(new RedisEndpoint(each.host(), each.port(), each.unixSocket()));
      }
      values.set(RedisSettings.NOTICES, string.pairs().applyTo(values));
    }

    private <T> Builder set(Option<T> option, T value) {
      values.set(option, value);
      return this;
    }

    private Builder setUnlessEmpty(Option<Secret> option, char[] value) {
      if (value.length == 0) {
        values.reset(option);
        return this;
      }
      return set(option, Secret.of(value));
    }

    /**
     * Sets an option from text, by its name or another name that docs/redis.md gives it, as {@link
     * OptionValues#set(String, String)} says: {@code set("publish-timeout", "2s")}.
     */
    public Builder set(String name, String value) {
      values.set(name, value);
      return this;
    }

    /**
     * Sets options from the entries of a map whose keys begin with a prefix, {@code nave.redis.}
     * for example, as {@link OptionValues#setAll} says.
     */
    public Builder setAll(Map<String, String> map, String prefix) {
      values.setAll(map, prefix);
      return this;
    }

    /**
     * Adds a server, or a Sentinel if there is a service name. Default: {@code localhost}. The same
     * one twice is refused.
     *
     * @param value as {@link RedisEndpoint#parse} takes it, at the usual port if it names none
     */
    public Builder endpoint(String value) {
      return endpoint(RedisEndpoint.parse(value));
    }

    /** Adds a server, or a Sentinel if there is a service name. The same one twice is refused. */
    public Builder endpoint(RedisEndpoint value) {
      return set(RedisSettings.ENDPOINTS, with(values.get(RedisSettings.ENDPOINTS), value));
    }

    /** Replaces all servers that were named so far. Must not be empty. */
    public Builder endpoints(List<RedisEndpoint> values) {
      return set(RedisSettings.ENDPOINTS, values);
    }

    /** Sets how the servers belong together. Default: {@link RedisTopology#AUTO}. */
    public Builder topology(RedisTopology value) {
      return set(RedisSettings.TOPOLOGY, value);
    }

    /**
     * Sets what Sentinel calls the master, which makes the endpoints Sentinels. Default: none; from
     * 1 to 255 characters.
     */
    public Builder serviceName(String value) {
      return set(RedisSettings.SERVICE_NAME, value);
    }

    /** Sets which kind of pub/sub carries the topics. Default: {@link PubSubMode#AUTO}. */
    public Builder pubSub(PubSubMode value) {
      return set(RedisSettings.PUB_SUB, value);
    }

    /**
     * Sets what every channel's name begins with, taken literally: applications with different
     * prefixes share one Redis without receiving from each other. Default: nothing; at most 512
     * characters.
     */
    public Builder channelPrefix(String value) {
      return set(RedisSettings.CHANNEL_PREFIX, value);
    }

    /** Sets the ACL user, for which {@link #password} is needed. Default: Redis's default user. */
    public Builder user(String value) {
      return set(RedisSettings.USER, value);
    }

    /**
     * Sets the password. Default: none.
     *
     * @param value copied, may be wiped afterwards; empty for none
     */
    public Builder password(char[] value) {
      return setUnlessEmpty(RedisSettings.PASSWORD, value);
    }

    /**
     * Sets the ACL user at the Sentinels. Default: {@link #user}.
     *
     * @param value empty for none, even if there is a {@link #user}
     */
    public Builder sentinelUser(String value) {
      return set(RedisSettings.SENTINEL_USER, value);
    }

    /**
     * Sets the password at the Sentinels. Default: {@link #password}.
     *
     * @param value copied, may be wiped afterwards; empty for none, even if there is a {@link
     *     #password}
     */
    public Builder sentinelPassword(char[] value) {
      return set(RedisSettings.SENTINEL_PASSWORD, Secret.of(value));
    }

    /**
     * Sets the name that CLIENT LIST shows. Default: {@code nave}; from 1 to 128 printable ASCII
     * characters without blanks.
     */
    public Builder clientName(String value) {
      return set(RedisSettings.CLIENT_NAME, value);
    }

    /**
     * Sets the database that connections select. All databases share the channels. Default: 0; from
     * 0 to 65,535, and 0 in a cluster.
     */
    public Builder database(int value) {
      return set(RedisSettings.DATABASE, value);
    }

    /** Sets whether connections use TLS, those to Sentinels included. Default: false. */
    public Builder ssl(boolean value) {
      return set(RedisSettings.SSL, value);
    }

    /**
     * Sets the host name that is sent as SNI, and that certificates may be made out to instead of
     * the endpoint's host. Default: the host of each endpoint.
     */
    public Builder sslHost(String value) {
      return set(RedisSettings.SSL_HOST, value);
    }

    /**
     * Sets which versions of TLS may be used. Default: those of Java.
     *
     * @param values {@code TLSv1.2}, {@code TLSv1.3} or both
     */
    public Builder sslProtocols(String... values) {
      return set(RedisSettings.SSL_PROTOCOLS, List.of(values));
    }

    /** Sets how much of a certificate is checked. Default: {@link VerifyPeer#FULL}. */
    public Builder verifyPeer(VerifyPeer value) {
      return set(RedisSettings.VERIFY_PEER, value);
    }

    /**
     * Sets whether authorities are asked, by OCSP or lists, if a certificate was revoked; one whose
     * authority does not answer is refused. Default: false, as Java does and as private authorities
     * need it.
     */
    public Builder checkCertificateRevocation(boolean value) {
      return set(RedisSettings.CHECK_CERTIFICATE_REVOCATION, value);
    }

    /**
     * Sets the authorities to be trusted. Default: Java's.
     *
     * @param value a PEM file with certificates, or a PKCS#12 or JKS store without password; read
     *     when the backplane is made
     */
    public Builder trustStore(Path value) {
      values.reset(RedisSettings.TRUST_STORE_PASSWORD);
      return set(RedisSettings.TRUST_STORE, value);
    }

    /**
     * Sets the authorities to be trusted. Default: Java's.
     *
     * @param value a PKCS#12 or JKS store; read when the backplane is made
     * @param password of the store; copied, may be wiped afterwards
     */
    public Builder trustStore(Path value, char[] password) {
      return set(RedisSettings.TRUST_STORE, value)
          .setUnlessEmpty(RedisSettings.TRUST_STORE_PASSWORD, password);
    }

    /**
     * Sets the certificate that this client shows, which Redis asks for unless told not to ({@code
     * tls-auth-clients}). Default: none.
     *
     * @param value a PKCS#12 or JKS store with a key and its certificates; read when the backplane
     *     is made
     * @param password of the store and the key; copied, may be wiped afterwards
     */
    public Builder keyStore(Path value, char[] password) {
      return set(RedisSettings.KEY_STORE, value)
          .setUnlessEmpty(RedisSettings.KEY_STORE_PASSWORD, password);
    }

    /** Sets the version of the protocol spoken with Redis. Default: {@link RespVersion#AUTO}. */
    public Builder protocol(RespVersion value) {
      return set(RedisSettings.PROTOCOL, value);
    }

    /**
     * Sets whether starting fails if Redis cannot be reached. Default: false; then the backplane
     * tries until it can.
     */
    public Builder abortConnect(boolean value) {
      return set(RedisSettings.ABORT_CONNECT, value);
    }

    /**
     * Sets how often the first connect is tried before starting fails. Only with {@link
     * #abortConnect}; else there is no end. Default: 3; from 1 to 1,000.
     */
    public Builder connectRetry(int value) {
      return set(RedisSettings.CONNECT_RETRY, value);
    }

    /**
     * Sets how long one attempt to connect may take, with TLS and authentication. Default: 5
     * seconds; from 1 millisecond to 1 day.
     */
    public Builder connectTimeout(Duration value) {
      return set(RedisSettings.CONNECT_TIMEOUT, value);
    }

    /** Sets how long to wait before each attempt. Default: {@link ReconnectPolicy#interactive}. */
    public Builder reconnectPolicy(ReconnectPolicy value) {
      return set(RedisSettings.RECONNECT_POLICY, value);
    }

    /**
     * Sets the least wait after a failure that does not pass by itself, such as a wrong password.
     * Default: 30 seconds; from 1 millisecond to 1 day.
     */
    public Builder refusedRetryInterval(Duration value) {
      return set(RedisSettings.REFUSED_RETRY_INTERVAL, value);
    }

    /**
     * Sets how long a publication may stay unanswered until its outcome counts as unknown and the
     * connection as broken, and how long it may wait to be sent over a connection that works but is
     * slow, until it is refused as overload. Default: 1.5 seconds; from 1 millisecond to 1 day.
     */
    public Builder publishTimeout(Duration value) {
      return set(RedisSettings.PUBLISH_TIMEOUT, value);
    }

    /**
     * Sets how long a subscription may stay unconfirmed until the connection counts as broken.
     * Default: 5 seconds; from 1 millisecond to 1 day.
     */
    public Builder subscribeTimeout(Duration value) {
      return set(RedisSettings.SUBSCRIBE_TIMEOUT, value);
    }

    /**
     * Sets the time between attempts at a subscription that Redis refuses, for a missing permission
     * for example. Default: 5 seconds; from 1 millisecond to 1 day.
     */
    public Builder subscribeRetryInterval(Duration value) {
      return set(RedisSettings.SUBSCRIBE_RETRY_INTERVAL, value);
    }

    /**
     * Sets the time between probes, messages to ourselves. After two intervals without one that
     * comes back the connection counts as broken. Default: 2.5 seconds; from 1 millisecond to 1
     * day.
     */
    public Builder probeInterval(Duration value) {
      return set(RedisSettings.PROBE_INTERVAL, value);
    }

    /**
     * Sets the time between checks for another master (Sentinel) or other slots (cluster), beside
     * those after a failure. Default: 5 seconds; from 1 millisecond to 1 day.
     */
    public Builder topologyCheckInterval(Duration value) {
      return set(RedisSettings.TOPOLOGY_CHECK_INTERVAL, value);
    }

    /**
     * Sets how long a server counts as alive without a sign of life, by Redis' clock, for what the
     * servers know together: after that another server removes its entries. At least three times
     * {@link #directoryRenewInterval}; the same on all servers. Default: 15 seconds.
     */
    public Builder directoryLease(Duration value) {
      return set(RedisSettings.DIRECTORY_LEASE, value);
    }

    /**
     * Sets the time between these signs of life, and between looks for servers that are gone.
     * Default: 5 seconds.
     */
    public Builder directoryRenewInterval(Duration value) {
      return set(RedisSettings.DIRECTORY_RENEW_INTERVAL, value);
    }

    /**
     * Sets into how many hash tags the directory is divided. More than one spread it over the
     * masters of a cluster. The same on all servers: servers with other numbers do not see each
     * other's entries. Default: 1; at most 256.
     */
    public Builder directoryPartitions(int value) {
      return set(RedisSettings.DIRECTORY_PARTITIONS, value);
    }

    /** Sets whether TCP probes idle connections. Default: true. */
    public Builder tcpKeepAlive(boolean value) {
      return set(RedisSettings.TCP_KEEP_ALIVE, value);
    }

    /**
     * Sets when TCP probes idle connections, and how often. Default: {@link
     * KeepAliveTimes#DEFAULT}.
     */
    public Builder keepAliveTimes(KeepAliveTimes value) {
      return set(RedisSettings.KEEP_ALIVE_TIMES, value);
    }

    /**
     * Sets how long TCP waits for the acknowledgement of what was sent until the connection breaks,
     * where the platform can (Linux). Default: 4 seconds; from 1 millisecond to 1 day, or zero for
     * the system's own time, which may be a quarter of an hour.
     */
    public Builder tcpUserTimeout(Duration value) {
      return set(RedisSettings.TCP_USER_TIMEOUT, value);
    }

    /**
     * Sets how many publications may be queued or unanswered, per Redis server; more are refused as
     * overload. Default: 100,000; from 1 to 10,000,000.
     */
    public Builder maxPublishesInFlight(int value) {
      return set(RedisSettings.MAX_PUBLISHES_IN_FLIGHT, value);
    }

    /**
     * Sets how many bytes those may have; more are refused as overload. Default: 64 MiB; from 1 MiB
     * to 2^40, and at least {@link #maxEnvelopeBytes}.
     */
    public Builder maxPublishBytesInFlight(long value) {
      return set(RedisSettings.MAX_PUBLISH_BYTES_IN_FLIGHT, value);
    }

    /**
     * Sets the largest envelope in bytes. Larger ones are refused; if another client of Redis sends
     * one, it is counted and thrown away while it arrives, so that it takes no memory. Default: 1
     * MiB ({@link Backplane#SUPPORTED_ENVELOPE_BYTES}), which is also the least; up to 512 MiB,
     * which is Redis's own limit. The same on all servers; ASP.NET Core has no such bound.
     */
    public Builder maxEnvelopeBytes(int value) {
      return set(RedisSettings.MAX_ENVELOPE_BYTES, value);
    }

    /**
     * Sets how many channels one SUBSCRIBE names at most. Default: 512; from 1 to 100,000. Redis
     * serves no other client while it works on one.
     */
    public Builder subscribeBatchSize(int value) {
      return set(RedisSettings.SUBSCRIBE_BATCH_SIZE, value);
    }

    /**
     * Adds a listener of what happens between the backplane and Redis. Can be called several times.
     */
    public Builder listener(RedisBackplaneListener value) {
      return set(RedisSettings.LISTENERS, with(values.get(RedisSettings.LISTENERS), value));
    }

    /**
     * Adds a receiver of the lines of the connection log: what was tried, where, how long it took
     * and why it failed. Can be called several times. Called on a backplane thread, must not block;
     * what it throws is logged.
     */
    public Builder connectionLog(Consumer<String> value) {
      return set(
          RedisSettings.CONNECTION_LOGS, with(values.get(RedisSettings.CONNECTION_LOGS), value));
    }

    /** Sets the application's own part in making connections. Default: {@link LettuceHook#NONE}. */
    public Builder lettuce(LettuceHook value) {
      return set(RedisSettings.LETTUCE, value);
    }

    /**
     * Returns the options.
     *
     * @throws OptionException if two settings do not go together
     */
    public RedisOptions build() {
      return new RedisOptions(SettingsChecks.complete(values.copy()));
    }

    private static <T> List<T> with(List<T> list, T added) {
      List<T> longer = new ArrayList<>(list);
      longer.add(Objects.requireNonNull(added, "value"));
      return List.copyOf(longer);
    }
  }
}
