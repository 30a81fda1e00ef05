package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JavaScript client in the page's folder is the official one, byte for byte. */
class VendoredClientIT {
  private static final String VERSION = "10.0.11";

  @Test
  void isTheFileOfTheNpmPackage(@TempDir Path folder) throws Exception {
    Path npm = Program.find("nave.npm", "npm");
    Path tar = Program.find("nave.tar", "tar");

    run(folder, npm.toString(), "pack", "--silent", "@microsoft/signalr@" + VERSION);
    String packed = "microsoft-signalr-" + VERSION + ".tgz";
    run(folder, tar.toString(), "-xzf", packed, "package/dist/browser/signalr.min.js");

    assertThat(folder.resolve("package/dist/browser/signalr.min.js"))
        .hasBinaryContent(vendored("signalr.min.js"));
  }

  @Test
  void standsBesideItsLicence() throws Exception {
    assertThat(new String(vendored("LICENSE.txt"), StandardCharsets.UTF_8))
        .contains("@microsoft/signalr " + VERSION, "The MIT License (MIT)");
  }

  private static byte[] vendored(String name) throws IOException {
    try (InputStream in = VendoredClientIT.class.getResourceAsStream("/page/vendor/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static void run(Path folder, String... command) throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor())
        .as("%s: %s", String.join(" ", command), Files.readString(log))
        .isZero();
  }
}
