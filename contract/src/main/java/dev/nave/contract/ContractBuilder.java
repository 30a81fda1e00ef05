package dev.nave.contract;

import dev.nave.contract.mapping.MappedTypes;
import dev.nave.contract.mapping.TypeNames;
import dev.nave.contract.model.HubContract;
import dev.nave.contract.model.HubContract.Access;
import dev.nave.contract.model.HubContract.Method;
import dev.nave.contract.model.HubContract.Parameter;
import dev.nave.contract.model.ValueType;
import dev.nave.contract.model.WireProtocol;
import dev.nave.contract.source.SourceComments;
import dev.nave.contract.source.SourceComments.Comment;
import dev.nave.hub.AbstractHub;
import dev.nave.hub.description.AccessRule;
import dev.nave.hub.description.ClientMethodDescription;
import dev.nave.hub.description.HubDescription;
import dev.nave.hub.description.HubMethodDescription;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol.PropertyNames;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the contract of a hub class: what it and its clients can call, found by what the server
 * finds it by, with the types of values that the server's mapper reads and writes. Not thread-safe.
 */
public final class ContractBuilder {
  /** What generated code needs, and no type of an application may be called. */
  private static final Set<String> RESERVED =
      Set.of(
          "HubConnection",
          "IStreamResult",
          "Promise",
          "Record",
          "Date",
          "Uint8Array",
          "Object",
          "String",
          "Number",
          "Boolean",
          "Array",
          "Symbol",
          "Function",
          "Error",
          "Map",
          "Set");

  private final Class<? extends AbstractHub> hub;
  private final String path;
  private WireProtocol protocol = WireProtocol.JSON;
  private Consumer<JsonMapper.Builder> jsonMapper = mapper -> {};
  private List<Path> sources = List.of();

  private ContractBuilder(Class<? extends AbstractHub> hub, String path) {
    this.hub = hub;
    this.path = path;
  }

  /**
   * Begins the contract of a hub.
   *
   * @param path where clients find it, such as {@code /chat}
   */
  public static ContractBuilder of(Class<? extends AbstractHub> hub, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "the path of a hub begins with / but that of " + hub.getName() + " is \"" + path + "\"");
    }
    return new ContractBuilder(hub, path);
  }

  /** Sets the hub protocol that the clients use. Default: {@link WireProtocol#JSON}. */
  public ContractBuilder protocol(WireProtocol value) {
    protocol = value;
    return this;
  }

  /** Sets what the application gives to {@code HubServerBuilder.jsonMapper}. Default: nothing. */
  public ContractBuilder jsonMapper(Consumer<JsonMapper.Builder> value) {
    jsonMapper = value;
    return this;
  }

  /**
   * Sets where the source files are, for Javadoc and the names of parameters. Default: nowhere;
   * names are there only if the classes were compiled with {@code -parameters}.
   */
  public ContractBuilder sources(List<Path> value) {
    sources = List.copyOf(value);
    return this;
  }

  /**
   * Returns the contract.
   *
   * @throws IllegalArgumentException if a server would refuse the hub
   */
  public HubContract build() {
    HubDescription description = HubDescription.of(hub);
    return new Reading(description, new SourceComments(sources)).contract();
  }

  private ObjectMapper mapper() {
    return switch (protocol) {
      case JSON -> JsonHubProtocol.newMapper(jsonMapper);
      case MESSAGEPACK -> MessagePackHubProtocol.newMapper(jsonMapper, PropertyNames.PASCAL_CASE);
      case MESSAGEPACK_AS_MAPPED ->
          MessagePackHubProtocol.newMapper(jsonMapper, PropertyNames.AS_MAPPED);
    };
  }

  /** One look at a hub. */
  private final class Reading {
    private final HubDescription description;
    private final SourceComments comments;
    private final MappedTypes types = new MappedTypes(mapper(), protocol);

    Reading(HubDescription description, SourceComments comments) {
      this.description = description;
      this.comments = comments;
    }

    HubContract contract() {
      Class<?> type = description.type();
      List<Method> methods = description.methods().stream().map(this::method).toList();
      List<Method> clients = description.clientMethods().stream().map(this::method).toList();
      Set<String> reserved = new HashSet<>(RESERVED);
      reserved.add(type.getSimpleName());
      TypeNames names = types.names(reserved);
      return new HubContract(
          type.getSimpleName(),
          type.getName(),
          path,
          protocol,
          comments.of(type).sentence(),
          access(description.access()),
          methods.stream().map(each -> named(each, names)).toList(),
          clients.stream().map(each -> named(each, names)).toList(),
          names.definitions(),
          types.unknown());
    }

    private Method method(HubMethodDescription method) {
      Comment comment = comments.of(method.declared());
      List<Parameter> parameters = new ArrayList<>();
      for (HubMethodDescription.Parameter each : method.parameters()) {
        AnnotatedType annotated = each.declared().getAnnotatedType();
        ValueType value =
            types.read(each.type(), each.isStream() ? firstArgument(annotated) : annotated);
        parameters.add(
            new Parameter(
                name(each.declared(), comment),
                each.isStream() ? value : orNull(value, each.declared().getAnnotations()),
                each.isStream()));
      }
      AnnotatedType returned = method.declared().getAnnotatedReturnType();
      return new Method(
          method.name(),
          comment.sentence(),
          isDeprecated(method.declared()),
          parameters,
          method
              .result()
              .map(
                  result ->
                      orNull(
                          types.written(result, annotated(returned, result)),
                          method.declared().getAnnotations())),
          method.isStream(),
          access(method.access()));
    }

    private Method method(ClientMethodDescription method) {
      Comment comment = comments.of(method.declared());
      java.lang.reflect.Parameter[] declared = method.declared().getParameters();
      List<Parameter> parameters = new ArrayList<>();
      for (int i = 0; i < declared.length; i++) {
        ValueType value = types.written(method.arguments().get(i), declared[i].getAnnotatedType());
        parameters.add(
            new Parameter(
                name(declared[i], comment), orNull(value, declared[i].getAnnotations()), false));
      }
      AnnotatedType returned = method.declared().getAnnotatedReturnType();
      Optional<ValueType> result =
          method.result().map(type -> types.read(type, firstArgument(returned)));
      return new Method(
          method.name(),
          comment.sentence(),
          isDeprecated(method.declared()),
          parameters,
          result,
          false,
          List.of());
    }
  }

  private static ValueType orNull(ValueType type, Annotation[] annotations) {
    boolean isNullable =
        Arrays.stream(annotations)
            .anyMatch(each -> each.annotationType().getSimpleName().equals("Nullable"));
    return isNullable ? ValueType.nullable(type) : type;
  }

  /** Returns where a result is declared: in a method's result, or in a stage or a stream of it. */
  private static @Nullable AnnotatedType annotated(AnnotatedType returned, Type result) {
    AnnotatedType type = returned;
    while (type != null && !type.getType().getTypeName().equals(result.getTypeName())) {
      type = firstArgument(type);
    }
    return type;
  }

  private static @Nullable AnnotatedType firstArgument(AnnotatedType type) {
    return type instanceof AnnotatedParameterizedType parameterized
        ? parameterized.getAnnotatedActualTypeArguments()[0]
        : null;
  }

  private static String name(java.lang.reflect.Parameter parameter, Comment comment) {
    int index = List.of(parameter.getDeclaringExecutable().getParameters()).indexOf(parameter);
    return !parameter.isNamePresent() && index < comment.parameters().size()
        ? comment.parameters().get(index)
        : parameter.getName();
  }

  private static boolean isDeprecated(java.lang.reflect.Method method) {
    return method.isAnnotationPresent(Deprecated.class)
        || method.getDeclaringClass().isAnnotationPresent(Deprecated.class);
  }

  private static List<Access> access(List<AccessRule> rules) {
    return rules.stream().map(rule -> new Access(rule.roles(), rule.policy())).toList();
  }

  private static Method named(Method method, TypeNames names) {
    return new Method(
        method.name(),
        method.doc(),
        method.isDeprecated(),
        method.parameters().stream()
            .map(each -> new Parameter(each.name(), names.named(each.type()), each.isStream()))
            .toList(),
        method.result().map(names::named),
        method.isStream(),
        method.access());
  }
}
