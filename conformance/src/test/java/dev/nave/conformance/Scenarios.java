package dev.nave.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The scenarios, by their titles. They disturb each other, so a server plays one at a time. */
final class Scenarios {
  private static final CheckProgram RUN = new CheckProgram("\\S+", " \\([\\d.]+ s\\)");

  private static final String FARM = "farm/";

  private final Path folder;

  Scenarios(Path folder) {
    this.folder = folder;
  }

  /** Returns the titles of those for one server. */
  List<String> titles() throws IOException {
    return all().filter(title -> !title.startsWith(FARM)).toList();
  }

  /** Returns the titles of those for two servers. */
  List<String> farmTitles() throws IOException {
    return all().filter(title -> title.startsWith(FARM)).toList();
  }

  /** Each has a transcript of that name. */
  private Stream<String> all() throws IOException {
    Path expected = folder.resolve("expected");
    try (Stream<Path> files = Files.walk(expected)) {
      return files
          .map(file -> expected.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(".txt"))
          .map(name -> name.substring(0, name.length() - ".txt".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** Plays those scenarios against a server, given by host and port. */
  List<CheckResult> play(String address, List<String> titles) throws Exception {
    return play(titles, List.of("--server", address));
  }

  /**
   * Plays those scenarios against two servers.
   *
   * @param redis host and port of what they share
   * @param prefix which channel prefix they were given
   */
  List<CheckResult> play(List<String> addresses, String redis, String prefix, List<String> titles)
      throws Exception {
    List<String> servers = new ArrayList<>(List.of("--redis", redis, "--prefix", prefix));
    addresses.forEach(address -> servers.addAll(List.of("--server", address)));
    return play(titles, servers);
  }

  private List<CheckResult> play(List<String> titles, List<String> servers) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-B", "run"));
    command.addAll(servers);
    for (String title : titles) {
      command.addAll(List.of("--only", title));
    }
    // What only begins with a title is played, too.
    return RUN.play(folder, command).stream()
        .filter(result -> titles.contains(result.title()))
        .toList();
  }

  /**
   * Plays those scenarios against several servers at a time. For scenarios that fail: they wait
   * long for what does not come.
   */
  List<CheckResult> playSideBySide(List<String> titles, int servers) throws Exception {
    ExecutorService players = Executors.newFixedThreadPool(servers);
    try {
      List<Future<List<CheckResult>>> parts = new ArrayList<>();
      for (int i = 0; i < Math.min(servers, titles.size()); i++) {
        List<String> part = everyNth(titles, i, servers);
        parts.add(players.submit(() -> playOnItsOwnServer(part)));
      }
      List<CheckResult> results = new ArrayList<>();
      for (Future<List<CheckResult>> part : parts) {
        results.addAll(part.get());
      }
      return results;
    } finally {
      players.shutdownNow();
    }
  }

  private static List<String> everyNth(List<String> titles, int first, int step) {
    List<String> part = new ArrayList<>();
    for (int i = first; i < titles.size(); i += step) {
      part.add(titles.get(i));
    }
    return part;
  }

  private List<CheckResult> playOnItsOwnServer(List<String> titles) throws Exception {
    try (ConformanceServer server = ConformanceServer.start(Arguments.onAnyPort())) {
      return play(server.url().substring("http://".length()), titles);
    }
  }
}
