package dev.nave.hub;

/**
 * A client that was sent elsewhere when it negotiated, and proves anew, here, who it is. {@link
 * #toString} does not show the token.
 *
 * @param connectionToken what names the connection on the server that has it: a secret of client
 *     and server. It has letters, digits and {@code - . _ ~ =} only, at most 512 of them, and may
 *     stand in a query as it is
 * @param request the request with the new credentials
 * @param user who the client is, as this server's authenticator says
 */
public record RedirectedRefresh(String connectionToken, HttpRequest request, HubUser user) {
  @Override
  public String toString() {
    return "RedirectedRefresh[user=" + user.id() + "]";
  }
}
