package dev.nave.hub;

import java.util.Collection;

/**
 * Selects the receivers of a message. Each method returns a proxy at once, and looks up receivers
 * only when a message is sent. Sending to an unknown connection, group or user does nothing; it is
 * not an error. Any thread; proxies may be kept.
 *
 * @param <C> the proxy: {@link ClientProxy}, or an interface of the application
 */
public interface TypedHubClients<C> {
  /** All connections of the hub, on every server. */
  C all();

  /** All connections but those with these ids. */
  C allExcept(Collection<String> connectionIds);

  /** One connection, wherever it is. */
  C client(String connectionId);

  /** These connections. */
  C clients(Collection<String> connectionIds);

  /** The connections in a group. Names are literal and regard case. */
  C group(String group);

  /** The connections in these groups; one that is in several gets the message several times. */
  C groups(Collection<String> groups);

  /** The connections in a group but those with these ids. */
  C groupExcept(String group, Collection<String> connectionIds);

  /** All connections of a user. Ids regard case. */
  C user(String userId);

  /** All connections of these users. */
  C users(Collection<String> userIds);
}
