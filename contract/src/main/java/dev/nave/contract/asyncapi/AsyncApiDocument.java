package dev.nave.contract.asyncapi;

import static dev.nave.contract.asyncapi.JsonSchemas.map;

import dev.nave.contract.model.HubContract;
import dev.nave.contract.model.HubContract.Access;
import dev.nave.contract.model.HubContract.Method;
import dev.nave.contract.model.WireProtocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes an AsyncAPI 3.0 document of hubs, as YAML: one channel for each hub, one operation for
 * each method of the hub ({@code receive}) and of its clients ({@code send}), with the messages of
 * the JSON protocol. The same contracts become the same text.
 */
public final class AsyncApiDocument {
  private static final String BEARER = "#/components/securitySchemes/bearer";
  private static final String QUERY_TOKEN = "#/components/securitySchemes/accessToken";

  private final Map<String, Object> channels = new LinkedHashMap<>();
  private final Map<String, Object> operations = new LinkedHashMap<>();
  private final Map<String, Object> schemas = new LinkedHashMap<>();
  private boolean hasSecurity;

  private AsyncApiDocument() {}

  /**
   * Returns the document.
   *
   * @param title of the application
   * @param version of the application's contract
   * @param hubs contracts of the JSON protocol
   * @throws IllegalArgumentException if a contract is of another hub protocol
   */
  public static String yaml(String title, String version, List<HubContract> hubs) {
    AsyncApiDocument document = new AsyncApiDocument();
    hubs.forEach(document::add);
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("asyncapi", "3.0.0");
    root.put("info", map("title", title, "version", version));
    root.put("defaultContentType", "application/json");
    root.put("channels", document.channels);
    root.put("operations", document.operations);
    root.put("components", document.components());
    return Yaml.of(root);
  }

  private Map<String, Object> components() {
    Map<String, Object> components = new LinkedHashMap<>();
    if (!schemas.isEmpty()) {
      components.put("schemas", schemas);
    }
    if (hasSecurity) {
      Map<String, Object> bearer = map("type", "http", "scheme", "bearer");
      bearer.put("description", "In the header Authorization.");
      Map<String, Object> query = map("type", "httpApiKey", "name", "access_token");
      query.put("in", "query");
      query.put("description", "For clients that cannot set headers, as browsers.");
      components.put("securitySchemes", map("bearer", bearer, "accessToken", query));
    }
    return components;
  }

  private void add(HubContract hub) {
    if (hub.protocol() != WireProtocol.JSON) {
      throw new IllegalArgumentException(
          "an AsyncAPI document needs contracts of the JSON protocol, but that of "
              + hub.javaType()
              + " is of "
              + hub.protocol());
    }
    String id = DocumentNames.free(DocumentNames.of(hub.name()), channels.keySet());
    JsonSchemas types = new JsonSchemas(id);
    hub.types().forEach(each -> schemas.put(types.name(each.name()), types.of(each)));
    HubMessages messages = new HubMessages(types);
    boolean isProtected = !hub.access().isEmpty();
    for (Method method : hub.methods()) {
      String key = DocumentNames.of(method.name());
      Map<String, Object> operation =
          operation(id, "receive", method, messages.call(key, method), hub.access());
      operation.put("reply", reply(id, messages.answer(key, method)));
      if (isProtected || !method.access().isEmpty()) {
        hasSecurity = true;
        operation.put("security", List.of(map("$ref", BEARER), map("$ref", QUERY_TOKEN)));
      }
      operations.put(DocumentNames.free(id + "." + key, operations.keySet()), operation);
    }
    for (Method method : hub.clientMethods()) {
      String key = "client." + DocumentNames.of(method.name());
      Map<String, Object> operation =
          operation(id, "send", method, messages.call(key, method), List.of());
      if (method.result().isPresent()) {
        operation.put("reply", reply(id, messages.answer(key, method)));
      }
      operations.put(DocumentNames.free(id + "." + key, operations.keySet()), operation);
    }
    channels.put(id, channel(hub, messages));
  }

  private static Map<String, Object> operation(
      String hub, String action, Method method, List<String> messages, List<Access> entrance) {
    Map<String, Object> operation = map("action", action);
    operation.put("channel", map("$ref", "#/channels/" + hub));
    operation.put("title", method.name());
    if (!method.doc().isEmpty()) {
      operation.put("summary", method.doc());
    }
    List<String> description = new ArrayList<>();
    entrance.forEach(each -> description.add("Needs " + each.text() + "."));
    method.access().forEach(each -> description.add("Needs " + each.text() + "."));
    if (method.isDeprecated()) {
      description.add("Deprecated.");
    }
    if (!description.isEmpty()) {
      operation.put("description", String.join(" ", description.stream().distinct().toList()));
    }
    operation.put("messages", references(hub, messages));
    return operation;
  }

  private static Map<String, Object> reply(String hub, List<String> messages) {
    return map("channel", map("$ref", "#/channels/" + hub), "messages", references(hub, messages));
  }

  private static List<Object> references(String hub, List<String> messages) {
    List<Object> references = new ArrayList<>();
    messages.forEach(
        each -> references.add(map("$ref", "#/channels/" + hub + "/messages/" + each)));
    return references;
  }

  private static Map<String, Object> channel(HubContract hub, HubMessages messages) {
    Map<String, Object> channel = map("address", hub.path());
    channel.put("title", hub.name());
    if (!hub.doc().isEmpty()) {
      channel.put("summary", hub.doc());
    }
    channel.put(
        "description",
        "A SignalR hub. A client negotiates by POST at this path with /negotiate behind it, opens a"
            + " WebSocket, sends a handshake, and then these messages, each ended by U+001E.");
    channel.put("messages", messages.all());
    Map<String, Object> query = new LinkedHashMap<>();
    query.put(
        "id",
        map("type", "string", "description", "The connection token that negotiate returned."));
    query.put(
        "access_token",
        map(
            "type",
            "string",
            "description",
            "The token of the user, where headers cannot be set."));
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put(
        "Authorization", map("type", "string", "description", "Bearer and the token of the user."));
    Map<String, Object> ws = map("method", "GET");
    ws.put("query", map("type", "object", "properties", query));
    ws.put("headers", map("type", "object", "properties", headers));
    ws.put("bindingVersion", "0.1.0");
    channel.put("bindings", map("ws", ws));
    return channel;
  }
}
