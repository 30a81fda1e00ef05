package dev.nave.backplane.redis.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A real redis-server of a test's own, that the test can break: on a free port of the loopback
 * interface, without persistence, in a folder of its own. It is killed at {@link #close}, at the
 * latest when the JVM ends.
 *
 * <p>Where the program comes from: see {@link RedisProgram}; the test is skipped if it comes from
 * nowhere. Calls wait for what they ask for. Not thread-safe, but for {@link #command}.
 */
public final class RedisServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(10);
  private static final Set<RedisServer> OPEN = ConcurrentHashMap.newKeySet();

  private final RedisConfig config;
  private final RedisProgram program;
  private @Nullable RedisProcess process;

  /** Collects settings. */
  public static final class Builder {
    private final List<String> lines = new ArrayList<>();
    private @Nullable Namespace namespace;
    private boolean tls;
    private boolean unixSocket;
    private boolean sentinel;
    private boolean oldest;

    private Builder() {}

    /** Adds lines of redis.conf. */
    public Builder config(String... more) {
      lines.addAll(List.of(more));
      return this;
    }

    /** Runs the server in a network namespace, at its address instead of the loopback one. */
    public Builder in(Namespace where) {
      namespace = where;
      return this;
    }

    /** Opens a second port, for TLS, with a certificate made for it. */
    public Builder tls() {
      tls = true;
      return this;
    }

    /** Opens a Unix socket, too. */
    public Builder unixSocket() {
      unixSocket = true;
      return this;
    }

    /** Runs Redis 6.2, the oldest that is supported. */
    public Builder oldest() {
      oldest = true;
      return this;
    }

    Builder sentinel() {
      sentinel = true;
      return this;
    }

    /** Returns a server that was not started, whose addresses are known and dead. */
    public RedisServer prepare() {
      RedisProgram program = oldest ? RedisProgram.OLDEST.orSkip() : RedisProgram.find();
      return new RedisServer(
          RedisConfig.write(lines, namespace, tls, unixSocket, sentinel, program), program);
    }

    /** Returns a server that answers. */
    public RedisServer start() {
      RedisServer server = prepare();
      try {
        return server.start();
      } catch (Throwable e) {
        server.close();
        throw e;
      }
    }
  }

  private RedisServer(RedisConfig config, RedisProgram program) {
    this.config = config;
    this.program = program;
    OPEN.add(this);
  }

  /** Returns what settings are collected in. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a server that answers, set up by these lines of redis.conf. */
  public static RedisServer started(String... config) {
    return builder().config(config).start();
  }

  /** Starts it, and waits until it answers and has loaded what it stored. */
  public RedisServer start() {
    launch();
    await("redis-server at " + address())
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> process().isAlive() ? answers() : triesAgain());
    return this;
  }

  /** Starts it, and does not wait: it may refuse connections, or say that it is loading. */
  public void launch() {
    if (process != null && process.isAlive()) {
      throw new IllegalStateException("the server at " + address() + " runs already");
    }
    process =
        config.sentinel()
            ? program.start(config.file(), config.namespace(), "--sentinel")
            : program.start(config.file(), config.namespace());
  }

  /** Kills it with SIGKILL. Does nothing if it does not run. */
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** Kills it if it runs, and starts it on the same ports. */
  public void restart() {
    kill();
    start();
  }

  /**
   * Stops it with SIGSTOP: connections stay open and new ones are taken, but nothing is answered.
   */
  public void freeze() {
    process().freeze();
  }

  /** Lets it go on with SIGCONT. */
  public void thaw() {
    process().thaw();
  }

  /** Whether its process exists, frozen or not. */
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Returns the host to connect to. */
  public String host() {
    return config.host();
  }

  /** Returns the port without TLS. */
  public int port() {
    return config.port();
  }

  /** Returns {@code host:port}, without TLS. */
  public String address() {
    return host() + ":" + port();
  }

  /** Returns the port with TLS. */
  public int tlsPort() {
    return config.tlsPort();
  }

  /** Returns the certificate for TLS, which signs itself, as a PEM file. */
  public Path certificate() {
    return Objects.requireNonNull(config.certificate(), "a server without TLS").chainPem();
  }

  /** Returns the Unix socket. */
  public Path unixSocket() {
    return Objects.requireNonNull(config.unixSocket(), "a server without a Unix socket");
  }

  /**
   * Connects to it as a user of its own that may do everything, whatever passwords and permissions
   * others have.
   */
  public RespClient connect() {
    RespClient client = new RespClient(host(), port(), REPLY_TIMEOUT);
    try {
      client.command("AUTH", RedisConfig.USER, "any");
      return client;
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** Sends a command over a connection of its own and returns its reply. */
  public @Nullable Object command(String... words) {
    try (RespClient client = connect()) {
      return client.command(words);
    }
  }

  /** Sends a command whose reply is one text. */
  public String text(String... words) {
    return String.valueOf(command(words));
  }

  /** Sends a command whose reply is a number. */
  public long number(String... words) {
    return Long.parseLong(text(words));
  }

  /** Sends a command whose reply is a list, and returns its items as texts. */
  public List<String> texts(String... words) {
    return command(words) instanceof List<?> items
        ? items.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** Returns one field of {@code INFO}, or an empty string. */
  public String info(String field) {
    return text("INFO", "everything")
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** Returns how many connections are subscribed to a channel. */
  public long subscribers(String channel) {
    return Long.parseLong(texts("PUBSUB", "NUMSUB", channel).get(1));
  }

  /** Returns what it wrote so far. */
  public String log() {
    return process == null ? "" : process.log();
  }

  /** Returns those that are not closed yet. */
  static List<RedisServer> open() {
    return List.copyOf(OPEN);
  }

  @Override
  public void close() {
    OPEN.remove(this);
    kill();
    config.delete();
  }

  private RedisProcess process() {
    return Objects.requireNonNull(process, "the server was not started");
  }

  private boolean answers() {
    try {
      return "PONG".equals(command("PING"));
    } catch (UncheckedIOException | RespClient.RedisError e) {
      return false; // Not yet.
    }
  }

  /** The former owner of the port may not have released it yet; nothing else is forgiven. */
  private boolean triesAgain() throws IOException {
    if (!log().contains("Address already in use")) {
      throw new IOException("redis-server ended: " + log());
    }
    launch();
    return false;
  }

  @Override
  public String toString() {
    return "redis-server " + address();
  }
}
