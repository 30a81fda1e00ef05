package dev.nave.conformance;

import dev.nave.conformance.Arguments.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays inside of a servlet container what is played on Netty: the scenarios, and the checks of the
 * official clients. All at a time, each with servers of its own: a container notices late that some
 * clients have left, and what they leave behind would disturb other scenarios. What differs is in a
 * list, each with its reason; what differs from run to run has the group {@code sometimes}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServletConformance {
  private static final Path HERE = Path.of("").toAbsolutePath();

  private final Transport container;
  private final Queue<ConformanceServer> servers = new ConcurrentLinkedQueue<>();
  private CompletableFuture<List<CheckResult>> scenarios = new CompletableFuture<>();
  private CompletableFuture<List<CheckResult>> javaScript = new CompletableFuture<>();
  private CompletableFuture<List<CheckResult>> javaScriptParts = new CompletableFuture<>();
  private CompletableFuture<List<CheckResult>> dotnet = new CompletableFuture<>();

  ServletConformance(Transport container) {
    this.container = container;
  }

  @BeforeAll
  void playAll() {
    // What is missing on the machine fails here, and is told below.
    scenarios = play(() -> playFolders(new Scenarios(HERE)));
    javaScript = play(() -> JavaScriptProject.play("test", List.of(start().url())));
    javaScriptParts = play(this::playParts);
    dotnet = play(() -> DotnetClient.play(List.of(start().url())));
  }

  private ConformanceServer start() {
    ConformanceServer server = ConformanceServer.start(Arguments.onAnyPort(container));
    servers.add(server);
    return server;
  }

  /** One after the other, on one server but where a client needs servers with other hubs. */
  private List<CheckResult> playParts() throws Exception {
    javaScript.handle((results, failure) -> results).join(); // Not more at a time.
    String url = start().url();
    List<CheckResult> results = new ArrayList<>();
    for (String script : List.of("filters", "results", "streams")) {
      results.addAll(JavaScriptProject.play(script, List.of(url)));
    }
    String seed = JavaScriptReconnectIT.SEED;
    results.addAll(JavaScriptProject.play("reconnect", List.of(url, seed, "200")));
    results.addAll(JavaScriptProject.play("reconnect-calls", List.of(url, seed, "50")));
    try (GuardedServers guarded = new GuardedServers(container).start()) {
      results.addAll(JavaScriptProject.play("authorization", guarded.urls()));
    }
    return results;
  }

  private List<CheckResult> playFolders(Scenarios all) throws Exception {
    Map<String, List<String>> folders =
        all.titles().stream()
            .collect(Collectors.groupingBy(title -> title.substring(0, title.indexOf('/'))));
    List<CheckResult> results = new ArrayList<>();
    for (List<String> folder : folders.values()) {
      for (CheckResult result : play(all, folder)) {
        results.add(result.passed() ? result : playAlone(all, result.title()));
      }
    }
    return results;
  }

  private List<CheckResult> play(Scenarios all, List<String> titles) throws Exception {
    return all.play(start().url().substring("http://".length()), titles);
  }

  /**
   * What fails is played again where no connection of another scenario may still be ending: a
   * container may tell the hub of an end late, and then a scenario sees that of the one before it.
   */
  private CheckResult playAlone(Scenarios all, String title) throws Exception {
    return play(all, List.of(title)).get(0);
  }

  @AfterAll
  void stop() {
    servers.parallelStream().forEach(ConformanceServer::close);
  }

  @TestFactory
  Stream<DynamicTest> scenariosAreAsOnNetty() throws Exception {
    return Requirement.programs("python3").tests(() -> tests("scenarios", scenarios.join()));
  }

  @TestFactory
  Stream<DynamicTest> theJavaScriptClientIsServed() throws Exception {
    return JavaScriptProject.requirement().tests(() -> tests("javascript", javaScript.join()));
  }

  @TestFactory
  Stream<DynamicTest> whatTheJavaScriptClientCanDoElseIsServed() throws Exception {
    return JavaScriptProject.requirement()
        .tests(() -> tests("javascript-parts", javaScriptParts.join()));
  }

  @TestFactory
  Stream<DynamicTest> theJavaScriptClientFallsBackByItself(@TempDir Path folder) throws Exception {
    return JavaScriptProject.requirement()
        .and(NginxProxy.requirement())
        .tests(
            () -> {
              try (NginxProxy proxy = NginxProxy.start(folder, start().url())) {
                return tests("fallback", JavaScriptProject.play("fallback", List.of(proxy.url())));
              }
            });
  }

  @TestFactory
  Stream<DynamicTest> theJavaScriptClientIsToldOfAStop() throws Exception {
    return JavaScriptProject.requirement()
        .tests(
            () -> {
              try (RestartedServer server = new RestartedServer(container)) {
                return tests("stop", JavaScriptProject.play("stop", List.of(server.url())));
              }
            });
  }

  @TestFactory
  Stream<DynamicTest> theDotnetClientIsServed() throws Exception {
    return Reference.requirement().tests(() -> tests("dotnet", dotnet.join()));
  }

  private Stream<DynamicTest> tests(String group, List<CheckResult> results) throws IOException {
    String file = "differs-" + container.name().toLowerCase(Locale.ROOT) + ".txt";
    NotYet differing = NotYet.read(HERE.resolve(file)).group(group);
    NotYet sometimes = differing.group("sometimes");
    return differing
        .steady()
        .tests(results.stream().filter(result -> !sometimes.lists(result.title())).toList());
  }

  /** Played at once, in a thread of its own. */
  private interface Play {
    List<CheckResult> play() throws Exception;
  }

  private static CompletableFuture<List<CheckResult>> play(Play play) {
    CompletableFuture<List<CheckResult>> results = new CompletableFuture<>();
    Thread player =
        new Thread(
            () -> {
              try {
                results.complete(play.play());
              } catch (Throwable e) {
                results.completeExceptionally(e);
              }
            });
    player.start();
    return results;
  }
}
