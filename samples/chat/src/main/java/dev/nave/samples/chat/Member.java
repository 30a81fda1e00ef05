package dev.nave.samples.chat;

/**
 * One connection in a room, as pages see it.
 *
 * @param connectionId tells the tabs of a user apart
 * @param user whose connection it is
 */
public record Member(String connectionId, String user) {}
