package dev.nave.samples.chat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests of somebody who keeps no cookies. */
final class Http {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern STICKY = Pattern.compile("nave_server=([^;]*)");

  private Http() {}

  static HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  static HttpResponse<String> get(String address, String cookie)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(address)).header("Cookie", cookie).build(),
        BodyHandlers.ofString());
  }

  static HttpResponse<String> post(String address) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(address)).POST(BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  /** Returns whether the address answers with 200. */
  static boolean answers(String address) throws InterruptedException {
    try {
      return get(address).statusCode() == 200;
    } catch (IOException e) {
      return false; // Not yet, or no more.
    }
  }

  /** Returns the server that a balancer's cookie names; empty if it set none. */
  static Optional<String> stickyServer(HttpResponse<?> response) {
    return response.headers().allValues("set-cookie").stream()
        .map(STICKY::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }
}
