package dev.nave.contract.typescript;

import dev.nave.contract.model.HubContract.Method;
import dev.nave.contract.model.HubContract.Parameter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What things are called in TypeScript. Pure functions. */
public final class Names {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  /**
   * Words that are no names of parameters or functions, and names that the generated code has
   * already.
   */
  private static final Set<String> TAKEN =
      Set.of(
          "arguments",
          "await",
          "break",
          "case",
          "catch",
          "class",
          "connection",
          "const",
          "continue",
          "debugger",
          "default",
          "delete",
          "do",
          "else",
          "enum",
          "eval",
          "export",
          "extends",
          "false",
          "finally",
          "for",
          "function",
          "if",
          "implements",
          "import",
          "in",
          "instanceof",
          "interface",
          "let",
          "new",
          "null",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "static",
          "super",
          "switch",
          "this",
          "throw",
          "true",
          "try",
          "typeof",
          "var",
          "void",
          "while",
          "with",
          "yield");

  private Names() {}

  /**
   * Returns the name of a property or method, in quotes if it needs them: {@code new(..)} would be
   * the constructor of the type, and {@code __proto__: ..} the prototype of the object.
   */
  static String property(String name) {
    if (name.equals("__proto__")) {
      return "[\"__proto__\"]";
    }
    return IDENTIFIER.matcher(name).matches() && !name.equals("new") ? name : quoted(name);
  }

  /** Returns the names of a method's parameters, all different. */
  static List<String> parameters(Method method) {
    Set<String> all = new LinkedHashSet<>();
    for (Parameter each : method.parameters()) {
      String name = parameter(each.name());
      while (!all.add(name)) {
        name += "_";
      }
    }
    return List.copyOf(all);
  }

  private static String parameter(String name) {
    return TAKEN.contains(name) || !IDENTIFIER.matcher(name).matches()
        ? name.replaceAll("[^A-Za-z0-9_$]", "_") + "_"
        : name;
  }

  /** Returns a text as a literal. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == '\u007f' || c == '\u2028' || c == '\u2029') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /**
   * Returns the name of the function that makes a typed client: {@code chatHub} of ChatHub, and
   * {@code importHub} of Import.
   */
  static String function(String hub) {
    String name = Character.toLowerCase(hub.charAt(0)) + hub.substring(1);
    return TAKEN.contains(name) ? name + "Hub" : name;
  }

  /** Returns the name of a hub's file without its extension: {@code chat-hub} of ChatHub. */
  public static String file(String hub) {
    return hub.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
