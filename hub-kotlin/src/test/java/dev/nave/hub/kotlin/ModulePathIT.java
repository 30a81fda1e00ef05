package dev.nave.hub.kotlin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.nave.backplane.Backplane;
import dev.nave.hub.Hub;
import dev.nave.hub.testkit.ModularApplication;
import java.nio.file.Path;
import java.util.List;
import kotlin.Unit;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.jdk9.PublishKt;
import kotlinx.coroutines.reactive.ReactiveFlowKt;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectMapper;

/**
 * A small application of modules with hub methods as Kotlin compiles them. It does not require the
 * module under test, which is found as a service.
 */
class ModulePathIT {
  private static final String DESCRIPTOR =
      """
      module example.app {
        requires dev.nave.hub;
        requires kotlin.stdlib;
        requires kotlinx.coroutines.core;

        opens example.app to dev.nave.hub;
      }
      """;

  /** In Java, as no test starts a compiler of Kotlin. */
  private static final String APPLICATION =
      """
      package example.app;

      import dev.nave.hub.Hub;
      import dev.nave.hub.testing.HubTester;
      import dev.nave.hub.testing.TestClient;
      import dev.nave.hub.testing.TestStream;
      import kotlin.coroutines.Continuation;
      import kotlinx.coroutines.flow.Flow;
      import kotlinx.coroutines.flow.FlowKt;

      final class Main {
        static class NumbersHub extends Hub {
          public Object twice(int number, Continuation<? super Integer> continuation) {
            return 2 * number;
          }

          public Flow<Integer> three() {
            return FlowKt.flowOf(1, 2, 3);
          }
        }

        public static void main(String[] arguments) {
          try (HubTester tester = HubTester.of(NumbersHub.class)) {
            TestClient ann = tester.connect("ann");
            System.out.println("twice: " + ann.invoke(Integer.class, "Twice", 21));
            TestStream<Integer> three = ann.stream(Integer.class, "Three");
            System.out.println("items: " + three.expectItem() + " " + three.expectItem());
          }
          Module module = ModuleLayer.boot().findModule("dev.nave.hub.kotlin").orElseThrow();
          System.out.println(module + " is automatic: " + module.getDescriptor().isAutomatic());
        }
      }
      """;

  private static final List<Class<?>> ONE_OF_EACH =
      List.of(
          KotlinMethodAdapter.class,
          Hub.class,
          Backplane.class,
          ObjectMapper.class,
          JsonParser.class,
          JsonFormat.class,
          Logger.class,
          NullMarked.class,
          Unit.class,
          Flow.class,
          PublishKt.class,
          ReactiveFlowKt.class,
          Publisher.class);

  @TempDir Path folder;

  @Test
  void anApplicationOfModulesHasHubMethodsOfKotlin() throws Exception {
    assertThat(new ModularApplication(folder, ONE_OF_EACH).run(DESCRIPTOR, APPLICATION))
        .contains("twice: 42")
        .contains("items: 1 2")
        .contains("module dev.nave.hub.kotlin is automatic: false");
  }
}
