package dev.nave.hub;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Issues an access token for the answer to a refresh. Called on the hub executor by many threads at
 * a time; may block.
 *
 * <p>The official clients use that token, in place of the one that they connected with, for all
 * further requests of their transport: polls, POSTs, and a reconnected WebSocket. It must name the
 * same user, and be valid for as long as the credentials that the client has just sent. A refresh
 * itself is authenticated with the client's own token.
 *
 * <p>Source: HttpConnectionTests.AuthenticationRefresh in dotnet/aspnetcore, of the client of .NET
 * 11.
 */
@FunctionalInterface
public interface AccessTokenIssuer {
  /**
   * Makes a token for a client whose refresh was accepted.
   *
   * @return the token, of one or more visible ASCII characters and no others; nothing to leave the
   *     client the one it has. A stage that fails, and an exception, are logged and answered with
   *     500, and the connection keeps the user it has
   */
  CompletionStage<Optional<String>> issue(AuthenticationRefresh refresh);
}
