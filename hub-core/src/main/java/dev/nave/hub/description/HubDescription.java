package dev.nave.hub.description;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.internal.authorization.Authorization;
import dev.nave.hub.internal.authorization.AuthorizeAnnotations;
import dev.nave.hub.internal.authorization.Policies;
import dev.nave.hub.internal.clients.DeclaredClient;
import dev.nave.hub.internal.clients.TypedClients;
import dev.nave.hub.internal.methods.HubMethod;
import dev.nave.hub.internal.methods.HubMethodTable;
import dev.nave.hub.internal.methods.Parameters.Filling;
import dev.nave.hub.internal.methods.ReturnKind;
import dev.nave.hub.internal.methods.WrittenHub;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What a hub class exposes to clients, and what it expects of them. Found by what a server finds
 * hub methods by, so that what is described is what can be called. Immutable.
 *
 * @param type the class, as the application wrote it
 * @param access what a client needs to be let in; all of it
 * @param methods what clients can call, in the order of their names
 * @param clientInterface the interface that the clients implement, if the hub names one
 * @param clientMethods its methods, in the order of their names
 */
public record HubDescription(
    Class<? extends AbstractHub> type,
    List<AccessRule> access,
    List<HubMethodDescription> methods,
    Optional<Class<?>> clientInterface,
    List<ClientMethodDescription> clientMethods) {
  /** Copies the lists. */
  public HubDescription {
    access = List.copyOf(access);
    methods = List.copyOf(methods);
    clientMethods = List.copyOf(clientMethods);
  }

  /**
   * Describes a hub class. Names of policies are taken as they are.
   *
   * @throws IllegalArgumentException if a server would refuse the hub: two methods have one name,
   *     clients could not call one, or the interface of its clients does not fit
   */
  public static HubDescription of(Class<? extends AbstractHub> hub) {
    Class<? extends AbstractHub> written = WrittenHub.of(hub);
    Optional<Class<?>> client = DeclaredClient.of(written);
    return new HubDescription(
        written,
        rules(AuthorizeAnnotations.ofHub(written, Policies.UNRESOLVED)),
        HubMethodTable.of(written, Policies.UNRESOLVED).methods().stream()
            .map(HubDescription::describe)
            .toList(),
        client,
        client.map(TypedClients::methods).orElse(List.of()).stream()
            .map(
                method ->
                    new ClientMethodDescription(
                        method.name(),
                        method.declared(),
                        method.arguments(),
                        Optional.ofNullable(method.result())))
            .toList());
  }

  private static HubMethodDescription describe(HubMethod method) {
    List<HubMethodDescription.Parameter> parameters = new ArrayList<>();
    Iterator<Type> arguments = method.argumentTypes().iterator();
    Iterator<Type> uploads = method.uploadTypes().iterator();
    List<Filling> fillings = method.fillings();
    for (int i = 0; i < fillings.size(); i++) {
      Filling filling = fillings.get(i);
      if (filling != Filling.TOKEN) {
        boolean isStream = filling == Filling.UPLOAD;
        parameters.add(
            new HubMethodDescription.Parameter(
                method.declared().getParameters()[i],
                (isStream ? uploads : arguments).next(),
                isStream));
      }
    }
    return new HubMethodDescription(
        method.name(),
        method.declared(),
        parameters,
        Optional.ofNullable(method.resultType()),
        method.returnKind() == ReturnKind.STREAM,
        rules(method.authorization()));
  }

  private static List<AccessRule> rules(Authorization authorization) {
    return authorization.requirements().stream()
        .map(
            rule ->
                new AccessRule(
                    rule.roles().stream().sorted().toList(),
                    Optional.ofNullable(rule.policyName())))
        .toList();
  }
}
