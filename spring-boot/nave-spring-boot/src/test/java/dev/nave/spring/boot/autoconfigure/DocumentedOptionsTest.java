package dev.nave.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.options.DeclaredOptions;
import dev.nave.backplane.options.Option;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.hub.HubOptions;
import dev.nave.hub.ServerOptions;
import dev.nave.transport.servlet.ServletTransport;
import dev.nave.transport.websocket.WebSocketTransport;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the metadata of the properties what the options declare. */
class DocumentedOptionsTest {
  private static final Path FILE =
      Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");
  private static final Path EXPECTED = Path.of("target/spring-configuration-metadata.json");
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (.*?) \\| (.*) \\|");
  private static final Pattern NUMBER = Pattern.compile("([\\d,]+)( bytes| characters| items)?");
  private static final Pattern TIME = Pattern.compile("(\\d+) (ms|s|min|m|h)");
  private static final Pattern CODES = Pattern.compile("`([^`]+)`(?:, `([^`]+)`)*");

  @Test
  void everyOptionIsAPropertyWithItsTypeItsMeaningAndItsDefault() throws IOException {
    List<Map<String, Object>> properties = new ArrayList<>();
    for (String[] own : OWN) {
      properties.add(property(own[0], own[1], own[2], own[3].isEmpty() ? null : own[3]));
    }
    addAll(properties, "nave.hub.", "dev.nave.hub.HubOptionDeclarations", HubOptions.Builder.class);
    addAll(
        properties,
        "nave.server.",
        "dev.nave.hub.ServerOptionDeclarations",
        ServerOptions.Builder.class);
    addAll(
        properties,
        "nave.netty.",
        "dev.nave.transport.websocket.TransportOptionDeclarations",
        WebSocketTransport.builder().getClass());
    addAll(
        properties,
        "nave.servlet.",
        "dev.nave.transport.servlet.ServletOptionDeclarations",
        ServletTransport.builder().getClass());
    addAll(
        properties,
        "nave.redis.",
        "dev.nave.backplane.redis.RedisSettings",
        RedisOptions.Builder.class);
    String json =
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(Map.of("properties", properties))
            + "\n";
    Files.createDirectories(EXPECTED.getParent());
    Files.writeString(EXPECTED, json);

    assertThat(properties.size()).isGreaterThan(120);
    String present = Files.exists(FILE) ? Files.readString(FILE) : "";
    assertThat(present.equals(json))
        .as("the metadata is up to date; if not: copy %s to %s", EXPECTED, FILE)
        .isTrue();
  }

  /** What a connection string shows once it is set, be it to its default; and what is no option. */
  private static final Set<String> SHOWN_ONCE_SET = Set.of("reconnect-policy", "enabled");

  /** Name, type, meaning, default. */
  private static final String[][] OWN = {
    {
      "nave.enabled", "java.lang.Boolean", "Whether the hubs of the application are served.", "true"
    },
    {
      "nave.hubs",
      "java.util.Map<java.lang.String,java.util.Map<java.lang.String,java.lang.String>>",
      "Options of one hub, by the name of its class: nave.hubs.chat-hub.max-message-bytes. The names"
          + " are those of nave.hub.",
      ""
    },
    {
      "nave.hub-executor",
      "java.lang.String",
      "Name of the bean on which hub methods run, such as applicationTaskExecutor. Default: the hub"
          + " server's own threads.",
      ""
    },
    {
      "nave.transport",
      "java.lang.String",
      "What listens for clients: servlet or netty. Default: servlet, if there is a servlet container.",
      ""
    },
    {
      "nave.close-on-session-end",
      "java.lang.Boolean",
      "Whether connections end with the HTTP session that they came with.",
      "true"
    },
    {
      "nave.health.readiness",
      "java.lang.Boolean",
      "Whether the hub server is a member of the health group readiness.",
      "true"
    },
    {
      "management.health.nave.enabled",
      "java.lang.Boolean",
      "Whether the health of the hub server is shown.",
      "true"
    },
    {
      "nave.redis.enabled",
      "java.lang.Boolean",
      "Whether servers are linked over Redis. Default: if nave.redis.url, nave.redis.endpoints or"
          + " spring.data.redis says where it is.",
      ""
    },
    {
      "nave.redis.url",
      "java.lang.String",
      "Connection string of StackExchange.Redis or redis:// URI. Default: what spring.data.redis"
          + " says.",
      ""
    },
  };

  private static void addAll(
      List<Map<String, Object>> properties, String prefix, String declarations, Class<?> builder) {
    for (Option<?> option : declared(declarations).all()) {
      Matcher row = ROW.matcher(option.tableRow());
      assertThat(row.matches()).as(option.tableRow()).isTrue();
      if (option.hasText() && !(prefix.equals("nave.netty.") && option.name().equals("port"))) {
        properties.add(property(prefix, option, row.group(2), row.group(3), builder));
      } else if (option.hasText()) {
        properties.add(
            property(
                prefix + "port",
                "java.lang.Integer",
                "The port of the hub server on Netty; 0: the system chooses.",
                NettyTransportAutoConfiguration.DEFAULT_PORT));
      }
    }
  }

  private static DeclaredOptions declared(String type) {
    try {
      var field = Class.forName(type).getDeclaredField("DECLARED");
      field.setAccessible(true);
      return (DeclaredOptions) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Map<String, Object> property(
      String prefix, Option<?> option, String usual, String summary, Class<?> builder) {
    Object value = defaultValue(usual);
    String meaning = plain(summary);
    String text =
        Character.toUpperCase(meaning.charAt(0))
            + meaning.substring(1)
            + (value == null ? ". Default: " + plain(usual) + "." : ".");
    return property(prefix + hyphenated(option.name()), type(option, builder), text, value);
  }

  private static Map<String, Object> property(
      String name, String type, String description, @Nullable Object value) {
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("name", name);
    property.put("type", type);
    property.put("description", description);
    if (value != null) {
      boolean bool = type.equals("java.lang.Boolean") && value instanceof String;
      property.put("defaultValue", bool ? Boolean.valueOf((String) value) : value);
    }
    return property;
  }

  /** Returns the default as a property has it; null if the page has words instead. */
  private static @Nullable Object defaultValue(String usual) {
    Matcher number = NUMBER.matcher(usual);
    Matcher time = TIME.matcher(usual);
    Matcher codes = CODES.matcher(usual);
    if (usual.equals("true") || usual.equals("false")) {
      return Boolean.valueOf(usual);
    } else if (number.matches()) {
      return Long.valueOf(number.group(1).replace(",", ""));
    } else if (time.matches()) {
      return time.group(1) + time.group(2).replace("min", "m");
    } else if (codes.matches()) {
      String[] values = usual.replace("`", "").split(", ", -1);
      if (values.length > 1) {
        return values;
      }
      return values[0].matches("[A-Z_]+") // A constant.
          ? values[0].toLowerCase(Locale.ROOT).replace('_', '-')
          : values[0];
    }
    return null;
  }

  private static String plain(String markdown) {
    return markdown
        .replace("; see below", "")
        .replaceAll(" ?\\(\\[[^\\]]+]\\([^)]*\\)\\)", "")
        .replace("`", "")
        .strip();
  }

  private static String type(Option<?> option, Class<?> builder) {
    Method setter =
        Arrays.stream(builder.getMethods())
            .filter(method -> method.getName().equals(option.name()))
            .filter(method -> method.getParameterCount() == 1)
            .findFirst()
            .orElse(null);
    if (setter == null) {
      return "java.lang.String";
    }
    Class<?> type = setter.getParameterTypes()[0];
    if (option.name().endsWith("Bytes") || type == char[].class || type == Path.class) {
      return "java.lang.String";
    } else if (type == int.class || type == long.class) {
      return type == int.class ? "java.lang.Integer" : "java.lang.Long";
    } else if (type == boolean.class) {
      return "java.lang.Boolean";
    } else if (type == Duration.class || type.isEnum()) {
      return type.getName();
    } else if (type == Set.class || type == List.class || type.isArray()) {
      boolean texts =
          !(setter.getGenericParameterTypes()[0] instanceof ParameterizedType generic)
              || generic.getActualTypeArguments()[0] == String.class;
      return "java.util."
          + (texts || type == List.class
              ? "List<java.lang.String>"
              : "Set<"
                  + ((ParameterizedType) setter.getGenericParameterTypes()[0])
                      .getActualTypeArguments()[0].getTypeName()
                  + ">");
    }
    return "java.lang.String";
  }

  private static String hyphenated(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  @Test
  void everyPropertyThatIsNoOptionStandsOnThePage() throws IOException {
    String page = Files.readString(Path.of("../../docs/spring-boot.md"));

    assertThat(Arrays.stream(OWN).map(own -> own[0]).filter(name -> !page.contains(name)))
        .containsOnly("nave.hubs", "management.health.nave.enabled");
  }

  @Test
  void everyDefaultOfTheMetadataIsAcceptedAndChangesNothing() {
    String hubs = HubOptions.builder().build().toString();
    String server = ServerOptions.builder().build().toString();
    String netty = WebSocketTransport.builder().port(1).toString();
    String servlet = ServletTransport.builder().toString();
    String redis = RedisOptions.builder().build().connectionString();
    Map<String, Object> file = JsonMapper.shared().readValue(FILE, new TypeReference<>() {});
    for (Object each : (List<?>) Objects.requireNonNull(file.get("properties"))) {
      Map<?, ?> property = (Map<?, ?>) each;
      String name = String.valueOf(property.get("name"));
      Object value = property.get("defaultValue");
      if (value == null) {
        continue;
      }
      String text =
          value instanceof List<?> list
              ? String.join(",", list.stream().map(String::valueOf).toList())
              : value.toString();
      String option = name.substring(name.indexOf('.', 5) + 1);
      if (name.startsWith("nave.hub.")) {
        assertThat(HubOptions.builder().set(option, text).build()).as(name).hasToString(hubs);
      } else if (name.startsWith("nave.server.")) {
        assertThat(ServerOptions.builder().set(option, text).build()).as(name).hasToString(server);
      } else if (name.startsWith("nave.netty.") && !option.equals("port")) {
        assertThat(WebSocketTransport.builder().port(1).set(option, text))
            .as(name)
            .hasToString(netty);
      } else if (name.startsWith("nave.servlet.")) {
        assertThat(ServletTransport.builder().set(option, text)).as(name).hasToString(servlet);
      } else if (name.startsWith("nave.redis.") && !SHOWN_ONCE_SET.contains(option)) {
        assertThat(RedisOptions.builder().set(option, text).build().connectionString())
            .as(name)
            .isEqualTo(redis);
      }
    }
  }
}
