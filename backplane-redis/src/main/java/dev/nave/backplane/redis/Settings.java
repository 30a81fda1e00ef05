package dev.nave.backplane.redis;

import dev.nave.backplane.redis.lettuce.LettuceHook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@link RedisOptions} and their defaults. Owned by a builder, which changes it, or
 * by options, where nobody does; lists are immutable, so a copy shares nothing.
 */
final class Settings {
  List<RedisEndpoint> endpoints = List.of();
  RedisTopology topology = RedisTopology.AUTO;
  @Nullable String serviceName;
  PubSubMode pubSub = PubSubMode.AUTO;
  String channelPrefix = "";
  @Nullable String user;
  @Nullable RedisSecret password;
  @Nullable String sentinelUser;
  @Nullable RedisSecret sentinelPassword;
  String clientName = "nave";
  int database = 0;
  boolean ssl = false;
  @Nullable String sslHost;
  List<String> sslProtocols = List.of();
  boolean verifyCertificate = true;
  boolean verifyHostName = true;
  boolean checkCertificateRevocation = false;
  @Nullable Path trustStore;
  @Nullable RedisSecret trustStorePassword;
  @Nullable Path keyStore;
  @Nullable RedisSecret keyStorePassword;
  RespVersion protocol = RespVersion.AUTO;
  boolean abortConnect = false;
  int connectRetry = 3;
  Duration connectTimeout = Duration.ofSeconds(5);
  ReconnectPolicy reconnectPolicy = ReconnectPolicy.interactive();
  Duration refusedRetryInterval = Duration.ofSeconds(30);
  Duration publishTimeout = Duration.ofMillis(1_500);
  Duration subscribeTimeout = Duration.ofSeconds(5);
  Duration subscribeRetryInterval = Duration.ofSeconds(5);
  Duration probeInterval = Duration.ofMillis(2_500);
  Duration topologyCheckInterval = Duration.ofSeconds(5);
  boolean tcpKeepAlive = true;
  KeepAliveTimes keepAliveTimes = KeepAliveTimes.DEFAULT;
  Duration tcpUserTimeout = Duration.ofSeconds(4);
  int maxPublishesInFlight = 100_000;
  long maxPublishBytesInFlight = 64L * 1024 * 1024;
  int maxEnvelopeBytes = 16 * 1024 * 1024;
  int subscribeBatchSize = 512;
  List<RedisBackplaneListener> listeners = List.of();
  List<Consumer<String>> connectionLogs = List.of();
  LettuceHook lettuce = LettuceHook.NONE;
  List<String> notices = List.of();

  Settings() {}

  Settings(Settings other) {
    endpoints = other.endpoints;
    topology = other.topology;
    serviceName = other.serviceName;
    pubSub = other.pubSub;
    channelPrefix = other.channelPrefix;
    user = other.user;
    password = other.password;
    sentinelUser = other.sentinelUser;
    sentinelPassword = other.sentinelPassword;
    clientName = other.clientName;
    database = other.database;
    ssl = other.ssl;
    sslHost = other.sslHost;
    sslProtocols = other.sslProtocols;
    verifyCertificate = other.verifyCertificate;
    verifyHostName = other.verifyHostName;
    checkCertificateRevocation = other.checkCertificateRevocation;
    trustStore = other.trustStore;
    trustStorePassword = other.trustStorePassword;
    keyStore = other.keyStore;
    keyStorePassword = other.keyStorePassword;
    protocol = other.protocol;
    abortConnect = other.abortConnect;
    connectRetry = other.connectRetry;
    connectTimeout = other.connectTimeout;
    reconnectPolicy = other.reconnectPolicy;
    refusedRetryInterval = other.refusedRetryInterval;
    publishTimeout = other.publishTimeout;
    subscribeTimeout = other.subscribeTimeout;
    subscribeRetryInterval = other.subscribeRetryInterval;
    probeInterval = other.probeInterval;
    topologyCheckInterval = other.topologyCheckInterval;
    tcpKeepAlive = other.tcpKeepAlive;
    keepAliveTimes = other.keepAliveTimes;
    tcpUserTimeout = other.tcpUserTimeout;
    maxPublishesInFlight = other.maxPublishesInFlight;
    maxPublishBytesInFlight = other.maxPublishBytesInFlight;
    maxEnvelopeBytes = other.maxEnvelopeBytes;
    subscribeBatchSize = other.subscribeBatchSize;
    listeners = other.listeners;
    connectionLogs = other.connectionLogs;
    lettuce = other.lettuce;
    notices = other.notices;
  }
}
