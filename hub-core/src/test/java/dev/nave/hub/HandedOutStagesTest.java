package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every stage that an application gets from the server or from the tools of its tests. A new one
 * has to be audited: its Javadoc says what it fails with, a test sees that failure unwrapped, and
 * that it does not end on an event loop.
 */
class HandedOutStagesTest {
  /** The methods that return one, each with the test that looks at its failures. */
  private static final Map<String, Class<?>> AUDITED =
      Map.ofEntries(
          Map.entry("ClientProxy.send", FailedStagesTest.class),
          Map.entry("SingleClientProxy.invoke", FailedStagesTest.class),
          Map.entry("HubCallerGroups.add", GroupFailuresTest.class),
          Map.entry("HubCallerGroups.remove", GroupFailuresTest.class),
          Map.entry("HubGroups.add", FailedStagesTest.class),
          Map.entry("HubGroups.remove", FailedStagesTest.class),
          Map.entry("HubCallerGroups.addWithValue", GroupFailuresTest.class),
          Map.entry("HubGroups.addWithValue", FailedStagesTest.class),
          Map.entry("HubGroups.addUser", FailedStagesTest.class),
          Map.entry("HubGroups.removeUser", FailedStagesTest.class),
          Map.entry("HubConnections.close", FailedStagesTest.class),
          Map.entry("HubConnections.closeUser", FailedStagesTest.class),
          Map.entry("HubConnections.closeGroup", FailedStagesTest.class),
          Map.entry("HubPresence.members", FailedStagesTest.class),
          Map.entry("HubPresence.countMembers", FailedStagesTest.class),
          Map.entry("HubPresence.countUsers", FailedStagesTest.class),
          Map.entry("HubPresence.connectionsOf", FailedStagesTest.class),
          Map.entry("HubPresence.isOnline", FailedStagesTest.class),
          Map.entry("HubPresence.users", FailedStagesTest.class),
          Map.entry("HubPresence.groups", FailedStagesTest.class),
          Map.entry("HubPresence.servers", FailedStagesTest.class),
          Map.entry("HubPresence.counts", FailedStagesTest.class),
          Map.entry("HubServer.startAsync", FailedStagesTest.class),
          Map.entry("HubServer.stopAsync", FailedStagesTest.class),
          Map.entry("HubServer.drainAsync", HubStopTest.class),
          Map.entry("HubServer.whenEnded", ServerFailureTest.class),
          Map.entry("Uploads.forEach", UploadingTest.class),
          Map.entry("TestClient.invokeAsync", HandedOutStagesTest.class),
          Map.entry("InvokeNext.proceed", HubFilterTest.class),
          Map.entry("ConnectedNext.proceed", HubFilterTest.class),
          Map.entry("DisconnectedNext.proceed", HubFilterTest.class));

  /** What an application writes itself: the server takes these stages, and hands out none. */
  private static final Map<String, String> OF_THE_APPLICATION =
      Map.of(
          "AccessTokenIssuer.issue", "issues a token",
          "AuthorizationPolicy.isMet", "decides",
          "HubFilter.invoke", "surrounds a call",
          "HubFilter.connected", "surrounds a connection",
          "HubFilter.disconnected", "surrounds an end",
          "NegotiateRedirector.redirect", "names another server",
          "RedirectedRefresher.refresh", "asks another server");

  /** A hub that fails. */
  public static class FailingHub extends Hub {
    /** Fails. */
    public void fail() {
      throw new HubException("says the test");
    }
  }

  @Test
  void allAreAudited() throws Exception {
    Set<String> expected = new TreeSet<>(AUDITED.keySet());
    expected.addAll(OF_THE_APPLICATION.keySet());

    assertThat(methodsWithStages()).isEqualTo(expected);
  }

  private static Set<String> methodsWithStages() throws Exception {
    Set<String> found = new TreeSet<>();
    Path classes = Path.of(Hub.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (String folder : new String[] {"dev/nave/hub", "dev/nave/hub/testing"}) {
      try (Stream<Path> files = Files.list(classes.resolve(folder))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          String name = file.getFileName().toString().replace(".class", "");
          if (!name.equals("package-info")) {
            add(Class.forName(folder.replace('/', '.') + "." + name), found);
          }
        }
      }
    }
    return found;
  }

  /** What a server module implements is no stage for an application. */
  private static void add(Class<?> type, Set<String> found) {
    if (!isVisible(type) || type.getSimpleName().equals("InProcessTransport")) {
      return;
    }
    for (Method method : type.getDeclaredMethods()) {
      if ((method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
          && CompletionStage.class.isAssignableFrom(method.getReturnType())) {
        found.add(type.getSimpleName() + "." + method.getName());
      }
    }
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isVisible(outer));
  }

  @Test
  void eachSaysInItsJavadocWhatItFailsWith() throws Exception {
    for (String name : AUDITED.keySet()) {
      String type = name.substring(0, name.indexOf('.'));
      String file = type.endsWith("Next") ? "HubFilter" : type;
      String folder = type.equals("TestClient") ? "testing/" : "";
      String source =
          Files.readString(
              Path.of("src", "main", "java", "dev", "nave", "hub", folder + file + ".java"));

      assertThat(source).as(name).containsPattern("\\* .*(fails|fail with|failed with)");
    }
  }

  @Test
  void aCallOfATestFailsWithWhatItsJavadocNames() throws Exception {
    try (HubTester tester = HubTester.of("/hub", server -> server.hub("/hub", FailingHub.class));
        TestClient client = tester.connect()) {
      CompletableFuture<?> failing = client.invokeAsync(String.class, "fail");
      String[] thread = new String[1];
      @Nullable Throwable failure =
          failing
              .handle(
                  (value, thrown) -> {
                    thread[0] = Thread.currentThread().getName();
                    return thrown;
                  })
              .get(30, TimeUnit.SECONDS);

      assertThat(failure).isExactlyInstanceOf(HubInvocationException.class);
      assertThat(thread[0]).doesNotContain("loop");
    }
  }
}
