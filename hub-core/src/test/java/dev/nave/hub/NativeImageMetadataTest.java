package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the jar tells GraalVM's native-image: each name must exist, or the entry does nothing. */
class NativeImageMetadataTest {
  private static final String FILE =
      "/META-INF/native-image/dev.nave/hub-core/reachability-metadata.json";

  /** Keys of the format that an entry here may have. */
  private static final Set<String> KEYS =
      Set.of("condition", "type", "methods", "fields", "allDeclaredMethods", "allPublicMethods");

  /** Since Java 21: older JDKs lack them, and the code does without. */
  private static final Set<String> NEWER =
      Set.of("java.lang.Thread$Builder", "ofVirtual", "newThreadPerTaskExecutor");

  @Test
  void namesOnlyClassesThatExist() {
    for (JsonNode entry : entries()) {
      assertThat(KEYS).containsAll(entry.propertyNames());
      assertThat(exists(entry.get("condition").get("typeReached").asString())).isTrue();
      types(entry).forEach(type -> assertThat(exists(type)).as(type).isTrue());
    }
  }

  @Test
  void namesOnlyMembersThatExist() throws Exception {
    for (JsonNode entry : entries()) {
      String name = types(entry).get(0);
      if (isNewer(name)) {
        continue;
      }
      Class<?> type = Class.forName(name);
      for (JsonNode field : entry.path("fields")) {
        String member = field.get("name").asString();
        assertThatCode(() -> type.getDeclaredField(member)).doesNotThrowAnyException();
      }
      for (JsonNode method : entry.path("methods")) {
        if (!isNewer(method.get("name").asString())) {
          assertThat(signatures(type)).as(name).contains(signature(method));
        }
      }
    }
  }

  private static boolean exists(String type) {
    try {
      Class.forName(type, false, NativeImageMetadataTest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return isNewer(type);
    }
  }

  private static boolean isNewer(String name) {
    return Runtime.version().feature() < 21 && NEWER.contains(name);
  }

  private static List<String> types(JsonNode entry) {
    JsonNode type = entry.get("type");
    List<String> names = new ArrayList<>();
    if (type.isString()) {
      names.add(type.asString());
    } else {
      type.get("proxy").forEach(each -> names.add(each.asString()));
    }
    return names;
  }

  private static List<String> signatures(Class<?> type) {
    Stream<Executable> members =
        Stream.concat(
            Arrays.stream(type.getDeclaredMethods()),
            Arrays.stream(type.getDeclaredConstructors()));
    return members
        .map(
            member ->
                (member.getName().equals(type.getName()) ? "<init>" : member.getName())
                    + Arrays.stream(member.getParameterTypes()).map(Class::getName).toList())
        .toList();
  }

  private static String signature(JsonNode method) {
    List<String> parameters = new ArrayList<>();
    method.get("parameterTypes").forEach(each -> parameters.add(each.asString()));
    return method.get("name").asString() + parameters;
  }

  private static List<JsonNode> entries() {
    try (InputStream file = NativeImageMetadataTest.class.getResourceAsStream(FILE)) {
      assertThat(file).as(FILE).isNotNull();
      List<JsonNode> entries = new ArrayList<>();
      new JsonMapper().readTree(file).get("reflection").forEach(entries::add);
      assertThat(entries).isNotEmpty();
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
