package dev.nave.contract.typescript;

import dev.nave.contract.model.HubContract;
import dev.nave.contract.model.HubContract.Method;
import java.util.List;

/** The code of a client, which is the same in TypeScript and JavaScript. Pure functions. */
final class ClientBody {
  private ClientBody() {}

  /** Adds what the function of a hub returns. */
  static Lines add(Lines out, HubContract contract) {
    out.open("return {").add("connection,");
    implementation(out, "invoke", contract.calls());
    implementation(out, "send", contract.calls());
    implementation(out, "stream", contract.streams());
    if (!contract.clientMethods().isEmpty()) {
      out.open("on: {");
      for (Method each : contract.clientMethods()) {
        out.add(
            Names.property(each.name())
                + ": (handler) => connection.on("
                + Names.quoted(each.name())
                + ", handler),");
      }
      out.close("},").open("off: {");
      for (Method each : contract.clientMethods()) {
        String name = Names.quoted(each.name());
        out.open(Names.property(each.name()) + ": (handler) =>")
            .add(
                "handler === undefined ? connection.off("
                    + name
                    + ") : connection.off("
                    + name
                    + ", handler),");
        out.outdent();
      }
      out.close("},");
    }
    return out.close("};");
  }

  private static void implementation(Lines out, String kind, List<Method> all) {
    if (all.isEmpty()) {
      return;
    }
    out.open(kind + ": {");
    for (Method each : all) {
      String names = String.join(", ", Names.parameters(each));
      out.add(
          Names.property(each.name())
              + ": ("
              + names
              + ") => connection."
              + kind
              + "("
              + Names.quoted(each.name())
              + (names.isEmpty() ? "" : ", " + names)
              + "),");
    }
    out.close("},");
  }
}
