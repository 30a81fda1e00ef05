package dev.nave.contract.generate;

import dev.nave.contract.model.WireProtocol;
import dev.nave.contract.typescript.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the generator is told on the command line. */
final class Arguments {
  static final String USAGE =
      """
      usage: --hub CLASS=PATH[=FILE_NAME] (once for each hub), and of these:
        --typescript FOLDER      writes FILE_NAME.ts
        --javascript FOLDER      writes FILE_NAME.js and FILE_NAME.d.ts
        --asyncapi FILE          writes one document of all hubs, as YAML
        --protocol json|messagepack|messagepack_as_mapped
                                 the hub protocol of the clients; json if it is missing
        --json-mapper CLASS      a Consumer<JsonMapper.Builder>, as the server has it
        --sources FOLDER         source files, for comments and names of parameters
        --title TEXT, --api-version TEXT
                                 what the document calls the application
        --check                  writes nothing, and fails if a file is not as it would be\
      """;

  /** A hub to generate something for. */
  record HubArgument(String className, String path, String fileName) {}

  final List<HubArgument> hubs = new ArrayList<>();
  final List<Path> sources = new ArrayList<>();
  @Nullable Path typeScript;
  @Nullable Path javaScript;
  @Nullable Path asyncApi;
  WireProtocol protocol = WireProtocol.JSON;
  @Nullable String jsonMapper;
  String title = "Hubs";
  String apiVersion = "1.0.0";
  boolean isCheck;

  private Arguments() {}

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it says too little, or something that is not known
   */
  static Arguments of(String... words) {
    Arguments arguments = new Arguments();
    Iterator<String> rest = Arrays.asList(words).iterator();
    while (rest.hasNext()) {
      arguments.read(rest.next(), rest);
    }
    if (arguments.hubs.isEmpty()) {
      throw new IllegalArgumentException("no --hub is given\n" + USAGE);
    }
    if (arguments.typeScript == null
        && arguments.javaScript == null
        && arguments.asyncApi == null) {
      throw new IllegalArgumentException(
          "none of --typescript, --javascript and --asyncapi is given\n" + USAGE);
    }
    return arguments;
  }

  private void read(String option, Iterator<String> rest) {
    if (option.equals("--check")) {
      isCheck = true;
      return;
    }
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " has no value or is not known\n" + USAGE);
    }
    String value = rest.next();
    switch (option) {
      case "--hub" -> hubs.add(hub(value));
      case "--typescript" -> typeScript = Path.of(value);
      case "--javascript" -> javaScript = Path.of(value);
      case "--asyncapi" -> asyncApi = Path.of(value);
      case "--protocol" -> protocol = protocol(value);
      case "--json-mapper" -> jsonMapper = value;
      case "--sources" -> sources.add(Path.of(value));
      case "--title" -> title = value;
      case "--api-version" -> apiVersion = value;
      default -> throw new IllegalArgumentException(option + " is not known\n" + USAGE);
    }
  }

  private static WireProtocol protocol(String value) {
    try {
      return WireProtocol.valueOf(value.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--protocol must be one of json, messagepack, messagepack_as_mapped but was " + value, e);
    }
  }

  private static HubArgument hub(String value) {
    String[] parts = value.split("=", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException(
          "--hub must be CLASS=PATH or CLASS=PATH=FILE_NAME but was " + value);
    }
    String simpleName =
        parts[0].substring(Math.max(parts[0].lastIndexOf('.'), parts[0].lastIndexOf('$')) + 1);
    return new HubArgument(
        parts[0], parts[1], parts.length == 3 ? parts[2] : Names.file(simpleName));
  }
}
