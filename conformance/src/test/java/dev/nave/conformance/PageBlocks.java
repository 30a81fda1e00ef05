package dev.nave.conformance;

import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of a page of the documentation. Pure functions. */
final class PageBlocks {
  private PageBlocks() {}

  /** Returns what stands in the blocks of a language, in their order. */
  static List<String> of(List<String> page, String language) {
    List<String> blocks = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      if (page.get(i).equals("```" + language)) {
        int end = i + 1 + page.subList(i + 1, page.size()).indexOf("```");
        blocks.add(String.join("\n", page.subList(i + 1, end)) + "\n");
        i = end;
      }
    }
    return blocks;
  }
}
