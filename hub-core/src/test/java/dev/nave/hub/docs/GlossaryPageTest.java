package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the entries of {@code docs/glossary.md} in one form. */
class GlossaryPageTest {
  private static final Pattern ENTRY =
      Pattern.compile("(?ms)^- \\*\\*(.+?)\\*\\*: (.+?)(?=^- |\\z)");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]+]\\([^)]+\\)\\s*$");
  private static final Pattern END_OF_SENTENCE = Pattern.compile("\\.(?=\\s|$)");

  private record Entry(String term, String text) {}

  private final List<Entry> entries =
      ENTRY
          .matcher(String.join("\n", Pages.lines(Pages.docs().resolve("glossary.md"))))
          .results()
          .map(entry -> new Entry(entry.group(1), entry.group(2)))
          .toList();

  @Test
  void termsAreInTheOrderOfTheAlphabetAndThereOnce() {
    List<String> terms =
        entries.stream().map(entry -> entry.term().toLowerCase(Locale.ROOT)).toList();

    assertThat(terms).hasSizeGreaterThan(40).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void eachEntryIsTwoSentencesAndALink() {
    for (Entry entry : entries) {
      assertThat(entry.text()).as(entry.term()).containsPattern(LINK);
      String prose = LINK.matcher(entry.text()).replaceFirst("");
      assertThat(END_OF_SENTENCE.matcher(prose).results()).as(entry.term()).hasSize(2);
    }
  }

  @Test
  void wordsThatOtherPagesRestOnAreThere() {
    assertThat(entries.stream().map(Entry::term))
        .contains("Hub", "Connection", "Group", "User", "Invocation", "Transport", "Backplane")
        .contains("Negotiation", "Handshake", "Hub protocol", "Envelope", "Node", "Topic");
  }
}
