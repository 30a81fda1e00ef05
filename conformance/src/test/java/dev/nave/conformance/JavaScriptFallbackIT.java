package dev.nave.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets the official JavaScript client connect through a proxy that breaks WebSockets: it has to
 * find a transport by itself. Needs Node and nginx.
 */
class JavaScriptFallbackIT {
  @RegisterExtension static final RunningServer server = new RunningServer();

  @TestFactory
  Stream<DynamicTest> theClientFallsBackByItself(@TempDir Path folder) throws Exception {
    return JavaScriptProject.requirement()
        .and(NginxProxy.requirement())
        .tests(
            () -> {
              try (NginxProxy proxy = NginxProxy.start(folder, server.url())) {
                return NotYet.nothing()
                    .tests(JavaScriptProject.play("fallback", List.of(proxy.url())));
              }
            });
  }
}
