package dev.nave.contract.asyncapi;

import static dev.nave.contract.asyncapi.JsonSchemas.map;

import dev.nave.contract.model.HubContract.Method;
import dev.nave.contract.model.HubContract.Parameter;
import dev.nave.contract.model.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The messages of a hub's methods, as the JSON protocol writes them.
 *
 * <p>Source: HubProtocol.md, "JSON Encoding": 1 is an invocation, 2 an item of a stream, 3 a
 * completion, 4 an invocation that is answered with a stream.
 */
final class HubMessages {
  private static final int INVOCATION = 1;
  private static final int STREAM_ITEM = 2;
  private static final int COMPLETION = 3;
  private static final int STREAM_INVOCATION = 4;

  private final JsonSchemas schemas;
  private final Map<String, Object> messages = new LinkedHashMap<>();

  HubMessages(JsonSchemas schemas) {
    this.schemas = schemas;
  }

  /** Returns all messages so far, by their names in the channel. */
  Map<String, Object> all() {
    return messages;
  }

  /** Adds what calls a method, and returns its names: the call, and the items of uploads. */
  List<String> call(String id, Method method) {
    List<String> names = new ArrayList<>();
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("type", map("const", method.isStream() ? STREAM_INVOCATION : INVOCATION));
    properties.put("target", map("const", method.name()));
    properties.put(
        "arguments",
        schemas.tuple(
            method.parameters().stream()
                .filter(each -> !each.isStream())
                .map(Parameter::type)
                .toList()));
    properties.put("invocationId", map("type", "string"));
    List<Parameter> uploads = method.parameters().stream().filter(Parameter::isStream).toList();
    if (!uploads.isEmpty()) {
      Map<String, Object> ids = map("type", "array", "items", map("type", "string"));
      ids.put("minItems", uploads.size());
      ids.put("maxItems", uploads.size());
      properties.put("streamIds", ids);
    }
    String summary = "Calls " + method.name() + arguments(method) + ".";
    names.add(add(id, method.name(), summary, properties, 3));
    for (Parameter each : uploads) {
      String name = id + "." + DocumentNames.of(each.name());
      String item = "An item of the stream " + each.name() + ".";
      names.add(item(name, method.name(), item, each.type()));
    }
    return names;
  }

  private static String arguments(Method method) {
    return method.parameters().stream()
        .map(Parameter::name)
        .toList()
        .toString()
        .replace('[', '(')
        .replace(']', ')');
  }

  /** Adds what answers a call, and returns its names. */
  List<String> answer(String id, Method method) {
    List<String> names = new ArrayList<>();
    Map<String, Object> completion = new LinkedHashMap<>();
    completion.put("type", map("const", COMPLETION));
    completion.put("invocationId", map("type", "string"));
    Optional<ValueType> result = method.result();
    if (method.isStream()) {
      ValueType item = result.orElse(ValueType.ANY);
      names.add(item(id + ".item", method.name(), "An item of the result.", item));
    } else {
      completion.put("result", result.map(schemas::of).orElse(map("type", "null")));
    }
    completion.put("error", map("type", "string"));
    String summary =
        method.isStream() ? "The end of the result, or an error." : "The result, or an error.";
    names.add(add(id + ".completion", method.name(), summary, completion, 2));
    return names;
  }

  private String item(String name, String method, String summary, ValueType type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("type", map("const", STREAM_ITEM));
    properties.put("invocationId", map("type", "string"));
    properties.put("item", schemas.of(type));
    return add(name, method, summary, properties, 3);
  }

  /** Adds a message whose first properties are required, and returns its name in the channel. */
  private String add(
      String name, String method, String summary, Map<String, Object> properties, int required) {
    Map<String, Object> payload = map("type", "object");
    payload.put("required", properties.keySet().stream().limit(required).toList());
    payload.put("properties", properties);
    Map<String, Object> message = map("name", method, "summary", summary);
    message.put("payload", payload);
    String free = DocumentNames.free(name, messages.keySet());
    messages.put(free, message);
    return free;
  }
}
