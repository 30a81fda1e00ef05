package dev.nave.backplane.redis.internal.lettuce;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections with Lettuce, which never reconnects by itself: a connection lives once. Any
 * thread; never blocks.
 */
public final class RedisConnector {
  private final RedisOptions options;
  private final ClientOptions clientOptions;
  private final ClientResources resources;
  private final RedisClient client;

  @GuardedBy("this")
  private CompletableFuture<Void> closing = CompletableFuture.completedFuture(null);

  public RedisConnector(RedisOptions options) {
    this.options = options;
    clientOptions = LettuceOptions.client(options);
    ClientResources given = options.lettuce().clientResources();
    resources = given != null ? derivedFrom(given, options) : ownResources(options);
    client = options.lettuce().client(resources);
    client.setOptions(clientOptions);
  }

  private static ClientResources ownResources(RedisOptions options) {
    return DefaultClientResources.builder()
        .ioThreadPoolSize(2)
        .computationThreadPoolSize(2)
        .commandLatencyRecorder(CommandLatencyRecorder.disabled())
        .nettyCustomizer(channelAccess(new NettyCustomizer() {}, options))
        .build();
  }

  /** What is set here is shared: it stays the application's when the derived resources end. */
  private static ClientResources derivedFrom(ClientResources given, RedisOptions options) {
    return given
        .mutate()
        .eventLoopGroupProvider(given.eventLoopGroupProvider())
        .eventExecutorGroup(given.eventExecutorGroup())
        .timer(given.timer())
        .commandLatencyRecorder(given.commandLatencyRecorder())
        .nettyCustomizer(channelAccess(given.nettyCustomizer(), options))
        .build();
  }

  private static NettyChannelAccess channelAccess(NettyCustomizer next, RedisOptions options) {
    return new NettyChannelAccess(next, options.maxEnvelopeBytes());
  }

  /** Speaks RESP3 from now on, whatever the options say. */
  public void speakResp3() {
    client.setOptions(clientOptions.mutate().protocolVersion(ProtocolVersion.RESP3).build());
  }

  public CompletionStage<OpenConnection<StatefulRedisConnection<byte[], byte[]>>> connect(
      RedisEndpoint endpoint) {
    return guarded(
        () ->
            client
                .connectAsync(ByteArrayCodec.INSTANCE, LettuceOptions.server(options, endpoint))
                .thenCompose(connection -> withChannel(connection, connection::dispatch)));
  }

  public CompletionStage<OpenConnection<StatefulRedisPubSubConnection<byte[], byte[]>>>
      connectPubSub(RedisEndpoint endpoint) {
    return guarded(
        () ->
            client
                .connectPubSubAsync(
                    ByteArrayCodec.INSTANCE, LettuceOptions.server(options, endpoint))
                .thenCompose(connection -> withChannel(connection, connection::dispatch)));
  }

  private <C extends StatefulConnection<byte[], byte[]>>
      CompletionStage<OpenConnection<C>> withChannel(
          C connection, Function<RedisCommand<byte[], byte[], String>, ?> dispatch) {
    NettyChannelAccess.FindChannel ping = new NettyChannelAccess.FindChannel();
    var unusedCommand = dispatch.apply(ping);
    CompletableFuture<Channel> found =
        ping.found().orTimeout(options.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
    return found
        .thenApply(channel -> new OpenConnection<>(connection, channel))
        .whenComplete(
            (opened, failure) -> {
              if (failure != null) {
                closing(connection.closeAsync());
              }
            });
  }

  /** Asks a Sentinel for the master of the service. */
  public CompletionStage<RedisEndpoint> askSentinel(RedisEndpoint sentinel, String serviceName) {
    return guarded(
        () ->
            client
                .connectSentinelAsync(StringCodec.UTF8, LettuceOptions.sentinel(options, sentinel))
                .thenCompose(connection -> masterFrom(connection, serviceName)));
  }

  private CompletionStage<RedisEndpoint> masterFrom(
      StatefulRedisSentinelConnection<String, String> connection, String serviceName) {
    return connection
        .async()
        .getMasterAddrByName(serviceName)
        .toCompletableFuture()
        .orTimeout(options.connectTimeout().toNanos(), TimeUnit.NANOSECONDS)
        .thenApply(address -> endpointOf(address, serviceName))
        .whenComplete(
            (master, failure) -> {
              closing(connection.closeAsync());
            });
  }

  private static RedisEndpoint endpointOf(@Nullable SocketAddress address, String serviceName) {
    if (address instanceof InetSocketAddress inet) {
      return RedisEndpoint.of(inet.getHostString(), inet.getPort());
    }
    throw new RedisException("the Sentinel knows no master \"" + serviceName + "\"");
  }

  /** Returns what looks at a cluster, beginning with these nodes. To be shut down by the caller. */
  public RedisClusterClient clusterClient(List<RedisEndpoint> seeds) {
    List<RedisURI> uris = seeds.stream().map(seed -> LettuceOptions.server(options, seed)).toList();
    RedisClusterClient cluster = RedisClusterClient.create(resources, uris);
    cluster.setOptions(ClusterClientOptions.builder(clientOptions).build());
    return cluster;
  }

  private static <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> step) {
    try {
      return step.get();
    } catch (RuntimeException e) { // A hook of the application, or a URI that Lettuce refuses.
      return CompletableFuture.failedStage(e);
    }
  }

  /** Ends a connection with a reset; does not wait. */
  public void close(OpenConnection<?> opened) {
    closing(opened.connection().closeAsync());
  }

  private synchronized void closing(CompletableFuture<Void> closed) {
    closing = closing.isDone() ? closed : CompletableFuture.allOf(closing, closed);
  }

  /** Frees what is left when all connections are closed; does not wait. */
  public synchronized void close() {
    var unusedFuture =
        closing
            .exceptionally(failure -> null)
            .thenCompose(unused -> client.shutdownAsync(0, 1, TimeUnit.SECONDS))
            .whenComplete(
                (unused, failure) -> {
                  var unusedShutdown = resources.shutdown(0, 1, TimeUnit.SECONDS);
                });
  }
}
