package dev.nave.contract;

import dev.nave.hub.Hub;
import dev.nave.hub.HubMethodName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Types and names that are hard to write in TypeScript, and a hub that has them. */
@SuppressWarnings("IdentifierName")
final class OddTypes {
  private OddTypes() {}

  /** What is inherited is of a type variable. */
  abstract static class GenericHub<T> extends Hub {
    /** Returns null for null. */
    public @Nullable T maybe(@Nullable T value) {
      return value;
    }

    public Holder<T> hold(Holder<T> value) {
      return value;
    }
  }

  /** Has a property that may be null whatever its type is. */
  public static class Holder<T> {
    public @Nullable T held;
  }

  /** A list of itself. */
  static class Tree extends ArrayList<Tree> {
    private static final long serialVersionUID = 1;
  }

  enum Color {
    RED,
    GREEN
  }

  record string(String function, int delete, boolean in, String constructor) {}

  record Maps(
      Map<Color, Integer> byEnum, Map<Integer, String> byNumber, Map<String, List<string>> lists) {}

  record Optionals(
      Optional<List<@Nullable String>> list, List<Optional<Integer>> items, Optional<Maps> maps) {}

  record Page<T>(List<T> items) {}

  /** Has them all. */
  public static class OddTypesHub extends GenericHub<String> {
    public Tree tree(int depth) {
      Tree tree = new Tree();
      if (depth > 0) {
        tree.add(tree(depth - 1));
      }
      return tree;
    }

    public string keyword(string value) {
      return value;
    }

    public Maps maps(Maps value) {
      return value;
    }

    public Optionals optionals(Optionals value) {
      return value;
    }

    public Page<Page<Map<String, List<Color>>>> nested(Page<Page<Map<String, List<Color>>>> value) {
      return value;
    }

    @HubMethodName("toString")
    public String text(String value) {
      return value;
    }

    @HubMethodName("constructor")
    public String constructed(String value) {
      return value;
    }

    @HubMethodName("__proto__")
    public String prototype(String value) {
      return value;
    }

    public String $dollar$(String $value) {
      return $value;
    }

    @HubMethodName("say \"hi\" \\ */ größe `${1}`")
    @SuppressWarnings("UnicodeInCode") // Clients see the name of the parameter.
    public String quoted(String größe) {
      return größe;
    }
  }
}
