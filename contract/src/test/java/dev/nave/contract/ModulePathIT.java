package dev.nave.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.nave.backplane.Backplane;
import dev.nave.hub.Hub;
import dev.nave.hub.testkit.ModularApplication;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectMapper;

/**
 * A small application of modules that writes the client of its hub, with comments of its source.
 */
class ModulePathIT {
  private static final String DESCRIPTOR =
      """
      module example.app {
        requires dev.nave.contract;

        opens example.app to dev.nave.hub, tools.jackson.databind;
      }
      """;

  private static final String APPLICATION =
      """
      package example.app;

      import dev.nave.contract.ContractBuilder;
      import dev.nave.contract.model.HubContract;
      import dev.nave.contract.typescript.TypeScriptClient;
      import dev.nave.hub.Hub;
      import java.nio.file.Path;
      import java.util.List;

      final class Main {
        record Note(String text, int stars) {}

        static class NotesHub extends Hub {
          /** Gives a note twice the stars. */
          public Note twice(Note note) {
            return new Note(note.text(), 2 * note.stars());
          }
        }

        public static void main(String[] arguments) {
          HubContract contract =
              ContractBuilder.of(NotesHub.class, "/notes")
                  .sources(List.of(Path.of(arguments[0])))
                  .build();
          TypeScriptClient.typeScript(contract, "notes").values().forEach(System.out::println);
          Module module = ContractBuilder.class.getModule();
          System.out.println(module + " is automatic: " + module.getDescriptor().isAutomatic());
        }
      }
      """;

  private static final List<Class<?>> ONE_OF_EACH =
      List.of(
          ContractBuilder.class,
          Hub.class,
          Backplane.class,
          ObjectMapper.class,
          JsonParser.class,
          JsonFormat.class,
          Logger.class,
          NullMarked.class);

  @TempDir Path folder;

  @Test
  void anApplicationOfModulesWritesTheClientOfItsHub() throws Exception {
    assertThat(new ModularApplication(folder, ONE_OF_EACH).run(DESCRIPTOR, APPLICATION))
        .contains("Gives a note twice the stars.")
        .contains("twice(note: Note)")
        .contains("stars: number")
        .contains("module dev.nave.contract is automatic: false");
  }
}
