package dev.nave.conformance.presence;

import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.Page;
import dev.nave.conformance.presence.PresenceServer.Client;
import dev.nave.hub.HubPresence;
import dev.nave.hub.PresenceCounts;
import dev.nave.hub.PresenceMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that presence says, as lines that can be compared: what is true, and what is listed. */
final class Facts {
  private Facts() {}

  /**
   * What is true of some servers.
   *
   * @param teams user and group, with a space between: the groups that users were put into
   */
  static List<String> ofClients(
      Collection<PresenceServer> servers,
      Set<String> teams,
      List<String> users,
      List<String> groups) {
    List<String> facts = new ArrayList<>();
    Map<String, Set<String>> inGroup = new TreeMap<>();
    Map<String, Integer> connections = new TreeMap<>();
    Map<String, Integer> members = new TreeMap<>();
    long busy = 0;
    long all = 0;
    long memberships = 0;
    for (PresenceServer server : servers) {
      for (Client client : server.clients().values()) {
        String userId = client.userId();
        Map<String, String> in = new TreeMap<>(client.groups());
        if (userId != null) {
          facts.add("connection " + line(client.id(), userId, server.nodeId(), ""));
          connections.merge(userId, 1, Integer::sum);
          teams.stream()
              .filter(team -> team.startsWith(userId + " "))
              .forEach(team -> in.put(team.substring(userId.length() + 1), ""));
        }
        in.forEach(
            (group, value) -> {
              facts.add("in " + group + ": " + line(client.id(), userId, server.nodeId(), value));
              inGroup.computeIfAbsent(group, each -> new TreeSet<>()).add(String.valueOf(userId));
              members.merge(group, 1, Integer::sum);
            });
        memberships += in.size();
      }
      int here = server.clients().size();
      all += here;
      if (here > 0) {
        busy++;
        facts.add("server " + server.nodeId() + " " + here);
      }
    }
    users.forEach(user -> facts.add(user + " online: " + connections.containsKey(user)));
    connections.forEach((user, number) -> facts.add("user " + user + " " + number));
    members.forEach((group, number) -> facts.add("group " + group + " " + number));
    for (String group : groups) {
      long known =
          inGroup.getOrDefault(group, Set.of()).stream().filter(u -> !u.equals("null")).count();
      facts.add(group + " members " + members.getOrDefault(group, 0) + " users " + known);
    }
    facts.add(
        new PresenceCounts(busy, all, connections.size(), members.size(), memberships).toString());
    facts.sort(null);
    return facts;
  }

  /** What a server lists. Throws what its futures fail with. */
  static List<String> listed(HubPresence presence, List<String> users, List<String> groups) {
    List<String> facts = new ArrayList<>();
    for (String group : groups) {
      presence
          .members(group)
          .join()
          .forEach(member -> facts.add("in " + group + ": " + line(member)));
      facts.add(
          group
              + " members "
              + presence.countMembers(group).join()
              + " users "
              + presence.countUsers(group).join());
    }
    for (String user : users) {
      facts.add(user + " online: " + presence.isOnline(user).join());
      presence
          .connectionsOf(user)
          .join()
          .forEach(connection -> facts.add("connection " + line(connection)));
    }
    counted(facts, "user", presence.users(null, Directory.MAX_PAGE).join());
    counted(facts, "group", presence.groups(null, Directory.MAX_PAGE).join());
    counted(facts, "server", presence.servers(null, Directory.MAX_PAGE).join());
    facts.add(presence.counts().join().toString());
    facts.sort(null);
    return facts;
  }

  private static void counted(List<String> facts, String what, Page<KeyCount> page) {
    page.items().forEach(key -> facts.add(what + " " + key.name() + " " + key.members()));
  }

  private static String line(PresenceMember member) {
    return line(
        member.connectionId(), member.userId().orElse(null), member.server(), member.value());
  }

  private static String line(String id, @Nullable String userId, String server, String value) {
    return id + " of " + userId + " at " + server + " \"" + value + "\"";
  }
}
