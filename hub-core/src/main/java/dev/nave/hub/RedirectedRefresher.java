package dev.nave.hub;

import java.util.concurrent.CompletionStage;

/**
 * Passes a refresh on to the server that has the connection. Called on the hub executor by many
 * threads at a time; may block.
 *
 * <p>The official clients send a refresh to the address that the application gave them, with the
 * application's token, also when negotiate has sent them elsewhere. The server that has the
 * connection must be told who the client is now, and must see to it that it is the same user: to a
 * server of this kind that is {@code POST {path}/refresh?id=<connection token>} with a token for
 * that server.
 *
 * <p>Source: HttpConnectionTests.AuthenticationRefresh in dotnet/aspnetcore, of the client of .NET
 * 11.
 */
@FunctionalInterface
public interface RedirectedRefresher {
  /**
   * Passes one refresh on. No connection of this server has the token.
   *
   * @return what the client is answered. A stage that fails, and an exception, are logged and
   *     answered with 500
   */
  CompletionStage<RefreshAnswer> refresh(RedirectedRefresh refresh);
}
