package dev.nave.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.Hub;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalsTest {
  @TempDir Path folder;

  /** Found in the class path of the project alone. */
  public static class TimeHub extends Hub {
    public long now(String zone) {
      return zone.length();
    }
  }

  private <M extends AbstractContractMojo> M configured(M goal) {
    HubSetting hub = new HubSetting();
    hub.className = TimeHub.class.getName();
    hub.path = "/time";
    goal.hubs = List.of(hub);
    goal.clientDirectory = folder.toFile();
    goal.asyncApiFile = folder.resolve("hubs.yaml").toFile();
    goal.title = "Times";
    goal.apiVersion = "7";
    goal.classPath =
        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    goal.sources = List.of("src/test/java");
    return goal;
  }

  @Test
  void generateWritesAClientAndADocument() throws Exception {
    configured(new GenerateMojo()).execute();

    assertThat(folder.resolve("time-hub.ts"))
        .content()
        .contains("now(zone: string): Promise<number>");
    assertThat(folder.resolve("hubs.yaml")).content().contains("title: Times");
  }

  @Test
  void generateLeavesWhatIsUpToDate() throws Exception {
    configured(new GenerateMojo()).execute();
    Path file = folder.resolve("time-hub.ts");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));

    configured(new GenerateMojo()).execute();

    assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1_000);
  }

  @Test
  void checkFailsIfAFileIsStale() throws Exception {
    assertThatThrownBy(() -> configured(new CheckMojo()).execute())
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("time-hub.ts");

    configured(new GenerateMojo()).execute();
    configured(new CheckMojo()).execute();

    Files.writeString(folder.resolve("time-hub.ts"), "// stale");
    assertThatThrownBy(() -> configured(new CheckMojo()).execute())
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("time-hub.ts; update them with mvn compile nave:generate")
        .hasMessageNotContaining("hubs.yaml");
  }

  @Test
  void filesAreNamedAsThePomSays() throws Exception {
    GenerateMojo goal = configured(new GenerateMojo());
    goal.hubs.get(0).fileName = "clock";
    goal.language = "javascript";
    goal.execute();

    assertThat(folder.resolve("clock.js")).exists();
    assertThat(folder.resolve("clock.d.ts")).exists();
  }

  @Test
  void wrongSettingsAreNamed() {
    GenerateMojo withoutPath = configured(new GenerateMojo());
    withoutPath.hubs.get(0).path = null;
    GenerateMojo inLatin = configured(new GenerateMojo());
    inLatin.language = "latin";
    GenerateMojo unknown = configured(new GenerateMojo());
    unknown.hubs.get(0).className = "no.Such";

    assertThatThrownBy(withoutPath::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("needs <className> and <path>");
    assertThatThrownBy(inLatin::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("latin");
    assertThatThrownBy(unknown::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("there is no class no.Such");
  }

  @Test
  void skippedGoalDoesNothing() throws Exception {
    GenerateMojo goal = configured(new GenerateMojo());
    goal.skip = true;
    goal.execute();

    assertThat(folder).isEmptyDirectory();
  }
}
