package dev.nave.backplane.redis;

import static dev.nave.backplane.redis.OptionChecks.text;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.redis.lettuce.LettuceHook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how the backplane behaves towards it. Immutable: one instance may serve any
 * number of backplanes.
 *
 * <p>Filled in by code, from a connection string, or from a string first and code after it: {@code
 * RedisOptions.builder("localhost:6379,channelPrefix=app:").publishTimeout(..).build()}. The text
 * form is a connection string again, with secrets masked.
 */
public final class RedisOptions {
  private final Settings settings;

  private RedisOptions(Settings settings) {
    this.settings = settings;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder(new Settings());
  }

  /**
   * Begins with what a connection string says; what is set afterwards wins.
   *
   * @param connectionString as {@link #parse} takes it
   */
  public static Builder builder(String connectionString) {
    Builder builder = builder();
    ConnectionString.read(connectionString, builder);
    return builder;
  }

  /** Begins with the values of these options. */
  public Builder toBuilder() {
    return new Builder(new Settings(settings));
  }

  /**
   * Reads a connection string: one of StackExchange.Redis ({@code
   * redis.example:6379,password=...,channelPrefix=app:}) or a URI ({@code
   * redis://:password@redis.example:6379?channelPrefix=app:}).
   *
   * @throws RedisConfigurationException if it has an unknown or repeated key, a value out of range,
   *     an endpoint that cannot be read, or is blank; no message shows a password
   */
  public static RedisOptions parse(String connectionString) {
    return builder(connectionString).build();
  }

  /** Returns the servers or Sentinels to connect to; never empty, every port filled in. */
  public List<RedisEndpoint> endpoints() {
    return settings.endpoints;
  }

  /** Returns how the servers belong together. */
  public RedisTopology topology() {
    return settings.topology;
  }

  /** Returns what Sentinel calls the master; null without Sentinel. */
  public @Nullable String serviceName() {
    return settings.serviceName;
  }

  /** Returns the kind of pub/sub that carries the topics. */
  public PubSubMode pubSub() {
    return settings.pubSub;
  }

  /** Returns what every channel's name begins with; may be empty. */
  public String channelPrefix() {
    return settings.channelPrefix;
  }

  /** Returns the ACL user; null for the default user. */
  public @Nullable String user() {
    return settings.user;
  }

  /** Returns the password; null if none is sent. */
  public @Nullable RedisSecret password() {
    return settings.password;
  }

  /** Returns the ACL user at the Sentinels, which is {@link #user} unless set otherwise. */
  public @Nullable String sentinelUser() {
    String own = settings.sentinelUser;
    return own == null ? settings.user : own.isEmpty() ? null : own;
  }

  /** Returns the password at the Sentinels, which is {@link #password} unless set otherwise. */
  public @Nullable RedisSecret sentinelPassword() {
    RedisSecret own = settings.sentinelPassword;
    return own == null ? settings.password : own.isEmpty() ? null : own;
  }

  /** Returns the name that CLIENT LIST shows. */
  public String clientName() {
    return settings.clientName;
  }

  /** Returns the number of the database, which pub/sub does not care about. */
  public int database() {
    return settings.database;
  }

  /** Returns whether connections use TLS. */
  public boolean ssl() {
    return settings.ssl;
  }

  /** Returns the host name that certificates are checked for; null for each endpoint's own. */
  public @Nullable String sslHost() {
    return settings.sslHost;
  }

  /** Returns the versions of TLS, as Java names them; empty for Java's defaults. */
  public List<String> sslProtocols() {
    return settings.sslProtocols;
  }

  /** Returns whether a certificate must come from a trusted authority. */
  public boolean verifyCertificate() {
    return settings.verifyCertificate;
  }

  /** Returns whether a certificate must be made out to the host connected to. */
  public boolean verifyHostName() {
    return settings.verifyHostName;
  }

  /** Returns whether certificates are checked for having been revoked. */
  public boolean checkCertificateRevocation() {
    return settings.checkCertificateRevocation;
  }

  /** Returns the file with the trusted authorities; null for Java's. */
  public @Nullable Path trustStore() {
    return settings.trustStore;
  }

  /** Returns the password of the trust store; null if it has none. */
  public @Nullable RedisSecret trustStorePassword() {
    return settings.trustStorePassword;
  }

  /** Returns the file with this client's certificate and key; null if it has none. */
  public @Nullable Path keyStore() {
    return settings.keyStore;
  }

  /** Returns the password of the key store and its key; null if it has none. */
  public @Nullable RedisSecret keyStorePassword() {
    return settings.keyStorePassword;
  }

  /** Returns the version of the protocol spoken with Redis. */
  public RespVersion protocol() {
    return settings.protocol;
  }

  /** Returns whether starting fails if Redis is not there. */
  public boolean abortConnect() {
    return settings.abortConnect;
  }

  /**
   * Returns how often the first connect is tried before starting fails, with {@link #abortConnect}.
   */
  public int connectRetry() {
    return settings.connectRetry;
  }

  /** Returns how long one attempt to connect may take. */
  public Duration connectTimeout() {
    return settings.connectTimeout;
  }

  /** Returns what says how long to wait before each attempt. */
  public ReconnectPolicy reconnectPolicy() {
    return settings.reconnectPolicy;
  }

  /** Returns the least wait after a failure that does not pass by itself. */
  public Duration refusedRetryInterval() {
    return settings.refusedRetryInterval;
  }

  /** Returns how long a publication may stay unanswered. */
  public Duration publishTimeout() {
    return settings.publishTimeout;
  }

  /** Returns how long a subscription may stay unconfirmed. */
  public Duration subscribeTimeout() {
    return settings.subscribeTimeout;
  }

  /** Returns the time between tries of a subscription that Redis refuses. */
  public Duration subscribeRetryInterval() {
    return settings.subscribeRetryInterval;
  }

  /** Returns the time between probes of the link. */
  public Duration probeInterval() {
    return settings.probeInterval;
  }

  /** Returns the time between looks for another master or other slots. */
  public Duration topologyCheckInterval() {
    return settings.topologyCheckInterval;
  }

  /** Returns whether TCP asks idle connections for a sign of life. */
  public boolean tcpKeepAlive() {
    return settings.tcpKeepAlive;
  }

  /** Returns when it asks, and how often. */
  public KeepAliveTimes keepAliveTimes() {
    return settings.keepAliveTimes;
  }

  /** Returns how long TCP waits for an acknowledgement; zero for the system's own time. */
  public Duration tcpUserTimeout() {
    return settings.tcpUserTimeout;
  }

  /** Returns how many publications may be queued or unanswered, per Redis server. */
  public int maxPublishesInFlight() {
    return settings.maxPublishesInFlight;
  }

  /** Returns how many bytes those may have. */
  public long maxPublishBytesInFlight() {
    return settings.maxPublishBytesInFlight;
  }

  /** Returns the largest envelope. */
  public int maxEnvelopeBytes() {
    return settings.maxEnvelopeBytes;
  }

  /** Returns how many channels one SUBSCRIBE names at most. */
  public int subscribeBatchSize() {
    return settings.subscribeBatchSize;
  }

  /** Returns who hears of the link. */
  public List<RedisBackplaneListener> listeners() {
    return settings.listeners;
  }

  /** Returns who gets the lines of the connection log. */
  public List<Consumer<String>> connectionLogs() {
    return settings.connectionLogs;
  }

  /** Returns the application's own part in making connections. */
  public LettuceHook lettuce() {
    return settings.lettuce;
  }

  /** Returns what the connection string asked for in vain, one sentence each. */
  public List<String> notices() {
    return settings.notices;
  }

  /**
   * Returns a connection string with everything that is not at its default. Secrets are masked;
   * listeners, the hook and policies that only code can make are left out.
   */
  @Override
  public String toString() {
    return ConnectionString.format(settings);
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    /** Read and written by what reads connection strings, too. */
    final Settings settings;

    private Builder(Settings settings) {
      this.settings = settings;
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
      settings.endpoints = with(settings.endpoints, value);
      return this;
    }

    /** Replaces all servers that were named so far. Must not be empty. */
    public Builder endpoints(List<RedisEndpoint> values) {
      if (values.isEmpty()) {
        throw new RedisConfigurationException("endpoints must not be empty");
      }
      settings.endpoints = List.copyOf(values);
      return this;
    }

    /** Sets how the servers belong together. Default: {@link RedisTopology#AUTO}. */
    public Builder topology(RedisTopology value) {
      settings.topology = Objects.requireNonNull(value, "topology");
      return this;
    }

    /**
     * Sets what Sentinel calls the master, which makes the endpoints Sentinels. Default: none; from
     * 1 to 255 characters.
     */
    public Builder serviceName(String value) {
      settings.serviceName = text("serviceName", value, 255);
      return this;
    }

    /** Sets which kind of pub/sub carries the topics. Default: {@link PubSubMode#AUTO}. */
    public Builder pubSub(PubSubMode value) {
      settings.pubSub = Objects.requireNonNull(value, "pubSub");
      return this;
    }

    /**
     * Sets what every channel's name begins with, taken literally: applications with different
     * prefixes share one Redis and do not hear each other. Default: nothing; at most 512
     * characters.
     */
    public Builder channelPrefix(String value) {
      settings.channelPrefix = OptionChecks.prefix(value);
      return this;
    }

    /** Sets the ACL user, for which {@link #password} is needed. Default: Redis's default user. */
    public Builder user(String value) {
      settings.user = text("user", value, 255);
      return this;
    }

    /**
     * Sets the password. Default: none.
     *
     * @param value copied, may be wiped afterwards; empty for none
     */
    public Builder password(char[] value) {
      settings.password = RedisSecret.unlessEmpty(value);
      return this;
    }

    /**
     * Sets the ACL user at the Sentinels. Default: {@link #user}.
     *
     * @param value empty for none, even if there is a {@link #user}
     */
    public Builder sentinelUser(String value) {
      settings.sentinelUser = value.isEmpty() ? value : text("sentinelUser", value, 255);
      return this;
    }

    /**
     * Sets the password at the Sentinels. Default: {@link #password}.
     *
     * @param value copied, may be wiped afterwards; empty for none, even if there is a {@link
     *     #password}
     */
    public Builder sentinelPassword(char[] value) {
      settings.sentinelPassword = RedisSecret.of(value);
      return this;
    }

    /**
     * Sets the name that CLIENT LIST shows. Default: {@code nave}; from 1 to 128 printable ASCII
     * characters without blanks.
     */
    public Builder clientName(String value) {
      settings.clientName = OptionChecks.clientName(value);
      return this;
    }

    /**
     * Sets the database that connections select. Pub/sub does not care: all databases share the
     * channels. Default: 0; from 0 to 65,535, and 0 in a cluster.
     */
    public Builder database(int value) {
      settings.database = OptionChecks.inRange("database", value, 0, 65_535);
      return this;
    }

    /** Sets whether connections use TLS, those to Sentinels included. Default: false. */
    public Builder ssl(boolean value) {
      settings.ssl = value;
      return this;
    }

    /**
     * Sets the host name that is sent as SNI, and that certificates may be made out to instead of
     * the host of the endpoint. Default: the host of each endpoint.
     */
    public Builder sslHost(String value) {
      settings.sslHost = EndpointText.checkedHost(value);
      return this;
    }

    /**
     * Sets which versions of TLS may be used. Default: those of Java.
     *
     * @param values {@code TLSv1.2}, {@code TLSv1.3} or both
     */
    public Builder sslProtocols(String... values) {
      settings.sslProtocols = OptionChecks.tlsVersions(List.of(values));
      return this;
    }

    /**
     * Sets whether a certificate must come from a trusted authority. Default: true; without it
     * anybody on the way can read and change everything, so it is for trying things out.
     */
    public Builder verifyCertificate(boolean value) {
      settings.verifyCertificate = value;
      return this;
    }

    /**
     * Sets whether a certificate must be made out to the host connected to, or to {@link #sslHost}.
     * Default: true; means nothing without {@link #verifyCertificate}.
     */
    public Builder verifyHostName(boolean value) {
      settings.verifyHostName = value;
      return this;
    }

    /**
     * Sets whether authorities are asked, by OCSP or lists, if a certificate was revoked; one whose
     * authority does not answer is refused. Default: false, as Java does and as private authorities
     * need it.
     */
    public Builder checkCertificateRevocation(boolean value) {
      settings.checkCertificateRevocation = value;
      return this;
    }

    /**
     * Sets the authorities to be trusted. Default: Java's.
     *
     * @param value a PEM file with certificates, or a PKCS#12 or JKS store without password; read
     *     when the backplane is made
     */
    public Builder trustStore(Path value) {
      settings.trustStore = Objects.requireNonNull(value, "trustStore");
      settings.trustStorePassword = null;
      return this;
    }

    /**
     * Sets the authorities to be trusted. Default: Java's.
     *
     * @param value a PKCS#12 or JKS store; read when the backplane is made
     * @param password of the store; copied, may be wiped afterwards
     */
    public Builder trustStore(Path value, char[] password) {
      settings.trustStore = Objects.requireNonNull(value, "trustStore");
      settings.trustStorePassword = RedisSecret.unlessEmpty(password);
      return this;
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
      settings.keyStore = Objects.requireNonNull(value, "keyStore");
      settings.keyStorePassword = RedisSecret.unlessEmpty(password);
      return this;
    }

    /** Sets the version of the protocol spoken with Redis. Default: {@link RespVersion#AUTO}. */
    public Builder protocol(RespVersion value) {
      settings.protocol = Objects.requireNonNull(value, "protocol");
      return this;
    }

    /**
     * Sets whether starting fails if Redis is not there. Default: false: the backplane tries until
     * Redis comes.
     */
    public Builder abortConnect(boolean value) {
      settings.abortConnect = value;
      return this;
    }

    /**
     * Sets how often the first connect is tried before starting fails. Only with {@link
     * #abortConnect}; else there is no end. Default: 3; from 1 to 1,000.
     */
    public Builder connectRetry(int value) {
      settings.connectRetry = OptionChecks.inRange("connectRetry", value, 1, 1_000);
      return this;
    }

    /**
     * Sets how long one attempt to connect may take, with TLS and authentication. Default: 5
     * seconds; from 1 millisecond to 1 day.
     */
    public Builder connectTimeout(Duration value) {
      settings.connectTimeout = OptionChecks.inRange("connectTimeout", value);
      return this;
    }

    /** Sets how long to wait before each attempt. Default: {@link ReconnectPolicy#interactive}. */
    public Builder reconnectPolicy(ReconnectPolicy value) {
      settings.reconnectPolicy = Objects.requireNonNull(value, "reconnectPolicy");
      return this;
    }

    /**
     * Sets the least wait after a failure that does not pass by itself, such as a wrong password.
     * Default: 30 seconds; from 1 millisecond to 1 day.
     */
    public Builder refusedRetryInterval(Duration value) {
      settings.refusedRetryInterval = OptionChecks.inRange("refusedRetryInterval", value);
      return this;
    }

    /**
     * Sets how long a publication may stay unanswered until its outcome counts as unknown and the
     * link as broken, and how long it may wait to be sent over a link that works but is slow, until
     * it is refused as overload. Default: 1.5 seconds; from 1 millisecond to 1 day.
     */
    public Builder publishTimeout(Duration value) {
      settings.publishTimeout = OptionChecks.inRange("publishTimeout", value);
      return this;
    }

    /**
     * Sets how long a subscription may stay unconfirmed until the link counts as broken. Default: 5
     * seconds; from 1 millisecond to 1 day.
     */
    public Builder subscribeTimeout(Duration value) {
      settings.subscribeTimeout = OptionChecks.inRange("subscribeTimeout", value);
      return this;
    }

    /**
     * Sets the time between tries of a subscription that Redis refuses, for a missing permission
     * for example. Default: 5 seconds; from 1 millisecond to 1 day.
     */
    public Builder subscribeRetryInterval(Duration value) {
      settings.subscribeRetryInterval = OptionChecks.inRange("subscribeRetryInterval", value);
      return this;
    }

    /**
     * Sets the time between probes, messages to ourselves. Two intervals without one coming back
     * and the link counts as broken. Default: 2.5 seconds; from 1 millisecond to 1 day.
     */
    public Builder probeInterval(Duration value) {
      settings.probeInterval = OptionChecks.inRange("probeInterval", value);
      return this;
    }

    /**
     * Sets the time between looks for another master (Sentinel) or other slots (cluster), beside
     * those that a failure causes. Default: 5 seconds; from 1 millisecond to 1 day.
     */
    public Builder topologyCheckInterval(Duration value) {
      settings.topologyCheckInterval = OptionChecks.inRange("topologyCheckInterval", value);
      return this;
    }

    /** Sets whether TCP asks idle connections for a sign of life. Default: true. */
    public Builder tcpKeepAlive(boolean value) {
      settings.tcpKeepAlive = value;
      return this;
    }

    /** Sets when it asks, and how often. Default: {@link KeepAliveTimes#DEFAULT}. */
    public Builder keepAliveTimes(KeepAliveTimes value) {
      settings.keepAliveTimes = Objects.requireNonNull(value, "keepAliveTimes");
      return this;
    }

    /**
     * Sets how long TCP waits for the acknowledgement of what was sent until the connection breaks,
     * where the platform can (Linux). Default: 4 seconds; from 1 millisecond to 1 day, or zero for
     * the system's own time, which may be a quarter of an hour.
     */
    public Builder tcpUserTimeout(Duration value) {
      settings.tcpUserTimeout =
          value.isZero() ? value : OptionChecks.inRange("tcpUserTimeout", value);
      return this;
    }

    /**
     * Sets how many publications may be queued or unanswered, per Redis server; more are refused as
     * overload. Default: 100,000; from 1 to 10,000,000.
     */
    public Builder maxPublishesInFlight(int value) {
      settings.maxPublishesInFlight =
          OptionChecks.inRange("maxPublishesInFlight", value, 1, 10_000_000);
      return this;
    }

    /**
     * Sets how many bytes those may have; more are refused as overload. Default: 64 MiB; from 1 MiB
     * to 2^40, and at least {@link #maxEnvelopeBytes}.
     */
    public Builder maxPublishBytesInFlight(long value) {
      settings.maxPublishBytesInFlight =
          OptionChecks.inRange("maxPublishBytesInFlight", value, 1L << 20, 1L << 40);
      return this;
    }

    /**
     * Sets the largest envelope in bytes; larger ones are refused. Default: 16 MiB; from 1 MiB
     * ({@link Backplane#SUPPORTED_ENVELOPE_BYTES}) to 512 MiB, which is Redis's own limit.
     */
    public Builder maxEnvelopeBytes(int value) {
      settings.maxEnvelopeBytes =
          OptionChecks.inRange(
              "maxEnvelopeBytes", value, Backplane.SUPPORTED_ENVELOPE_BYTES, 512 * 1024 * 1024);
      return this;
    }

    /**
     * Sets how many channels one SUBSCRIBE names at most. Default: 512; from 1 to 100,000. Redis
     * answers nobody else while it works on one.
     */
    public Builder subscribeBatchSize(int value) {
      settings.subscribeBatchSize = OptionChecks.inRange("subscribeBatchSize", value, 1, 100_000);
      return this;
    }

    /** Adds one who hears of the link. Can be called several times. */
    public Builder listener(RedisBackplaneListener value) {
      settings.listeners = with(settings.listeners, value);
      return this;
    }

    /**
     * Adds one who gets the lines of the connection log: what was tried, where, how long it took
     * and why it failed. Can be called several times. Called on a backplane thread, must not block;
     * what it throws is logged.
     */
    public Builder connectionLog(Consumer<String> value) {
      settings.connectionLogs = with(settings.connectionLogs, value);
      return this;
    }

    /** Sets the application's own part in making connections. Default: {@link LettuceHook#NONE}. */
    public Builder lettuce(LettuceHook value) {
      settings.lettuce = Objects.requireNonNull(value, "lettuce");
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws RedisConfigurationException if two settings do not go together
     */
    public RedisOptions build() {
      return new RedisOptions(SettingsChecks.complete(new Settings(settings)));
    }

    private static <T> List<T> with(List<T> list, T added) {
      List<T> longer = new ArrayList<>(list);
      longer.add(Objects.requireNonNull(added));
      return List.copyOf(longer);
    }
  }
}
