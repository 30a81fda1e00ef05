package dev.nave.hub.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

class StrictJsonFactoryTest {
  private final StrictJsonFactory factory = new StrictJsonFactory(new JsonFactoryBuilder());

  @Test
  void keepsTheNamesThatMessagesHaveAgainAndAgain() throws Exception {
    read("{'type':1,'target':'t'}");
    read("{'type':1,'target':'t'}");
    assertThat(keptNames()).isEqualTo(2);
  }

  @Test
  void keepsNoLongNamesThatClientsMakeUp() throws Exception {
    for (int i = 0; i < 10; i++) {
      read("{'type':1,'" + i + "x".repeat(30_000) + "':0}");
    }
    assertThat(keptNames()).isZero();
    read("{'type':1}");
    assertThat(keptNames()).isEqualTo(1);
  }

  private void read(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
    try (JsonParser parser =
        factory.createParser(ObjectReadContext.empty(), bytes, 0, bytes.length)) {
      while (parser.nextToken() != null) {
        assertThat(parser.currentToken()).isNotNull();
      }
    }
  }

  private int keptNames() throws Exception {
    Field names = JsonFactory.class.getDeclaredField("_byteSymbolCanonicalizer");
    names.setAccessible(true);
    return ((ByteQuadsCanonicalizer) names.get(factory)).size();
  }
}
