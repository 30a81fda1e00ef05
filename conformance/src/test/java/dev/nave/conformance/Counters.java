package dev.nave.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server counted, as it tells at {@code /counters}. */
record Counters(
    long published, long delivered, long refused, long unknown, long received, long lost) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static Counters of(String url) throws IOException, InterruptedException {
    String text =
        HTTP.send(
                HttpRequest.newBuilder(URI.create(url + "/counters")).build(),
                BodyHandlers.ofString())
            .body();
    JsonNode json = JsonMapper.shared().readTree(text);
    long refused = 0;
    for (JsonNode reason : json.required("refused")) {
      refused += reason.longValue();
    }
    return new Counters(
        json.required("published").longValue(),
        json.required("delivered").longValue(),
        refused,
        json.required("unknown").longValue(),
        json.required("received").longValue(),
        json.required("lost").longValue());
  }
}
