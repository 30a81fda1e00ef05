package dev.nave.backplane.redis;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.redis.internal.lettuce.LibraryVersions;
import dev.nave.backplane.redis.internal.node.BackplaneNode;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Connects the servers of an application through Redis pub/sub. One instance is one server's end;
 * it is started and closed by the hub server that it is given to.
 *
 * <p>The channels are those of ASP.NET Core's Redis backplane, so that servers of both kinds can
 * form one application. Nothing is stored in Redis, but by a user of the {@link
 * dev.nave.backplane.directory.Directory}, which it offers as a capability.
 *
 * <p><b>Beyond what every backplane promises.</b> While Redis cannot be reached, {@link #publish}
 * fails at once and nothing is kept for later. A publication that was handed to a connection and
 * not answered has an unknown outcome, whatever becomes of that connection. A stopped or cut-off
 * Redis is noticed within two probe intervals. On one Redis, with Sentinel, and with sharded
 * pub/sub on a cluster, all servers see the publications of a topic in one order, and receipts
 * count receivers.
 *
 * <p><b>On a cluster</b> with sharded pub/sub each master carries a part of the topics. While one
 * of them is away {@link #health} says {@code DOWN}, and only publications to its topics are
 * refused.
 *
 * <p>Any thread.
 */
public final class RedisBackplane implements Backplane {
  private final RedisOptions options;
  private final BackplaneNode node;

  private RedisBackplane(RedisOptions options) {
    LibraryVersions.check(); // Before a class of Lettuce is linked.
    this.options = options;
    this.node = new BackplaneNode(options);
  }

  /**
   * Creates a backplane that was not started.
   *
   * @param connectionString as StackExchange.Redis has it, or a {@code redis://} URI
   * @throws OptionException if the string is not understood
   * @throws IllegalArgumentException if a file for TLS cannot be read
   * @throws IllegalStateException if Lettuce or Netty on the class path is too old; the message
   *     names the version that was found and the one that is needed
   */
  public static RedisBackplane create(String connectionString) {
    return create(RedisOptions.parse(connectionString));
  }

  /**
   * Creates a backplane that was not started.
   *
   * @param connectionString as StackExchange.Redis has it, or a {@code redis://} URI
   * @param code changes the options that the string has filled; what it sets wins
   * @throws OptionException if the string is not understood, or the options contradict each other
   * @throws IllegalArgumentException if a file for TLS cannot be read
   * @throws IllegalStateException if Lettuce or Netty on the class path is too old; the message
   *     names the version that was found and the one that is needed
   */
  public static RedisBackplane create(
      String connectionString, Consumer<RedisOptions.Builder> code) {
    RedisOptions.Builder builder = RedisOptions.builder(connectionString);
    code.accept(builder);
    return create(builder.build());
  }

  /**
   * Creates a backplane that was not started.
   *
   * @throws IllegalArgumentException if a file for TLS cannot be read
   * @throws IllegalStateException if Lettuce or Netty on the class path is too old; the message
   *     names the version that was found and the one that is needed
   */
  public static RedisBackplane create(RedisOptions options) {
    return new RedisBackplane(options);
  }

  /** Returns the options it was made with. */
  public RedisOptions options() {
    return options;
  }

  @Override
  public CompletionStage<Void> start(BackplaneListener listener) {
    return node.start(listener);
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    return node.publish(topic, envelope);
  }

  @Override
  public CompletionStage<Void> subscribe(String topic) {
    return node.subscribe(topic);
  }

  @Override
  public CompletionStage<Void> unsubscribe(String topic) {
    return node.unsubscribe(topic);
  }

  @Override
  public BackplaneHealth health() {
    return node.health();
  }

  @Override
  public String changedOptions() {
    return options.changed();
  }

  @Override
  public <T> Optional<T> capability(Class<T> type) {
    return node.capability(type);
  }

  @Override
  public void close() {
    node.close();
  }

  /** Returns the endpoints and the state; no secrets. */
  @Override
  public String toString() {
    return "RedisBackplane" + options.endpoints() + " " + health().state();
  }
}
