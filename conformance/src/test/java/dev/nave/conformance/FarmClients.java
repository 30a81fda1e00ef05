package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the official Java clients of one test, on the first server (here) and on the second
 * (elsewhere), and stops them at its end.
 */
final class FarmClients implements AutoCloseable {
  private final JavaClients here;
  private final JavaClients elsewhere;

  FarmClients(List<String> urls, Way way) {
    here = new JavaClients(urls.get(0), way);
    elsewhere = new JavaClients(urls.get(1), way);
  }

  JavaClient here() {
    return here(null);
  }

  JavaClient here(@Nullable String user) {
    return here.connect("/test", user);
  }

  JavaClient elsewhere() {
    return elsewhere(null);
  }

  JavaClient elsewhere(@Nullable String user) {
    return elsewhere.connect("/test", user);
  }

  static String idOf(JavaClient client) {
    return client.invoke(String.class, "ConnectionId");
  }

  /**
   * Asserts what comes next to each of these clients. Order is promised per topic only: what must
   * not come is shown by what comes next on the same topic.
   */
  static void assertNext(String expected, JavaClient... clients) throws InterruptedException {
    Map<Integer, String> seen = new TreeMap<>();
    Map<Integer, String> wanted = new TreeMap<>();
    for (int i = 0; i < clients.length; i++) {
      seen.put(i, clients[i].nextMessage());
      wanted.put(i, expected);
    }
    assertThat(seen).isEqualTo(wanted);
  }

  @Override
  public void close() {
    here.close();
    elsewhere.close();
  }
}
