package dev.nave.hub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A small application of modules, {@code example.app} with a class {@code Main}: compiled with the
 * jars of libraries on the path of modules, and nothing on the class path, and started so.
 */
public final class ModularApplication {
  private final Path folder;
  private final String jars;

  /**
   * Creates one.
   *
   * @param folder for its files; empty
   * @param oneOfEach a class of each jar that is on the path of modules
   */
  public ModularApplication(Path folder, List<Class<?>> oneOfEach) {
    this.folder = folder;
    jars = oneOfEach.stream().map(ModularApplication::jar).collect(Collectors.joining(separator()));
  }

  /**
   * Compiles and starts it, and waits two minutes at most. Its argument is the folder of its
   * sources.
   *
   * @param descriptor the text of {@code module-info.java}
   * @param main the text of {@code Main.java}
   * @return what it printed
   * @throws AssertionError if it is not compiled, ends with another status than 0, or does not end
   */
  public String run(String descriptor, String main) throws Exception {
    Path sources = Files.createDirectories(folder.resolve("sources/example/app"));
    Path classes = folder.resolve("classes");
    Path module = Files.writeString(folder.resolve("sources/module-info.java"), descriptor);
    Path application = Files.writeString(sources.resolve("Main.java"), main);
    execute("javac", "-parameters", "-p", jars, "-d", classes, module, application);
    return execute(
        "java",
        "-p",
        jars + separator() + classes,
        "-m",
        "example.app/example.app.Main",
        folder.resolve("sources"));
  }

  private static String separator() {
    return File.pathSeparator;
  }

  private static String jar(Class<?> type) {
    String jar =
        Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
            .toString();
    assertThat(jar).endsWith(".jar");
    return jar;
  }

  private String execute(String program, Object... arguments) throws Exception {
    Path output = folder.resolve(program + ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", program).toString());
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    String printed = Files.readString(output);
    assertThat(ended && process.waitFor() == 0).as("%s: %s", program, printed).isTrue();
    return printed;
  }
}
