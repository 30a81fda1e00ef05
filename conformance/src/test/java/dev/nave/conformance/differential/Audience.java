package dev.nave.conformance.differential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells who gets what a call sends, so that a play over a farm knows what to wait for: there no
 * fence orders a message behind what came through Redis before. It is no verdict: what clients
 * really get is compared between the servers.
 */
final class Audience {
  private final List<Member> members;
  private final Map<String, Set<String>> groups = new HashMap<>();

  Audience(List<Member> members) {
    this.members = members;
  }

  /** Follows a call, and returns what is to be awaited for it. */
  List<String> awaited(Op op) {
    if (op.kind() != Op.Kind.MESSAGE
        || !(Json.read(op.text()) instanceof Map<?, ?> call)
        || !(call.get("target") instanceof String target)
        || !(call.get("arguments") instanceof List<?> arguments)
        || arguments.isEmpty()) {
      return List.of();
    }
    Object text = arguments.get(arguments.size() - 1);
    List<String> awaited = new ArrayList<>();
    for (Member member : members) {
      if (text != null && gets(member, op.actor(), target, arguments)) {
        awaited.add(member.name() + " message:" + text);
      }
    }
    follow(op.actor(), target, arguments);
    return awaited;
  }

  private boolean gets(Member member, String actor, String target, List<?> arguments) {
    Object first = arguments.get(0);
    boolean caller = member.name().equals(actor);
    Predicate<@Nullable Object> isMember = id -> ("<" + member.name() + ">").equals(id);
    Predicate<@Nullable Object> hasUser = user -> user != null && user.equals(member.user());
    Predicate<@Nullable Object> hasGroup =
        group -> group != null && members(group).contains(member.name());
    return switch (target) {
      case "ToAll" -> true;
      case "ToCaller" -> caller;
      case "ToOthers" -> !caller;
      case "ToAllExcept" -> first instanceof List<?> ids && ids.stream().noneMatch(isMember);
      case "ToClient" -> isMember.test(first);
      case "ToClients" -> first instanceof List<?> ids && ids.stream().anyMatch(isMember);
      case "ToGroup" -> hasGroup.test(first);
      case "ToGroups" ->
          first instanceof List<?> names
              && names.stream().allMatch(name -> name != null && !name.equals(""))
              && names.stream().anyMatch(hasGroup);
      case "ToGroupExcept" ->
          hasGroup.test(first)
              && arguments.get(1) instanceof List<?> ids
              && ids.stream().noneMatch(isMember);
      case "ToOthersInGroup" -> hasGroup.test(first) && !caller;
      case "ToUser" -> hasUser.test(first);
      case "ToUsers" -> first instanceof List<?> users && users.stream().anyMatch(hasUser);
      default -> false;
    };
  }

  private void follow(String actor, String target, List<?> arguments) {
    Object group = arguments.get(arguments.size() - 1);
    if (group == null) {
      return;
    }
    String member = target.endsWith("Other") ? name(arguments.get(0)) : actor;
    if (target.equals("Join") || target.equals("JoinOther")) {
      members(group).add(member);
    } else if (target.equals("Leave") || target.equals("LeaveOther")) {
      members(group).remove(member);
    }
  }

  private static String name(@Nullable Object id) {
    return String.valueOf(id).replaceAll("[<>]", "");
  }

  private Set<String> members(Object group) {
    return groups.computeIfAbsent(group.toString(), name -> new LinkedHashSet<>());
  }
}
