package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.nave.backplane.Backplane;
import dev.nave.hub.testkit.ModularApplication;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectMapper;

/** A small application of modules, compiled and started with the jars. */
class ModulePathIT {
  private static final String DESCRIPTOR =
      """
      module example.app {
        requires dev.nave.hub;

        opens example.app to dev.nave.hub, tools.jackson.databind;
      }
      """;

  /** Not public, so that the server and Jackson need the package opened. */
  private static final String APPLICATION =
      """
      package example.app;

      import dev.nave.backplane.Backplane;
      import dev.nave.hub.AbstractHub;
      import dev.nave.hub.TypedHub;
      import dev.nave.hub.testing.HubTester;
      import dev.nave.hub.testing.TestClient;

      final class Main {
        record Note(String text, int stars) {}

        interface Board {
          void posted(Note note);

          default void greeted(String name) {
            posted(new Note("hello " + name, 5));
          }
        }

        static class NotesHub extends TypedHub<Board> {
          public Note twice(Note note) {
            clients().caller().greeted("ann");
            return new Note(note.text(), 2 * note.stars());
          }
        }

        public static void main(String[] arguments) {
          try (HubTester tester = HubTester.of(NotesHub.class)) {
            TestClient ann = tester.connect("ann");
            System.out.println(ann.invoke(Note.class, "Twice", new Note("tea", 2)));
            System.out.println(ann.expect("posted").argument(0, Note.class));
          }
          for (Class<?> type : new Class<?>[] {AbstractHub.class, Backplane.class}) {
            var module = type.getModule().getDescriptor();
            System.out.println(module.name() + " is automatic: " + module.isAutomatic());
          }
        }
      }
      """;

  /** What is needed at run time, and nothing else: all of it is on the path of modules. */
  private static final List<Class<?>> ONE_OF_EACH =
      List.of(
          AbstractHub.class,
          Backplane.class,
          ObjectMapper.class,
          JsonParser.class,
          JsonFormat.class,
          Logger.class,
          NullMarked.class);

  @TempDir Path folder;

  @Test
  void anApplicationOfModulesServesAHub() throws Exception {
    assertThat(new ModularApplication(folder, ONE_OF_EACH).run(DESCRIPTOR, APPLICATION))
        .contains("Note[text=tea, stars=4]")
        .contains("Note[text=hello ann, stars=5]")
        .contains("dev.nave.hub is automatic: false")
        .contains("dev.nave.backplane is automatic: false");
  }
}
