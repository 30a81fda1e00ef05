package dev.nave.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fenced blocks of a page of the documentation. Pure functions. */
final class PageBlocks {
  /** The end of a paragraph, such as {@code The first is `pom.xml`:}, that says what comes. */
  private static final Pattern FILE = Pattern.compile(".*`([\\w./-]+)`:");

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

  /** Returns what stands in each block whose paragraph ends with the name of a file, by that. */
  static Map<String, String> files(List<String> page) {
    Map<String, String> files = new LinkedHashMap<>();
    for (int i = 2; i < page.size(); i++) {
      Matcher file = FILE.matcher(page.get(i - 2));
      if (page.get(i).matches("```\\w+") && page.get(i - 1).isEmpty() && file.matches()) {
        String language = page.get(i).substring("```".length());
        String block = of(page.subList(i, page.size()), language).get(0);
        if (files.put(file.group(1), block) != null) {
          throw new IllegalArgumentException("the page has " + file.group(1) + " twice");
        }
      }
    }
    return files;
  }
}
