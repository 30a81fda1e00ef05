package dev.nave.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks servers for connections, and ends those that no socket ends: a server does not notice that
 * one which polls is gone. For one thread.
 */
final class Negotiator {
  private static final Pattern TOKEN = Pattern.compile("\"connectionToken\":\"([^\"]+)\"");
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<URI> polling = new ArrayList<>();

  /** Returns where the new connection goes: the url with its token. */
  URI negotiate(URI hub, Scenario scenario) throws InterruptedException {
    String query =
        "/negotiate?negotiateVersion=1"
            + (scenario.isStateful() ? "&useStatefulReconnect=true" : "");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(hub + query))
            .timeout(TIME_TO_ANSWER)
            .POST(BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      Matcher token = TOKEN.matcher(response.body());
      if (response.statusCode() != OK || !token.find()) {
        throw new LoadException("negotiate got " + response.statusCode() + " " + response.body());
      }
      if (scenario.isStateful() && !response.body().contains("\"useStatefulReconnect\":true")) {
        throw new LoadException("the server has no stateful reconnect at " + hub);
      }
      URI url =
          URI.create(hub + "?id=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8));
      if (scenario.way() == Scenario.Way.LONG_POLLING) {
        polling.add(url);
      }
      return url;
    } catch (IOException e) {
      throw new LoadException("cannot negotiate: " + e);
    }
  }

  /** Ends the connections that poll, and returns when the servers have said so. */
  void deleteAll() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (URI url : polling) {
      HttpRequest request = HttpRequest.newBuilder(url).timeout(TIME_TO_ANSWER).DELETE().build();
      all.add(http.sendAsync(request, BodyHandlers.discarding()).exceptionally(gone -> null));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
  }
}
