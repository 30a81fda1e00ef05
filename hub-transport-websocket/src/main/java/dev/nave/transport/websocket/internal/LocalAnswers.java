package dev.nave.transport.websocket.internal;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.RefusalLog;
import dev.nave.hub.transport.RefusalLog.Kind;
import dev.nave.hub.transport.ServerTransport;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered where no hub is mapped: the server's health, texts, static files, or 404. */
final class LocalAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);
  private static final Respond NOT_FOUND = new Respond(404, Map.of(), new byte[0]);
  private static final int TAG_BYTES = 16;
  private static final int WAITING_PER_THREAD = 64;

  private final @Nullable String livenessPath;
  private final @Nullable String readinessPath;
  private final Map<String, TextEndpoint> texts;
  private final List<StaticFiles> staticFiles;
  private final RefusalLog refusals;
  private final Supplier<@Nullable String> notReadyBecause;
  private final Supplier<@Nullable String> notAliveBecause;
  private final ThreadPoolExecutor threads;

  /**
   * Answers as it is set up.
   *
   * @param refusals tells the operator of requests for which no thread is free
   * @param notReadyBecause why no new clients should come, null if they should; must not block
   * @param notAliveBecause why the process is to be restarted, null if it is not; must not block
   */
  LocalAnswers(
      TransportSettings settings,
      RefusalLog refusals,
      Supplier<@Nullable String> notReadyBecause,
      Supplier<@Nullable String> notAliveBecause) {
    this.livenessPath = settings.livenessPath();
    this.readinessPath = settings.readinessPath();
    this.texts = settings.texts();
    this.staticFiles = settings.staticFiles();
    this.refusals = refusals;
    this.notReadyBecause = notReadyBecause;
    this.notAliveBecause = notAliveBecause;
    int most = settings.maxFileThreads();
    threads =
        new ThreadPoolExecutor(
            most,
            most,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(most * WAITING_PER_THREAD),
            new DefaultThreadFactory("nave-files", /* daemon= */ true));
    threads.allowCoreThreadTimeOut(true);
  }

  /** Ends the threads; what waits is not answered. */
  void close() {
    threads.shutdownNow();
  }

  /** Returns whether a request asks for the health of the server. */
  boolean isHealth(HttpRequest request) {
    return request.path().equals(livenessPath) || request.path().equals(readinessPath);
  }

  /**
   * Answers at once or, where a file must be read or the application asked, on a thread of its own
   * few. Never fails.
   */
  CompletionStage<Respond> answer(HttpRequest request) {
    String method = request.method();
    if (method.equals("GET") || method.equals("HEAD")) {
      if (request.path().equals(livenessPath)) {
        return CompletableFuture.completedStage(health(notAliveBecause.get()));
      }
      if (request.path().equals(readinessPath)) {
        return CompletableFuture.completedStage(health(notReadyBecause.get()));
      }
      TextEndpoint text = texts.get(request.path());
      if (text != null) {
        return later(() -> made(request, text));
      }
      if (!staticFiles.isEmpty()) {
        return later(() -> file(request));
      }
    }
    return CompletableFuture.completedStage(NOT_FOUND);
  }

  private CompletionStage<Respond> later(Supplier<Respond> answer) {
    try {
      return CompletableFuture.supplyAsync(answer, threads);
    } catch (RejectedExecutionException e) {
      String reason =
          "as many requests for files and texts wait as WebSocketTransport maxFileThreads"
              + " allows, which is "
              + threads.getMaximumPoolSize()
              + " for each of which "
              + WAITING_PER_THREAD
              + " wait";
      refusals.refused(Kind.FILES, () -> "a request is refused with 503: " + reason);
      return CompletableFuture.completedStage(
          HttpResponses.text(503, reason + "\n", Map.of("Retry-After", "5")));
    }
  }

  private static Respond health(@Nullable String fault) {
    return HttpResponses.text(
        fault == null ? 200 : 503,
        fault == null ? "ok" : fault,
        Map.of("Cache-Control", "no-store"));
  }

  private static Respond made(HttpRequest request, TextEndpoint text) {
    try {
      return text.make();
    } catch (RuntimeException e) {
      LOG.warn("the answer at \"{}\" cannot be made", request.path(), e);
      return HttpResponses.text(500, "the answer cannot be made");
    }
  }

  private Respond file(HttpRequest request) {
    try {
      for (StaticFiles files : staticFiles) {
        String name = files.nameAt(request.path());
        byte[] content = name == null ? null : files.source().read(name);
        if (name != null && content != null) {
          return page(name, content, request);
        }
      }
      return NOT_FOUND;
    } catch (IOException e) {
      LOG.warn("cannot serve a static file", e);
      return HttpResponses.text(500, "the file cannot be read");
    }
  }

  private static Respond page(String name, byte[] content, HttpRequest request) {
    String tag = tagOf(content);
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            ContentTypes.of(name),
            "ETag",
            tag,
            "Cache-Control",
            "no-cache",
            "X-Content-Type-Options",
            "nosniff");
    boolean known = request.header("If-None-Match").filter(sent -> sent.contains(tag)).isPresent();
    return new Respond(known ? 304 : 200, headers, known ? new byte[0] : content);
  }

  private static String tagOf(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
