package dev.nave.hub.internal.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.protocol.ProtocolException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

class StrictJsonFactoryTest {
  private static final JsonFactory MESSAGES =
      StrictJson.forMessages(List.of("type", "target", "allowReconnect", "invocationId"));

  /** Returns the names of an object, as the parser tells them. */
  private static List<String> names(byte[] json) throws ProtocolException {
    List<String> found = new ArrayList<>();
    try (JsonParser parser = StrictJson.openObject(MESSAGES, json, 0, json.length)) {
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        found.add(name);
        parser.nextToken();
        parser.skipChildren();
      }
    }
    return found;
  }

  @Test
  void findsTheNamesThatMessagesHaveHoweverTheyAreWrittenAndNoOthers() throws Exception {
    String json =
        "{'allowReconnect':1, 'Type':2,'type' : 3,'':4,'t':5,'\\u0074ype':6,'targe':7,'target':8,"
            + "'invocationId':9,'tar\u00e9get':10,'types':11,'other':{'type':12},'allowReconnecting'"
            + ":13,'invocationI':14,'target':15}";
    assertThat(names(json.replace('\'', '"').getBytes(UTF_8)))
        .containsExactly(
            "allowReconnect",
            "",
            "type",
            "",
            "",
            "type",
            "",
            "target",
            "invocationId",
            "tar\u00e9get",
            "",
            "",
            "",
            "",
            "target");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\u00ff", "\u00e9", "abcd\u00e9", "abcdefgh\u00c3", "abcdefghijklmnopq\u00e9r"})
  void aNameThatIsNoUtf8IsNoJson(String name) {
    for (String json : List.of("{\"%s\":1}", "{\"type\":{\"%s\":1}}")) {
      byte[] bytes = json.formatted(name).getBytes(ISO_8859_1);
      assertThatThrownBy(() -> names(bytes)).isInstanceOf(JacksonException.class);
    }
  }

  @Test
  void keepsNoNamesOfValues() throws Exception {
    JsonFactory factory = StrictJson.forValues();
    int before = keptNames(factory);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = ("{\"name" + i + "\":1}").getBytes(UTF_8);
      try (JsonParser parser =
          factory.createParser(ObjectReadContext.empty(), bytes, 0, bytes.length)) {
        parser.nextToken();
        assertThat(parser.nextName()).isEqualTo("name" + i);
        while (parser.nextToken() != null) {
          assertThat(parser.currentToken()).isNotNull();
        }
      }
    }
    assertThat(keptNames(factory)).isEqualTo(before).isZero();
  }

  private static int keptNames(JsonFactory factory) throws Exception {
    Field names = JsonFactory.class.getDeclaredField("_byteSymbolCanonicalizer");
    names.setAccessible(true);
    return ((ByteQuadsCanonicalizer) names.get(factory)).size();
  }
}
