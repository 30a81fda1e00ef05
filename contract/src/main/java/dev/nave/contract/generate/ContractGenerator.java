package dev.nave.contract.generate;

import dev.nave.contract.ContractBuilder;
import dev.nave.contract.asyncapi.AsyncApiDocument;
import dev.nave.contract.generate.Arguments.HubArgument;
import dev.nave.contract.model.HubContract;
import dev.nave.contract.model.WireProtocol;
import dev.nave.contract.typescript.TypeScriptClient;
import dev.nave.hub.AbstractHub;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes typed clients and AsyncAPI documents, or checks that they are up to date: the program for
 * builds other than Maven's. The classes of the hubs are found on the class path.
 */
public final class ContractGenerator {
  private static final int DONE = 0;
  private static final int STALE = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final int INPUT_OUTPUT_FAILED = 3;
  private static final int FAILED = 4;

  private final Arguments arguments;
  private final ClassLoader classes;
  private final Consumer<String> warnings;

  private ContractGenerator(Arguments arguments, ClassLoader classes, Consumer<String> warnings) {
    this.arguments = arguments;
    this.classes = classes;
    this.warnings = warnings;
  }

  /**
   * Runs. It exits with 0 if all is done or up to date, with 1 if files are stale, with 2 if the
   * arguments are wrong or a class cannot be loaded, with 3 if a file cannot be read or written,
   * and with 4 if anything else fails.
   */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] words) {
    int code = run(System.out, System.err, words);
    if (code != DONE) {
      System.exit(code);
    }
  }

  static int run(PrintStream out, PrintStream err, String... words) {
    List<String> files;
    try {
      files = run(err::println, words);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return WRONG_ARGUMENTS;
    } catch (UncheckedIOException e) {
      err.println(e.getMessage() + ": " + e.getCause());
      return INPUT_OUTPUT_FAILED;
    } catch (RuntimeException | Error e) { // Uncaught, it would exit with 1: stale files.
      e.printStackTrace(err);
      return FAILED;
    }
    boolean isCheck = List.of(words).contains("--check");
    for (String file : files) {
      (isCheck ? err : out).println((isCheck ? "stale: " : "wrote ") + file);
    }
    if (!isCheck || files.isEmpty()) {
      return DONE;
    }
    err.println("The same command without --check updates what is stale.");
    return STALE;
  }

  /** Does what the arguments say, as {@link #run(Consumer, String...)}, without warnings. */
  public static List<String> run(String... words) {
    return run(warning -> {}, words);
  }

  /**
   * Does what the arguments say, with the classes of the calling thread's context class loader.
   *
   * @param warnings takes a sentence for each Java type of which it is not known what is written
   * @return the files that were written, or with {@code --check} those that are stale; files whose
   *     text would be the same are neither
   * @throws IllegalArgumentException if an argument is wrong, or a server would refuse a hub
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public static List<String> run(Consumer<String> warnings, String... words) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return new ContractGenerator(
            Arguments.of(words),
            context == null ? ContractGenerator.class.getClassLoader() : context,
            warnings)
        .run();
  }

  private List<String> run() {
    List<String> changed = new ArrayList<>();
    files()
        .forEach(
            (path, text) -> {
              if (!isThere(path, text)) {
                changed.add(path.toString());
                if (!arguments.isCheck) {
                  write(path, text);
                }
              }
            });
    return changed;
  }

  private Map<Path, String> files() {
    Map<Path, String> files = new LinkedHashMap<>();
    List<HubContract> documented = new ArrayList<>();
    for (HubArgument hub : arguments.hubs) {
      HubContract contract = contract(hub, arguments.protocol);
      contract
          .unknown()
          .forEach(each -> warnings.accept("warning: " + hub.className() + ": " + each));
      if (arguments.typeScript != null) {
        put(files, arguments.typeScript, TypeScriptClient.typeScript(contract, hub.fileName()));
      }
      if (arguments.javaScript != null) {
        put(files, arguments.javaScript, TypeScriptClient.javaScript(contract, hub.fileName()));
      }
      documented.add(
          arguments.protocol == WireProtocol.JSON ? contract : contract(hub, WireProtocol.JSON));
    }
    if (arguments.asyncApi != null) {
      files.put(
          arguments.asyncApi,
          AsyncApiDocument.yaml(arguments.title, arguments.apiVersion, documented));
    }
    return files;
  }

  private static void put(Map<Path, String> files, Path folder, Map<String, String> texts) {
    texts.forEach(
        (name, text) -> {
          if (files.put(folder.resolve(name), text) != null) {
            throw new IllegalArgumentException(
                "two hubs have the file " + name + "; give one a name with --hub CLASS=PATH=NAME");
          }
        });
  }

  private HubContract contract(HubArgument hub, WireProtocol protocol) {
    try {
      return ContractBuilder.of(hubClass(hub.className()), hub.path())
          .protocol(protocol)
          .jsonMapper(jsonMapper())
          .sources(arguments.sources)
          .build();
    } catch (LinkageError e) { // Its parameters and results are loaded when they are looked at.
      throw new IllegalArgumentException(
          hub.className() + " cannot be loaded with this class path: " + e, e);
    }
  }

  private Class<? extends AbstractHub> hubClass(String name) {
    Class<?> found = load(name);
    if (!AbstractHub.class.isAssignableFrom(found)) {
      throw new IllegalArgumentException(name + " is no hub: it does not extend Hub or TypedHub");
    }
    return found.asSubclass(AbstractHub.class);
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, false, classes);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("there is no class " + name + " on the class path", e);
    }
  }

  @SuppressWarnings("unchecked") // Another consumer fails with what it is called with.
  private Consumer<JsonMapper.Builder> jsonMapper() {
    String name = arguments.jsonMapper;
    if (name == null) {
      return mapper -> {};
    }
    try {
      var constructor = load(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      return (Consumer<JsonMapper.Builder>) constructor.newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          "--json-mapper needs a Consumer with a constructor without arguments, but "
              + name
              + " is none",
          e);
    }
  }

  private static boolean isThere(Path path, String text) {
    try {
      return Files.isRegularFile(path) && Files.readString(path).replace("\r\n", "\n").equals(text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  private static void write(Path path, String text) {
    try {
      @Nullable Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(path, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }
}
