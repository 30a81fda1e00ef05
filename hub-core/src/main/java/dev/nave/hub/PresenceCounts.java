package dev.nave.hub;

/**
 * How much there is, of what {@link HubPresence} lists.
 *
 * @param servers servers with connections
 * @param connections connections, those of anonymous clients among them
 * @param users different users with connections
 * @param groups groups with members
 * @param memberships members of all groups together
 */
public record PresenceCounts(
    long servers, long connections, long users, long groups, long memberships) {}
