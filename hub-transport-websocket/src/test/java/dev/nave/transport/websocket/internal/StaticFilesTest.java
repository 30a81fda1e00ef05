package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
  private final StaticFiles files = new StaticFiles("/app", name -> null);
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "/app/, index.html",
    "/app/page.html, page.html",
    "/app/a/b c.js, a/b c.js",
    "/app/a/, a/index.html",
  })
  void looksUpPlainNames(String path, String name) {
    assertThat(files.nameAt(path)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/app",
        "/application",
        "/app/../secret",
        "/app/..",
        "/app/./a",
        "/app//etc/passwd",
        "/app/.git/config",
        "/app/a/.env",
        "/app/a\\..\\b",
        "/app/C:/windows",
        "/app/a\u0000.html",
        "/app/a\nb",
      })
  void looksUpNothingElse(String path) {
    assertThat(files.nameAt(path)).isNull();
  }

  @Test
  void doesNotFollowLinksOutOfTheDirectory() throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
    Files.writeString(root.resolve("open.txt"), "open");
    Files.createSymbolicLink(root.resolve("out.txt"), secret);
    Files.createSymbolicLink(root.resolve("in.txt"), root.resolve("open.txt"));
    StaticFiles.Source source = FileSources.directory(root);

    assertThat(source.read("out.txt")).isNull();
    assertThat(source.read("in.txt")).isEqualTo("open".getBytes(StandardCharsets.UTF_8));
    assertThat(source.read("none.txt")).isNull();
  }

  @Test
  void refusesAFileThatIsTooLong() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
      file.setLength(StaticFiles.MAX_FILE_BYTES);
      assertThat(FileSources.directory(folder).read("big")).hasSize(StaticFiles.MAX_FILE_BYTES);
      file.setLength(StaticFiles.MAX_FILE_BYTES + 1L);
    }

    assertThatThrownBy(() -> FileSources.directory(folder).read("big"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void readsResourcesOfFoldersAndJarsButNoFolders() throws IOException {
    ClassLoader loader = StaticFilesTest.class.getClassLoader();
    StaticFiles.Source folders = FileSources.classPath(loader, "");
    StaticFiles.Source jar = FileSources.classPath(loader, "org/junit");

    assertThat(folders.read("web/index.html")).isNotEmpty();
    assertThat(folders.read("web")).isNull();
    assertThat(folders.read("nothing")).isNull();
    assertThat(loader.getResource("org/junit/jupiter/api/Test.class")).isNotNull();
    assertThat(jar.read("jupiter/api/Test.class")).isNull();
    assertThat(jar.read("jupiter/api/Test.CLASS")).isNull();
    assertThat(jar.read("jupiter/api")).isNull();
  }
}
